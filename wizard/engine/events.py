"""What the engine tells as it goes: the same events for the screen, plain output, JSON and the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum, StrEnum
from typing import Any, ClassVar, Self, TypeVar, cast

from wizard.facts.catalogue import Service
from wizard.model import Message
from wizard.plaintext import printable, printable_line

T = TypeVar("T")

Say = Callable[[Message], str]
"""Puts a message into the user's language."""
Change = Callable[[str], str]
"""Returns a text with something changed in it."""
Mask = Change
"""Returns a text with every password replaced by its name."""


class Status(StrEnum):
    """How a step, or a run, ended."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class State(StrEnum):
    """How a step stands, for --check."""

    DONE = "done"
    TODO = "todo"
    DIFFERS = "differs"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Event:
    """Something that happened."""

    name: ClassVar[str]

    def json(self, say: Say) -> dict[str, Any]:
        """Return it as the JSON object of the contract."""
        found: dict[str, Any] = {"event": self.name}
        for field in fields(self):
            value = getattr(self, field.name)
            found[field.name] = say(value) if isinstance(value, Message) else value
        return found

    def printable(self) -> Self:
        """Return it for people: no text in it steers a terminal, and only these two have several lines."""
        return _mapped(self, printable_line, printable, {"text": printable, "diff": printable})

    def masked(self, mask: Mask) -> Self:
        """Return it without passwords in any of its texts; what names steps and hosts is left as it is."""
        return _mapped(self, mask, mask, dict.fromkeys(_NAMES, _unchanged))


@dataclass(frozen=True)
class RunStarted(Event):
    """A run begins."""

    name = "run.started"

    mode: str
    """run, dry-run, check or survey."""
    hosts: Sequence[str]
    steps: int
    simulated: bool = False


@dataclass(frozen=True)
class Missing(Event):
    """Something that the book takes for granted is not there."""

    name = "prerequisite"

    id: str
    host: str
    message: Message


@dataclass(frozen=True)
class Planned(Event):
    """An action that is about to be sent, or that would be."""

    name = "plan"

    id: str
    host: str
    kind: str
    text: str
    diff: str
    message: Message
    note: Message | None = None


@dataclass(frozen=True)
class StepStarted(Event):
    """A step is being worked at."""

    name = "step.started"

    id: str
    host: str


@dataclass(frozen=True)
class Waiting(Event):
    """Something is waited for, at most `limit` seconds."""

    name = "waiting"

    id: str
    host: str
    message: Message
    limit: float

    @property
    def for_others(self) -> bool:
        """Whether another run, or its command, is waited for."""
        return self.message.key in {"run-lock-held", "command-at-work"}


@dataclass(frozen=True)
class Output(Event):
    """A line of what a remote program printed, masked before the output was cut into lines."""

    name = "output"

    id: str
    host: str
    line: str

    def masked(self, mask: Mask) -> Self:
        """Return it as it is: one line alone does not show a password that was wrapped over several."""
        return self


@dataclass(frozen=True)
class StepFinished(Event):
    """A step ended on a host."""

    name = "step.finished"

    id: str
    host: str
    status: Status
    seconds: float
    message: Message


@dataclass(frozen=True)
class Checked(Event):
    """How a step stands on a host."""

    name = "check"

    id: str
    host: str
    state: State
    message: Message


@dataclass(frozen=True)
class Services(Event):
    """The table of 4.4.4."""

    name = "services"

    rows: Sequence[Service]

    def json(self, say: Say) -> dict[str, Any]:
        """One object a row."""
        return {"event": self.name, "rows": [vars(row) for row in self.rows]}


@dataclass(frozen=True)
class Slow(Event):
    """A host took long for whatever it was asked."""

    name = "host.slow"

    host: str
    message: Message


@dataclass(frozen=True)
class RunFinished(Event):
    """A run ended."""

    name = "run.finished"

    status: str
    """done, failed, refused, unreachable, untrusted, differs or interrupted."""
    changed: int
    unchanged: int
    skipped: int
    failed: int
    unknown: int
    seconds: float


Emit = Callable[[Event], None]


_NAMES = ("id", "host", "hosts", "kind", "mode", "status")
"""Fields that say which step and hosts an event is about, and words of the program."""


def _unchanged(text: str) -> str:
    return text


def _mapped(value: T, text: Change, message: Change, fields_of_event: Mapping[str, Change]) -> T:
    """Return a value with all its text changed, at any depth.

    `message` changes the variables of messages, `text` all other text, but for the fields that
    `fields_of_event` has a change of their own for.
    """
    changed: object = value
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        changed = text(value)
    elif isinstance(value, Message):
        changed = value.mapped(message)
    elif isinstance(value, list | tuple):
        changed = type(value)(_mapped(part, text, message, {}) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        made = {
            name: _mapped(part, fields_of_event.get(name, text), message, {}) for name, part in parts.items()
        }
        changed = replace(value, **made) if made != parts else value
    return cast(T, changed)
