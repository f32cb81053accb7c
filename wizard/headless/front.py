"""The base class of the three outputs, and what they have in common."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TextIO

from wizard.engine.events import Event, HostLeftOut, RunFinished
from wizard.engine.modes import Ending, RunMode, Status
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.at_once import at_once
from wizard.report.gathering import Gathering
from wizard.report.ledger import Ledger
from wizard.text import Words


class Front(ABC):
    """Shows events as they come, from any thread, one at a time."""

    def __init__(self, words: Words, steps: Sequence[Step], out: TextIO = sys.stdout) -> None:
        self.words = words
        self._steps = steps
        self._undo = any(step.takes_back for step in steps)
        self._titles: Mapping[str, str] = {step.id: words.say(step.title) for step in steps}
        self._book_commands = {step.id: step.book_commands for step in steps}
        self._commands_shown: set[tuple[str, str]] = set()
        self._out = out
        self._gathering = Gathering(steps)
        self._ledger = Ledger()
        self._left_out = False
        """Whether the run went on without a host."""

    def show(self, event: Event) -> None:
        """Show an event; text of a host or a server in it cannot control the terminal.

        In a run on many hosts, those that ended alike are shown together.
        """
        event = event.printable()
        self.note(event)
        for shown in self._gathering.take(event):
            self._show(shown)

    def note(self, event: Event) -> None:
        """Take note of an event of one host, before it is shown."""
        self._ledger.take(event)
        self._left_out |= isinstance(event, HostLeftOut)

    @abstractmethod
    def _show(self, event: Event) -> None:
        """Show an event whose text is printable."""

    @abstractmethod
    def warn(self, message: Message) -> None:
        """Say something that belongs to no step."""

    def close(self) -> None:  # noqa: B027 - most outputs have nothing to close
        """Do what is left once no event follows; most outputs have nothing to do."""

    def title(self, step_id: str) -> str:
        """Return the title of a step in the user's language; empty for the ID of a prerequisite."""
        return self._titles.get(step_id, "")

    def book_commands(self, step_id: str, host: str) -> str:
        """Return the book's commands that a step only looks by, a line each; nothing the second time."""
        if (step_id, host) in self._commands_shown:
            return ""
        self._commands_shown.add((step_id, host))
        return "\n".join(self._book_commands.get(step_id, ()))

    def at_once(self) -> list[str]:
        """Return the sentences that say what a run of these steps does at the same time."""
        return [] if self._undo else [self.words.say(message) for message in at_once(self._steps)]

    def end(self, mode: RunMode, event: RunFinished) -> str:
        """Return the last line: how a run, a dry run or a check ended."""
        without_some = self._left_out and event.status is not Ending.INTERRUPTED
        return ending(self.words, mode, event, without_some=without_some, undo=self._undo)

    def write(self, *lines: str) -> None:
        """Write lines, each ended by a line feed, and flush."""
        self._out.write("".join(f"{line}\n" for line in lines))
        self._out.flush()


def indented(text: str, by: int = 4) -> list[str]:
    """Return the text's lines, each indented by `by` spaces."""
    return [f"{' ' * by}{line}".rstrip() for line in text.splitlines()]


def ending(
    words: Words, mode: RunMode, event: RunFinished, *, without_some: bool = False, undo: bool = False
) -> str:
    """Return the last line: how a run, a dry run or a check ended, and whether without some of the hosts.

    With `undo`, how steps were taken back.
    """
    names = [f"left-out-{mode}"] if without_some else [f"{mode}-{event.status}", event.status]
    if undo:
        names.insert(0, f"undo-{names[0]}")
    key = next((name for name in names if words.has(name)), event.status)
    counts = {status.value: getattr(event, status.value) for status in Status}
    return words.label(key, seconds=f"{event.seconds:.1f}", **counts)
