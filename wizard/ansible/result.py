"""What a run of one step on one host has told, as the result of an Ansible task. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from wizard.engine.events import (
    Event,
    Missing,
    Output,
    Planned,
    Services,
    StepChecked,
    StepFinished,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import SSH_CHECK, Ending, Status, StepState
from wizard.model.message import Message
from wizard.report.services import services_table
from wizard.text import Words

_NOT_DONE = (Status.FAILED, Status.UNKNOWN)


class Told:
    """Takes a run's events, masked, and makes a result of them."""

    def __init__(
        self, host: str, words: Words, tell: Callable[[str], None], tell_in_detail: Callable[[str], None]
    ) -> None:
        self._host = host
        self._words = words
        self._tell = tell
        self._tell_in_detail = tell_in_detail
        self._missing: list[Missing] = []
        self._planned: list[Planned] = []
        self._ended: StepFinished | StepChecked | None = None
        self._sent = False

    def event(self, event: Event) -> None:
        """Take an event; tell what is waited for, what commands print, and the table of services."""
        event = event.printable()
        match event:
            case Missing():
                self._missing.append(event)
            case Planned():
                self._planned.append(event)
            case StepFinished() | StepChecked():
                self._ended = event
            case Output():
                self._tell_in_detail(f"{event.host}: {event.line}")
            case Services() if event.rows:
                self._tell("\n".join(services_table(event.rows)))
            case Waiting(reason=WaitingFor.OTHER_RUN):
                self._tell(f"{event.host}: {self._say(event.message)}")
            case Waiting(reason=WaitingFor.COMMAND):
                self._sent = True

    def before(self) -> dict[str, Any]:
        """Return the result of looking at what the guide takes for granted."""
        return (
            self._lacking()
            if self._missing
            else {"changed": False, "msg": self._label("ansible-nothing-missing")}
        )

    def result(self, id_: str, ended: Ending) -> dict[str, Any]:
        """Return the result of the step; `ended` is how its run did."""
        if self._missing or self._ended is None or self._ended.id != id_:
            return self._lacking() if self._missing else self._failed(self._label(ended.value))
        result = (
            self._checked(self._ended) if isinstance(self._ended, StepChecked) else self._run(self._ended)
        )
        return {**result, **self._shown(), "msg": self._say(self._ended.message)}

    def _lacking(self) -> dict[str, Any]:
        """Return the result of a host that cannot be reached, or that something is missing on."""
        unreachable = any((lack.id, lack.host) == (SSH_CHECK, self._host) for lack in self._missing)
        said = "\n".join(dict.fromkeys(self._lack(lack) for lack in self._missing))
        return {"unreachable": True, "changed": False, "msg": said} if unreachable else self._failed(said)

    def _lack(self, lack: Missing) -> str:
        said = self._say(lack.message)
        return said if lack.host == self._host else f"{lack.host}: {said}"

    def _failed(self, said: str) -> dict[str, Any]:
        return {"failed": True, "changed": self._sent, "msg": said}

    def _run(self, ended: StepFinished) -> dict[str, Any]:
        return {
            "changed": self._sent,
            "failed": ended.status in _NOT_DONE,
            "skipped": ended.status is Status.SKIPPED,
        }

    def _checked(self, found: StepChecked) -> dict[str, Any]:
        """Return what a run would do; what it would only wait for changes nothing."""
        return {
            "changed": bool(self._planned) and not found.refused,
            "failed": found.refused or found.state is StepState.UNKNOWN,
            "skipped": found.state is StepState.SKIPPED,
        }

    def _shown(self) -> dict[str, Any]:
        """Return the commands that were sent, or that would be, and what --diff shows of them."""
        if not self._planned:
            return {}
        shown = [{"prepared": "\n".join(self._lines(event)) + "\n"} for event in self._planned]
        return {"commands": [event.text for event in self._planned], "diff": shown}

    def _lines(self, event: Planned) -> Iterator[str]:
        """Yield an action as --dry-run prints it: why, how, what is sent, and what it changes in a file."""
        yield f"# {self._say(event.message)}"
        if event.note:
            yield f"# {self._say(event.note)}"
        yield event.text
        if event.diff:
            yield event.diff.rstrip("\n")

    def _say(self, message: Message) -> str:
        return self._words.say(message)

    def _label(self, key: str) -> str:
        return self._words.label(key)
