"""Which steps a command line asks for: --only, --from, --skip."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.model import Problem, Role, Step
from wizard.nearest import nearest


def selected(
    guide: Sequence[Step], only: Sequence[str] = (), start: str | None = None, skip: Sequence[str] = ()
) -> tuple[Step, ...]:
    """Return the steps that are asked for, in the guide's order.

    Raises `Problem` for an ID that no step has, and where nothing is left.
    """
    for prefix in (*only, *([] if start is None else [start]), *skip):
        if not any(step.within(prefix) for step in guide):
            known = dict.fromkeys(name for step in guide for name in (step.section, step.part, step.id))
            raise Problem("no-such-step", id=prefix, near=nearest(prefix, known) or "none")
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
