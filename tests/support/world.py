"""A fake host with a little world in memory, small steps on it, and a run that is written down.

`get NAME` reads a value, `set NAME VALUE` changes one. What a command does besides is given by the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from steps import SECTIONS
from tests.support.cases import ANSWERS, COMPUTE1, COMPUTE2, CONTROLLER
from wizard.actions.command import RunCommand
from wizard.engine.events import Event, Missing, Planned, RunFinished, StepChecked, StepFinished
from wizard.engine.forks import FORKS
from wizard.engine.run import Run
from wizard.hosts import Claim, OnLine, ignore
from wizard.model.answers import Answers, Node
from wizard.model.commands import Command, Result, Stream
from wizard.model.facts import Facts, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Refused
from wizard.model.role import Role
from wizard.model.steps import Action, Guide, Prerequisite, Source, Step
from wizard.secret import Text

NODES = {node.name: node for node in (CONTROLLER, COMPUTE1, COMPUTE2)}

Does = Callable[["FakeHost", Command], Result | None]
"""What a command does besides; a result takes the place of the usual one, an exception breaks in."""


@dataclass
class FakeHost:
    """A `wizard.hosts.Host` without SSH, which logs all calls.

    It has named values, which commands `set NAME VALUE` change.
    """

    node: Node
    values: dict[str, str] = field(default_factory=dict)
    does: dict[str, Does] = field(default_factory=dict)
    """By a command's script; `read` for the reading of facts."""
    opening: list[Exception | None] = field(default_factory=list)
    """What the next calls of `open` meet."""
    log: list[str] = field(default_factory=list)
    ran: list[Command] = field(default_factory=list)
    run_lock: Claim | None = None
    """Whose the run lock is."""
    token: str = ""
    """Who took it last."""
    claim: Claim | None = None
    """What this end has acquired."""
    locking: list[Exception | Message | None] = field(default_factory=list)
    """What the next attempts at the run lock meet."""

    def open(self) -> None:
        """Log the call; raise what `opening` has for it."""
        self.log.append("open")
        if self.opening and (problem := self.opening.pop(0)):
            raise problem

    def close(self) -> None:
        """Log the call, and give up the run lock as the end of a connection does."""
        self.log.append("close")
        if self.run_lock == self.claim:
            self.run_lock = None

    def acquire(self, claim: Claim) -> Message | None:
        """Take the run lock, unless `locking` or another claim stands against it."""
        self.log.append("acquire")
        if self.locking and (met := self.locking.pop(0)):
            if isinstance(met, Exception):
                raise met
            return met
        if self.run_lock not in (None, claim):
            return Message("run-lock-held", host=self.node.name, owner=self.run_lock.owner, since="09:00")
        self.run_lock = self.claim = claim
        self.token = claim.token
        return None

    def release(self) -> None:
        """Log the call and give the run lock back, if this end has it."""
        if self.claim is not None:
            self.log.append("release")
            if self.run_lock == self.claim:
                self.run_lock = None
        self.claim = None

    def dial(self, address: str, port: int) -> Stream:
        """Refuse every connection."""
        raise ConnectionRefusedError

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Answer a reading from `values`, or carry out `set NAME VALUE`; `does` goes before both."""
        if not command.changes:
            self.log.append("read")
            result = self._done("read", command)
            return result or self._read(command.stdin.wire())
        if self.claim and self.claim.token != self.token:
            raise Refused("run-lock-gone", host=self.node.name, path="/run")
        self.log.append(command.script)
        self.ran.append(command)
        result = self._done(command.script, command)
        if result is None:
            _, name, value = command.script.split(" ", 2)
            self.values[name] = value
            result = Result(0, b"done\n")
        for line in result.text.splitlines():
            on_line(line)
        return result

    def _done(self, name: str, command: Command) -> Result | None:
        return self.does[name](self, command) if name in self.does else None

    def _read(self, script: str) -> Result:
        marker = re.findall("fact-[0-9a-f]{16}", script)
        names = re.findall(r"^get (\S+)$", script, re.MULTILINE)
        parts = [f"{self.values.get(name, '')}\n\n{marker[0]} 0\n" for name in names]
        return Result(0, "".join(parts).encode())

    @property
    def sent(self) -> list[str]:
        """The scripts of the changing commands, in their order."""
        return [command.script for command in self.ran]


class Value(ShellFact):
    """A fact that is one of a `FakeHost`'s values."""

    key: ClassVar[str]

    def __init__(self, value: str) -> None:
        self.value = value

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Ask a `FakeHost` for the value."""
        return Text(f"get {cls.key}\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Return the value, which is the first line."""
        return cls(result.text.strip())


