"""The output of a step: what was sent, long lines wrapped or scrolled sideways, text that is selected."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import idle, perform, screen_text, surveyed, until
from tests.tui.test_on_lab import wizard_on
from wizard.lab import Lab
from wizard.report.progress import MOST_LINES
from wizard.tui.app import Wizard
from wizard.tui.widgets.lines import Lines

STEP = "4.4.2/install/1"
LONG = "시작 " + "패키지를 내려받아 설치합니다 " * 8 + "마지막"


async def printed(pilot: Pilot[int], app: Wizard) -> Lines:
    """Run the step; return its output."""
    await surveyed(pilot)
    await app.go(STEP)
    await until(pilot, app.has_shown_all)
    await pilot.press("f5")
    await idle(pilot)
    await pilot.press("5")
    await until(pilot, lambda: next(iter(app.page.query(Lines))).virtual_size.height > 1)
    return app.page.query(Lines).first()


async def test_long_lines_are_wrapped_or_scrolled_sideways(world: HoldingHosts, state: Path) -> None:
    world.prints[STEP] = [LONG]
    app = fake_wizard(world, state, "ko")
    async with app.run_test(size=(80, 24)) as pilot:
        lines = await printed(pilot, app)
        await until(pilot, lambda: "시작" in screen_text(app) and "마지막" in screen_text(app))
        assert all(cell_len(line) == 80 for line in screen_text(app).splitlines())
        assert lines.virtual_size.width <= lines.size.width
        lines.focus()
        await pilot.press("w")
        await until(pilot, lambda: lines.virtual_size == (cell_len(LONG), 2))
        assert "마지막" not in screen_text(app)
        lines.scroll_end(animate=False)
        lines.scroll_to(x=cell_len(LONG), animate=False)
        await until(pilot, lambda: "마지막" in screen_text(app))
        assert all(cell_len(line) == 80 for line in screen_text(app).splitlines())
        await pilot.press("w")
        await until(pilot, lambda: "시작" in screen_text(app) and "마지막" in screen_text(app))


async def test_wrapped_lines_are_selected_whole_as_they_were_printed(
    world: HoldingHosts, state: Path
) -> None:
    world.prints[STEP] = ["first", LONG, "last"]
    app = fake_wizard(world, state, "ko")
    async with app.run_test(size=(80, 24)) as pilot:
        lines = await printed(pilot, app)
        app.screen.selections = {lines: Selection(Offset(0, 2), None)}
        await pilot.press("y")
        assert app.clipboard == f"{LONG}\nlast"


async def test_dragging_the_mouse_selects(world: HoldingHosts, state: Path) -> None:
    world.prints[STEP] = ["one two three"]
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        lines = await printed(pilot, app)
        await until(pilot, lambda: "one two three" in screen_text(app))
        await pilot.mouse_down(lines, offset=(4, 1))
        await pilot.hover(lines, offset=(7, 1))
        await pilot.mouse_up(lines, offset=(7, 1))
        await until(pilot, app.screen.get_selected_text)
        await pilot.press("ctrl+c")
        assert app.clipboard.strip() in ("two", "two t")


async def test_the_oldest_lines_go_and_the_others_stay_in_place(world: HoldingHosts, state: Path) -> None:
    world.prints[STEP] = [f"{number} {LONG}" for number in range(MOST_LINES + 500)]
    app = fake_wizard(world, state, "ko")
    async with app.run_test(size=(80, 24)) as pilot:
        lines = await printed(pilot, app)
        await until(pilot, lambda: f"{MOST_LINES + 499} 시작" in screen_text(app))
        lines.scroll_home(animate=False)
        await until(pilot, lambda: "500 시작" in screen_text(app))


async def test_the_sql_that_was_sent_is_shown_without_passwords(state: Path) -> None:
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(120, 40)) as pilot:
            await surveyed(pilot)
            perform(app, app.outline.within("4.4.2/prepare/1"))
            await idle(pilot)
            lines = list(app.progress.record("4.4.2/prepare/1c", "controller").lines)
            assert lines[0] == "$ mysql -u root -p"
            assert lines[1].startswith("> GRANT ALL PRIVILEGES ON nova_api.*")
            assert lines[1].endswith("BY '‹novadbpass›';")
            await app.go("4.4.2/prepare/1c")
            app.action_tab(5)
            await until(pilot, lambda: "> GRANT ALL PRIVILEGES ON nova.*" in screen_text(app))
