"""Answers: checked while one types, planned anew when they change, saved as --replay takes them."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.tui import PASSWORDS, HoldingHosts, fake_wizard
from tests.tui.conftest import idle, perform, screen_text, surveyed, until
from wizard.answers.load import load
from wizard.answers.passwords import Kind, Source
from wizard.tui.app import Wizard
from wizard.tui.dialogs.line import Line
from wizard.tui.widgets.field import Field
from wizard.tui.widgets.password import PasswordField


def field(app: Wizard, path: str) -> Field:
    """Return the field of an answer on the nodes' page."""
    return next(field for field in app.page.query(Field) if field.path == path)


async def write(pilot: Pilot[int], entry: Input, text: str) -> None:
    """Type over what is in a field."""
    entry.focus()
    await pilot.press("end", "ctrl+u", *text)


async def test_what_is_wrong_shows_while_one_types(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query(Field)) > 8)
        address = field(app, "controller.management_ip")
        await write(pilot, address.query_one(Input), "10.0.0.")
        await until(pilot, lambda: "neither" in screen_text(app) or "not an" in screen_text(app))
        assert address.has_class("-wrong")
        await pilot.press("9")
        await until(pilot, lambda: not address.has_class("-wrong"))


async def test_a_changed_answer_plans_anew_and_says_so(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/install/3e")
        await pilot.press("2")
        await until(pilot, lambda: list(app.page.query(Field)))
        await write(pilot, field(app, "controller.management_ip").query_one(Input), "10.0.0.77")
        await pilot.press("tab")
        record = app.progress.record("4.4.2/install/3e", "controller")
        await until(pilot, lambda: "10.0.0.77" in record.planned[0].text)
        assert record.changed_plan
        await idle(pilot)
        assert "↻" in screen_text(app)


async def test_a_password_is_typed_twice_and_never_shown_unasked(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, environ={})
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query(PasswordField)) == 5)
        path = "passwords.novapass"
        password = field(app, path)
        first, again = password.query(Input)
        await write(pilot, first, "canary-5")
        assert app.draft.get(path) == Source(Kind.ENV, "NOVAPASS")
        await write(pilot, again, "canary-6")
        assert password.has_class("-wrong")
        await write(pilot, again, "canary-5")
        assert app.draft.get(path) == Source(Kind.TYPED, "canary-5")
        assert "canary-5" not in screen_text(app)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "canary-5" in screen_text(app))
        field(app, "passwords.rabbitpass").query_one(Input).focus()
        await until(pilot, lambda: "canary-5" not in screen_text(app))


async def test_a_new_password_can_be_generated(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, environ={})
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query(PasswordField)) == 5)
        password = field(app, "passwords.novapass")
        password.query(Input).first().focus()
        await until(pilot, lambda: app.focused in list(password.query(Input)))
        await pilot.press("tab", "tab", "tab", "enter")
        await until(pilot, lambda: getattr(app.draft.get("passwords.novapass"), "kind", None) is Kind.TYPED)
        assert len(app.draft.get("passwords.novapass").text) >= 20
        assert not field(app, "passwords.dbpassword").query("#generate")


async def test_saved_answers_are_those_of_the_wizard(
    world: HoldingHosts, state: Path, tmp_path: Path
) -> None:
    app = fake_wizard(world, state, computes=2)
    file = tmp_path / "saved.yaml"
    async with app.run_test(size=(80, 24)) as pilot:
        await app.go("nodes")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Line))
        app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, file.is_file)
        saved, ours = load(file, PASSWORDS).answers, app.jobs.work.answers(app.draft)
        assert saved.nodes == ours.nodes
        assert not any(secret in file.read_text() for secret in PASSWORDS.values())


async def test_a_walk_and_a_replay_send_the_same(world: HoldingHosts, state: Path, tmp_path: Path) -> None:
    """The wizard runs the guide on some hosts; a run of the saved answers sends the same to others."""
    from steps import SECTIONS
    from tests.support.tui import fake_guide, fake_prerequisites
    from wizard.engine.run import Run
    from wizard.journal import Journal
    from wizard.model.steps import Guide
    from wizard.tui.flow import write as save

    app = fake_wizard(world, state, computes=2)
    file = tmp_path / "saved.yaml"
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        save(app, str(file))
        await app.go("4.4.2")
        for section in ("4.4.2", "4.4.3", "4.4.4"):
            perform(app, app.outline.within(section))
            await idle(pilot)
    fresh = HoldingHosts()
    answers = load(file, PASSWORDS).answers
    journal = Journal(tmp_path / "other", lambda text: text)
    run = Run(
        answers,
        Guide(fake_guide(), fake_prerequisites(fresh), SECTIONS),
        {node.name: fresh.connect(node) for node in answers.nodes},
        emit=lambda event: None,
        approve=lambda step, node, actions: True,
        mask=lambda text: text,
        transcript=journal,
    )
    assert run.run() == "done"
    for host in ("controller", "compute1", "compute2"):
        assert [s for h, s in fresh.sent if h == host] == [s for h, s in world.sent if h == host]
    assert len(world.sent) > 30
