"""The theme and the language that were chosen are there again, unless something else is asked for."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import until
from wizard.tui import preferences
from wizard.tui.app import Wizard
from wizard.tui.preferences import NONE_CHOSEN, Preferences
from wizard.tui.start import setting_for

ENGLISH = {"LANG": "en_US.UTF-8"}
KOREAN = {"LANG": "ko_KR.UTF-8"}


@pytest.fixture
def environ(state: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that says nothing of the language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NOVA_WIZARD_STATE", str(state))
    monkeypatch.setenv("TERM", "xterm-256color")
    return monkeypatch


async def test_what_is_chosen_is_kept_for_its_owner_alone(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "ko", environ={**KOREAN})
    async with app.run_test() as pilot:
        await pilot.press("f9", "ctrl+t")
        kept = Preferences("light", "en", "ko_KR.UTF-8")
        await until(pilot, lambda: preferences.read(state) == kept)
    assert stat.S_IMODE((state / preferences.FILE).stat().st_mode) == 0o600


async def test_the_next_session_begins_with_it(
    world: HoldingHosts, state: Path, environ: pytest.MonkeyPatch
) -> None:
    preferences.keep(state, lambda: Preferences("light", "en", ""))
    setting = setting_for(None, None)
    assert setting.words.lang == "en"
    app = Wizard(replace(fake_wizard(world, state).setting, preferences=setting.preferences))
    async with app.run_test():
        assert app.theme == "nova-light"


@pytest.mark.parametrize(
    ("option", "locale", "spoken"),
    [
        (None, "ko_KR.UTF-8", "en"),  # chosen in it
        (None, "en_US.UTF-8", "en"),
        (None, "", "ko"),
        ("ko", "ko_KR.UTF-8", "ko"),
    ],
)
def test_command_line_and_environment_go_before(
    state: Path, environ: pytest.MonkeyPatch, option: str | None, locale: str, spoken: str
) -> None:
    preferences.keep(state, lambda: Preferences("", "en", "ko_KR.UTF-8"))
    environ.setenv("LANG", locale)
    assert setting_for(None, option).words.lang == spoken


def test_the_answers_go_before(state: Path, tmp_path: Path, environ: pytest.MonkeyPatch) -> None:
    preferences.keep(state, lambda: Preferences("", "en", ""))
    answers = tmp_path / "answers.yaml"
    answers.write_text("version: 1\nlanguage: ko\n")
    answers.chmod(0o600)
    assert setting_for(answers, None).words.lang == "ko"


def test_a_terminal_without_hangul(state: Path, environ: pytest.MonkeyPatch) -> None:
    preferences.keep(state, lambda: Preferences("", "ko", ""))
    environ.setenv("TERM", "linux")
    assert setting_for(None, None).words.lang == "en"


@pytest.mark.parametrize("content", ["", "[]", "{", '{"theme": 3, "language": "xx"}', '{"theme": []}', "\0"])
def test_a_file_that_is_none_of_ours_is_left_aside(state: Path, content: str) -> None:
    state.mkdir(mode=0o700)
    (state / preferences.FILE).write_text(content)
    assert preferences.read(state) == NONE_CHOSEN


def test_where_nothing_can_be_kept_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    preferences.keep(tmp_path / "file", lambda: Preferences("light"))
    assert preferences.read(tmp_path / "file") == NONE_CHOSEN
