"""Commands that print without end, leave something behind, or are waited for in vain."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.cases import ANSWERS, CONTROLLER
from tests.support.hostile import Peer, at
from tests.support.sshd import ROOT, SNAPPY, SSHD, Sshd, until
from tests.support.world import EngineWorld, FakeHost, act, step
from wizard.engine.events import StepFinished
from wizard.engine.reader import FactReader
from wizard.engine.threads import Interrupted
from wizard.facts.batch import Batch
from wizard.facts.logins import QueueLogin
from wizard.facts.system import Processor
from wizard.hosts.lines import Lines
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command, Prompt, Result, Stream
from wizard.model.problems import Lost, Unknown
from wizard.secret import Secret, Text

MIB = 1 << 20
NEVER = (Prompt("never asked", Secret("a", "b")),)


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """An sshd that all tests share."""
    if SSHD is None:
        pytest.skip("no sshd here: install openssh-server")
    with Sshd(tmp_path_factory.mktemp("sshd") / "shared") as server:
        yield server


@pytest.fixture
def host(sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SshHost]:
    """An open host behind the shared sshd, with short limits."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with closing(sshd.host(replace(SNAPPY, idle=0.5))) as host:
        host.open()
        yield host


@pytest.fixture
def root() -> None:
    """Skip where a changing command would lock the machine's own file."""
    if not ROOT:
        pytest.skip("needs root: it changes something in /run of a mount namespace")


# --- Output without end -----------------------------------------------------------------------------


@pytest.mark.parametrize("script", ["exec yes", "exec yes >&2", "exec cat /dev/zero"])
def test_a_reading_command_that_prints_without_end_is_let_go(host: SshHost, script: str) -> None:
    result = host.run(Command(f"echo first; {script}", changes=False, timeout=10))
    assert (result.status, result.too_long) == (None, True)
    assert len(result.stdout) <= 16 * MIB and len(result.stderr) <= 16 * MIB
    assert result.stdout.startswith(b"first\n")
    assert host.run(Command("echo on", changes=False)).text == "on\n"


def test_the_facts_that_came_before_are_known_and_the_others_say_why() -> None:
    batch = Batch([Processor, _Endless], ANSWERS, CONTROLLER)
    marker = batch._marker.encode()
    found = batch.parse(Result(None, b"\n%s 1\n" % marker + b"y\n" * 9, too_long=True))
    with pytest.raises(Unknown, match="fact-too-long"):
        found[_Endless]
    with pytest.raises(Unknown) as other:
        found[Processor]
    assert other.value.message.key != "fact-too-long"


class _Endless(Processor):
    """A fact whose script prints without end."""


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("prompts", [(), NEVER], ids=["pipes", "terminal"])
def test_a_changing_command_that_prints_much_is_not_cut_off(
    host: SshHost, prompts: tuple[Prompt, ...]
) -> None:
    result = host.run(Command("echo first; yes | head -c 60000000; echo last; exit 3", prompts=prompts))
    assert (result.status, result.too_long) == (3, False)
    assert result.stdout.startswith(b"first\n") and result.stdout.rstrip().endswith(b"last")
    assert b"bytes left out" in result.stdout and len(result.stdout) < 4 * MIB


def test_a_line_without_end_comes_in_pieces(host: SshHost) -> None:
    lines: list[str] = []
    host.run(Command("head -c 3000000 /dev/zero | tr '\\0' x", changes=False), lines.append)
    assert max(map(len, lines)) <= 65536
    assert "".join(lines) == "x" * 3_000_000


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]" * 200_000,
        "\x1b[" + "0" * 400_000,
        "\x1b[0 " * 100_000,
        "\x1b]" + "x" * 400_000,
        "\x1b " * 200_000,
    ],
)
def test_escape_sequences_without_end_are_read_in_time(text: str) -> None:
    began = time.process_time()
    lines = Lines()
    for line in [*lines.feed(text.encode()), *lines.end()]:
        assert "\x1b" not in line
    assert time.process_time() - began < 1


def test_a_slow_listener_holds_the_command_back(host: SshHost, tmp_path: Path) -> None:
    done = tmp_path / "done"
    waited: list[bool] = []

    def listen(_: str) -> None:
        if not waited:
            waited.append(True)
            time.sleep(1)
            assert not done.exists()

    host.run(Command(f"yes | head -c 15000000; touch {done}", changes=False), listen)
    assert done.exists()


