"""Every character that steers a terminal, in every field of every event, wherever it is shown or kept."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest

from steps import GUIDE
from tests.security.hostile_text import SEQUENCES, UNSEEN, every_event, hostile, kinds, steering
from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import until
from wizard import cli
from wizard.answers.render import _quoted
from wizard.engine.events import Event, RunFinished, RunStarted, Services
from wizard.engine.modes import RunMode
from wizard.facts.compute_services import ComputeService
from wizard.headless.front import Front
from wizard.headless.jsonl import Json
from wizard.headless.live import Live
from wizard.headless.plain import Plain
from wizard.hosts.lines import Lines
from wizard.journal import Journal
from wizard.jsontext import as_json
from wizard.model.commands import Command, Result
from wizard.model.message import Message
from wizard.plaintext import printable, printable_line
from wizard.redact import Redactor
from wizard.report.html_page import as_html
from wizard.report.report import as_json as report_json
from wizard.text import Words
from wizard.textfile import line_difference
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.line import Line
from wizard.tui.summary import report_of

STEP = "4.4.2/install/1"
MODES = ("run", "dry-run", "check")


def shown(kind: type[Front], events: Sequence[Event]) -> str:
    out = io.StringIO()
    front = kind(Words("ko"), GUIDE, out)
    for event in events:
        front.show(event)
    front.warn(Message("command-failed", text=hostile(), status="1", said=hostile()))
    front.close()
    return out.getvalue()


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that have no text, as how a run ended has none here, are shown as users would see them."""
    monkeypatch.setattr(Words, "strict", False)


# --- One function -----------------------------------------------------------------------------------


def test_every_character_that_cannot_be_seen_is_written_out() -> None:
    # Beyond the Chinese characters there are 900,000 alike: some of them.
    codes = [*range(0x3400), *range(0xD7B0, 0x14000), *range(0xE0000, 0xE0200)]
    for character in map(chr, [*codes, *range(0x14000, sys.maxunicode, 997)]):
        kind = unicodedata.category(character)
        if kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and character not in "\n\t":
            written = printable(f"a{character}b")
            assert character not in written
            assert written.isascii()
            assert printable(written) == written
            assert character not in as_json(character)
            assert json.loads(as_json(character)) == character


def test_letters_stay() -> None:
    jamo = [chr(code) for code in range(0x1100, 0x1200) if code not in (0x115F, 0x1160)]
    text = (
        "한글 각 ㄱㅏ "
        + "".join(jamo)
        + " é e\u0301 ệ ệ 漢字 ひらがな Ελληνικά русский עברית ไทย 👍🏽 ‹› ✓≠▶ ─│\u00a0\u3000"
    )
    assert printable(text) == text
    assert printable("tab\tline\n") == "tab\tline\n"
    assert printable_line("a\nb\r\n") == "a\\nb\\r\\n"


def test_a_flood_of_marks_ends_after_the_fourth() -> None:
    assert printable("a" + "\u0301" * 6) == "a" + "\u0301" * 4 + "\\u0301" * 2


# --- Events -----------------------------------------------------------------------------------------


