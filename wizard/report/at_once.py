"""What a run does at the same time, and what waits for what: by `Step.after` alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.model.message import Message
from wizard.model.steps import Step


def at_once(steps: Sequence[Step]) -> list[Message]:
    """Return a sentence for each two sections of these steps that a run does at the same time.

    It says on which hosts each is done, and at which step the later one waits. All steps of a section are
    done on hosts of one role.
    """
    hosts = {step.section: Message(f"role-{step.on}") for step in steps}
    first: dict[tuple[str, str], Message] = {}
    for step in steps:
        if step.after in hosts:
            first.setdefault((step.section, step.after), step.title)
    return [
        Message(
            "at-once", section=section, hosts=hosts[section], other=other, others=hosts[other], step=title
        )
        for (section, other), title in first.items()
    ]


def waits(step: Step, steps: Iterable[Step]) -> Message | None:
    """Return what the step waits for where a run does all of these steps, if it waits."""
    on = next((other.on for other in steps if other.section == step.after), None)
    return Message("waits-for-section", section=step.after, hosts=Message(f"role-{on}")) if on else None
