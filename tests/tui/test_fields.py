"""Fields: gone to where something is missing, kept from stray keys, taken back, pasted into."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Button, Input, Tabs

from tests.support.tui import PASSWORDS, HoldingHosts, fake_wizard
from tests.tui.conftest import SIZES, idle, screen_text, surveyed, until
from tests.tui.test_answers import field, write
from wizard import tui
from wizard.answers.passwords import Kind, Source
from wizard.facts.disk import Disk
from wizard.facts.disks import Disks
from wizard.model.problems import Problem, Refused
from wizard.text import LANGUAGES
from wizard.tui.app import Wizard
from wizard.tui.dialogs.disk import ChooseDisk
from wizard.tui.dialogs.line import Line
from wizard.tui.sight import in_sight
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.password import PasswordField

NOVAPASS = "passwords.novapass"
OLD, NEW = "old canary-7", "new canary-8"


@asynccontextmanager
async def nodes(app: Wizard, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """Open the page of the nodes."""
    async with app.run_test(size=size) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query(PasswordField)) == 5)
        yield pilot


@asynccontextmanager
async def complete(app: Wizard) -> AsyncIterator[tuple[Pilot[int], PasswordField]]:
    """Open the page with a password that was typed before; its first input has the focus."""
    app.draft.set(NOVAPASS, Source(Kind.TYPED, OLD))
    async with nodes(app) as pilot:
        password = field(app, NOVAPASS)
        assert isinstance(password, PasswordField)
        password.query(Input).first().focus()
        await until(pilot, lambda: password.has_class("-asked"))
        yield pilot, password


def entries(password: Field) -> list[str]:
    return [entry.value for entry in password.query(Input)]


# --- Missing or wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("place", ["nodes", "4.4.2/install/1"])
@pytest.mark.parametrize("key", ["f5", "ctrl+r"])
async def test_a_run_goes_to_the_first_field_that_is_missing(
    world: HoldingHosts, state: Path, size: tuple[int, int], place: str, key: str
) -> None:
    """No file is spoken of: there is none."""
    app = fake_wizard(world, state, "en", environ={"NOVAPASS": "there"})
    async with app.run_test(size=size) as pilot:
        await app.go(place)
        await pilot.press(key)
        await until(pilot, lambda: app.place == "nodes" and app.focused)
        first = field(app, "passwords.dbpassword")
        await until(pilot, lambda: app.focused in list(first.query(Input)))
        shown = screen_text(app)
        assert "3 answers are missing or wrong; the first: dbpassword." in shown
        assert "✗ Missing or wrong: dbpassword · novadbpass · rabbitpass" in shown
        assert "set the variable DBPASSWORD" in shown
        assert "answers.yaml" not in shown
        assert not app.jobs.busy


async def test_what_is_put_right_leaves_the_list(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en", environ={**PASSWORDS, "NOVAPASS": ""})
    async with nodes(app) as pilot:
        await until(pilot, lambda: "Missing or wrong: novapass" in screen_text(app))
        await write(pilot, field(app, "controller.name").query_one(Input), "no name!")
        await until(pilot, lambda: "wrong: no name! Name · novapass" in screen_text(app))
        await write(pilot, field(app, "controller.name").query_one(Input), "controller")
        for entry in field(app, NOVAPASS).query(Input):
            await write(pilot, entry, NEW)
        await until(pilot, lambda: "Missing or wrong" not in screen_text(app))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_answer_of_a_step_is_gone_to_there(
    world: HoldingHosts, state: Path, size: tuple[int, int]
) -> None:
    app = fake_wizard(world, state, "en")
    app.draft.set("console_host", "not a name")
    async with app.run_test(size=size) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.focused, Input))
        asked = field(app, "console_host")
        assert app.focused in list(asked.query(Input))
        assert in_sight(asked)
        assert "console_host" in app.step.asks if app.step else False
        assert "An answer is missing or wrong: Console host." in screen_text(app)


async def test_what_only_opening_a_source_shows_is_said_at_its_field(
    world: HoldingHosts, state: Path, tmp_path: Path
) -> None:
    """The job is what opens a file; a second try is not held up by what the first one found."""
    app = fake_wizard(world, state, "en")
    source = tmp_path / "secret"
    app.draft.set(NOVAPASS, Source(Kind.FILE, str(source)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5")
        await until(pilot, lambda: "An answer is missing or wrong: novapass." in screen_text(app))
        await until(pilot, lambda: field(app, NOVAPASS).has_class("-wrong"))
        assert app.focused in list(field(app, NOVAPASS).query(Input))
        assert "answers.yaml" not in screen_text(app)
        source.write_text("there now\n")
        source.chmod(0o600)
        await surveyed(pilot)
        await until(pilot, lambda: not field(app, NOVAPASS).has_class("-wrong"))


async def test_saving_answers_that_are_wrong_goes_to_them(
    world: HoldingHosts, state: Path, tmp_path: Path
) -> None:
    app = fake_wizard(world, state, "en")
    app.draft.set("controller.management_ip", "10.0.0.")
    async with nodes(app) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Line))
        app.screen.query_one(Input).value = str(tmp_path / "not-there.yaml")
        await pilot.press("enter")
        wrong = field(app, "controller.management_ip")
        await until(pilot, lambda: app.focused in list(wrong.query(Input)))
        assert "wrong: controller Management IP." in screen_text(app)
        assert "not-there" not in screen_text(app)


async def test_the_disks_are_not_read_with_answers_missing(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en", environ={})
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("4.4.3/prepare/2a")
        app.action_tab(2)
        await until(pilot, lambda: list(app.page.query("DiskField")))
        app.page.query_one("#look", Button).press()
        await until(pilot, lambda: app.place == "nodes" and isinstance(app.focused, Input))
        assert app.focused in list(field(app, "passwords.dbpassword").query(Input))


async def test_a_password_that_was_typed_once_stops_a_run(world: HoldingHosts, state: Path) -> None:
    """A run would take the one before, which is not what the screen shows."""
    app = fake_wizard(world, state, "en")
    async with nodes(app) as pilot:
        await write(pilot, field(app, NOVAPASS).query(Input).first(), NEW)
        await app.go("4.4.2/prepare/1a")
        await pilot.press("f5")
        await until(pilot, lambda: app.place == "nodes" and isinstance(app.focused, Input))
        assert not app.jobs.busy
        assert entries(field(app, NOVAPASS)) == [NEW, ""]
        await until(pilot, lambda: "Type the same password again." in screen_text(app))
        await pilot.press("escape")
        assert app.draft.get(NOVAPASS) == Source(Kind.ENV, "NOVAPASS")
        await surveyed(pilot)


# --- Keys that go astray --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["1", "3", "x"])
async def test_a_whole_password_is_not_changed_by_a_stray_key(
    world: HoldingHosts, state: Path, key: str
) -> None:
    async with complete(fake_wizard(world, state)) as (pilot, password):
        app = password.app
        assert isinstance(app, Wizard)
        await pilot.press(key)
        assert entries(password) == [OLD, OLD]
        assert app.draft.get(NOVAPASS) == Source(Kind.TYPED, OLD)
        shown = {"1": "tab-explain", "3": "tab-checks"}.get(key, "tab-answers")
        assert app.page.query_one(Tabs).active == shown


@pytest.mark.parametrize("back", ["escape", "ctrl+z"])
@pytest.mark.parametrize("clearing", ["backspace", "ctrl+u", "ctrl+w", "delete"])
async def test_the_password_from_before_comes_back(
    world: HoldingHosts, state: Path, clearing: str, back: str
) -> None:
    async with complete(fake_wizard(world, state)) as (pilot, password):
        draft = password.wizard.draft
        if clearing == "delete":
            await pilot.press("home")
        await pilot.press(clearing, *"hal")
        assert entries(password) == ["hal", ""]
        assert draft.get(NOVAPASS) == Source(Kind.TYPED, OLD)
        await pilot.press(back)
        assert entries(password) == [OLD, OLD]
        assert not draft.half_typed


async def test_another_password_takes_the_place_once_it_is_typed_twice(
    world: HoldingHosts, state: Path
) -> None:
    async with complete(fake_wizard(world, state)) as (pilot, password):
        draft = password.wizard.draft
        await pilot.press("backspace", *NEW)
        assert draft.get(NOVAPASS) == Source(Kind.TYPED, OLD)
        await pilot.press("tab", *NEW)
        assert draft.get(NOVAPASS) == Source(Kind.TYPED, NEW)
        await pilot.press("escape")
        assert draft.get(NOVAPASS) == Source(Kind.TYPED, OLD)


async def test_a_password_that_is_cleared_and_left_stays(world: HoldingHosts, state: Path) -> None:
    async with complete(fake_wizard(world, state)) as (pilot, password):
        await pilot.press("backspace")
        assert entries(password) == ["", ""]
        password.wizard.draft.set("region", "RegionOne")
        field(pilot.app, "passwords.rabbitpass").query(Input).first().focus()  # type: ignore[arg-type]
        await until(pilot, lambda: entries(password) == [OLD, OLD])
        assert password.wizard.draft.get(NOVAPASS) == Source(Kind.TYPED, OLD)


async def test_a_shown_password_is_edited_in_place(world: HoldingHosts, state: Path) -> None:
    async with complete(fake_wizard(world, state)) as (pilot, password):
        password.query_one("#show", Button).press()
        await until(pilot, lambda: not password.query(Input).first().password)
        await pilot.press("end", "3")
        assert entries(password) == [f"{OLD}3", OLD]


async def test_every_field_takes_a_change_back(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with nodes(app) as pilot:
        address = field(app, "controller.management_ip")
        address.query_one(Input).focus()
        await pilot.press("end", "3")
        await until(pilot, lambda: "Press Esc to undo the change." in screen_text(app))
        assert app.draft.get(address.path) == "10.0.0.113"
        await pilot.press("escape")
        assert app.draft.get(address.path) == address.query_one(Input).value == "10.0.0.11"


async def test_a_disk_that_was_dropped_comes_back(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    app.draft.set("compute[0].erase", "sdb-1-abc")
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("4.4.3/prepare/2a")
        app.action_tab(2)
        await until(pilot, lambda: list(app.page.query("DiskField")))
        app.page.query_one("#none", Button).focus().press()
        await until(pilot, lambda: app.draft.get("compute[0].disk") is None)
        await pilot.press("escape")
        assert app.draft.get("compute[0].disk") == "/dev/sdb"
        assert app.draft.get("compute[0].erase") == "sdb-1-abc"


# --- What cannot be seen --------------------------------------------------------------------------------


@pytest.mark.parametrize("away", ["tab by key", "tab by mouse", "tab by palette", "contents", "narrower"])
async def test_no_key_goes_into_what_is_put_away(world: HoldingHosts, state: Path, away: str) -> None:
    app = fake_wizard(world, state)
    async with nodes(app, (120, 40) if away == "narrower" else (80, 24)) as pilot:
        entry = field(app, NOVAPASS).query(Input).first()
        if away == "narrower":
            for contents in app.contents:
                contents.focus()
            await pilot.resize_terminal(80, 24)
            await until(pilot, lambda: app.main.has_class("-narrow"))
        else:
            entry.focus()
            await until(pilot, lambda: app.focused is entry)
            match away:
                case "tab by key":
                    app.action_tab(3)
                case "tab by mouse":
                    await pilot.click("#tab-checks")
                case "tab by palette":
                    await app.run_action("tab(1)")
                case _:
                    app.main.add_class("-contents")
        await pilot.press("y")
        assert entry.value == ""
        assert app.focused is not None
        assert in_sight(app.focused)


async def test_a_paste_goes_into_nothing_that_is_put_away(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with nodes(app) as pilot:
        entry = field(app, NOVAPASS).query(Input).first()
        entry.focus()
        await until(pilot, lambda: app.focused is entry)
        app.action_tab(3)
        app.post_message(Paste("secret"))
        await until(pilot, lambda: app.focused is not entry)
        assert entry.value == ""


async def test_a_field_that_was_scrolled_away_comes_back_when_one_types(
    world: HoldingHosts, state: Path
) -> None:
    app = fake_wizard(world, state)
    async with nodes(app) as pilot:
        entry = field(app, "controller.host").query_one(Input)
        entry.focus()
        await pilot.press("pagedown")
        await until(pilot, lambda: entry not in app.screen._compositor.visible_widgets)
        await pilot.press("2")
        await until(pilot, lambda: entry in app.screen._compositor.visible_widgets)


# --- Pasting --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [NOVAPASS, "controller.host"])
async def test_of_two_pasted_lines_one_is_taken_and_that_is_said(
    world: HoldingHosts, state: Path, path: str
) -> None:
    app = fake_wizard(world, state, "en", environ={})
    async with nodes(app) as pilot:
        entry = field(app, path).query(Input).first()
        entry.focus()
        entry.value = ""
        app.post_message(Paste("one-line\nand another\n"))
        await until(pilot, lambda: entry.value == "one-line")
        await until(pilot, lambda: "Of the 2 pasted lines" in " ".join(screen_text(app).split()))
        await pilot.press("x")
        await until(pilot, lambda: "pasted lines" not in " ".join(screen_text(app).split()))


@pytest.mark.parametrize("pasted", ["one-line\n", "\none-line\r\n"])
async def test_the_end_of_a_line_is_no_second_line(world: HoldingHosts, state: Path, pasted: str) -> None:
    app = fake_wizard(world, state, "en", environ={})
    async with nodes(app) as pilot:
        entry = field(app, NOVAPASS).query(Input).first()
        entry.focus()
        app.post_message(Paste(pasted))
        await until(pilot, lambda: entry.value == "one-line")
        assert "pasted" not in screen_text(app)


async def test_what_is_pasted_over_a_whole_password_takes_its_place(world: HoldingHosts, state: Path) -> None:
    async with complete(fake_wizard(world, state)) as (pilot, password):
        pilot.app.post_message(Paste(NEW))
        await until(pilot, lambda: entries(password) == [NEW, ""])
        await pilot.press("escape")
        assert entries(password) == [OLD, OLD]


async def test_a_dialog_says_it_too(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with nodes(app) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Line))
        app.post_message(Paste("\na.yaml\nb.yaml"))
        await until(pilot, lambda: "Of the 2 pasted lines" in " ".join(screen_text(app).split()))


async def test_a_source_that_is_none_stays_in_its_dialog(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with nodes(app) as pilot:
        field(app, NOVAPASS).query(Input).first().focus()
        await until(pilot, lambda: field(app, NOVAPASS).has_class("-asked"))
        field(app, NOVAPASS).query_one("#from", Button).press()
        await until(pilot, lambda: isinstance(app.screen, Line))
        app.screen.query_one(Input).value = "envy NAME"
        await pilot.press("enter")
        await until(pilot, lambda: "Begin with env" in screen_text(app))
        assert isinstance(app.screen, Line)
        app.screen.query_one(Input).value = "env OTHER"
        await pilot.press("enter")
        await until(pilot, lambda: app.draft.get(NOVAPASS) == Source(Kind.ENV, "OTHER"))


async def test_on_the_lab_no_variable_is_missed(world: HoldingHosts, state: Path) -> None:
    """There its own passwords take the place of all sources."""
    app = fake_wizard(world, state, "en", environ={})
    names = {name.lower(): "made-up" for name in PASSWORDS}
    on_lab = Wizard(replace(app.setting, rehearsal=names))
    async with nodes(on_lab) as pilot:
        assert "Missing or wrong" not in screen_text(on_lab)
        await surveyed(pilot)
        await idle(pilot)


def test_every_input_and_every_dialog_is_of_that_kind() -> None:
    """One that cannot be typed into is disabled."""
    inputs, dialogs = [], []
    for file in Path(tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Input":
                named = {word.arg for word in node.keywords}
                inputs += [file.name] if "disabled" not in named else []
            if isinstance(node, ast.ClassDef) and "ModalScreen" in map(_base, node.bases):
                dialogs.append(file.name)
    assert (inputs, dialogs) == ([], ["dialog.py"])


def _base(base: ast.expr) -> str:
    return str(getattr(base.value if isinstance(base, ast.Subscript) else base, "id", ""))


async def test_whoever_hurries_through_the_steps_meets_no_field_that_has_gone(
    world: HoldingHosts, state: Path
) -> None:
    """A step's fields are taken away while they come up."""
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("4.4.2/prepare/1a")
        for _ in range(3):
            for step in app.outline.steps:
                app.main.query_one("#page-4-4-2").show(step.id)  # type: ignore[attr-defined]
                await asyncio.sleep(0)
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_however_much_is_said_of_a_disk_the_keys_stay_and_all_of_it_can_be_read(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch, lang: str, size: tuple[int, int]
) -> None:
    takes: list[Callable[[Disks | Problem], None]] = []
    app = fake_wizard(world, state, lang)
    async with app.run_test(size=size) as pilot:
        monkeypatch.setattr(app.jobs, "read", lambda host, kind, take, disk=None: takes.append(take))
        app.push_screen(ChooseDisk("compute[0]"))
        await until(pilot, lambda: takes)
        takes[0](Disks(tuple((f"sd{at}", "10G", "disk", "", "", "") for at in "abcdefghi")))
        await pilot.press(*"/dev/sda", "enter")
        await until(pilot, lambda: len(takes) == 2)
        uses = "\n".join(f"/dev/sda{number}: /mnt/{number}" for number in range(1, 20))
        takes[1](Refused("disk-in-use", disk="/dev/sda", uses=uses))
        await until(pilot, lambda: "/mnt/1" in screen_text(app))
        for said in ("Enter", "Esc", app.words.label("answer-cancel")):
            assert said in screen_text(app)
        await pilot.press(*["pagedown"] * 9)
        await until(pilot, lambda: "/mnt/19" in screen_text(app))


async def test_what_a_host_tells_after_the_dialog_is_closed_is_dropped(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes: list[Callable[[Disks | Disk], None]] = []
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        monkeypatch.setattr(app.jobs, "read", lambda host, kind, take, disk=None: takes.append(take))
        dialog = ChooseDisk("compute[0]")
        app.push_screen(dialog)
        await until(pilot, lambda: takes)
        takes[0](Disks((("sdb", "10G", "disk", "", "", ""),)))
        await pilot.press(*"/dev/sdb", "enter")
        await until(pilot, lambda: len(takes) == 2)
        await pilot.press("escape")
        await until(pilot, lambda: dialog not in app.screen_stack)
        takes[0](Disks((("sdb", "10G", "disk", "", "", ""),)))
        takes[1](Disk("/dev/sdb", there=True, size=10 << 30))
        await pilot.pause()
        assert app.is_running
