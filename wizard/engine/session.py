"""One host's way through the steps: plan, approve, apply, read again, until a step yields nothing."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from wizard.bounds import shortened
from wizard.engine.events import (
    Checked,
    Emit,
    Mask,
    Output,
    Planned,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.locks import RunLocks
from wizard.engine.modes import State, Status
from wizard.engine.planning import plan
from wizard.engine.reader import Reader
from wizard.engine.threads import Interrupted
from wizard.model import (
    Action,
    Answers,
    Fact,
    Facts,
    HostProblem,
    Lost,
    Message,
    Node,
    Pending,
    Problem,
    Refused,
    Skipped,
    Step,
    Unknown,
    Unreachable,
)

FRESH = 30.0
"""Seconds for which facts may be planned by; older ones are read once more before anything is sent."""
PAUSE = 1.0
"""Seconds between two looks at something that has yet to come."""
ROUNDS = 4
"""How often a step may find something more to do after it has done something."""
LOSSES = 3
"""How often a step may lose the connection."""

Approve = Callable[[Step, Node, Sequence[Planned]], bool]
"""Asks the front whether these actions may be sent."""
Unfinished = Callable[[str], bool]
"""Tells whether a password may have begun at the end of a text, so that its rest is in the next line."""
HELD = 300
"""Lines that are held back at most: as many as a password has characters."""


Shape = tuple[str, str]
"""What an action looks like to the one who approves it."""


class Failed(Problem):
    """A step was tried and does not hold."""


class Declined(Skipped):
    """The user did not approve of what would have been sent."""


class Session:
    """The steps of one section on one host."""

    def __init__(
        self,
        answers: Answers,
        node: Node,
        reader: Reader,
        locks: RunLocks,
        emit: Emit,
        *,
        approve: Approve,
        mask: Mask,
        unfinished: Unfinished = lambda _: False,
        stopping: threading.Event,
    ) -> None:
        self.node = node
        self._answers = answers
        self._reader = reader
        self._locks = locks
        self._emit = emit
        self._approve = approve
        self._mask = mask
        self._unfinished = unfinished
        self._stopping = stopping
        self._latest: tuple[Step, Facts, list[Action]] | None = None

    # --- The three modes: run, dry run, check ---

    def run(self, steps: Sequence[Step], patient: bool = True) -> bool:
        """Do the steps in their order, up to the first that fails; say whether all hold.

        Raises `Interrupted` where the user asked to stop.
        """
        for at, step in enumerate(steps):
            status = self._finish(step, partial(self._perform, step, patient))
            if status in (Status.FAILED, Status.UNKNOWN):
                self._not_reached(step, steps[at + 1 :])
                return False
        return True

    def dry_run(self, steps: Sequence[Step]) -> bool:
        """Show what would be sent; say whether nothing is refused."""
        fine = True
        for step in steps:
            self._stop_if_asked()
            try:
                actions = self._plan(step, settle_timeout=0.0)
            except Pending:
                continue
            except (Skipped, Problem):
                fine &= self._finish(step, partial(self._hold, step)) == Status.SKIPPED
                continue
            if actions:
                self._show(step, actions)
            else:
                self._finish(step, partial(self._hold, step))
        return fine

    def check(self, steps: Sequence[Step], show: bool = False) -> list[State]:
        """Say how each step stands; with `show`, after what would be sent for it."""
        states = []
        for step in steps:
            self._stop_if_asked()
            state, message, actions = self._state(step)
            states.append(state)
            if show:
                self._show(step, actions)
            self._emit(Checked(step.id, self.node.name, state, message))
        return states

    # --- One step ---

    def _finish(self, step: Step, perform: Callable[[], tuple[Status, Message]]) -> Status:
        self._stop_if_asked()
        self._emit(StepStarted(step.id, self.node.name, step.title))
        start = time.monotonic()
        tried = True
        try:
            status, message = perform()
        except Declined as problem:
            status, message, tried = Status.SKIPPED, problem.message, False
        except Skipped as problem:
            status, message = Status.SKIPPED, problem.message
        except (Unknown, HostProblem) as problem:
            status, message = Status.UNKNOWN, problem.message
        except Problem as problem:
            status, message = Status.FAILED, problem.message
        seconds = round(time.monotonic() - start, 2)
        self._emit(StepFinished(step.id, self.node.name, status, seconds, message, tried))
        return status

    def _perform(self, step: Step, patient: bool) -> tuple[Status, Message]:
        settle_timeout = step.settle_timeout if patient else 0.0
        sent: list[Shape] = []
        touched = False
        failure: Failed | None = None
        rounds = losses = 0
        while True:
            try:
                if not self._plan(step, settle_timeout) or not (actions := self._plan(step, 0.0, FRESH)):
                    return (Status.CHANGED if touched else Status.UNCHANGED), step.holds
                if failure:
                    raise failure
                if again := [action for action in actions if _shape(action) in sent]:
                    raise Failed("still-missing", reason=again[0].reason, text=again[0].text)
                if rounds == ROUNDS:
                    raise Failed("no-end", rounds=ROUNDS)
                if actions := self._agreed(step, actions):
                    touched = True
                    sent += [_shape(action) for action in actions]
                    failure = self._apply(step, actions)
                rounds += 1
            except Lost as lost:
                losses += 1
                if losses == LOSSES:
                    raise
                sent.clear()
                self._reconnect(step, lost)

    def _plan(self, step: Step, settle_timeout: float, max_age: float = float("inf")) -> list[Action]:
        deadline = time.monotonic() + settle_timeout
        told = False
        while True:
            try:
                return self._planned(step, self._reader.facts(step.reads, max_age))
            except Pending as problem:
                if time.monotonic() >= deadline:
                    raise
                if not told:
                    self._emit(
                        Waiting(step.id, self.node.name, problem.message, settle_timeout, WaitingFor.SETTLING)
                    )
                    told = True
            if self._stopping.wait(PAUSE):
                raise Interrupted
            self._reader.forget()

    def _planned(self, step: Step, facts: Facts) -> list[Action]:
        """Plan once by the same facts: a plan depends on nothing else, and nova.conf's takes its time."""
        if not self._latest or self._latest[0] is not step or self._latest[1] is not facts:
            self._latest = step, facts, plan(step, self._answers, self.node, facts)
        return self._latest[2]

    def _agreed(self, step: Step, actions: list[Action]) -> list[Action]:
        """Show and have approved what is sent; where the facts have changed meanwhile, once more."""
        while actions:
            planned = self._show(step, actions)
            if not self._approve(step, self.node, planned):
                raise Declined("declined")
            latest = self._plan(step, 0.0, FRESH)
            if [_shape(action) for action in latest] == [_shape(action) for action in actions]:
                return latest
            actions = latest
        return []

    def _apply(self, step: Step, actions: Sequence[Action]) -> Failed | None:
        """Send the actions; stop at the first whose command fails, and return what it said."""
        place = step.id, self.node.name
        for action in actions:
            self._stop_if_asked()
            output = _Masked(self._mask, self._unfinished, lambda line: self._emit(Output(*place, line)))
            command = action.command
            shown = action.text.splitlines()[0]
            running = Message("running", command=shown)
            self._emit(Waiting(*place, running, command.timeout, WaitingFor.COMMAND, shown))
            try:
                result = self._reader.run(command, output.take)
            finally:
                output.end()
            if result.status != 0:
                return Failed(
                    "command-failed",
                    text=action.text,
                    status="-" if result.status is None else str(result.status),
                    said="\n".join(output.last) or "-",
                )
        return None

    def _reconnect(self, step: Step, lost: Lost) -> None:
        """Get back to the host: what the last command did, only the facts can tell."""
        self._stop_if_asked()
        limit = 60.0
        self._emit(Waiting(step.id, self.node.name, lost.message, limit, WaitingFor.RECONNECTION))
        deadline = time.monotonic() + limit
        while True:
            self._reader.close()
            try:
                self._reader.open()
            except Unreachable:
                if time.monotonic() >= deadline:
                    raise lost from None
                if self._stopping.wait(PAUSE):
                    raise Interrupted from None
            else:
                break
        self._locks.take_again(step.id, self.node.name)

    def _stop_if_asked(self) -> None:
        if self._stopping.is_set():
            raise Interrupted

    def _hold(self, step: Step) -> tuple[Status, Message]:
        self._plan(step, 0.0)
        return Status.UNCHANGED, step.holds

    def _state(self, step: Step) -> tuple[State, Message, list[Action]]:
        try:
            actions = self._plan(step, 0.0)
        except Skipped as problem:
            return State.SKIPPED, problem.message, []
        except Pending as problem:
            return State.TODO, problem.message, []
        except Refused as problem:
            return State.DIFFERS, problem.message, []
        except Problem as problem:
            return State.UNKNOWN, problem.message, []
        if not actions:
            return State.DONE, step.holds, []
        telling = next((action for action in actions if action.replaces), actions[0])
        return (State.DIFFERS if telling.replaces else State.TODO), telling.reason, actions

    def _show(self, step: Step, actions: Iterable[Action]) -> list[Planned]:
        """Tell what would be sent, and return what was told."""
        planned = [self._planned_event(step, action) for action in actions]
        for event in planned:
            self._emit(event)
        return planned

    def _planned_event(self, step: Step, action: Action) -> Planned:
        place = step.id, self.node.name
        return Planned(*place, action.kind, action.text, action.diff, action.reason, action.note)

    def _not_reached(self, failed: Step, steps: Iterable[Step]) -> None:
        message = Message("not-reached", step=failed.id)
        for step in steps:
            self._emit(StepFinished(step.id, self.node.name, Status.SKIPPED, 0.0, message, tried=False))


class _Masked:
    """The lines of one command, masked; a line is held back where the next one may end a password."""

    def __init__(self, mask: Mask, unfinished: Unfinished, tell: Callable[[str], None]) -> None:
        self._mask = mask
        self._unfinished = unfinished
        self._tell = tell
        self._held: list[str] = []
        self.last: deque[str] = deque(maxlen=10)
        """The last lines that were told."""

    def take(self, line: str) -> None:
        """Take a line as it comes."""
        text = "\n".join([*self._held, line]) if self._held else line
        if len(self._held) < HELD and self._unfinished(text):
            self._held.append(line)
            return
        self._held.clear()
        self._show(text)

    def end(self) -> None:
        """Tell what is held back."""
        if self._held:
            self._show("\n".join(self._held))
            self._held.clear()

    def _show(self, text: str) -> None:
        for line in self._mask(text).split("\n"):
            self.last.append(shortened(line))
            self._tell(line)


def _shape(action: Action) -> Shape:
    return action.text, action.diff


def reads_of(steps: Iterable[Step]) -> list[type[Fact]]:
    """Every fact that the steps read, each once."""
    return list(dict.fromkeys(kind for step in steps for kind in step.reads))
