"""What a run leaves behind: whole, masked, for its owner alone, and never the run's end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from wizard.journal import Journal
from wizard.model.commands import Command, Prompt, Result
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.redact import Redactor
from wizard.secret import Secret, Text
from wizard.state import state_folder
from wizard.text import Words

PASSWORD = Secret("novapass", "hunter2-Canary")
NOON = datetime(2016, 4, 1, 12, 0, tzinfo=UTC)
MASK = Redactor([PASSWORD]).mask


def clock() -> Iterator[datetime]:
    """Yield times that are a second apart."""
    now = NOON
    while True:
        yield now
        now += timedelta(seconds=1)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal in a state folder of its own, with a clock that ticks at each look."""
    ticks = clock()
    journal = Journal(tmp_path / "state", MASK, lambda: next(ticks))
    yield journal
    journal.close()


def events(journal: Journal) -> list[dict[str, Any]]:
    """Return the events in journal.jsonl."""
    return [json.loads(line) for line in (journal.folder / "journal.jsonl").read_text().splitlines()]


def transcript(journal: Journal) -> str:
    """Return the text of transcript.log."""
    return (journal.folder / "transcript.log").read_text()


def test_the_folder_is_named_by_the_time_and_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        journals = [Journal(tmp_path / "a/state", MASK, lambda: NOON) for _ in range(3)]
    finally:
        os.umask(before)
    names = ["20160401T120000Z", "20160401T120000Z-2", "20160401T120000Z-3"]
    assert [journal.folder.name for journal in journals] == names
    for journal in journals:
        assert oct(journal.folder.stat().st_mode & 0o777) == "0o700"
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in journal.folder.iterdir()}
        assert modes == {"journal.jsonl": "0o600", "transcript.log": "0o600"}
        journal.close()


@pytest.mark.parametrize("simulated", [True, False])
def test_the_transcript_says_that_hosts_are_simulated(journal: Journal, simulated: bool) -> None:
    journal.event({"event": "run.started", "simulated": simulated})
    journal.event({"event": "run.finished"})
    assert transcript(journal).count("simulated hosts\n") == simulated


def test_the_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state_folder({"NOVA_WIZARD_STATE": str(tmp_path)}) == tmp_path
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert state_folder({}) == tmp_path / "xdg/nova-wizard"


def test_an_event_is_there_when_it_has_been_told(journal: Journal) -> None:
    journal.event({"event": "output", "host": "controller", "line": "password=‹novapass›", "changed": 3})
    assert events(journal) == [
        {
            "time": "2016-04-01T12:00:02.000000Z",
            "event": "output",
            "host": "controller",
            "line": "password=‹novapass›",
            "changed": 3,
        }
    ]


def test_an_event_hides_its_secrets_by_type_and_blackens_no_other_word(journal: Journal) -> None:
    journal.event(
        {
            "event": "plan",
            "host": "hunter2-Canary",
            "secret": PASSWORD,
            "text": Text("p ", PASSWORD),
            "list": ("x", {"y": None, "true": True}),
            "path": Path("/etc/nova"),
            "odd": "\udcff\x1b[2J한글",
        }
    )
    (event,) = events(journal)
    del event["time"]
    assert event == {
        "event": "plan",
        "host": "hunter2-Canary",
        "secret": "‹novapass›",
        "text": "p ‹novapass›",
        "list": ["x", {"y": None, "true": True}],
        "path": "/etc/nova",
        "odd": "\udcff\x1b[2J한글",
    }


def test_the_transcript_has_each_command_with_its_end(journal: Journal) -> None:
    command = Command("exec sh -s", stdin=Text("echo one\nPW=", PASSWORD, "\n"))
    journal.command("controller", command, Result(0, b"one\nhunter2-Canary\n", b"careful\n"), 0.4249)
    asking = Command("mysql -p", prompts=(Prompt("password: $", PASSWORD),))
    journal.command("compute1", asking, Result(None, b"Enter password: \r\n\x1b[31mred\xff"), 2)
    journal.command("compute1", Command("yum -y install x"), None, 120)
    assert transcript(journal) == (
        "nova-wizard  2016-04-01T12:00:01.000000Z\n"
        "\n"
        "#1  2016-04-01T12:00:02.000000Z  controller\n"
        "$ exec sh -s\n"
        "< echo one\n"
        "< PW=‹novapass›\n"
        "> one\n"
        "> ‹novapass›\n"
        "! careful\n"
        "= exit=0  seconds=0.42\n"
        "\n"
        "#2  2016-04-01T12:00:03.000000Z  compute1\n"
        "$ mysql -p\n"
        "? password: $  ‹novapass›\n"
        "> Enter password: \n"
        "> \\x1b[31mred\\udcff\n"
        "= exit=signal  seconds=2.00\n"
        "\n"
        "#3  2016-04-01T12:00:04.000000Z  compute1\n"
        "$ yum -y install x\n"
        "= exit=unknown  seconds=120.00\n"
    )


