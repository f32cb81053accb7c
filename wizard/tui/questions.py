"""The answers that a step asks for, as paths in a draft. Pure."""

from __future__ import annotations

from wizard.answers.draft import Draft
from wizard.model import Step
from wizard.tui import drafted


def questions(step: Step, draft: Draft) -> tuple[str, ...]:
    """Return the paths of the answers that a step asks for, those of each compute node by its own path."""
    computes = [path for path, _ in drafted.hosts(draft) if path != "controller"]
    return tuple(
        path.replace("compute[*]", compute)
        for path in step.asks
        for compute in (computes if "[*]" in path else [""])
    )


def name_of(path: str) -> str:
    """Return an answer's own name: `management_ip` of `compute[1].management_ip`."""
    return path.rpartition(".")[2]


def host_of(path: str) -> str:
    """Return the path of the host that an answer is of, or nothing."""
    host = path.rpartition(".")[0]
    return host if host.startswith(("controller", "compute")) else ""