def test_the_test_knows_every_event() -> None:
    assert {type(event) for event in every_event("x")} == set(kinds())
    assert len(kinds()) >= 11


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", [hostile(), *SEQUENCES], ids=lambda text: ascii(text)[:20])
@pytest.mark.parametrize("kind", [Plain, Json])
def test_no_event_steers_the_terminal(
    kind: type[Front], text: str, mode: str, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = RunStarted(RunMode(mode), (text, "controller"), 1)
    printed = shown(kind, [begun, *every_event(text), begun, *every_event(text)])
    assert len(printed) > 1000
    assert steering(printed) == []
    assert steering(capsys.readouterr().err) == []


@pytest.mark.parametrize("text", [hostile(), *SEQUENCES], ids=lambda text: ascii(text)[:20])
def test_no_event_steers_the_terminal_of_rich(text: str) -> None:
    printed = shown(Live, [RunStarted(RunMode.RUN, ("controller",), 1), *every_event(text)])
    assert steering(printed) == []


def test_json_is_what_was_told() -> None:
    row = ComputeService("a\x9b\u202e", "b\x1b]52;c;x\x07", "\U000e0041", True, True, "1", "")
    told = json.loads(shown(Json, [Services([row])]).splitlines()[0])
    assert told["rows"][0]["binary"] == "a\x9b\u202e"
    assert told["rows"][0]["zone"] == "\U000e0041"


def test_a_name_cannot_add_a_line() -> None:
    forged = "x\nchanged    4.4.2/install/1   controller"
    row = ComputeService("nova-compute", forged, forged, True, True, "1", "")
    printed = shown(Plain, [RunStarted(RunMode.RUN, (forged,), 1), *every_event(forged), Services([row])])
    assert not any(
        line.startswith("changed    4.4.2/install/1   controller") for line in printed.splitlines()
    )


@pytest.mark.parametrize("text", [hostile(), *SEQUENCES], ids=lambda text: ascii(text)[:20])
def test_no_event_and_no_output_steers_a_reader_of_the_journal(text: str, tmp_path: Path) -> None:
    journal = Journal(tmp_path, Redactor(()).mask)
    for event in every_event(text):
        journal.event(event.json(Words("en").say))
    raw = text.encode("utf-8", "surrogateescape" if _only_escapes(text) else "surrogatepass")
    journal.command(text, Command(text), Result(1, raw, raw), 0.0)
    journal.close()
    for file in journal.folder.iterdir():
        assert steering(file.read_bytes().decode()) == []


def _only_escapes(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


# --- Lines, files, errors, answers --------------------------------------------------------------------


def test_lines_of_output() -> None:
    lines = Lines()
    found = [*lines.feed((hostile() + "\n").encode("utf-8", "replace")), *lines.end()]
    assert steering("\n".join(found)) == []


def test_diffs_of_files() -> None:
    line = hostile().replace("\n", "").encode("utf-8", "replace")
    assert steering(line_difference(b"a\n" + line + b"\n", b"b\n" + line[::-1] + b"\n", "/etc/fstab")) == []


@pytest.mark.parametrize(
    "argv", [["--only", "{}"], ["{}"], ["--lab", "--lab-fault", "{}"], ["--replay", "/no/{}"]]
)
@pytest.mark.parametrize("text", SEQUENCES, ids=ascii)
def test_the_command_line_quotes_nothing_raw(
    argv: list[str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([word.replace("{}", text) for word in argv]) in (1, 2)
    printed = capsys.readouterr()
    assert printed.err
    assert steering(printed.err + printed.out) == []


@pytest.mark.parametrize("text", SEQUENCES, ids=ascii)
def test_answers_files_with_it_are_complained_of_in_plain_text(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.yaml"
    file.touch(mode=0o600)
    quoted = json.dumps(text)
    file.write_text(
        f"version: 1\n{quoted}: {quoted}\ncontroller: {{host: {quoted}, {quoted}: 1}}\nregion: {quoted}\n"
    )
    assert cli.main(["--replay", str(file)]) == 2
    assert steering(capsys.readouterr().err) == []


def test_saved_answers() -> None:
    assert steering(_quoted("".join(UNSEEN))) == []


# --- The wizard ---------------------------------------------------------------------------------------


def painted(app: object) -> str:
    strips = app.screen._compositor.render_strips()  # type: ignore[attr-defined]
    return "\n".join(segment.text for strip in strips for segment in strip)


async def test_no_event_steers_the_terminal_of_the_wizard(
    world: HoldingHosts, state: Path, tmp_path: Path
) -> None:
    text = hostile()
    app = fake_wizard(world, state, "en")
    seen = []
    async with app.run_test(size=(200, 60)) as pilot:
        app.action_read()
        await until(pilot, lambda: app.progress.was_read and not app.jobs.busy)
        app.progress.mode = RunMode.RUN
        for event in every_event(text):
            of_step = {"id": STEP, "host": "controller"}
            known = {name: value for name, value in of_step.items() if hasattr(event, name)}
            for told in (event, type(event)(**{**vars(event), **known})):
                if not isinstance(told, RunStarted | RunFinished):
                    app.progress.note(told)
        app.progress.skips["4.4.2/install/2"] = app.jobs.work.skip("4.4.2/install/2", text)
        answer = text.encode("utf-8", "replace").decode()
        app.draft.set("controller.ssh.user", answer)
        app.draft.set("compute[0].host", answer)
        app.show_message(Message("command-failed", text=text, status=text, said=text), "error")
        for place in ("nodes", STEP, "4.4.4/2", "report"):
            await app.go(place)
            for tab in range(1, 7) if place == STEP else (2,):
                app.action_tab(tab)
                app.show_progress()
                await pilot.pause()
                seen.append(painted(app))
        said = Message("command-failed", text=text, status=text, said=text)
        for dialog in (Choice(said, [said], ["answer-ok"]), Line(said, said, text)):
            app.push_screen(dialog)
            await pilot.pause()
            seen.append(painted(app))
            app.pop_screen()
        report = report_of(app)
        kept = [as_html(report, "ko"), report_json(report)]
    assert any("u202e" in screen for screen in seen)
    for screen in (*seen, *kept):
        assert steering(screen) == []


@pytest.fixture
def world() -> HoldingHosts:
    """Fake hosts that hold nothing yet."""
    return HoldingHosts()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder of the test's own."""
    return tmp_path / "state"
