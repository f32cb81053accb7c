"""Hosts in memory, and a guide whose steps they can hold: the real IDs and titles, plans of our own."""

from __future__ import annotations

import re
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from textual.pilot import Pilot

import wizard.tui
from steps import GUIDE, SECTIONS
from wizard.actions.command import RunCommand
from wizard.actions.file import Edit
from wizard.answers.draft import Draft
from wizard.hosts import Claim, OnLine, ignore
from wizard.model.answers import Answers, Node
from wizard.model.commands import Command, Result, Stream
from wizard.model.facts import Facts, ShellFact
from wizard.model.message import Message
from wizard.model.problems import Refused, Skipped, UnknownKey
from wizard.model.role import Role
from wizard.model.steps import Action, Guide, Prerequisite, Step
from wizard.secret import Text
from wizard.text import Words
from wizard.tui.app import Wizard
from wizard.tui.setting import StartOptions

PASSWORDS = {
    "DBPASSWORD": "dbpw-canary-1",
    "NOVADBPASS": "novadb-canary-2",
    "NOVAPASS": "nova-canary-3",
    "RABBITPASS": "rabbit-canary-4",
}


@dataclass(frozen=True)
class Held(ShellFact):
    """A fact of `HoldingHost`: the IDs of the steps that are done on it."""

    ids: frozenset[str]
    refused: str

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Return a script that only `HoldingHost` understands."""
        return Text("held\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """IDs, a line each; `!` before what is refused."""
        lines = result.text.split()
        refused = [line[1:] for line in lines if line.startswith("!")]
        return cls(frozenset(lines), refused[0] if refused else "")


class HoldingHost:
    """A `wizard.hosts.Host` that remembers which steps were done on it; commands are `hold ID`."""

    def __init__(self, node: Node, world: HoldingHosts) -> None:
        self.node = node
        self.world = world
        self.held = world.held.setdefault(node.name, set())

    def open(self) -> None:
        """Raise `UnknownKey` until a key that is unknown is pinned by the answers."""
        key = self.world.unknown_keys.get(self.node.name)
        if key and self.node.login.host_key != key:
            raise UnknownKey(
                "unknown-host-key", host=self.node.name, fingerprint=key, keytype="ssh-ed25519", known="-"
            )

    def acquire(self, claim: Claim) -> Message | None:
        """Take the run lock, unless the world says that another run has it."""
        if owner := self.world.locked_by.get(self.node.name):
            return Message("run-lock-held", host=self.node.name, owner=owner, since="09:00")
        self.world.locks[self.node.name] = claim
        return None

    def release(self) -> None:
        """Give the run lock back, if this end has it."""
        self.world.locks.pop(self.node.name, None)

    def run(self, command: Command, on_line: OnLine = ignore) -> Result:
        """Answer a reading, or hold a step."""
        if not command.changes:
            return self._read(command)
        self.world.sent.append((self.node.name, command.script))
        id_ = command.script.split()[1]
        if gate := self.world.gates.get(id_):
            gate.wait()
        for line in self.world.prints.get(id_, ["한글 출력 한 줄", "one line of output"]):
            on_line(line)
        if id_ in self.world.failing:
            on_line("Error: it did not work")
            return Result(1)
        self.held.add(id_)
        return Result(0)

    def _read(self, command: Command) -> Result:
        if command.script == "true":
            return Result(0)
        marker = re.search(r"fact-[0-9a-f]{16}", command.stdin.wire())
        assert marker
        lines = [*sorted(self.held), *(f"!{id_}" for id_ in self.world.refused)]
        end = f"\n{marker[0]} 0\n"
        return Result(0, ("\n".join(lines) + end).encode(), end.encode())

    def dial(self, address: str, port: int) -> Stream:
        """Refuse every connection."""
        raise ConnectionRefusedError

    def close(self) -> None:
        """Do nothing: there is no connection."""


@dataclass
class HoldingHosts:
    """What all fake hosts of a wizard share: what is done on them, and how they behave."""

    held: dict[str, set[str]] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    prints: dict[str, Sequence[str]] = field(default_factory=dict)
    gates: dict[str, threading.Event] = field(default_factory=dict)
    """Commands that wait, by the step's ID; `WizardOnFakeHosts` lets them go on where the test has ended."""
    unknown_keys: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    locked_by: dict[str, str] = field(default_factory=dict)
    """Another run's owner, by the host that it has."""
    locks: dict[str, Claim] = field(default_factory=dict)
    """Which hosts' run locks are had."""

    def connect(self, node: Node) -> HoldingHost:
        """Return the host of a node."""
        return HoldingHost(node, self)


