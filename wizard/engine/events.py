"""The events that a run emits: the same for the screen, plain output, JSON and the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum, StrEnum
from typing import Any, ClassVar, Self, TypeVar, cast

from wizard.bounds import shown
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message
from wizard.plaintext import printable, printable_line

T = TypeVar("T")

Say = Callable[[Message], str]
"""Puts a message into the user's language."""
Change = Callable[[str], str]
"""Returns a text with something changed in it."""
Mask = Change
"""Returns a text with every password replaced by its name."""


class WaitingFor(StrEnum):
    """The reason for an event `Waiting`."""

    CONNECTION = "connection"
    FACTS = "facts"
    """All that is read of a host before the first change."""
    OTHER_RUN = "other-run"
    """Another run, or its command, has the host's run lock."""
    COMMAND = "command"
    """A command of this run."""
    OTHER_HOSTS = "other-hosts"
    """A section that other hosts of this run are at work on."""
    SETTLING = "settling"
    """What may come to hold by itself."""
    RECONNECTION = "reconnection"


NOT_IN_JSON = {"json": False}
"""Metadata of fields for listeners inside the program: the events' JSON objects have none of them."""


@dataclass(frozen=True)
class Event:
    """Something that happened in a run; `name` is what the contract calls it in JSON."""

    name: ClassVar[str]

    def json(self, say: Say) -> dict[str, Any]:
        """Return it as the JSON object of the contract."""
        found: dict[str, Any] = {"event": self.name}
        for part in fields(self):
            if part.metadata.get("json", True):
                value = getattr(self, part.name)
                found[part.name] = say(value) if isinstance(value, Message) else value
        return found

    def printable(self) -> Self:
        """Return it with nothing that controls a terminal; `_OF_SEVERAL_LINES` keep their line breaks."""
        return _mapped(self, printable_line, printable, dict.fromkeys(_OF_SEVERAL_LINES, printable))

    def masked(self, mask: Mask) -> Self:
        """Return it without passwords in any of its texts; what names steps and hosts is left as it is.

        What a message quotes is shortened here, and nowhere before: it is masked whole.
        """

        def by_line(text: str) -> str:
            return "\n".join(map(mask, text.split("\n")))

        # These keep a file's or a command's own line breaks, so that no password is split over two lines.
        own_lines = dict.fromkeys(_OF_SEVERAL_LINES, by_line)

        def quoted(text: str) -> str:
            return shown(mask(text), text)

        return _mapped(self, mask, quoted, {**dict.fromkeys(_NAMES, _unchanged), **own_lines})


@dataclass(frozen=True)
class RunStarted(Event):
    """A run begins: what it does, on which hosts, with how many steps counted once for each host.

    `version`, `user`, `machine` and `answers` are those of its `Origin`.
    """

    name = "run.started"

    mode: RunMode
    hosts: Sequence[str]
    steps: int
    simulated: bool = False
    undo: bool = field(default=False, metadata=NOT_IN_JSON)
    """Whether steps are taken back; told in JSON only where they are."""
    version: str = ""
    user: str = ""
    machine: str = ""
    answers: str = ""
    roles: Sequence[str] = field(default=(), metadata=NOT_IN_JSON)
    """What each of the hosts is, in their order."""
    ids: Sequence[str] = field(default=(), metadata=NOT_IN_JSON)
    """The IDs of the steps."""

    def json(self, say: Say) -> dict[str, Any]:
        """Return it as the JSON object of the contract, with `"undo": true` where steps are taken back."""
        return {**super().json(say), **({"undo": True} if self.undo else {})}


@dataclass(frozen=True)
class Missing(Event):
    """Something that the book takes for granted is not there."""

    name = "prerequisite"

    id: str
    host: str
    message: Message
    fingerprint: str = field(default="", metadata=NOT_IN_JSON)
    """The fingerprint of a host key that is not known yet, for the user to confirm."""


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
    takes_away: bool = field(default=False, metadata=NOT_IN_JSON)
    """Whether something that a step has set up goes, and nothing comes in its place."""
    typed: str = field(default="", metadata=NOT_IN_JSON)
    """What is pasted where the same is done by hand."""


@dataclass(frozen=True)
class StepStarted(Event):
    """A step is being worked at."""

    name = "step.started"

    id: str
    host: str
    title: Message = field(metadata=NOT_IN_JSON)


@dataclass(frozen=True)
class Waiting(Event):
    """Something is waited for, at most `limit` seconds.

    0.0 stands for no limit of its own: the steps that are waited for on other hosts have theirs.
    """

    name = "waiting"

    id: str
    host: str
    message: Message
    limit: float
    reason: WaitingFor = field(metadata=NOT_IN_JSON)
    command: str = field(default="", metadata=NOT_IN_JSON)
    """What the plan shows of the command that is waited for: its line, then what is typed into it."""


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
    tried: bool = field(default=True, metadata=NOT_IN_JSON)
    """False where the run did not come so far, or the user declined: the step is still to do."""


@dataclass(frozen=True)
class StepChecked(Event):
    """How a step stands on a host."""

    name = "check"

    id: str
    host: str
    state: StepState
    message: Message
    refused: bool = field(default=False, metadata=NOT_IN_JSON)
    """It differs in a way that a run does not touch: only a person can put it right."""


@dataclass(frozen=True)
class Services(Event):
    """The table of 4.4.4: Nova's services as `openstack compute service list` has them."""

    name = "services"

    rows: Sequence[ComputeService]

    def json(self, say: Say) -> dict[str, Any]:
        """Return `{"event": "services", "rows": […]}`, each row an object with the fields of
        `ComputeService`.
        """
        return {"event": self.name, "rows": [vars(row) for row in self.rows]}


@dataclass(frozen=True)
class LookedAt(Event):
    """A section that hosts wait for holds on a host that the run leaves alone; `id` is the section's."""

    name = "looked.at"

    id: str
    host: str
    message: Message


@dataclass(frozen=True)
class HostLeftOut(Event):
    """A run went on without a host: told at its end, once for each reason; `id` is the check's or step's."""

    name = "host.left-out"

    id: str
    host: str
    message: Message


@dataclass(frozen=True)
class Slow(Event):
    """A host answered every command slowly; see `FactReader.slowness`."""

    name = "host.slow"

    host: str
    message: Message


@dataclass(frozen=True)
class RunFinished(Event):
    """A run ended: how, how many steps ended in each status, and its seconds."""

    name = "run.finished"

    status: Ending
    changed: int
    unchanged: int
    skipped: int
    failed: int
    unknown: int
    seconds: float


Emit = Callable[[Event], None]


_OF_SEVERAL_LINES = ("text", "typed", "diff", "command")
"""Fields that show a command or a file."""
_NAMES = ("id", "host", "hosts", "kind", "fingerprint", "roles", "ids")
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
        parts = {part.name: getattr(value, part.name) for part in fields(value)}
        made = {
            name: _mapped(part, fields_of_event.get(name, text), message, {}) for name, part in parts.items()
        }
        changed = replace(value, **made) if made != parts else value
    return cast(T, changed)
