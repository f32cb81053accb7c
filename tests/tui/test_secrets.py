"""A canary for each password: in no picture, report, saved file or journal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from textual.events import AppBlur
from textual.widgets import Button, Input

from tests.support.tui import PASSWORDS, HoldingHosts, fake_wizard
from tests.tui.conftest import idle, surveyed, until
from tests.tui.test_answers import field
from wizard.report.html_page import as_html
from wizard.report.report import as_json
from wizard.tui.flow import write as save
from wizard.tui.summary import report_of
from wizard.tui.widgets.password import PasswordField

TYPED = "typed-canary-9"


def test_textuals_log_is_not_written(tmp_path: Path) -> None:
    """It would have each key of a password in it."""
    log = tmp_path / "textual.log"
    ours, its = pty.openpty()
    environ = {**os.environ, "TEXTUAL_LOG": str(log), "NOVA_WIZARD_STATE": str(tmp_path), "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "wizard", "--lang", "en"], stdin=its, stdout=its, stderr=its, env=environ
    ) as wizard:
        painted = b""
        while b"Quit" not in painted:
            painted += os.read(ours, 1 << 16)
        os.write(ours, b"secret")
        wizard.kill()
    assert not log.exists()


@pytest.mark.parametrize("dialog", [False, True])
async def test_shown_passwords_are_masked_when_the_terminal_loses_the_focus(
    world: HoldingHosts, state: Path, dialog: bool
) -> None:
    """Also one whose field has not the focus, or is below a dialog: leaving a field masks only its own."""
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query(PasswordField)) == 5)
        entries = list(field(app, "passwords.novapass").query(Input))
        others = list(field(app, "passwords.rabbitpass").query(Input))
        entries[0].focus()
        await pilot.press(*TYPED)
        field(app, "passwords.novapass").query_one("#show", Button).press()
        await until(pilot, lambda: not any(entry.password for entry in entries))
        for entry in others:
            entry.password = False
        if dialog:
            app.action_help()
            await until(pilot, lambda: len(app.screen_stack) == 2)
        app.post_message(AppBlur())
        await until(pilot, lambda: not app.app_focus)
        assert [entry.password for entry in (*entries, *others)] == [True] * 4


async def test_a_defect_is_told_by_its_kind_and_place_alone(
    world: HoldingHosts, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Textual would print the source around each frame, and the frames' variables."""

    def breaks() -> None:
        password = TYPED
        raise RuntimeError(f"with {password}")

    app = fake_wizard(world, state)
    with pytest.raises(RuntimeError):
        async with app.run_test(size=(120, 40)) as pilot:
            app.call_later(breaks)
            await until(pilot, lambda: not app.is_running)
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "test_secrets.py" in said
    assert TYPED not in said
    assert "breaks" not in said


async def test_no_canary_anywhere(world: HoldingHosts, state: Path, tmp_path: Path) -> None:
    canaries = [*PASSWORDS.values(), TYPED]
    world.prints["4.4.2/install/1"] = [f"a careless program prints {canary}" for canary in canaries[:-1]]
    world.failing.add("4.4.2/install/1")
    app = fake_wizard(world, state)
    seen = []
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/install/1")
        await until(pilot, app.has_shown_all)
        await pilot.press("f5")
        await idle(pilot)
        app.progress.skips["4.4.2/install/2"] = app.jobs.work.mask(f"because of {canaries[0]}")
        await app.go("nodes")
        await until(pilot, lambda: len(app.page.query(PasswordField)) == 5)
        for entry in field(app, "passwords.novapass").query(Input):
            entry.focus()
            await pilot.press(*TYPED)
        for place in ("nodes", "4.4.2/prepare/3a", "4.4.2/install/1", "4.4.2/install/3d", "report"):
            await app.go(place)
            for tab in range(1, 7):
                app.action_tab(tab)
                await pilot.pause()
                seen.append(app.export_screenshot())
        report = report_of(app)
        seen += [as_json(report), as_html(report, "ko")]
        save(app, str(tmp_path / "answers.yaml"))
    seen += [file.read_text() for file in (tmp_path / "answers.yaml", *state.rglob("*")) if file.is_file()]
    assert any("‹novapass›" in text for text in seen)
    found = [text[max(text.index(c) - 120, 0) :][:200] for c in canaries for text in seen if c in text]
    assert found == []
