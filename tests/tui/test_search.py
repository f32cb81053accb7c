"""The search on a page: explanation, commands, changes and output of the step, on all of its hosts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, approve, idle, screen_text, surveyed, until
from wizard.prose import prose
from wizard.tui.app import Wizard
from wizard.tui.search_bar import SearchBar
from wizard.tui.widgets.field import Field

STEP = "4.4.3/install/2c"


def found(app: Wizard) -> str:
    """Return what the bar says of the hits."""
    bar = app.main.query_one(SearchBar)
    return str(bar.query_one("#search-found").render())


def is_at(app: Wizard, number: int) -> bool:
    """Return whether the hit of that number is shown, counted from 1."""
    return found(app).startswith(f"{number}/")


async def search_for(pilot: Pilot[int], app: Wizard, words: str) -> None:
    """Open the search and type words."""
    await pilot.press("slash")
    await until(pilot, lambda: list(app.main.query(SearchBar).results()) and isinstance(app.focused, Input))
    await pilot.press(*("space" if letter == " " else letter for letter in words))


async def test_hits_are_walked_through_all_tabs_and_hosts(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en", computes=2)
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await search_for(pilot, app, "MY_IP")
        places = []
        await until(pilot, lambda: found(app).startswith("1/"))
        count = int(found(app).partition("/")[2].split()[0])
        for number in range(1, count + 1):
            await until(pilot, partial(is_at, app, number))
            places.append(found(app).split(maxsplit=1)[1])
            await until(pilot, lambda: "my_ip" in screen_text(app).split("\n", 4)[4].rpartition("\n / ")[0])
            await pilot.press("enter")
        assert list(dict.fromkeys(places)) == [
            "Explanation",
            *(
                f"{tab} · {host}"
                for tab in ("Commands", "Changes", "Result")
                for host in ("compute1", "compute2")
            ),
        ]
        await until(pilot, lambda: found(app).startswith("1/"))
        await pilot.press("up")
        await until(pilot, lambda: found(app).startswith(f"{count}/{count}"))


async def test_a_hit_in_much_output_comes_into_sight(world: HoldingHosts, state: Path) -> None:
    step = "4.4.2/install/1"
    world.prints[step] = [f"줄 {number} " + "패키지" * 60 for number in range(3000)]
    app = fake_wizard(world, state, "ko")
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go(step)
        await pilot.press("f5")
        await approve(pilot)
        await idle(pilot)
        await search_for(pilot, app, "줄 1234 패키지")
        await until(pilot, lambda: found(app).startswith("1/1 "))
        await until(pilot, lambda: "줄 1234 패키지" in screen_text(app))
        assert "줄 1233 패키지" in screen_text(app)
        assert "줄 1235 패키지" in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_words_over_a_line_break_are_found(
    world: HoldingHosts, state: Path, size: tuple[int, int]
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=size) as pilot:
        await app.go("4.4.1")
        paragraph = prose(app.words, "4.4.1").splitlines()[0].replace("*", "")
        assert cell_len(paragraph) > size[0]
        await search_for(pilot, app, "a")
        app.main.query_one("#search-for", Input).value = paragraph
        await until(pilot, lambda: found(app).startswith("1/"))


async def test_nothing_found_and_the_end(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go(STEP)
        await search_for(pilot, app, "no such word")
        await until(pilot, lambda: found(app) == app.words.label("search-none"))
        await pilot.press("enter", "up")
        assert found(app) == app.words.label("search-none")
        await pilot.press("escape")
        await until(pilot, lambda: not app.main.query(SearchBar))
        assert app.focused in list(app.page.query("*"))


async def test_the_letters_are_text_in_a_field(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: list(app.page.query(Field)))
        entry = app.page.query(Field).first().query_one(Input)
        entry.focus()
        entry.value = ""
        await pilot.press("slash", "y", "s", "w")
        assert entry.value == "/ysw"
        assert not app.main.query(SearchBar)
        assert app.clipboard == ""
