"""Whatever a terminal sends, the wizard goes on; where it ends, it says so plainly, and not with status 0."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events

from tests.security.program import command, until
from tests.security.terminal import WizardTerminal
from wizard.tui import driver
from wizard.tui.driver import Keys

ODD = {
    "a byte that is not UTF-8": b"\xe4",
    "all bytes": bytes(range(32, 256)),
    "half a character, then a key": b"\xed\x95\x1bOP",
    "a code point too large": b"\x1b[1114112u",
    "a very large number": b"\x1b[99999999999999999999999u",
    "codes between colons": b"\x1b[1:2;3:4u\x1b[:;:u\x1b[97;1;1114112u\x1b[97;1;:u",
    "half of a surrogate pair": b"\x1b[55296u\x1b[97;1;55296u",
    "a size of nothing, then the mouse": b"\x1b[48;0;0;0;0t\x1b[<0;3;3M\x1b[<0;3;3m",
    "a size without pixels, then the mouse": b"\x1b[48;24;80;0;0t\x1b[<0;3;3M\x1b[<0;3;3m",
    "an enormous size": b"\x1b[48;99999999;99999999;1;1t",
    "a click far away": b"\x1b[<0;99999999999999999;99999999999999999M",
    "buttons that no mouse has": b"\x1b[<99999999999;1;1M\x1b[<-5;1;1M\x1b[M\xff\xff\xff",
    "a paste without end, then its end": b"\x1b[200~\xff\xfe\x1b[48;0;0;0;0t\x1b[201~",
    "reports that nobody asked for": b"\x1b[?2026;4$y\x1b[?2048;9$y\x1b[9999999;9999999R",
    "long nonsense": b"\x1b[" + b";" * 5000 + b"\x1b" * 100,
}


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[WizardTerminal]:
    terminal = WizardTerminal(tmp_path / "state")
    terminal.until_up()
    yield terminal
    terminal.close()


def test_odd_input(terminal: WizardTerminal) -> None:
    for what, sent in ODD.items():
        terminal.type(sent)
        terminal.type(b"\x1b[I")  # the focus comes
        before = len(terminal.shown)
        terminal.type(b"\x1b[20~")  # F9: the other language

        def painted(before: int = before) -> bool:
            terminal.read()
            return len(terminal.shown) > before

        until(painted, f"a sign of life after {what}")
    terminal.type(b"\x1b\x1b\x11")  # whatever is open is closed; Ctrl-Q
    assert terminal.ends() == 0
    assert b"Traceback" not in terminal.shown


@pytest.mark.parametrize("what", ODD)
def test_the_next_key_is_read(what: str) -> None:
    keys = Keys()
    list(keys.feed(ODD[what].decode("utf-8", "replace")))
    if keys._timeout_time is not None:
        keys._timeout_time = 0.0  # a pause
    list(keys.tick())
    told = list(keys.feed("\x1b[20~"))
    assert [event.key for event in told if isinstance(event, events.Key)][-1:] == ["f9"]


FAULTY = """
import sys
from wizard.tui.driver import Terminal
def fails(self):
    secret = "canary-9"
    raise ValueError(secret)
Terminal.run_input_thread = fails
from wizard.entry import main
sys.argv[1:] = ["--lang", "en", "--lab"]
sys.exit(main())
"""


def test_an_unexpected_error_is_no_success(tmp_path: Path) -> None:
    terminal = WizardTerminal(tmp_path / "state", sys.executable, "-c", FAULTY)
    try:
        assert terminal.ends() == 1
    finally:
        terminal.close()
    assert b"ValueError" in terminal.shown
    assert b"Traceback" not in terminal.shown
    assert b"canary-9" not in terminal.shown


@pytest.mark.parametrize("begins", [["\x1b[200~half"], ["\x1b[20", "0~", "half"]], ids=["whole", "pieces"])
def test_a_paste_that_is_cut_off_takes_no_more_keys(
    monkeypatch: pytest.MonkeyPatch, begins: list[str]
) -> None:
    monkeypatch.setattr(driver, "_PAUSE", 0.0)
    keys, paste = Keys(), driver._Paste()
    for text in begins:
        paste.feed(text)
        list(keys.feed(text))
    assert paste.is_cut_off
    told = [*keys.feed(paste.end()), *keys.feed("\x1b[20~")]
    assert [type(event) for event in told][:1] == [events.Paste]
    assert [event.key for event in told if isinstance(event, events.Key)] == ["f9"]
    assert not paste.is_cut_off


def test_a_whole_paste_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_PAUSE", 0.0)
    paste = driver._Paste()
    for text in ("x", "\x1b[200~a", "b\x1b[2", "01~c"):
        paste.feed(text)
    assert not paste.is_cut_off


AT_END = """
import os, sys
from wizard.tui import driver
read = driver.os.read
class Os:
    def read(self, number, most):
        sent = read(number, most)
        if b"x" in sent:
            {ends}
        return sent
driver.os = Os()
from wizard.entry import main
sys.argv[1:] = ["--lang", "en", "--lab"]
sys.exit(main())
"""


@pytest.mark.parametrize("ends", ['return b""', "raise OSError(5, 'Input/output error')"])
def test_a_terminal_at_its_end(tmp_path: Path, ends: str) -> None:
    """As one does that is taken away without SIGHUP: reading gives nothing, or fails."""
    terminal = WizardTerminal(tmp_path / "state", sys.executable, "-c", AT_END.format(ends=ends))
    try:
        terminal.until_up()
        terminal.type(b"x")
        assert terminal.ends() == 130
    finally:
        terminal.close()


def test_a_terminal_that_another_process_holds_goes(tmp_path: Path) -> None:
    """SIGHUP is ignored, as with nohup: the end of the terminal itself ends the wizard."""
    words = ("sh", "-c", 'trap "" HUP; exec "$@"', "sh", *command("--lang", "en", "--lab"))
    terminal = WizardTerminal(tmp_path / "state", "/bin/sh", *words[1:])
    try:
        terminal.until_up()
        terminal.hang_up()
        assert terminal.ends() == 130
    finally:
        terminal.close()