_DIFF = """\
--- /etc/nova/nova.conf
+++ /etc/nova/nova.conf
@@ -1203,3 +1203,4 @@
 # 설정 파일의 주석 (string value)
 #my_ip = 10.89.104.70
-my_ip = 127.0.0.1
+my_ip = {address}
+rabbit_password = ‹rabbitpass›
"""


def _plan(step: Step) -> Callable[[Answers, Node, Facts], Iterator[Action]]:
    def plan(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
        held = facts[Held]
        if "prepare/2" in step.id and node.role is Role.COMPUTE and node.disk is None:
            raise Skipped("no-disk")
        if step.id == held.refused:
            raise Refused("disk-not-empty", disk="/dev/sdb", found="ext4 UUID=1234", identity="sdb-1-abc")
        if step.id in held.ids or step.book_commands:
            return
        reason = Message("conf-missing", options="[DEFAULT] my_ip")
        if "/install/" in step.id and step.id[-1].isalpha():
            yield FakeEdit(
                path="/etc/nova/nova.conf",
                lines=f"[DEFAULT]\nmy_ip = {node.management_ip}",
                before=b"",
                after=Text(),
                changes=_DIFF.format(address=node.management_ip),
                reason=reason,
                step=step.id,
            )
        else:
            yield RunCommand(f"hold {step.id} {node.management_ip}", timeout=600.0, reason=reason)

    return plan


@dataclass(frozen=True)
class FakeEdit(Edit):
    """Shown as an edit, sent as `hold`."""

    step: str = field(kw_only=True, default="")

    @property
    def command(self) -> Command:
        """The command `hold ID`, which `HoldingHost` understands."""
        return Command(f"hold {self.step}")


def fake_guide() -> tuple[Step, ...]:
    """The guide, planned on fake hosts."""
    return tuple(
        replace(step, reads=(Held,), plan=_plan(step), settle_timeout=0.0, inverse=None)
        if step.on is not Role.READER
        else step
        for step in GUIDE
    )


def fake_prerequisites(world: HoldingHosts) -> tuple[Prerequisite, ...]:
    """Checks that hold, but for those that the world says are missing."""

    def of(id_: str) -> Prerequisite:
        def missing(answers: Answers, node: Node, facts: Facts) -> Iterator[Message]:
            if world.missing.get(id_) == node.name:
                yield Message("before-name", name="controller")

        return Prerequisite(id_, (Role.CONTROLLER, Role.COMPUTE), (Held,), missing)

    return tuple(of(f"before/{name}") for name in ("name", "ports", "packages"))


class WizardOnFakeHosts(Wizard):
    """The wizard on `HoldingHosts`: when a test ends or fails, what waits at a gate goes on, and can end."""

    CSS_PATH = str(Path(wizard.tui.__file__).with_name("styles.tcss"))

    def __init__(self, options: StartOptions, world: HoldingHosts) -> None:
        super().__init__(options)
        self._world = world

    @asynccontextmanager
    async def run_test(self, **options: Any) -> AsyncGenerator[Pilot[int], None]:
        """Run as Textual's `run_test` does, and open every gate at the end."""
        async with super().run_test(**options) as pilot:
            try:
                yield pilot
            finally:
                for gate in self._world.gates.values():
                    gate.set()


def fake_wizard(
    world: HoldingHosts,
    state: Path,
    lang: str = "ko",
    computes: int = 1,
    environ: dict[str, str] | None = None,
) -> Wizard:
    """The wizard on fake hosts, all questions answered."""
    draft = Draft.example(lang)
    for index in range(computes):
        for key, value in (
            ("host", f"10.0.0.{31 + index}"),
            ("name", f"compute{index + 1}"),
            ("management_ip", f"10.0.0.{31 + index}"),
            ("disk", "/dev/sdb"),
        ):
            draft.set(f"compute[{index}].{key}", value)
    return WizardOnFakeHosts(
        StartOptions(
            load=lambda: Guide(fake_guide(), fake_prerequisites(world), SECTIONS),
            draft=lambda: draft,
            words=Words(lang),
            state=state,
            environ=PASSWORDS if environ is None else environ,
            connect=world.connect,
        ),
        world,
    )
