"""The hosts as the answers name them so far, right or not yet. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.model.role import Role

if TYPE_CHECKING:
    from wizard.answers.draft import Draft
    from wizard.model.steps import Step

Host = tuple[str, str]
"""A host's path in the answers (`compute[1]`) and its name."""


def hosts(draft: Draft) -> Iterator[Host]:
    """Yield every host, the controller first; one without a name goes by its path."""
    computes = draft.get("compute")
    count = len(computes) if isinstance(computes, list) else 0
    for path in ("controller", *(f"compute[{index}]" for index in range(count))):
        yield path, str(draft.get(f"{path}.name") or path)


def hosts_of(draft: Draft, step: Step) -> list[str]:
    """Return the names of the hosts that a step is done on."""
    of_controller = step.on is Role.CONTROLLER
    return [name for path, name in hosts(draft) if (path == "controller") is of_controller]


def path_of(draft: Draft, name: str) -> str:
    """Return the path of the host of that name."""
    return next((path for path, found in hosts(draft) if found == name), "controller")
