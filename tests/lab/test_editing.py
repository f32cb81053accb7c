"""Line editing: keys in, the line and the exact screen out."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lab.realbash import BASH, RealBash
from tests.lab.screens import Person
from wizard.hostsim import limits
from wizard.hostsim.interactive import Completions, History, edited_line
from wizard.hostsim.process import Process
from wizard.hostsim.terminal import Size

PROMPT = "[root@controller ~]# "
OLDER = ("ls -l /etc", "vi nova.conf", "systemctl start httpd.service", "echo one two")
UP, DOWN, RIGHT, LEFT, HOME, LAST = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F"

KEYS = [
    UP,
    DOWN,
    RIGHT,
    LEFT,
    HOME,
    LAST,
    *(chr(number) for number in range(1, 32) if number not in (3, 4, 10, 13)),
]
KEYS += [f"\x1b{char}" for char in "bfdyulct.r_<>#?5\x7f"]


def fruit(before: str) -> Completions:
    """Complete the last word to a fruit."""
    start = before.rfind(" ") + 1
    words = ["apple", "apricot", "banana", "한라봉"]
    return Completions(start, [word for word in words if word.startswith(before[start:])])


class Typed(Person):
    """A program that reads one line."""

    def __init__(
        self, columns: int = 80, rows: int = 24, *, term: str = "xterm", prompt: str = PROMPT
    ) -> None:
        super().__init__(columns, rows, term=term)
        self.line: str | type[BaseException] = ""

        async def read(process: Process) -> int:
            try:
                self.line = await edited_line(process, prompt, history=History(OLDER), complete=fruit)
            except (EOFError, KeyboardInterrupt) as error:
                self.line = type(error)
            return 0

        self.start(read)

    async def __aenter__(self) -> Self:
        await self.until(lambda: not self.terminal.mode.lines)
        return self


EDITS = [
    ("abc", "abc"),
    ("abc\x01x", "xabc"),
    ("abc" + LEFT + LEFT + "x", "axbc"),
    ("abc\x02\x02\x06x", "abxc"),
    ("abc" + HOME + RIGHT + "x" + LAST + "y", "axbcy"),
    ("abc\x7f\x7fd", "ad"),
    ("abc\x01\x1b[3~\x04d", "dc"),
    ("one two three\x17\x17x", "one x"),
    ("one two\x1bb\x1bb\x1bdX", "X two"),
    ("one two\x15\x19\x19", "one twoone two"),
    ("one two\x1bb\x0b\x19\x19", "one twotwo"),
    ("one two three\x17\x17\x01\x19", "two threeone "),
    ("a/b c/d\x1b\x7f\x1b\x7fx", "a/b x"),
    ("one\x15two\x15\x19\x1by", "one"),
    ("abc\x15xyz\x1f\x1f", "abc"),
    ("abc\x14", "acb"),
    ("one two\x01\x1bu\x1bc", "ONE Two"),
    ("x\x16\ty", "x\ty"),
    ("\x1b5xy", "xxxxxy"),
    ("abcdef\x1b3\x7f", "abc"),
    ("\x10", "echo one two"),
    (UP + UP + UP + DOWN, "systemctl start httpd.service"),
    ("new" + UP + DOWN, "new"),
    ("mv \x1b.", "mv two"),
    ("mv \x1b.\x1b.", "mv httpd.service"),
    ("\x12nova", "vi nova.conf"),
    ("\x12s\x12\x12\x06x", "sysxtemctl start httpd.service"),
    ("\x12nova\x07x", "x"),
    ("\x12nova\x01x", "xvi nova.conf"),
    ("\x1b<", "ls -l /etc"),
    ("ban\t", "banana "),
    ("ap\tr\t", "apricot "),
    ("한\t", "한라봉 "),
    ("한글 입력" + LEFT + LEFT + "\x7f을", "한글을입력"),
    ("가나다\x7f\x7f라", "가라"),
    ("é\u0301x" + LEFT + "\x7fy", "yx"),
    ("\xed", "í"),
]


@pytest.mark.parametrize(("keys", "line"), EDITS, ids=repr)
@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("columns", [80, 27])
async def test_editing(keys: str, line: str, term: str, columns: int) -> None:
    """The line is what readline makes of the keys, and the screen shows it, wrapped where it has to be."""
    async with Typed(columns, term=term) as person:
        await person.type(keys)
        await person.type("\r")
        await person.ended()
        assert person.line == line


NOT_BASH_S = ("one\x15two\x15\x19\x1by",)
"""bash 5.2 yanks in another order."""


@pytest.mark.skipif(BASH is None, reason="no bash on this machine")
@pytest.mark.parametrize(
    "keys",
    [keys for keys, _ in EDITS if ("\t" not in keys or "\x16" in keys) and keys not in NOT_BASH_S],
    ids=repr,
)
@pytest.mark.parametrize("columns", [80, 27])
async def test_by_bash(tmp_path: Path, keys: str, columns: int) -> None:
    """The screen is the one that a real bash shows, with the cursor at the same place."""
    typed = "%" + keys + "\x05%"
    with RealBash(tmp_path, columns, prompt=PROMPT, history=OLDER) as bash:
        bash.shows(PROMPT.strip())
        bash.type(typed)
        async with Typed(columns) as person:
            await person.type(typed)
            await person.until(lambda: bash.fed() == (person.lines, person.cursor))


WIDE = "[한글 프롬프트]# "


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 2), (3, 30), (7, 2), (40, 1), (500, 500)])
@pytest.mark.parametrize("prompt", [PROMPT, WIDE, "\x1b[1;32m>\x1b[0m ", "above\n> "])
async def test_any_size(columns: int, rows: int, prompt: str) -> None:
    """A window of any size takes any key, and gives the line."""
    async with Typed(columns, rows, prompt=prompt) as person:
        await person.type("가나다 abc" + LEFT * 3 + "x한\x01y" + UP + DOWN + "\x0c\x12o\x07\x05z\r")
        await person.ended()
        assert person.line == "y가나다 x한abcz"


@pytest.mark.parametrize("term", ["dumb", "xterm"])
async def test_dumb_terminal(term: str) -> None:
    """A dumb terminal gets no escape sequence, another one gets them."""
    async with Typed(40, 24, term=term) as person:
        await person.type("가나다" * 10 + LEFT * 4 + "x\x01y" + UP + DOWN + "\x12o\x07\x0cz\r")
        await person.ended()
        assert (b"\x1b" in person.sent) == (term != "dumb")
        assert person.line == "y" + "가나다" * 8 + "가나x다가나다z"


async def test_resized() -> None:
    """After a change of the size the line is there once, wrapped anew."""
    async with Typed(80) as person:
        await person.type("echo " + "abcdefghij" * 4)
        await person.sees("abcdefghij" * 4)
        person.screen.resize(24, 30)
        person.terminal.resize(Size(30, 24))
        await person.until(lambda: "".join(person.lines) == PROMPT + "echo " + "abcdefghij" * 4)
        assert len(person.lines) == 3


async def test_listing() -> None:
    """A second Tab lists what is possible, and the line stays."""
    async with Typed() as person:
        await person.type("x ap\t\t")
        await person.shows(PROMPT + "x ap", "apple    apricot", PROMPT + "x ap")


async def test_pasted() -> None:
    """In a marked paste a tab is a tab; the mark may come in pieces."""
    async with Typed() as person:
        for piece in (b"\x1b[20", b"0~a\tb\x03", b"c\x1b[201", b"~d\r"):
            await person.type(piece)
        await person.ended()
        assert person.line == "a\tb\x03cd"


@pytest.mark.parametrize(("keys", "error"), [("\x04", EOFError), ("abc\x03", KeyboardInterrupt)])
async def test_leaving(keys: str, error: type[BaseException]) -> None:
    """Ctrl-D on an empty line and Ctrl-C end it."""
    async with Typed() as person:
        await person.type(keys)
        await person.ended()
        assert person.line is error


async def test_connection_is_gone() -> None:
    """Without its client a program gets the end of file."""
    async with Typed() as person:
        await person.type("half a li")
        person.terminal.hang_up()
        await person.ended()
        assert person.line is EOFError


async def test_too_much() -> None:
    """A line has a longest length; what is typed beyond it is dropped, and the line is still a line."""
    async with Typed() as person:
        for _ in range(20):
            await person.type("y" * 8192)
        await person.type("\r")
        await person.ended()
        assert isinstance(person.line, str)
        assert limits.EDITED - 256 <= len(person.line) <= limits.EDITED


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from([*"ab /한\u0301\x16\x1b", *KEYS]) | st.binary(max_size=4), max_size=40),
    st.integers(1, 30),
    st.integers(1, 5),
    st.sampled_from(["xterm", "dumb"]),
)
async def test_any_keys(keys: list[str | bytes], columns: int, rows: int, term: str) -> None:
    """Whatever is typed, the program goes on reading, and Enter or the end comes through."""
    async with Typed(columns, rows, term=term) as person:
        for key in keys:
            await person.type(key)
        await person.type("\x07\x07y\x07\r\x07\r")
        await person.ended()
