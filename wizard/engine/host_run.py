"""The steps of one host in their order: done, shown as a dry run, or checked."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from wizard.engine.attempt import Attempt, Declined
from wizard.engine.context import HostContext
from wizard.engine.events import StepChecked, StepFinished, StepStarted, Waiting, WaitingFor
from wizard.engine.modes import Status, StepState
from wizard.engine.planning import FRESH, Planner, reads_of
from wizard.engine.turns import Turn
from wizard.model.message import Message
from wizard.model.problems import HostProblem, Lost, Pending, Problem, Refused, Skipped, Unknown
from wizard.model.steps import Action, Step


class Outcome(NamedTuple):
    """How a step ended on the host."""

    status: Status
    message: Message
    tried: bool = True

    @classmethod
    def of(cls, problem: Problem) -> Outcome:
        """Return how a step ends for which this was raised."""
        match problem:
            case Skipped():
                return cls(Status.SKIPPED, problem.message, not isinstance(problem, Declined))
            case Unknown() | HostProblem():
                return cls(Status.UNKNOWN, problem.message)
            case _:
                return cls(Status.FAILED, problem.message)


class Found(NamedTuple):
    """How a check finds a step on the host: its state, why, and what would be sent for it."""

    state: StepState
    message: Message
    actions: Sequence[Action] = ()
    refused: bool = False


def holds(states: Iterable[StepState]) -> bool:
    """Whether each of the steps is done, or has nothing to do."""
    return all(state in (StepState.DONE, StepState.SKIPPED) for state in states)


class HostRun:
    """Runs, shows or checks steps on one host, in their order, and emits an event for how each one ends."""

    def __init__(self, context: HostContext) -> None:
        self._context = context
        self._planner = Planner(context)

    def run(self, steps: Sequence[Step], patient: bool = True, read_ahead: bool = False) -> Turn[bool]:
        """Do the steps up to the first that fails, or whose `after` fails; return whether all hold.

        Yields the ID of a section to wait for, as `in_turns` expects it.

        Unless `patient`, nothing is waited for that may come to hold by itself. With `read_ahead`, what
        servers tell of the later steps' facts is read with those of the first. Raises `Interrupted` where the
        user asked to stop. On a host that is gone nothing is tried.
        """
        if self._context.reader.is_gone:
            self._not_reached(Message("host-gone-before", host=self._context.node.name), steps)
            return False
        for at, step in enumerate(steps):
            if step.after and (why_not := (yield from self._after_others(step))):
                self._not_reached(why_not, steps[at:])
                return False
            timeout = step.settle_timeout if patient else 0.0
            self._started(step)
            start = time.monotonic()
            if read_ahead and at == 0:
                self._read_ahead(steps)
            outcome = self._perform(step, timeout)
            self._finished(step, outcome, time.monotonic() - start)
            if outcome.status in (Status.FAILED, Status.UNKNOWN):
                self._not_reached(Message("not-reached", id=step.id, step=step.title), steps[at + 1 :])
                return False
            changed = outcome.status is Status.CHANGED
            self._context.order.done(step, self._context.node.name, changed=changed)
        return True

    def dry_run(self, steps: Sequence[Step]) -> bool:
        """Show what would be sent, and what would be waited for; return whether nothing is refused."""
        ok = True
        for step in steps:
            self._context.stop_if_asked()
            try:
                actions = self._planner.plan(step)
                outcome = Outcome(Status.UNCHANGED, step.holds)
            except Pending as problem:
                place = step.id, self._context.node.name
                self._context.emit(Waiting(*place, problem.message, step.settle_timeout, WaitingFor.SETTLING))
                continue
            except Problem as problem:
                actions = []
                outcome = Outcome.of(problem)
                ok &= outcome.status is Status.SKIPPED
            if actions:
                self._context.show(step, actions)
            else:
                self._started(step)
                self._finished(step, outcome)
        return ok

    def check(self, steps: Sequence[Step], *, show: bool = False, patient: bool = False) -> list[StepState]:
        """Tell how each step stands; with `show`, after what would be sent for it.

        `patient`: as long as all holds, what may come to hold by itself is waited for, as in a run.
        """
        states: list[StepState] = []
        for step in steps:
            self._context.stop_if_asked()
            patient = patient and holds(states[-1:])
            found = self._state(step, step.settle_timeout if patient else 0.0)
            states.append(found.state)
            if show:
                self._context.show(step, found.actions)
            place = step.id, self._context.node.name
            self._context.emit(StepChecked(*place, found.state, found.message, found.refused))
        return states

    def _after_others(self, step: Step) -> Generator[str, None, Message | None]:
        """Have the section waited for that goes before the step; return why it does not hold, if so.

        Where that took long or changed something, what was read of this host before counts no more.
        """
        context = self._context
        hosts = context.order.waits_for(step.after)
        if not hosts:
            return context.order.why_not(step.after)
        key = "waiting-for-undo" if step.takes_back else "waiting-for-section"
        message = Message(key, section=step.after, hosts=", ".join(hosts))
        context.emit(Waiting(step.id, context.node.name, message, 0.0, WaitingFor.OTHER_HOSTS))
        start = time.monotonic()
        yield step.after
        why_not = context.order.why_not(step.after)
        if context.order.has_changed(step.after) or time.monotonic() - start > FRESH:
            context.reader.forget()
        return why_not

    def _read_ahead(self, steps: Sequence[Step]) -> None:
        with suppress(Lost):  # the first step meets it again, and connects again
            self._context.reader.facts(steps[0].reads, if_served=reads_of(steps))

    def _started(self, step: Step) -> None:
        self._context.stop_if_asked()
        self._context.emit(StepStarted(step.id, self._context.node.name, step.title))

    def _finished(self, step: Step, outcome: Outcome, seconds: float = 0.0) -> None:
        status, message, tried = outcome
        place = step.id, self._context.node.name
        self._context.emit(StepFinished(*place, status, round(seconds, 2), message, tried))

    def _perform(self, step: Step, settle_timeout: float) -> Outcome:
        try:
            touched = Attempt(self._context, self._planner, step, settle_timeout).perform()
        except Problem as problem:
            return Outcome.of(problem)
        return Outcome(Status.CHANGED if touched else Status.UNCHANGED, step.holds)

    def _state(self, step: Step, settle_timeout: float) -> Found:
        try:
            actions = self._planner.plan_settled(step, settle_timeout)
        except Skipped as problem:
            return Found(StepState.SKIPPED, problem.message)
        except Pending as problem:
            return Found(StepState.TODO, problem.message)
        except Refused as problem:
            return Found(StepState.DIFFERS, problem.message, refused=True)
        except Problem as problem:
            return Found(StepState.UNKNOWN, problem.message)
        if not actions:
            return Found(StepState.DONE, step.holds)
        telling = next((action for action in actions if action.replaces), actions[0])
        state = StepState.DIFFERS if telling.replaces else StepState.TODO
        return Found(state, telling.reason, actions)

    def _not_reached(self, why: Message, steps: Iterable[Step]) -> None:
        outcome = Outcome(Status.SKIPPED, why, tried=False)
        for step in steps:
            self._finished(step, outcome)