def value(name: str) -> type[Value]:
    """Return the fact that reads one value; the same for the same name."""
    if name not in _VALUES:
        _VALUES[name] = type(f"Value_{name}", (Value,), {"key": name})
    return _VALUES[name]


_VALUES: dict[str, type[Value]] = {}

Plans = Callable[[str], Iterator[Action]]


def act(script: str, reason: str = "conf-missing", *, replaces: bool = False, options: str = "x") -> Action:
    """Return an action that sends this script."""
    return RunCommand(script, reason=Message(reason, options=options), replaces=replaces)


def setting(name: str, wanted: str = "1") -> Plans:
    """Plan `set NAME VALUE` where it is not so."""

    def plans(found: str) -> Iterator[Action]:
        if found != wanted:
            yield act(f"set {name} {wanted}", replaces=bool(found))

    return plans


def step(
    id_: str,
    name: str,
    plans: Plans | None = None,
    *,
    on: Role = Role.CONTROLLER,
    settle_timeout: float = 0.0,
    after: str = "",
) -> Step:
    """Return a step that reads one value; without `plans` it wants 1 there."""
    kind, decide = value(name), plans or setting(name)

    def plan(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
        yield from decide(facts[kind].value)

    return Step(id_, on, Source.GUIDE, (kind,), plan, settle_timeout=settle_timeout, after=after)


def prerequisite(id_: str, name: str, key: str = "before-project") -> Prerequisite:
    """Return a check that misses something unless the value is 1."""
    kind = value(name)

    def missing(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
        if facts[kind].value != "1":
            yield Message(key)

    return Prerequisite(id_, (Role.CONTROLLER, Role.COMPUTE), (kind,), missing)


@dataclass
class EngineWorld:
    """Fake hosts, a guide, a run of it by the real engine, and the events of that run."""

    steps: Sequence[Step]
    prerequisites: Sequence[Prerequisite] = ()
    hosts: dict[str, FakeHost] = field(default_factory=dict)
    """By name; those of the answers, where none are given."""
    events: list[Event] = field(default_factory=list)
    noted: list[tuple[str, str]] = field(default_factory=list)
    """The transcript: host and status."""
    on_event: Callable[[Event], None] = lambda event: None
    approve: Callable[[Step, Node, Sequence[Planned]], bool] = lambda step, node, actions: True
    keep_open: bool = False
    answers: Answers = ANSWERS
    limit: Sequence[str] = ()
    keep_going: bool = False
    forks: int = FORKS

    def __post_init__(self) -> None:
        self.hosts = self.hosts or {node.name: FakeHost(node) for node in self.answers.nodes}
        self.new_run()

    def new_run(self) -> Run:
        """Prepare another run on the same hosts."""
        self.events.clear()
        self.run = Run(
            self.answers,
            Guide(tuple(self.steps), tuple(self.prerequisites), SECTIONS),
            self.hosts,
            emit=self._emit,
            approve=self._approve,
            mask=lambda text: text.replace("hunter2", "‹novapass›"),
            transcript=self,
            keep_open=self.keep_open,
            limit=self.limit,
            keep_going=self.keep_going,
            forks=self.forks,
        )
        return self.run

    def _approve(self, step: Step, node: Node, planned: Sequence[Planned]) -> bool:
        return self.approve(step, node, planned)

    def _emit(self, event: Event) -> None:
        self.events.append(event)
        self.on_event(event)

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Note a command, as the transcript does."""
        self.noted.append((host, str(result.status) if result else "unknown"))

    # --- What was told, shortly ---

    @property
    def controller(self) -> FakeHost:
        """The controller's fake host."""
        return self.hosts["controller"]

    def of(self, kind: type[Event]) -> list[Any]:
        """Return the events of a class, in their order."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def finished(self) -> list[str]:
        """`ID HOST STATUS KEY` of each step."""
        return [f"{e.id} {e.host} {e.status} {e.message.key}" for e in self.of(StepFinished)]

    @property
    def planned(self) -> list[str]:
        """The text of each planned action."""
        return [event.text for event in self.of(Planned)]

    @property
    def missing(self) -> list[str]:
        """`ID HOST KEY` of each prerequisite that was missed."""
        return [f"{e.id} {e.host} {e.message.key}" for e in self.of(Missing)]

    @property
    def checked(self) -> list[str]:
        """`ID HOST STATE KEY` of each step that was checked."""
        return [f"{e.id} {e.host} {e.state} {e.message.key}" for e in self.of(StepChecked)]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many steps ended in each way, without zeros."""
        (end,) = self.of(RunFinished)
        names = ("changed", "unchanged", "skipped", "failed", "unknown")
        return {name: getattr(end, name) for name in names if getattr(end, name)}
