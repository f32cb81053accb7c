"""Earlier runs: the list, one of them, a report on it, and journals that are old, cut off or odd."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from steps import GUIDE
from tests.unit.reported import CHECK, RUN, RUN_AGAIN, UNREACHABLE, finished, report_of, started
from wizard.cli import main
from wizard.engine.events import Event, Output
from wizard.engine.modes import Ending, RunMode
from wizard.engine.recorded import recorded
from wizard.journal import Journal
from wizard.report.past import past_runs
from wizard.report.past import report_of as past_report
from wizard.text import Words

NOON = datetime(2016, 4, 1, 12, 0, tzinfo=UTC)
ID = "20160401T120000Z"
SCAN = [started(RunMode.SCAN), finished(Ending.DIFFERS)]
SESSION = [*SCAN, *RUN, *SCAN]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder, which the program uses."""
    folder = tmp_path / "state"
    monkeypatch.setenv("NOVA_WIZARD_STATE", str(folder))
    return folder


def keep(state: Path, events: Sequence[Event], lang: str = "en", *, old: bool = False) -> Path:
    """Keep a journal as a run does; an old one as it was kept before events could be read back."""
    journal = Journal(state, str, lambda: NOON)
    say = Words(lang).say
    for event in events:
        journal.event(event.json(say) if old else recorded(event, say))
    journal.close()
    return journal.folder / "journal.jsonl"


def test_the_runs_are_listed_the_oldest_first(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for events in (RUN, CHECK, UNREACHABLE, SESSION, RUN[:4]):
        keep(state, events)
    keep(state, [])  # a wizard that read no host
    (state / "notes").mkdir()
    assert main(["--runs", "--lang", "en"]) == 0
    assert capsys.readouterr().out == (
        f"{ID}    2016-04-01 12:00:00 UTC  run    failed                    controller, compute1\n"
        f"{ID}-2  2016-04-01 12:00:00 UTC  check  failed                    controller, compute1\n"
        f"{ID}-3  2016-04-01 12:00:00 UTC  run    a host cannot be reached  controller, compute1\n"
        f"{ID}-4  2016-04-01 12:00:00 UTC  run    failed                    controller, compute1\n"
        f"{ID}-5  2016-04-01 12:00:00 UTC  run    no end recorded           controller, compute1\n"
    )


def test_where_there_are_none_it_is_said(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--runs", "--lang", "en"]) == 0
    assert capsys.readouterr().out == f"There are no earlier runs in {state}.\n"


@pytest.mark.parametrize("events", [RUN, CHECK, UNREACHABLE], ids=["run", "check", "unreachable"])
def test_a_journal_gives_the_report_that_the_run_gave(state: Path, events: Sequence[Event]) -> None:
    keep(state, events, lang="ko")
    now, then = report_of(events), past_report(state, ID, GUIDE)
    assert (then.lines, then.services, then.run, then.missing) == (
        now.lines,
        now.services,
        now.run,
        now.missing,
    )


def test_a_session_is_about_its_last_run_and_the_state_at_its_end(state: Path) -> None:
    keep(state, SESSION)
    report = past_report(state, ID, GUIDE)
    assert report.run and (report.run.mode, report.run.ending) == (RunMode.RUN, Ending.FAILED)
    assert report.lines == report_of(RUN).lines


def test_a_journal_of_before_is_read_in_the_language_of_its_run(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(state, RUN, lang="ko", old=True)
    assert main(["--run", ID, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "changed    4.4.2/install/1   controller  Install the controller's Nova packages    " in out
    assert "실행 중이 아닙니다: libvirtd: failed" in out
    (first, *_) = past_report(state, ID, GUIDE).lines
    assert [sent.text for sent in first.hosts[0].sent] == ["yum -y install openstack-nova-api"]


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_journal_is_read_as_far_as_it_goes(state: Path, cut: int) -> None:
    file = keep(state, RUN)
    content = file.read_bytes()
    file.write_bytes(content[:-cut])
    (run,) = past_runs(state)
    assert run.ending is None or cut == 1
    assert past_report(state, ID, GUIDE).lines == report_of(RUN).lines


def test_lines_that_are_no_events_are_passed_over(state: Path) -> None:
    printed = Output("4.4.2/install/1", "controller", '{"event": "run.started"}')
    file = keep(state, [RUN[0], printed, *RUN[1:]])
    lines = file.read_text().splitlines()
    odd = ["", "[" * 100_000, "7", "null", '{"event": 7}', '{"event": "run.started"}', "\x00", lines[2][:50]]
    file.write_text("\n".join([*lines[:3], *odd, *lines[3:]]) + "\n")
    assert past_report(state, ID, GUIDE).lines == report_of(RUN).lines
    assert [run.ending for run in past_runs(state)] == [Ending.FAILED]


def test_a_report_on_an_earlier_run(state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(state, RUN)
    file = tmp_path / "report.json"
    assert main(["--run", ID, "--report", str(file), "--lang", "en"]) == 0
    assert capsys.readouterr().out == f"The report has been written: {file}\n"
    assert json.loads(file.read_text())["run"]["user"] == "kim"


def test_what_differed_from_another_run(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(state, RUN)
    keep(state, RUN_AGAIN)
    expected = Path(__file__).with_name("reports") / "difference.txt"
    assert main(["--run", f"{ID}-2", "--against", ID, "--lang", "en"]) == 0
    assert capsys.readouterr().out == expected.read_text()
    assert main(["--run", ID, "--against", ID, "--lang", "en"]) == 0
    assert capsys.readouterr().out == "The two runs do not differ.\n"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"--run {ID[:-2]}1Z", f"Did you mean {ID}?"),
        ("--run ../state", "There is no run with the ID ../state."),
        (f"--run {ID} --against x", "There is no run with the ID x."),
        (f"--run {ID} --report x.txt", "must end in one of these: .html, .json, .md, .xml, .csv"),
        (f"--against {ID}", "--against requires --run"),
        ("--report x.md", "--report requires --replay or --run"),
        ("--runs --report x.md", "--report requires --replay or --run"),
        ("--export runbook x.md", "--export requires --answers FILE or --lab"),
        ("--export runbook x.md --lab --list", "--export requires --answers FILE or --lab"),
        ("--export runbook x.md --lab --validate y", "--export requires --answers FILE or --lab"),
        ("--export runbook x.md --lab --completion bash", "--export requires --answers FILE or --lab"),
        ("--export runbok x.md --lab", "Did you mean runbook?"),
        ("--export runbook x.txt --lab", "must end in .md or .html"),
    ],
)
def test_what_is_wrong_is_told(state: Path, capsys: pytest.CaptureFixture[str], line: str, says: str) -> None:
    keep(state, RUN)
    assert main([*line.split(), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert (out, says in err) == ("", True)


def test_a_journal_that_others_could_have_written_is_not_read(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(state, RUN).chmod(0o666)
    assert main(["--run", ID]) == 2
    assert "journal.jsonl" in capsys.readouterr().err
