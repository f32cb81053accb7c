"""Which steps a command line asks for: --only, --from, --skip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.model import Problem, Role, Step
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