def test_the_reason_of_a_failure_is_short_enough_to_be_said() -> None:
    world = EngineWorld([step("4.4.2/install/1", "a", lambda found: iter([act("set a 1")]))])
    world.controller.does["set a 1"] = lambda host, command: Result(
        1, (b"x" * 2_000_000 + b"\n") * 5 + b"Error: the reason\n"
    )
    assert world.run.run() == "failed"
    (finished,) = world.of(StepFinished)
    said = str(finished.message.variables["said"])
    assert said.endswith("Error: the reason") and len(said) < 21_000


# --- What a command leaves behind -------------------------------------------------------------------

LEFT = ["sleep 60 &", "setsid sleep 60 &", "nohup sleep 60 2>&1 &", "sh -c 'sleep 60 & sleep 60 &';"]


@pytest.mark.parametrize("left", LEFT)
def test_what_a_reading_command_leaves_behind_does_not_hold_it(host: SshHost, left: str) -> None:
    began = time.monotonic()
    result = host.run(Command(f"{left} echo out; exit 3", changes=False, timeout=50))
    assert (result.status, result.stdout) == (3, b"out\n")
    assert time.monotonic() - began < 8


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("left", LEFT)
def test_what_a_changing_command_leaves_behind_does_not_hold_it(host: SshHost, left: str) -> None:
    began = time.monotonic()
    result = host.run(Command(f"{left} echo out; echo err >&2; exit 3", timeout=50))
    assert (result.status, result.stdout, result.stderr) == (3, b"out\n", b"err\n")
    assert host.run(Command("true", timeout=5)).status == 0
    assert time.monotonic() - began < 8


def test_one_that_goes_on_printing_is_listened_to_for_a_while_only(
    host: SshHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.hosts.runner._AFTERMATH", 1.0)
    began = time.monotonic()
    script = "(while sleep 0.1; do echo y; done) & exit 3"
    assert host.run(Command(script, changes=False, timeout=50)).status == 3
    assert time.monotonic() - began < 8


# --- Stopping ---------------------------------------------------------------------------------------


class NullTranscript:
    """A transcript that nobody reads."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Forget the command."""


class _Slow(Processor):
    """A fact that is waited for in vain."""

    @classmethod
    def script(cls, answers: object, node: object) -> Text:
        return Text("sleep 60\n")


def test_stopping_ends_reading_at_once(host: SshHost) -> None:
    stopping = threading.Event()
    reader = FactReader(ANSWERS, host, NullTranscript(), stopping)

    def stop() -> None:
        until(lambda: reader._looking)
        stopping.set()
        reader.let_go()

    stopper = threading.Thread(target=stop)
    stopper.start()
    began = time.monotonic()
    with pytest.raises(Interrupted):
        reader.facts((_Slow,))
    stopper.join()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("mode", ["run", "check", "dry_run"])
def test_stopping_a_run_lets_go_of_the_hosts_that_are_read(mode: str) -> None:
    world = EngineWorld([step("4.4.2/install/1", "a")])
    closed = threading.Event()

    def read(host: FakeHost, command: Command) -> Result:
        world.run.stop()
        assert closed.wait(10)
        raise Lost("connection-lost", host="controller")

    world.controller.does["read"] = read
    world.controller.close = closed.set  # type: ignore[method-assign]
    assert getattr(world.run, mode)() == "interrupted"
    assert (world.finished, world.checked) == ([], [])
    assert world.controller.log.count("open") == 1


def test_stopping_does_not_cut_a_change_off_and_looks_what_it_did() -> None:
    world = EngineWorld([step("4.4.2/install/1", "a"), step("4.4.2/install/2", "b")])
    during: list[str] = []

    def change(host: FakeHost, command: Command) -> None:
        world.run.stop()
        time.sleep(0.2)
        during.extend(host.log)

    world.controller.does["set a 1"] = change
    assert world.run.run() == "interrupted"
    assert "close" not in during
    assert world.finished == ["4.4.2/install/1 controller changed holds-4-4-2-install-1"]


def test_stopping_ends_a_login_at_once(host: SshHost) -> None:
    stopping = threading.Event()
    reader = FactReader(ANSWERS, host, NullTranscript(), stopping)
    peer = Peer(lambda peer, connection: None)

    with at(peer) as port:
        dial = host.dial

        def dialled(address: str, _: int) -> Stream:
            return dial("127.0.0.1", port)

        host.dial = dialled  # type: ignore[assignment, method-assign]

        def stop() -> None:
            until(lambda: peer.received)
            stopping.set()
            reader.let_go()

        stopper = threading.Thread(target=stop)
        stopper.start()
        began = time.monotonic()
        with pytest.raises(Interrupted):
            reader.facts((QueueLogin,))
        stopper.join()
    assert time.monotonic() - began < 5
