"""The types that all the rest uses: answers, facts, actions, steps, and what can go wrong."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self, TypeAlias, TypeVar

from wizard.secret import Secret, Text

Variable: TypeAlias = "str | int | float | Message"


class Message:
    """Something to be said to a person: a key of locale/*/*.ftl and its variables.

    Variables are plain text, never a `Secret`'s value, or messages themselves.
    """

    __slots__ = ("key", "variables")

    def __init__(self, key: str, **variables: Variable) -> None:
        self.key = key
        self.variables = variables

    def mapped(self, change: Callable[[str], str]) -> Message:
        """Return the message with every text among its variables changed."""

        def changed(value: Variable) -> Variable:
            if isinstance(value, Message):
                return value.mapped(change)
            return change(value) if isinstance(value, str) else value

        return Message(self.key, **{name: changed(value) for name, value in self.variables.items()})

    def __repr__(self) -> str:
        return f"Message({self.key!r}, {self.variables!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.key, self.variables) == (other.key, other.variables)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted(self.variables))))


# --- What can go wrong ------------------------------------------------------------------------------


class Problem(Exception):
    """What stops a step, a host or a run, and what the user is told of it: its `message`."""

    def __init__(self, key: str, **variables: Variable) -> None:
        super().__init__(key)
        self.message = Message(key, **variables)

    def __str__(self) -> str:
        return repr(self.message)


class Refused(Problem):
    """The host is in a state that the wizard does not touch: another owner's disk, two services."""


class Unknown(Problem):
    """Whether something holds could not be determined; it never counts as done."""


class Pending(Problem):
    """It may come to hold by itself: a service that is still settling. Worth waiting for."""


class Skipped(Problem):
    """The step does not apply: a disk's step on a node without a disk of its own."""


class HostProblem(Problem):
    """A host cannot be reached or trusted; the message's variables name the host."""


class Unreachable(HostProblem):
    """No connection, no answer within the limit, or a login that was refused."""


class UntrustedKey(HostProblem):
    """The host's key is not known, or is another one than the known one."""


class UnknownKey(UntrustedKey):
    """The host's key is not known yet: the user may confirm it by its fingerprint."""

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint as OpenSSH prints it, `SHA256:` and 43 characters."""
        return str(self.message.variables["fingerprint"])


class Lost(HostProblem):
    """The connection broke, or the limit passed, while a command was at work: what it did is not known."""


# --- Answers ----------------------------------------------------------------------------------------


class Role(StrEnum):
    """Where a step is done; READER is the person alone (4.4.1)."""

    READER = "reader"
    CONTROLLER = "controller"
    COMPUTE = "compute"


@dataclass(frozen=True, slots=True)
class Login:
    """How SSH gets to a host. None leaves the choice to ~/.ssh/config and the agent."""

    host: str
    user: str | None = None
    port: int | None = None
    identity_file: str | None = None
    known_hosts: str | None = None
    host_key: str | None = None
    password: Secret | None = None
    sudo: bool = False
    ssh_config: bool = True
    """Whether ~/.ssh/config is read at all."""


@dataclass(frozen=True, slots=True)
class Node:
    """A host of the guide, by the name that the guide gives it."""

    role: Role
    name: str
    management_ip: str
    login: Login
    disk: str | None = None
    erase: str | None = None


@dataclass(frozen=True, slots=True)
class Passwords:
    """The passwords of the guide, by the book's names."""

    dbpassword: Secret
    novadbpass: Secret
    novapass: Secret
    rabbitpass: Secret


@dataclass(frozen=True, slots=True)
class UndoAnswers:
    """What undoing may take back besides what it takes back by itself."""

    databases: bool = False
    """The guide's databases, with all that is in them."""
    disks: tuple[str, ...] = ()
    """The identities of the disks that are emptied."""
    unrecorded: bool = False
    """Also what no record shows to be a run's own."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that the guide asks the reader for, checked."""

    controller: Node
    compute: tuple[Node, ...]
    passwords: Passwords
    language: str | None = None
    region: str = "RegionOne"
    openrc: str = "/root/admin-openrc"
    console_host: str = "controller"
    undo: UndoAnswers = UndoAnswers()

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every host, the controller first."""
        return (self.controller, *self.compute)

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Every password in the answers, the logins' ones included."""
        of_logins = [node.login.password for node in self.nodes if node.login.password]
        of_the_book = (getattr(self.passwords, field.name) for field in fields(self.passwords))
        return (*of_the_book, *of_logins)


# --- What goes over the wire ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that the remote program asks on its terminal, and the answer, given once."""

    expects: str
    """A regular expression that matches the end of what the program has printed."""
    answer: Secret


@dataclass(frozen=True, slots=True)
class Command:
    """One remote command: a POSIX sh script, what it reads, and how long it may take.

    The script stands in the remote process list, so it is a str and can hold no `Secret`.
    """

    script: str
    stdin: Text = field(default_factory=Text)
    prompts: tuple[Prompt, ...] = ()
    """With prompts the command runs on a terminal of its own (a pty) and stdin is not used."""
    timeout: float = 120.0
    """Seconds."""
    changes: bool = True
    """A changing command holds the host's lock and outlives a lost connection."""
    gives_up: int = 0
    """Seconds after which timeout(1) ends it on the host, where nothing breaks by that; 0 for never."""
    name: str = ""
    """What a changing command is called where it is found at work; empty for its first line."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a remote command left: exit status (None when a signal ended it), stdout and stderr."""

    status: int | None
    stdout: bytes = field(default=b"", repr=False)
    stderr: bytes = field(default=b"", repr=False)
    too_long: bool = False
    """Whether it was ended because it printed more than is read; what came until then is here."""

    @property
    def text(self) -> str:
        """stdout as text; bytes that are not UTF-8 survive as surrogates."""
        return self.stdout.decode("utf-8", "surrogateescape")

    @property
    def errors(self) -> str:
        """stderr as text; bytes that are not UTF-8 become U+FFFD."""
        return self.stderr.decode("utf-8", "replace")


class Stream(Protocol):
    """A TCP stream that starts at a host: the part of a socket that clients of a protocol use."""

    def send(self, data: bytes, /) -> int:
        """Send some of `data`; return how many bytes were sent."""

    def sendall(self, data: bytes, /) -> None:
        """Send all of `data`, in as many calls of `send` as that takes."""

    def recv(self, size: int, /) -> bytes:
        """Receive at most `size` bytes, none at the end."""

    def settimeout(self, seconds: float | None, /) -> None:
        """Limit every later call to so many seconds; None for no limit."""

    def makefile(self, mode: str = ..., /) -> Any:
        """Return a file object over the stream, as `socket.makefile` does."""

    def close(self) -> None:
        """Close the stream; later calls raise OSError."""


Dial = Callable[[str, int], Stream]
"""Opens a stream from a host to an address, as that host resolves it, and a port."""


# --- Facts ------------------------------------------------------------------------------------------


class Fact:
    """Something that is read from a host: a `ShellFact`, a `ServedFact` or a `LoginFact`.

    What is not there yet is part of the fact; where that cannot be determined, reading raises `Unknown`.
    """

    needs: ClassVar[tuple[type[Fact], ...]] = ()
    """The facts that reading this one takes."""

    @property
    def lasting(self) -> Self | None:
        """What of it is kept for the whole run, as nothing of the guide changes it; None for nothing."""
        return None

    @classmethod
    def named(cls) -> Message:
        """Return the fact's name for people: the text `fact-CLASS` of locale/."""
        return Message(f"fact-{cls.__name__}")


class ShellFact(Fact, ABC):
    """A fact that a read-only script prints and a pure parser understands."""

    sensitive: ClassVar[bool] = False
    """True where the output is a file that may hold other people's passwords."""
    timeout: ClassVar[float] = 60.0
    """Seconds that the script may take."""
    largest: ClassVar[int] = 4 << 20
    """Bytes that the script may print; more is not parsed."""

    @classmethod
    def prelude(cls, node: Node) -> str:
        """Return sh that sets variables which the scripts of several facts use; where facts are read
        together, it runs once for all that have the same. It must not read stdin or print anything.
        """
        return ""

    @classmethod
    @abstractmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Return the sh script that reads it. It goes over stdin, so it may hold secrets."""

    @classmethod
    @abstractmethod
    def parse(cls, result: Result) -> Self:
        """Return the fact from what the script printed.

        Raises `Unknown`, or the facts' `Unreadable` where it is not in a known form.
        """


class ServedFact(ShellFact):
    """A fact that a server's API tells in less time than the host's own client, which the script calls."""

    @classmethod
    @abstractmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        """Return the fact as the API tells it; None where the script has to.

        `dial` opens a TCP stream from the host. `known` has the facts that this one `needs`.
        """


class TableFact(ServedFact):
    """A fact that is a table of its own; a step that `shows` it has it shown when a run has ended."""

    rows: tuple[Any, ...]
    """A dataclass a row, of the kind that the event `Services` carries."""


class LoginFact(Fact, ABC):
    """A fact that a login shows: the wizard speaks the server's protocol through the host's SSH."""

    @classmethod
    @abstractmethod
    def probe(cls, answers: Answers, dial: Dial, known: Facts) -> Self:
        """Log in and return what was seen.

        `dial` opens a TCP stream from the host. `known` has the facts that this one `needs`.
        """


F = TypeVar("F", bound=Fact)


class Facts:
    """The facts of one host at one moment, by their type."""

    def __init__(self, found: Mapping[type[Fact], Fact | Problem]) -> None:
        self._found = dict(found)

    def __getitem__(self, kind: type[F]) -> F:
        """Return the fact; raises the `Problem` that reading it met."""
        fact = self._found[kind]
        if isinstance(fact, Problem):
            raise fact
        assert isinstance(fact, kind)  # noqa: S101 - for the type checker
        return fact

    def __contains__(self, kind: type[Fact]) -> bool:
        return kind in self._found

    def lasting(self) -> Facts:
        """Return what of them is kept for the whole run."""
        facts = {kind: fact for kind, fact in self._found.items() if isinstance(fact, Fact)}
        return Facts({kind: kept for kind, fact in facts.items() if (kept := fact.lasting) is not None})

    def with_(self, other: Facts) -> Facts:
        """Return these facts, with those of `other` in the place of older ones."""
        return Facts({**self._found, **other._found})


# --- Actions ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Action(ABC):
    """One change of a host. It renders itself for people, for the wire and, where it edits, as a diff."""

    kind: ClassVar[str]

    reason: Message = field(kw_only=True)
    """Why it is needed: what was found."""
    replaces: bool = field(default=False, kw_only=True)
    """Something else stands in its place now; otherwise it is just not there yet."""
    note: Message | None = field(default=None, kw_only=True)
    """What the reader should know of how it is done."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What is done, as the book prints it, masked."""

    @property
    def diff(self) -> str:
        """A unified diff, masked; empty where the action edits no file."""
        return ""

    @property
    @abstractmethod
    def command(self) -> Command:
        """The command that is sent to the host, which nobody but the engine runs."""


# --- Steps ------------------------------------------------------------------------------------------


def section_of(id_: str) -> str:
    """Return the section that a step or a part is in: `4.4.2` of 4.4.2/prepare/3c and of 4.4.2/prepare."""
    return id_.partition("/")[0]


def part_of(step_id: str) -> str:
    """Return the part that a step is in, `4.4.2/prepare` of 4.4.2/prepare/3c; `4.4.4` of 4.4.4/1."""
    return step_id.rpartition("/")[0]


def number_of(id_: str) -> str:
    """Return the last word of a step's or a part's ID: `3c` of 4.4.2/prepare/3c, `prepare` of its part."""
    return id_.rpartition("/")[2]


def slug(id_: str) -> str:
    """Return an ID as the keys of texts and file names have it: `4-4-2-prepare-3c`."""
    return id_.replace(".", "-").replace("/", "-")


def step_title(step_id: str) -> Message:
    """Return what the step of that ID is called."""
    return Message(f"title-{slug(step_id)}")


class Source(StrEnum):
    """Where a step comes from."""

    GUIDE = "guide"
    CORRECTED = "corrected"
    RESTORED = "restored"
    ADDED = "added"


Plan = Callable[[Answers, Node, Facts], Iterable[Action]]
Found = Mapping[str, Any]
"""What a step found of its own before it was first done, as plain values of JSON; empty for nothing."""


@dataclass(frozen=True)
class Inverse:
    """How a step is taken back: from answers, facts and what it found to the actions still to be sent."""

    plan: Callable[[Answers, Node, Facts, Found], Iterable[Action]]
    """Raises `Skipped` for what stays, and `Refused` for what others use or have changed."""
    reads: tuple[type[Fact], ...] = ()
    finds: Callable[[Answers, Node, Facts], Found] | None = None
    """Returns by the step's own facts what it finds; None where the step can be taken back without."""
    first: bool = False
    """Whether it is done before all other steps of its host: services are stopped first."""
    after: tuple[str, ...] = ()
    """The IDs of steps that have to be taken back before it, besides those that are `first`."""
    covers: tuple[str, ...] = ()
    """IDs or prefixes of steps that are taken back with it, and have no inverse of their own."""


@dataclass(frozen=True)
class Step:
    """A step of the guide: from answers and facts to the actions that are still missing."""

    id: str
    on: Role
    source: Source
    reads: tuple[type[Fact], ...]
    plan: Plan
    asks: tuple[str, ...] = ()
    """The paths of the answers that are asked for here; `compute[*]` stands for every compute node."""
    book_commands: tuple[str, ...] = ()
    """The commands that the book prints, where the step itself changes nothing."""
    misprint: str = ""
    """For a corrected step: the form that the book prints."""
    settle_timeout: float = 0.0
    """Seconds in which what `Pending` says may still come to hold."""
    shows: type[TableFact] | None = None
    """The table that this step is about; it is shown when a run or a check has ended."""
    after: str = ""
    """The ID of a section that has to hold on its hosts before this step is done.

    Hosts otherwise wait for nothing.
    """
    sets: tuple[str, ...] = ()
    """The options that it sets in a file, each with its section: `[DEFAULT] my_ip`."""
    inverse: Inverse | None = None
    """How it is taken back; None where there is nothing to take back."""
    takes_back: bool = False
    """Whether it is itself a step taken back."""

    @property
    def section(self) -> str:
        """The ID of the section that the step is in: `4.4.2` of 4.4.2/prepare/3c."""
        return section_of(self.id)

    @property
    def part(self) -> str:
        """The ID of the part that the step is in, or of its section where that has no parts."""
        return part_of(self.id)

    @property
    def number(self) -> str:
        """The step's number in its part: `3c` of 4.4.2/prepare/3c."""
        return number_of(self.id)

    @property
    def title(self) -> Message:
        """The step's title: the text `title-ID` of locale/; where it is taken back, a sentence with it."""
        title = step_title(self.id)
        return Message("title-taken-back", step=title) if self.inverse and self.takes_back else title

    @property
    def holds(self) -> Message:
        """The sentence for what is true of the host when the step is done: the text `holds-ID`."""
        if self.takes_back:
            return Message("taken-back")
        return Message(f"holds-{slug(self.id)}")

    def within(self, prefix: str) -> bool:
        """Whether `prefix` selects this step: its ID, or a prefix at a `/`, or `3` for 3a to 3i."""
        if self.id == prefix or self.id.startswith(prefix.rstrip("/") + "/"):
            return True
        item = self.id.removeprefix(prefix)
        return item != self.id and prefix[-1:].isdigit() and item.isalpha()


@dataclass(frozen=True)
class Section:
    """A section of the guide.

    A run does all sections that do not verify on all hosts at once, each host its steps in the book's order;
    then the verifying sections, one after another.
    """

    id: str
    verifies: bool = False
    """Its steps only look at what the other sections have done.

    They are done where others have failed too, and nothing of them is asked before the first change.
    """


FindMissing = Callable[[Answers, Node, Facts], Iterable[Message]]


@dataclass(frozen=True)
class Prerequisite:
    """Something that the book's earlier chapters have left; `missing` yields what is not there."""

    id: str
    on: tuple[Role, ...]
    reads: tuple[type[Fact], ...]
    missing: FindMissing
    for_undo: bool = False
    """Whether undoing takes it for granted too."""


@dataclass(frozen=True)
class Guide:
    """What a run is given: steps, what they take for granted, and the sections in their order.

    Raises ValueError for a step of a section that is not declared, which would never be done, and for one
    that comes after a section that is not done before its own, for which it would wait for ever.
    """

    steps: tuple[Step, ...]
    prerequisites: tuple[Prerequisite, ...]
    sections: tuple[Section, ...]
    takes_back: bool = False
    """Whether its steps are those of another guide, taken back."""

    def __post_init__(self) -> None:
        declared = [section.id for section in self.sections]
        if undeclared := [step.id for step in self.steps if step.section not in declared]:
            raise ValueError(f"steps of no section: {', '.join(undeclared)}")
        for step in self.steps:
            earlier = self.sections[: declared.index(step.section)]
            if step.after and step.after not in [section.id for section in earlier if not section.verifies]:
                raise ValueError(f"{step.id} would wait for ever for {step.after}")