def test_threads_do_not_mix_their_entries(tmp_path: Path) -> None:
    journal = Journal(tmp_path, MASK)

    def work(host: str) -> None:
        for index in range(50):
            journal.event({"event": "output", "host": host, "line": "x" * 500})
            journal.command(host, Command(f"{host} {index}"), Result(0, b"a\nb\nc\n"), 0)

    threads = [threading.Thread(target=work, args=(f"host{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    assert len(events(journal)) == 200
    entries = transcript(journal).split("\n\n")[1:]
    assert [int(entry.partition("  ")[0].removeprefix("#")) for entry in entries] == list(range(1, 201))
    assert all(entry.strip().endswith("> a\n> b\n> c\n= exit=0  seconds=0.00") for entry in entries)
    assert journal.warnings == []


# --- What can go wrong ----------------------------------------------------------------------------------


def test_a_state_folder_that_cannot_be_written_stops_the_run_before_it_starts(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for state, reason in (
        (tmp_path / "file/state", "Not a directory"),
        (Path("/proc/state"), "No such file"),
    ):
        with pytest.raises(Problem) as caught:
            Journal(state, MASK)
        message = caught.value.message
        assert (message.key, message.variables["folder"]) == ("journal-unwritable", str(state))
        assert str(message.variables["reason"]).startswith(reason)
        assert all(str(state) in Words(lang).say(message) for lang in ("ko", "en"))


FULL_DISK = """
import resource, sys
from pathlib import Path
from wizard.journal import Journal
from wizard.model.commands import Command, Result
from wizard.model.problems import Problem

limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    journal = Journal(Path(sys.argv[1]), str)
except Problem as problem:
    print(problem.message.key)
    raise SystemExit
for index in range(3):
    journal.event({"event": "output", "line": "x" * 300})
    journal.command("controller", Command("x" * 300), Result(0), 0)
journal.event({"event": "short"})
print(journal.folder)
for warning in journal.warnings:
    print(warning.key, warning.variables["lost"], warning.variables["reason"])
"""


def on_a_disk_of(limit: int, state: Path) -> list[str]:
    """Run a journal in a process whose files may not grow beyond a limit."""
    program = [sys.executable, "-c", FULL_DISK, str(state), str(limit)]
    return subprocess.run(program, check=True, capture_output=True, text=True).stdout.splitlines()


def test_a_disk_that_is_full_at_the_start(tmp_path: Path) -> None:
    assert on_a_disk_of(10, tmp_path) == ["journal-unwritable"]


def test_a_disk_that_fills_up_loses_whole_entries_and_says_so(tmp_path: Path) -> None:
    folder, *warnings = on_a_disk_of(900, tmp_path)
    lines = (Path(folder) / "journal.jsonl").read_text().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["output", "output", "short"]
    assert (Path(folder) / "transcript.log").read_text().endswith("= exit=0  seconds=0.00\n")
    assert warnings == ["journal-incomplete 1 File too large", "journal-incomplete 1 File too large"]


@pytest.mark.parametrize(
    ("event", "synced"),
    [
        ({"event": "plan"}, 1),
        ({"event": "step.finished", "status": "changed"}, 1),
        ({"event": "step.finished", "status": "failed"}, 1),
        ({"event": "step.finished", "status": "unchanged"}, 0),
        ({"event": "run.finished", "status": "done", "unchanged": 39}, 1),
        ({"event": "step.started"}, 0),
        ({"event": "step.checked", "state": "done"}, 0),
        ({"event": "waiting"}, 0),
        ({"event": "output"}, 0),
    ],
)
def test_what_passes_reaches_the_disk_with_what_counts(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, event: dict[str, object], synced: int
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    journal.event(event)
    assert len(calls) == synced


@pytest.mark.parametrize("changes", [True, False])
def test_a_command_that_changes_something_is_on_the_disk(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, changes: bool
) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    journal.command("controller", Command("true", changes=changes), None, 0.1)
    assert len(calls) == changes


def test_what_was_lost_is_said_in_both_languages(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    journal.event({"event": "one"})
    journal.event({"event": "two"})
    (warning,) = journal.warnings
    path = str(journal.folder / "journal.jsonl")
    assert warning == Message("journal-incomplete", file=path, lost=2, reason="Input/output error")
    assert Words("en").say(warning) == (
        f"2 entries are missing in {path}: Input/output error. The run itself was not affected."
    )
    assert Words("ko").say(warning).startswith(f"{path}에 항목 2개가 빠졌습니다")


def test_output_without_end_is_cut_off(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step's other events, and other hosts' output, are kept."""
    monkeypatch.setattr("wizard.journal.MOST_OUTPUT", 100)
    place = {"id": "4.4.2/install/1", "host": "controller"}
    for _ in range(50):
        journal.event({"event": "output", **place, "line": "x" * 30})
    journal.event({"event": "output", **place, "host": "compute1", "line": "y"})
    journal.event({"event": "step.finished", **place})
    found = [event["event"] for event in events(journal)]
    assert found == ["output"] * 3 + ["output.cut", "output", "step.finished"]
