"""Which steps and hosts a command line asks for: --only, --from, --skip, --limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.model.answers import Node
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.model.steps import Step
from wizard.nearest import nearest


def ids(guide: Iterable[Step]) -> list[str]:
    """Return the IDs of sections, parts and steps, in the guide's order."""
    names = dict.fromkeys(name for step in guide for name in (step.section, step.part, step.id))
    return [name for name in names if name]


def selected(
    guide: Sequence[Step], only: Sequence[str] = (), start: str | None = None, skip: Sequence[str] = ()
) -> tuple[Step, ...]:
    """Return the steps that are asked for, in the guide's order.

    Raises `Problem` for an ID that no step has, and where nothing is left.
    """
    for prefix in (*only, *([] if start is None else [start]), *skip):
        if not any(step.within(prefix) for step in guide):
            raise Problem("no-such-step", id=prefix, near=nearest(prefix, ids(guide)) or "none")
    first = next((at for at, step in enumerate(guide) if start is not None and step.within(start)), 0)
    steps = tuple(
        step
        for step in guide[first:]
        if (not only or any(step.within(prefix) for prefix in only))
        and not any(step.within(prefix) for prefix in skip)
    )
    if all(step.on is Role.READER for step in steps):
        raise Problem("no-step-left")
    return steps


def check_limit(limit: Sequence[str], steps: Sequence[Step], nodes: Sequence[Node]) -> None:
    """Raise `Problem` for a name of --limit that no host has, and where these hosts have no step."""
    names = [node.name for node in nodes]
    for name in limit:
        if name not in names:
            raise Problem("no-such-host", host=name, near=nearest(name, names) or "none")
    roles = {node.role for node in nodes if node.name in limit}
    if limit and not any(step.on in roles for step in steps):
        raise Problem("no-step-on-host", hosts=", ".join(limit))
