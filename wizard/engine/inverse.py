"""The guide backwards: its steps taken back from the last to the first, as a guide that a `Run` can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from wizard.actions.record import Forget
from wizard.engine.planning import plan, reads_of
from wizard.facts.record import FoundBefore, record_of
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Problem, Refused
from wizard.model.role import Role
from wizard.model.steps import Action, Guide, Inverse, Section, Source, Step

RECORD = Section("undo")
"""The section of each host's last step, `undo/ROLE`: what the record says of steps taken back goes."""


def inverse(guide: Guide) -> Guide:
    """Return the guide that takes this one's steps back; it has no steps where none can be taken back.

    A section that waits for another one is waited for by it. Verifying sections are left out.
    """
    waits = {step.after: step.section for step in guide.steps if step.after}
    steps = [
        _taken_back(step, taken, waits.get(step.section, ""))
        for step in reversed(guide.steps)
        if (taken := step.inverse)
    ]
    steps.sort(key=lambda step: not (step.inverse and step.inverse.first))
    roles = dict.fromkeys(step.on for step in steps)
    ends = [_record_step(role, [step for step in steps if step.on is role]) for role in roles]
    sections = [section for section in reversed(guide.sections) if not section.verifies]
    checks = tuple(check for check in guide.prerequisites if check.for_undo)
    return Guide((*steps, *ends), checks, (*sections, RECORD), takes_back=True)


def _taken_back(step: Step, taken: Inverse, after: str) -> Step:
    return Step(
        step.id,
        step.on,
        step.source,
        reads=(*taken.reads, *((FoundBefore,) if taken.finds else ())),
        plan=partial(_plan, step.id, taken),
        settle_timeout=step.settle_timeout,
        after=after,
        inverse=taken,
        takes_back=True,
    )


def _plan(id_: str, taken: Inverse, answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Yield what is still to be taken back of a step, but nothing that was there before the first run.

    Where the host has no record of that, nothing is taken back unless the answers say so.
    """
    if not taken.finds:
        yield from taken.plan(answers, node, facts, {})
        return
    entries = facts[FoundBefore].entries
    entry = entries.get(id_)
    if entry and entry.found is not None:
        if not entry.taken_back:
            yield from taken.plan(answers, node, facts, entry.found)
    elif entry or not entries:
        actions = list(taken.plan(answers, node, facts, {}))
        if actions and not answers.undo.unrecorded:
            raise Refused("undo-unrecorded", actions="\n".join(action.text for action in actions))
        yield from actions


# --- The record -----------------------------------------------------------------------------------------


def _record_step(role: Role, steps: Sequence[Step]) -> Step:
    """Return the last step of a role's hosts.

    It takes out of the record what these steps found, once they are taken back. Where something is left that
    only the record explains, the entry stays, marked as taken back.
    """
    return Step(
        f"{RECORD.id}/{role}",
        role,
        Source.ADDED,
        reads=(FoundBefore, *reads_of(steps)),
        plan=partial(_forget, steps),
        takes_back=True,
    )


def _forget(steps: Sequence[Step], answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    record = facts[FoundBefore]
    entries = dict(record.entries)
    forgotten = []
    for step in steps:
        entry = entries.get(step.id)
        if entry and not entry.taken_back and _is_taken_back(step, answers, node, facts):
            forgotten.append(step.id)
            if _explains_itself(step, answers, node, facts):
                del entries[step.id]
            else:
                entries[step.id] = replace(entry, taken_back=True)
    if forgotten:
        reason = Message("undo-record", steps=", ".join(forgotten))
        yield Forget(tuple(forgotten), record.content, record_of(entries), reason=reason)


def _is_taken_back(step: Step, answers: Answers, node: Node, facts: Facts) -> bool:
    try:
        return not plan(step, answers, node, facts)
    except Problem:
        return False


def _explains_itself(step: Step, answers: Answers, node: Node, facts: Facts) -> bool:
    """Whether nothing is left of the step, whatever was there before it."""
    without = Facts({FoundBefore: FoundBefore()})
    return _is_taken_back(step, answers, node, facts.with_(without))
