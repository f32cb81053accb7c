"""Textual's own variables write the screen to files or type keys; none has a say here but harmless ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textual

from tests.security.terminal import WizardTerminal
from wizard.process import keep_from_textual

KNOWN = {
    "TEXTUAL_ALLOW_SIGNALS",
    "TEXTUAL_ANIMATIONS",
    "TEXTUAL_COLOR_SYSTEM",
    "TEXTUAL_DEBUG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_DIM_FACTOR",
    "TEXTUAL_DISABLE_KITTY_KEY",
    "TEXTUAL_DRIVER",
    "TEXTUAL_FILTERS",
    "TEXTUAL_FPS",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_FILENAME",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SHOW_RETURN",
    "TEXTUAL_SLOW_THRESHOLD",
    "TEXTUAL_SMOOTH_SCROLL",
    "TEXTUAL_SPEEDUPS",
    "TEXTUAL_THEME",
}
HARMLESS = {
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_COLOR_SYSTEM": "256",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}


def test_a_new_variable_of_textual_is_noticed() -> None:
    """What it does is to be looked at; then it is added to those above, or also to the harmless ones."""
    files = Path(textual.__file__).parent.rglob("*.py")
    quoted = re.compile(r"""["'](TEXTUAL_[A-Z_]+)["']""")
    assert {name for file in files for name in quoted.findall(file.read_text(encoding="utf-8"))} == KNOWN


@pytest.mark.parametrize("value", ["1", "x", "", "none", "-1", "/tmp/x", "99999999999999999999"])
def test_only_harmless_ones_with_valid_values_are_left(value: str) -> None:
    environ = {**dict.fromkeys([*KNOWN, "TEXTUAL_NEW"], value), "PATH": "/bin"}
    keep_from_textual(environ)
    assert environ.pop("PATH") == "/bin"
    assert set(environ) <= set(HARMLESS)
    assert (value in ("1", "none")) == bool(environ)


def test_harmless_ones_stay() -> None:
    environ = dict(HARMLESS)
    keep_from_textual(environ)
    assert environ == HARMLESS


def test_nothing_is_written_or_typed(tmp_path: Path) -> None:
    folder = tmp_path / "screens"
    folder.mkdir()
    given = {
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(folder),
        "TEXTUAL_SCREENSHOT_FILENAME": "screen.svg",
        "TEXTUAL_PRESS": "f9,ctrl+q",
        "TEXTUAL_LOG": str(folder / "log"),
        "TEXTUAL_DRIVER": "no.such:Driver",
    }
    _goes_on(WizardTerminal(tmp_path / "state", **given))
    assert list(folder.iterdir()) == []


def test_bad_values_do_no_harm(tmp_path: Path) -> None:
    _goes_on(WizardTerminal(tmp_path / "state", **dict.fromkeys(KNOWN, "x"), TEXTUAL_NEW="x"))


def _goes_on(terminal: WizardTerminal) -> None:
    """See that the wizard is as always: the first key that it takes is one of ours."""
    try:
        terminal.until_up()
        terminal.shown = b""
        terminal.type(b"\x1b[20~")  # F9: from English to Korean
        terminal.until_shown("종료".encode())
        terminal.type(b"\x11")  # Ctrl-Q
        assert terminal.ends() == 0
    finally:
        terminal.close()
