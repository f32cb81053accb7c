"""Several runs at once on one site, and other users of a host who would hold, fake or remove its locks."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab.runs import PASSWORDS, Wizard
from tests.ssh.conftest import StartSshd
from tests.ssh.server import ROOT, SNAPPY, SSHD, Sshd, until
from wizard.hosts import Claim
from wizard.hosts.lock import COMMAND, FOLDER, RUN
from wizard.hosts.ssh import SshHost
from wizard.lab import Lab
from wizard.model import Command, Message, Refused

# A host of a real sshd has a /run of its own there.
on_sshd = pytest.mark.skipif(SSHD is None or not ROOT, reason="needs root and sshd")
FIRST = Claim("a" * 32, "alice@desk (pid 1)")
SECOND = Claim("b" * 32, "bob@desk (pid 2)")


@pytest.fixture
def start_sshd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartSshd]:
    """Start any number of sshds; the user's own ~/.ssh is not looked at."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(Sshd(tmp_path / "sshd", **settings))


@pytest.fixture
def hosts(start_sshd: StartSshd) -> Iterator[tuple[SshHost, SshHost]]:
    """Two connections to one host."""
    sshd = start_sshd()
    with closing(sshd.host()) as first, closing(sshd.host()) as second:
        first.open()
        second.open()
        yield first, second


def key(answer: Message | None) -> str:
    return answer.key if answer else "had"


# --- Three runs at once ---------------------------------------------------------------------------------


def test_three_runs_at_once_do_the_work_of_one(tmp_path: Path) -> None:
    """Each ends well; what a second `create` would make twice is there once."""
    with Lab(PASSWORDS) as lab:
        homes = [tmp_path / str(number) for number in range(3)]
        for home in homes:
            home.mkdir()
        with ThreadPoolExecutor(3) as pool:
            ended = list(pool.map(lambda home: Wizard(lab, home).run(), homes))
        state = lab.state()
    assert [run.status for run in ended] == [0, 0, 0]
    assert [service[1] for service in state["services"]].count("compute") == 1
    assert sorted(endpoint[1] for endpoint in state["endpoints"] if endpoint[0] == "nova") == [
        "admin",
        "internal",
        "public",
    ]
    changed = [run_finished(home)["changed"] for home in homes]
    assert sorted(changed)[:2] == [0, 0], "the later ones find all done"
    assert max(changed) > 25
    waits = [events(home, "waiting") for home in homes]
    assert any("is in use by another run" in event["message"] for told in waits for event in told)


