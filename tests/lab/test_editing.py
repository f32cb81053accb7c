"""Line editing: keys in, the line and the exact screen out."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.lab.screens import Person
from wizard.hostsim.interactive import Completions, History, edited_line
from wizard.hostsim.process import Process

PROMPT = "[root@controller ~]# "
OLDER = ("ls -l /etc", "vi nova.conf", "systemctl start httpd.service", "echo one two")
UP, DOWN, RIGHT, LEFT, HOME, LAST = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F"


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
        await person.sees("#")
        await person.type(keys)
        await person.type("\r")
        await person.ended()
        assert person.line == line


BASH = shutil.which("bash")
COMPLETING = "\t"


class RealBash:
    """A real bash on a terminal, with the same history and prompt."""

    def __init__(self, folder: Path, columns: int, term: str) -> None:
        (folder / "history").write_text("".join(f"{line}\n" for line in OLDER))
        (folder / "rc").write_text(f"PS1='{PROMPT}'\nset +H\n")
        (folder / "inputrc").write_text("set enable-bracketed-paste off\nset bell-style none\n")
        self.screen = pyte.Screen(columns, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            str(BASH),
            ["--noprofile", "--rcfile", str(folder / "rc"), "-i"],
            dimensions=(24, columns),
            env={
                "TERM": term,
                "HISTFILE": str(folder / "history"),
                "INPUTRC": str(folder / "inputrc"),
                "LC_ALL": "C.UTF-8",
                "PATH": "/usr/bin:/bin",
            },
        )
        self.child.delaybeforesend = None

    def shows(self, text: str) -> bool:
        """Wait until a text is on the screen."""
        end = time.monotonic() + 30
        while text not in "".join(self.screen.display) and time.monotonic() < end:
            try:
                self.stream.feed(self.child.read_nonblocking(4096, timeout=0.05))
            except pexpect.TIMEOUT:
                continue
        return text in "".join(self.screen.display)


@pytest.mark.skipif(BASH is None, reason="no bash on this machine")
@pytest.mark.parametrize(
    "keys", [keys for keys, _ in EDITS if COMPLETING not in keys or "\x16" in keys], ids=repr
)
@pytest.mark.parametrize("columns", [80, 27])
async def test_by_bash(tmp_path: Path, keys: str, columns: int) -> None:
    """The screen is the one that a real bash shows, with the cursor at the same place."""
    bash = RealBash(tmp_path, columns, "xterm")
    assert bash.shows(PROMPT.strip())
    marked = "~" + keys + "\x05~"
    bash.child.send(marked.encode())
    async with Typed(columns) as person:
        await person.type(marked)
        await person.until(lambda: "".join(person.lines).count("~") == 3)
    end = time.monotonic() + 30
    while person.screen.display != bash.screen.display and time.monotonic() < end:
        bash.shows("nothing of the kind")
