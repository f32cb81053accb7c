"""Doing one step on one host: plan, approve, send, read again, until the facts say that it holds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from wizard.engine.context import HostContext
from wizard.engine.events import Output, Waiting, WaitingFor
from wizard.engine.masked_output import MaskedOutput
from wizard.engine.planning import Planner
from wizard.model.message import Message
from wizard.model.problems import Lost, Problem, Skipped, Unreachable
from wizard.model.steps import Action, Step

ROUNDS = 4
"""How often a step may find something more to do after it has done something."""
LOSSES = 3
"""How often a step may lose the connection."""
RECONNECT_TIMEOUT = 60.0
"""Seconds for which a host that was lost is tried again."""


class StepFailed(Problem):
    """A step was tried and does not hold."""


class Declined(Skipped):
    """The user did not approve of what would have been sent."""


class Attempt:
    """One step on one host, tried until the facts say that it holds."""

    def __init__(self, context: HostContext, planner: Planner, step: Step, settle_timeout: float) -> None:
        """What may come to hold by itself is waited for `settle_timeout` seconds."""
        self._context = context
        self._planner = planner
        self._step = step
        self._settle_timeout = settle_timeout
        self._rounds = 0
        self._sent: list[Action] = []
        """An action of these that is planned again has had no effect."""
        self._failure: StepFailed | None = None
        """What the command that failed last said; it counts where the step does not hold nevertheless."""

    def perform(self) -> bool:
        """Do the step; return whether anything was sent for it.

        Raises `StepFailed`, `Declined`, the `Problem` for which there is no plan, and `Interrupted`. A lost
        connection is made again, `LOSSES` times at most.
        """
        touched = False
        losses = 0
        while True:
            try:
                while actions := self._planner.plan_to_send(self._step, self._settle_timeout):
                    self._raise_if_stuck(actions)
                    if actions := self._approved(actions):
                        touched = True
                        self._sent += actions
                        self._failure = self._send(actions)
                    self._rounds += 1
            except Lost as lost:
                losses += 1
                if losses == LOSSES:
                    raise
                self._reconnect(lost)
                self._sent.clear()
            else:
                return touched

    def _raise_if_stuck(self, actions: Sequence[Action]) -> None:
        if self._failure:
            raise self._explained(self._failure, actions[0])
        sent = [_shape(action) for action in self._sent]
        if again := next((action for action in actions if _shape(action) in sent), None):
            raise StepFailed("still-missing", reason=again.reason, text=again.text)
        if self._rounds == ROUNDS:
            raise StepFailed("no-end", rounds=ROUNDS)

    def _explained(self, failure: StepFailed, missing: Action) -> StepFailed:
        """Return the failure with what is missing now, where the facts say more than before it."""
        if missing.reason in [action.reason for action in self._sent]:
            return failure
        return StepFailed("command-failed-because", failure=failure.message, reason=missing.reason)

    def _approved(self, actions: list[Action]) -> list[Action]:
        """Return the actions once they are approved; where the plan changes meanwhile, it is shown again."""
        while actions:
            planned = self._context.show(self._step, actions)
            if not self._context.approve(self._step, self._context.node, planned):
                raise Declined("declined")
            latest = self._planner.plan_fresh(self._step)
            if [_shape(action) for action in latest] == [_shape(action) for action in actions]:
                return latest
            actions = latest
        return []

    def _send(self, actions: Sequence[Action]) -> StepFailed | None:
        """Send the actions; stop at the first whose command fails, and return what it said."""
        context = self._context
        place = self._step.id, context.node.name
        context.recorder.write()
        for action in actions:
            context.stop_if_asked()
            output = MaskedOutput(
                context.mask, context.unfinished, lambda line: context.emit(Output(*place, line))
            )
            shown = action.text.splitlines()[0]
            command = replace(action.command, name=shown)
            running = Message("running", command=shown)
            context.emit(Waiting(*place, running, command.timeout, WaitingFor.COMMAND, action.text))
            try:
                result = context.reader.run(command, output.take)
            finally:
                output.end()
            if result.status != 0:
                said = "\n".join(output.last) or Message("nothing-printed")
                if result.status is None:
                    return StepFailed("command-killed", text=action.text, said=said)
                return StepFailed("command-failed", text=action.text, status=str(result.status), said=said)
        return None

    def _reconnect(self, lost: Lost) -> None:
        """Get back to the host: what the last command did, only the facts can tell.

        Raises `Lost` where it stays away, and notes that it is gone.
        """
        context = self._context
        place = self._step.id, context.node.name
        context.stop_if_asked()
        context.emit(Waiting(*place, lost.message, RECONNECT_TIMEOUT, WaitingFor.RECONNECTION))
        deadline = time.monotonic() + RECONNECT_TIMEOUT
        while True:
            context.reader.close()
            try:
                context.reader.open()
                break
            except Unreachable:
                if time.monotonic() >= deadline:
                    context.reader.is_gone = True
                    key = "host-gone-amid" if self._sent else "host-gone"
                    raise Lost(key, host=context.node.name, seconds=RECONNECT_TIMEOUT) from None
            context.pause()
        context.locks.take_again(*place)


def _shape(action: Action) -> tuple[str, str]:
    """Return the text and the diff that the user approves: actions with equal ones count as the same."""
    return action.text, action.diff
