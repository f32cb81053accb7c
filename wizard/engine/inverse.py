"""The guide backwards: its steps taken back from the last to the first, as a guide that a `Run` can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from wizard.actions.record import Forget
from wizard.engine.planning import plan, reads_of
from wizard.facts.record import RECORD as RECORD_FILE
from wizard.facts.record import FoundBefore, record_of
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Problem, Refused, Skipped
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


def undone_with(step: Step, guide: Iterable[Step]) -> Step | None:
    """Return the step with whose inverse this one is taken back: itself, or one that covers it, if any."""
    if step.inverse:
        return step
    return next((other for other in guide if other.on is step.on and _covers(other, step)), None)


def undone_before(steps: Iterable[Step], guide: Sequence[Step]) -> list[Step]:
    """Return what else of the guide has to be taken back before these steps are, in the guide's order.

    Those are the steps that run on top of them: services, what an inverse names, and the steps of other
    hosts that wait for their section.
    """
    asked = {step.id: step for step in steps}
    found = dict(asked)
    waiting = list(asked.values())
    while waiting:
        step = waiting.pop()
        for other in guide:
            if other.id not in found and _goes_before(other, step):
                found[other.id] = other
                waiting.append(other)
    return [step for step in guide if step.id in found.keys() - asked.keys()]


def _covers(step: Step, other: Step) -> bool:
    return any(other.within(prefix) for prefix in (step.inverse.covers if step.inverse else ()))


def _goes_before(other: Step, step: Step) -> bool:
    """Whether a step has to be taken back before another one can be."""
    if not (other.inverse and step.inverse):
        return False
    on_same_host = other.inverse.first and not step.inverse.first and other.on is step.on
    return on_same_host or other.id in step.inverse.after or other.after == step.section


def _taken_back(step: Step, taken: Inverse, after: str) -> Step:
    return Step(
        step.id,
        step.on,
        Source.ADDED,
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
    """Raises `Skipped` as long as all that is in the record is of steps that are still to be taken back."""
    record = facts[FoundBefore]
    entries = dict(record.entries)
    known = [step for step in steps if step.id in entries and not entries[step.id].taken_back]
    forgotten = []
    for step in known:
        if _is_taken_back(step, answers, node, facts):
            forgotten.append(step.id)
            if _explains_itself(step, answers, node, facts):
                del entries[step.id]
            else:
                entries[step.id] = replace(entries[step.id], taken_back=True)
    if forgotten:
        reason = Message("undo-record", steps=", ".join(forgotten))
        yield Forget(tuple(forgotten), record.content, record_of(entries), reason=reason)
    elif left := [step.id for step in known if _is_to_do(step, answers, node, facts)]:
        raise Skipped("undo-record-later", path=RECORD_FILE, steps=", ".join(left))


def _is_taken_back(step: Step, answers: Answers, node: Node, facts: Facts) -> bool:
    try:
        return not plan(step, answers, node, facts)
    except Problem:
        return False


def _is_to_do(step: Step, answers: Answers, node: Node, facts: Facts) -> bool:
    try:
        return bool(plan(step, answers, node, facts))
    except Problem:
        return False


def _explains_itself(step: Step, answers: Answers, node: Node, facts: Facts) -> bool:
    """Whether nothing is left of the step, whatever was there before it."""
    without = Facts({FoundBefore: FoundBefore()})
    return _is_taken_back(step, answers, node, facts.with_(without))
