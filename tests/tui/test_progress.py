"""What is seen at a glance: the progress of everything, every host, the state of each step, the end."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.content import Content
from textual.pilot import Pilot

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, idle, perform, screen_text, surveyed, until
from wizard.model.ids import place_of, short_title_of
from wizard.report.marks import Mark
from wizard.text import LANGUAGES, Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.summary import SummaryDialog
from wizard.tui.outline import NODES
from wizard.tui.pages.report import ReportText
from wizard.tui.start import _say_farewell
from wizard.tui.summary import REPORT_FILE
from wizard.tui.widgets.column import HostColumn

HELD_UP = "4.4.2/install/1"
REFUSED = "4.4.3/prepare/2a"


def strip_of(app: Wizard) -> str:
    """Return the lines of the hosts."""
    shown = app.main.query_one("#hosts").render()
    assert isinstance(shown, Content)
    return shown.plain


def contents_of(app: Wizard) -> str:
    """Return the lines of the contents, as far as they are unfolded."""
    contents = app.contents.first()
    return "\n".join(contents._prompts[option.id or ""].content.plain for option in contents.options)


async def in_contents(pilot: Pilot[int], app: Wizard) -> None:
    """Wait until the contents stand, and put the keys there."""
    await until(pilot, lambda: app.contents and app.contents.first().option_count)
    app.contents.first().focus()
    await pilot.pause()


# --- The head ---


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_progress_the_time_and_the_limit_are_never_cut_off(
    world: HoldingHosts, state: Path, lang: str, size: tuple[int, int]
) -> None:
    gate = world.gates[HELD_UP] = threading.Event()
    app = fake_wizard(world, state, lang, computes=2)
    async with app.run_test(size=size) as pilot:
        await surveyed(pilot)
        perform(app, app.outline.within(HELD_UP))
        await until(pilot, lambda: HELD_UP in str(app.progress.at_work))
        limit = app.words.label("host-time-limit", spent=0, limit=600)[1:]
        try:
            await until(pilot, lambda: limit in strip_of(app))
            head, *_ = screen_text(app).splitlines()
            assert re.search(r"█*░+  \d+/39 · 00:\d\d $", head)
            assert cell_len(head) == size[0]
            assert app.words.label("head-run") in head
            assert limit in screen_text(app)
        finally:
            gate.set()
        await idle(pilot)


async def test_the_count_is_of_all_steps_and_the_time_of_all_runs(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        before, *_ = screen_text(app).splitlines()
        done = sum(app.mark(step) is Mark.DONE for step in app.outline.steps)
        assert before.endswith(f"{done}/39 ")
        perform(app, app.outline.within(HELD_UP))
        await idle(pilot)
        await until(pilot, lambda: f"{done + 1}/39 · 00:0" in screen_text(app).splitlines()[0])


# --- The hosts ---


async def test_every_host_is_shown_and_the_brackets_walk_through_them(
    world: HoldingHosts, state: Path
) -> None:
    step = "4.4.3/install/2c"
    app = fake_wizard(world, state, "en", computes=3)
    async with app.run_test(size=(200, 60)) as pilot:
        await surveyed(pilot)
        await app.go(step)
        for name in ("controller", "compute1", "compute2", "compute3"):
            assert re.search(rf"○ {name} \d+/\d+", strip_of(app)), name

        def shown() -> list[str]:
            return [column.host for column in app.page.query(HostColumn) if column.display]

        await until(pilot, lambda: shown() == ["compute1", "compute2"])
        assert "1/3" in screen_text(app)
        await pilot.press(*"]]]]")
        await until(pilot, lambda: shown() == ["compute2", "compute3"])
        assert (app.host, "3/3" in screen_text(app)) == ("compute3", True)
        await pilot.press("]")
        await until(pilot, lambda: app.host == "controller" and app.place.startswith("4.4.2/"))
        await pilot.press("[")
        await until(pilot, lambda: app.host == "compute3" and app.place.startswith("4.4.3/"))


async def test_a_click_on_a_host_leads_to_what_it_does(world: HoldingHosts, state: Path) -> None:
    gate = world.gates[HELD_UP] = threading.Event()
    app = fake_wizard(world, state, "en", computes=2)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        perform(app, app.outline.within(HELD_UP))
        await until(pilot, lambda: HELD_UP in str(app.progress.at_work))
        await app.go("report")
        try:
            await until(pilot, lambda: "controller 4.4.2 Install › 1" in strip_of(app))
            await pilot.click("#hosts", offset=(strip_of(app).index("controller") + 2, 0))
            await until(pilot, lambda: (app.host, app.place) == ("controller", HELD_UP))
        finally:
            gate.set()
        await idle(pilot)


async def test_of_fifty_hosts_the_chosen_one_is_shown_and_the_others_counted(
    world: HoldingHosts, state: Path
) -> None:
    app = fake_wizard(world, state, "en", computes=50)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        first = strip_of(app)
        assert len(first.splitlines()) == 2
        assert all(cell_len(line) <= 78 for line in first.splitlines())
        assert re.search(r"\+\d\d: .*\d", first)
        await pilot.press("[")
        await until(pilot, lambda: "compute50" in strip_of(app))


async def test_a_host_that_misses_something_says_so_and_leads_to_its_checks(
    world: HoldingHosts, state: Path
) -> None:
    world.missing = {"before/name": "compute1"}
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await until(pilot, lambda: app.place == NODES and "does not resolve" in screen_text(app))
        assert "✗ compute1 1 thing missing" in strip_of(app)
        await app.go("report")
        await pilot.press("]", "]")
        await until(pilot, lambda: app.place == NODES and "does not resolve" in screen_text(app))


# --- States ---


async def test_before_the_hosts_are_read_there_are_no_states_but_the_key_that_reads_them(
    world: HoldingHosts, state: Path
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await in_contents(pilot, app)
        glyphs = "".join(mark.glyph for mark in Mark).replace(" ", "")
        assert re.search(rf" [{re.escape(glyphs)}]$", contents_of(app), re.M) is None
        assert re.search(r"\d/\d", contents_of(app)) is None
        assert strip_of(app) == "The hosts have not been read yet."
        assert "then press F5" in screen_text(app)
        assert "unknown" not in screen_text(app)
        await surveyed(pilot)
        assert "have not been read" not in screen_text(app)
        assert "○" in contents_of(app)


async def test_what_is_refused_is_told_from_what_a_run_changes_and_leads_to_its_step(
    world: HoldingHosts, state: Path
) -> None:
    world.refused = {REFUSED}
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await until(pilot, lambda: app.place == REFUSED and "sdb-1-abc" in screen_text(app))
        assert app.mark(app.outline.within(REFUSED)[0]) is Mark.REFUSED
        assert "! refused, fix by hand" in screen_text(app)
        told = app.words.label("survey-missing", count=1, host="compute1", place=place_of(REFUSED))
        assert told in screen_text(app)
        assert re.search(r"2a Partition +!$", contents_of(app), re.M)
        assert re.search(r"Nodes +✓$", contents_of(app), re.M)
        await app.go("4.4.1")
        perform(app, app.outline.within("4.4.3/prepare"))
        await idle(pilot)
        await until(pilot, lambda: app.place == REFUSED and "sdb-1-abc" in screen_text(app))
        assert world.sent == []
        await app.go("4.4.1")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: app.place == REFUSED and "sdb-1-abc" in screen_text(app))
        assert "press ^R to read the hosts again" in screen_text(app)
        world.refused = set()
        await pilot.press("ctrl+r")
        await idle(pilot)
        await until(pilot, lambda: app.mark(app.outline.within(REFUSED)[0]) is Mark.TODO)


async def test_the_help_has_every_glyph(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await in_contents(pilot, app)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        shown = screen_text(app)
        assert [mark for mark in Mark if mark.glyph not in shown] == []
        assert "fix it by hand" in " ".join(re.findall(r"[\w,]+", shown))


# --- The contents ---


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_contents_are_narrow_and_no_title_is_cut(
    world: HoldingHosts, state: Path, lang: str
) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        side = app.main.query_one("#side")
        assert side.outer_size.width <= 30
        for section in ("4.4.2", "4.4.3", "4.4.4"):
            await app.go(section)
            lines = contents_of(app).splitlines()
            assert "…" not in "".join(lines)
            width = app.contents.first().scrollable_content_region.width
            assert {cell_len(line) for line in lines} == {width}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_short_title_has_at_most_nineteen_cells(lang: str) -> None:
    from steps import GUIDE

    words = Words(lang)
    titles = {step.id: words.say(short_title_of(step.id)) for step in GUIDE}
    assert {id_: title for id_, title in titles.items() if cell_len(title) > 19} == {}


async def test_finished_parts_fold_and_are_unfolded_by_keys(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        world.held["controller"] = {step.id for step in app.outline.within("4.4.2/prepare")}
        await surveyed(pilot)
        await app.go("4.4.2")
        await in_contents(pilot, app)
        assert re.search(r"▸ Prerequisites +9/9$", contents_of(app), re.M)
        assert "1b Databases" not in contents_of(app)
        assert re.search(r"▾ Install +0/12$", contents_of(app), re.M)
        await pilot.press("down", "right")
        assert "1b Databases" in contents_of(app)
        await pilot.press("down", "left")
        assert "1b Databases" not in contents_of(app)
        await pilot.press("space")
        assert "1b Databases" in contents_of(app)
        await pilot.press("left", "left")
        assert app.contents.first().highlighted_option.id == "4.4.2"  # type: ignore[union-attr]
        await pilot.press("left")
        assert "Install" not in contents_of(app)
        await app.go("4.4.2/prepare/3c")
        await pilot.pause()
        assert "3c Service nova" in contents_of(app)


# --- The end ---


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_at_the_guides_end_a_card_says_what_was_done_and_where_it_is(
    world: HoldingHosts, state: Path, lang: str, size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=size) as pilot:
        await surveyed(pilot)
        todo = sum(app.mark(step) is Mark.TODO for step in app.outline.steps)
        perform(app, app.outline.steps)
        await until(pilot, lambda: isinstance(app.screen, SummaryDialog))
        folder = app.jobs.work.journal_folder
        assert folder
        await until(pilot, (folder / REPORT_FILE).is_file)
        counts = {"holding": 39, "all": 39, "changed": todo, "unchanged": 39 - todo}
        said = app.words.label(
            "summary-holding", **counts, skipped=0, failed=0, seconds=int(app.progress.seconds)
        )

        def shown() -> str:
            card = "".join(re.findall("│(.*)│", screen_text(app)))
            return "".join(re.findall(r"[^\s▁-▕]+", card))

        await until(pilot, lambda: "".join(said.split()) in shown())
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.place == "report" and not isinstance(app.screen, SummaryDialog))
        await until(pilot, lambda: REPORT_FILE in str(app.page.query_one(ReportText).render()))
    _say_farewell(app)
    printed = capsys.readouterr().out
    assert str(folder / REPORT_FILE) in printed
    assert str(folder / "transcript.log") in printed
    assert app.words.label("summary-next-chapter") in printed


async def test_what_does_not_hold_is_named_on_leaving_and_nothing_said_where_nothing_was_run(
    world: HoldingHosts, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.failing = {HELD_UP}
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        _say_farewell(app)
        assert capsys.readouterr().out == ""
        perform(app, app.outline.within("4.4.2/install"))
        await idle(pilot)
    _say_farewell(app)
    printed = capsys.readouterr().out
    assert re.search(r"✗ 4\.4\.2 Install › 1  .*\(controller: ", printed)
    assert "Next: start nova-wizard again" in printed
