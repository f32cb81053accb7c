"""Text from hosts, servers and answers is never taken for markup of any kind."""

from __future__ import annotations

import io
import re
from concurrent.futures import Future
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from steps import GUIDE
from tests.security.hostile_text import MARKUP, every_event
from tests.support.cases import ANSWERS
from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import screen_text, until
from wizard.answers.passwords import Kind, Source
from wizard.engine.events import Planned, RunStarted, Services
from wizard.engine.modes import RunMode
from wizard.facts.compute_services import ComputeService
from wizard.facts.disks import Disks
from wizard.headless.live import Live
from wizard.headless.plain import Plain
from wizard.model.message import Message
from wizard.report.html_page import as_html
from wizard.report.progress import Progress
from wizard.report.report import gather
from wizard.text import LANGUAGES, Words
from wizard.tui.app import Wizard
from wizard.tui.dialogs.approve import Actions
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.disk import ChooseDisk
from wizard.tui.dialogs.line import Line
from wizard.tui.jobs import Asked
from wizard.tui.localized import StaticText
from wizard.tui.outline import Outline
from wizard.tui.pages.verify import table

STEP = "4.4.2/install/1"


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that have no text are shown as users would see them."""
    monkeypatch.setattr(Words, "strict", False)


@pytest.fixture
def world() -> HoldingHosts:
    """Fake hosts that hold nothing yet."""
    return HoldingHosts()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder of the test's own."""
    return tmp_path / "state"


def row(text: str) -> ComputeService:
    """Return a row of the service table with this text as its zone."""
    return ComputeService("nova-compute", "compute1", text, enabled=False, up=True, id="7", updated="")


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("kind", [Live, Plain])
def test_events_are_shown_as_they_stand(kind: type[Live | Plain], text: str) -> None:
    out = io.StringIO()
    front = kind(Words("en"), GUIDE, out)
    for mode in ("run", "dry-run", "check"):
        for event in (RunStarted(RunMode(mode), (text,), 1), *every_event(text)):
            front.show(event)
    front.show(Services([row(text)]))
    front.close()
    assert f"| {text} " in out.getvalue()


@pytest.mark.parametrize("text", MARKUP)
def test_no_link_and_no_colour_comes_of_it(text: str) -> None:
    out = io.StringIO()
    front = Live(Words("en"), GUIDE, out)
    front._console = Console(
        file=out, force_terminal=True, markup=False, emoji=False, highlight=False, width=200
    )
    front.show(RunStarted(RunMode.CHECK, ("controller",), 1))
    front.show(Services([row(text)]))
    front.warn(Message("answers-unreadable", reason=text))
    front.close()
    printed = out.getvalue()
    assert "\x1b]8;" not in printed
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", printed)
    assert plain.count(text) >= 2


def test_rich_itself_is_told_so() -> None:
    front = Live(Words("en"), GUIDE, io.StringIO())
    front.close()
    assert not front._console._markup
    assert not front._console._emoji


@pytest.mark.parametrize("text", MARKUP)
def test_the_wizards_table(text: str) -> None:
    out = io.StringIO()
    Console(file=out, width=200).print(table([row(text)], with_ids=True))
    assert f"| {text} " in out.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", MARKUP)
def test_fluent_takes_variables_as_they_are(lang: str, text: str) -> None:
    assert text in Words(lang).label("answers-unreadable", reason=text)


class _Seen(HTMLParser):
    """The elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_report_is_the_same_page_with_it() -> None:
    def seen(text: str) -> _Seen:
        progress = Progress()
        progress.mode = RunMode.RUN
        for event in every_event(text):
            progress.note(event)
        record = progress.record(STEP, text)
        record.planned, record.sent = [Planned(STEP, text, "command", text, text, Message("x"))], True
        record.message = Message("answers-unreadable", reason=text)
        progress.services = (row(text),)
        progress.skips["4.4.2/install/2"] = text
        report = gather(Outline(GUIDE).steps, progress, lambda step: [text], text, text)
        page = _Seen()
        page.feed(as_html(report, "en"))
        return page

    plain, hostile = seen("plain"), seen(" ".join(MARKUP))
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes
    for text in MARKUP:
        assert text in hostile.text


def content(app: Wizard) -> str:
    """Return what every widget of text holds on the screen that is shown."""
    return "\n".join(str(widget.content) for widget in app.screen.query(StaticText))


async def test_the_wizard_shows_it_as_it_stands(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(160, 60)) as pilot:
        app.action_read()
        await until(pilot, lambda: app.progress.was_read and not app.jobs.busy)
        for text in ("[/red]", "[link=https://evil.example]x[/link]", " ".join(MARKUP)):
            said = Message("answers-unreadable", reason=text)
            app.progress.services = (row(text),)
            app.progress.skips["4.4.2/install/2"] = text
            record = app.progress.record(STEP, "controller")
            record.planned = [Planned(STEP, "controller", "command", text, f"+{text}", said)]
            record.message = said
            record.add(text)
            app.draft.set("controller.ssh.user", text)
            app.draft.set("passwords.novapass", Source(Kind.ENV, text))
            app.show_message(said, "error")
            for place in ("nodes", STEP, "4.4.2/install/2", "4.4.4/2", "report"):
                await app.go(place)
                app.show_progress()
                await pilot.pause()
                if place == STEP:
                    assert text in content(app)
                if place == "4.4.4/2" and len(text) < 40:
                    assert text in screen_text(app)
            answer: Future[bool] = Future()
            step = next(step for step in GUIDE if step.id == STEP)
            asked = Asked(
                step, ANSWERS.controller, [Planned(STEP, "controller", "command", text, "", said)], answer
            )
            for dialog in (Choice(said, [said], ["answer-ok"]), Line(said, said, text)):
                app.push_screen(dialog)
                await pilot.pause()
                assert text in content(app)
                app.pop_screen()
            app.on_asked(asked)
            await pilot.pause()
            assert text in str(app.screen.query_one(Actions).content)
            await pilot.press("escape")
            assert answer.result(1) is False
            monkeypatch.setattr(app.jobs, "read", lambda *_: None)
            disks = ChooseDisk("compute[0]")
            app.push_screen(disks)
            await pilot.pause()
            disks._list(Disks(((text, text, "disk", text, text, text),)))
            await pilot.pause()
            assert text in content(app)
            app.pop_screen()
            await pilot.pause()
        assert not app._exception