def test_looking_waits_for_nobody(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        held = holder(lab, tmp_path / "key-home")
        for mode in ("--check", "--dry-run"):
            home = tmp_path / mode
            home.mkdir()
            assert Wizard(lab, home).run(mode).status in (0, 5)
            assert not [event for event in events(home, "waiting") if "in use" in event["message"]]
        held.close()


@pytest.mark.parametrize("fault", [None, "database-password"])
def test_the_lock_is_free_after_a_run(tmp_path: Path, fault: str | None) -> None:
    with Lab(PASSWORDS, faults=(fault,) if fault else ()) as lab:
        assert Wizard(lab, tmp_path).run("--only", "4.4.2/prepare/1").status == (1 if fault else 0)
        held = holder(lab, tmp_path)
        held.close()


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    with Lab(PASSWORDS) as lab:
        wizard = Wizard(lab, tmp_path)
        assert wizard.run(killed_at=20).status == -9
        assert wizard.run().status == 0
        assert [service[1] for service in lab.state()["services"]].count("compute") == 1


def holder(lab: Lab, home: Path) -> SshHost:
    """Return a connection to the controller that holds its run lock."""
    found = lab.nodes["controller"]
    from wizard.model import Login, Node, Role

    login = Login(
        found.host,
        user=found.user,
        port=found.port,
        identity_file=found.identity_file,
        host_key=found.fingerprint,
    )
    host = SshHost(Node(Role.CONTROLLER, "controller", found.management_ip, login))
    host.open()
    assert host.acquire(FIRST) is None
    return host


def events(home: Path, name: str) -> list[dict[str, str]]:
    """Return the events of this name in the last journal."""
    journal = max((home / "state").glob("*/journal.jsonl"))
    found = [json.loads(line) for line in journal.read_text().splitlines()]
    return [event for event in found if event["event"] == name]


def run_finished(home: Path) -> dict[str, int]:
    [event] = events(home, "run.finished")
    return {name: int(event[name]) for name in ("changed", "unchanged")}


# --- One lock, on a real host ---------------------------------------------------------------------------


@on_sshd
def test_whoever_waits_is_told_who_holds_it(hosts: tuple[SshHost, SshHost]) -> None:
    first, second = hosts
    assert first.acquire(FIRST) is None
    answer = second.acquire(SECOND)
    assert answer is not None
    assert (answer.key, answer.variables["owner"]) == ("run-lock-held", FIRST.owner)
    first.release()
    assert second.acquire(SECOND) is None


@on_sshd
def test_an_owner_steers_no_terminal_and_no_shell(hosts: tuple[SshHost, SshHost]) -> None:
    first, second = hosts
    assert first.acquire(Claim("c" * 32, "\x1b]52;c;x\x07$(touch /run/pwned) `id` '\"\n%s")) is None
    answer = second.acquire(SECOND)
    assert answer is not None
    assert str(answer.variables["owner"]).isprintable()
    assert second.run(Command("ls /run/pwned", changes=False)).status != 0


@on_sshd
@pytest.mark.parametrize("ends", ["close", "cut"])
def test_the_lock_ends_with_the_connection(start_sshd: StartSshd, ends: str) -> None:
    sshd = start_sshd()
    with closing(sshd.host()) as first, closing(sshd.host()) as second:
        first.open()
        assert first.acquire(FIRST) is None
        first.close() if ends == "close" else sshd.cut()
        second.open()
        until(lambda: second.acquire(SECOND) is None)


@on_sshd
def test_a_silent_holder_loses_it_and_does_nothing_afterwards(start_sshd: StartSshd, tmp_path: Path) -> None:
    """A workstation that was suspended: another run takes over, and the first one's command is refused."""
    sshd = start_sshd()
    limits = replace(SNAPPY, hold=2, beat=3600)
    with closing(sshd.host(limits)) as first, closing(sshd.host()) as second:
        first.open()
        second.open()
        assert first.acquire(FIRST) is None
        until(lambda: second.acquire(SECOND) is None)
        with pytest.raises(Refused) as refused:
            first.run(Command(f"touch {tmp_path}/no"))
        assert refused.value.message.key == "run-lock-lost"
        assert refused.value.message.variables["owner"] == SECOND.owner
        assert not (tmp_path / "no").exists()
        assert second.run(Command("true")).status == 0


@on_sshd
@pytest.mark.parametrize(
    ("meddling", "said"),
    [
        (f"sed -i 's/{FIRST.token}/{SECOND.token}/' {RUN}", "run-lock-lost"),
        (f": >{RUN}", "run-lock-gone"),
        (f"rm {RUN}", "run-lock-gone"),
        (f"rm -r {FOLDER}", "run-lock-gone"),
    ],
)
def test_without_its_claim_a_command_does_nothing(
    hosts: tuple[SshHost, SshHost], tmp_path: Path, meddling: str, said: str
) -> None:
    first, second = hosts
    assert first.acquire(FIRST) is None
    second.run(Command(meddling, changes=False))
    with pytest.raises(Refused) as refused:
        first.run(Command(f"touch {tmp_path}/no"))
    assert refused.value.message.key == said
    assert not (tmp_path / "no").exists()


@on_sshd
def test_nobody_begins_while_an_earlier_command_is_at_work(
    hosts: tuple[SshHost, SshHost], tmp_path: Path
) -> None:
    first, second = hosts
    gate = tmp_path / "gate"
    assert first.acquire(FIRST) is None
    began = threading.Event()
    script = f"echo on; until [ -e {gate} ]; do sleep 0.05; done"
    work = threading.Thread(target=first.run, args=(Command(script), lambda _: began.set()))
    work.start()
    assert began.wait(10)
    first.release()
    assert key(second.acquire(SECOND)) == "command-at-work"
    gate.touch()
    work.join()
    until(lambda: second.acquire(SECOND) is None)


# --- Other users of the host ----------------------------------------------------------------------------


@on_sshd
@pytest.mark.parametrize("path", [RUN, COMMAND])
def test_another_user_cannot_hold_it(hosts: tuple[SshHost, SshHost], path: str) -> None:
    first, second = hosts
    assert first.acquire(FIRST) is None
    first.run(Command("true"))
    for attempt in (f"exec 9<{path}", f"exec 9>>{path}", f"cat {path}", f"ls {FOLDER}", f"ln {path} /tmp/x"):
        tried = second.run(
            Command(f"setpriv --reuid=65534 --regid=65534 --clear-groups sh -c '{attempt}'", changes=False)
        )
        assert tried.status != 0, attempt
    first.release()
    assert second.acquire(SECOND) is None


@on_sshd
@pytest.mark.parametrize(
    "prepared",
    [
        f"mkdir -m 777 {FOLDER}",
        f"mkdir -m 700 {FOLDER}; chown 65534 {FOLDER}",
        f"mkdir -m 700 /run/elsewhere; ln -s /run/elsewhere {FOLDER}",
        f": >{FOLDER}",
        f"mkfifo {FOLDER}",
    ],
)
def test_a_place_that_others_made_is_not_used(
    hosts: tuple[SshHost, SshHost], tmp_path: Path, prepared: str
) -> None:
    first, _ = hosts
    first.run(Command(prepared, changes=False))
    with pytest.raises(Refused) as refused:
        first.acquire(FIRST)
    assert refused.value.message.key == "run-lock-unsafe"
    assert first.run(Command(f"touch {tmp_path}/no")).status != 0
    assert not (tmp_path / "no").exists()


@on_sshd
def test_waiting_ends_when_the_user_stops(tmp_path: Path) -> None:
    """Ctrl-C while another run holds the lock: at once, and as interrupted."""
    with Lab(PASSWORDS) as lab:
        held = holder(lab, tmp_path)
        wizard = Wizard(lab, tmp_path)
        start = time.monotonic()
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(wizard.run, stopped_at="run-lock-held")
            assert run.result().status == 130
        assert time.monotonic() - start < 60
        held.close()
