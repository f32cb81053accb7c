"""One host of a run, with all that its steps are planned and done with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from wizard.engine.events import Emit, Mask, Planned
from wizard.engine.locks import RunLocks
from wizard.engine.masked_output import Unfinished
from wizard.engine.order import Order
from wizard.engine.reader import FactReader
from wizard.engine.record import Recorder
from wizard.engine.threads import Interrupted
from wizard.model.answers import Answers, Node
from wizard.model.steps import Action, Step

PAUSE = 0.5
"""Seconds between two looks at something that has yet to come."""

Approve = Callable[[Step, Node, Sequence[Planned]], bool]
"""Asks the front whether these actions may be sent."""


@dataclass(frozen=True)
class HostContext:
    """What a run gives to the steps of one host."""

    answers: Answers
    node: Node
    reader: FactReader
    recorder: Recorder
    locks: RunLocks
    order: Order
    emit: Emit
    approve: Approve
    mask: Mask
    """For the output of commands; all else is masked where it leaves the engine."""
    unfinished: Unfinished
    stopping: threading.Event
    """Set once the user asked to stop."""

    def stop_if_asked(self) -> None:
        """Raise `Interrupted` once the user asked to stop."""
        if self.stopping.is_set():
            raise Interrupted

    def pause(self) -> None:
        """Wait a moment before another look. Raises `Interrupted` once the user asked to stop."""
        if self.stopping.wait(PAUSE):
            raise Interrupted

    def show(self, step: Step, actions: Iterable[Action]) -> list[Planned]:
        """Emit what would be sent, an event for each action, and return the events."""
        planned = [
            Planned(
                *(step.id, self.node.name, action.kind, action.text, action.diff, action.reason, action.note),
                takes_away=step.takes_back and not action.replaces,
                typed=action.typed,
            )
            for action in actions
        ]
        for event in planned:
            self.emit(event)
        return planned
