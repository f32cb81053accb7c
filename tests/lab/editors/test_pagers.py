"""less and more on a terminal of a node, and where there is none."""

from __future__ import annotations

import asyncio

import pytest

from tests.lab import inside
from tests.lab.screens import Person
from wizard.hostsim.execute import execute
from wizard.hostsim.node import Node
from wizard.hostsim.pager import content
from wizard.hostsim.process import Process
from wizard.hostsim.terminal import Size
from wizard.hostsim.tree import ROOT, Regular

NUMBERED = "".join(f"line {number}\n" for number in range(1, 101))
LONG = "".join(f"line {number} " + "long " * (number % 5 * 8) + "\n" for number in range(1, 41))


class Paging(Person):
    """A program with its arguments, as root in /root, on 40x10."""

    def __init__(
        self, node: Node, *words: str, columns: int = 40, rows: int = 10, **environment: str
    ) -> None:
        super().__init__(columns, rows, node=node)
        self.process.argv = list(words)
        self.process.cwd = "/root"
        self.process.env.update(environment)
        self.start(execute)

    @property
    def last(self) -> str:
        """The prompt."""
        return self.lines[-1] if self.lines else ""


@pytest.fixture
async def node() -> Node:
    made = inside.node()
    made.tree.write("/root/f", NUMBERED)
    made.tree.write("/root/long", LONG)
    made.tree.write("/root/short", "한글\tx\x01\nb\bbo\bo _\bu\n")
    return made


# Keys, and the screen that less 590 shows: first row, last row of text, prompt.
SHOWN = [
    ("f", "", "line 1", "line 9", "f"),
    ("f", " ", "line 10", "line 18", ":"),
    ("f", "/line 1\r", "line 1", "line 9", ":"),
    ("f", "/line 1\rnn", "line 11", "line 19", ":"),
    ("f", "/99\r", "line 99", "~", "(END)"),
    ("f", "/nope\r", "line 1", "line 9", "Pattern not found  (press RETURN)"),
    ("f", "G", "line 92", "line 100", "(END)"),
    ("f", "G?line 2\rn", "line 28", "line 36", ":"),
    ("f", "Gbb", "line 74", "line 82", ":"),
    ("f", "50g", "line 50", "line 58", ":"),
    ("f", "95g", "line 95", "~", "(END)"),
    ("f", "ddu", "line 6", "line 14", ":"),
    ("f", "50p", "line 51", "line 59", ":"),
    ("f", "&9\r", "line 9", "line 89", "& :"),
    ("f", "maG'a", "line 1", "line 9", ":"),
    ("f", "5j3k", "line 3", "line 11", ":"),
    (
        "long",
        "jjj",
        "g long long long long long long long lon",
        "g long long long long long long long lon",
        ":",
    ),
    ("f", "hq", "line 1", "line 9", "f"),
]


@pytest.mark.parametrize(
    ("name", "keys", "first", "last", "prompt"), SHOWN, ids=[f"{n} {k}" for n, k, *_ in SHOWN]
)
async def test_what_less_shows(node: Node, name: str, keys: str, first: str, last: str, prompt: str) -> None:
    """The screen after some keys is that of the real less."""
    async with Paging(node, "less", name) as person:
        await person.type(keys)
        await person.until(
            lambda: (
                len(person.lines) == 10
                and (person.lines[0], person.lines[8], person.lines[9]) == (first, last, prompt)
            )
        )
        await person.type("\rq" if "RETURN" in prompt else "q")
        assert await person.ended() == 0


async def test_short_files_and_several(node: Node) -> None:
    """The prompt follows what has room; :n and :p go through the files; control characters are shown."""
    async with Paging(node, "less", "short", "f") as person:
        await person.shows("한글    x^A", "bo u", "short (file 1 of 2) (END) - Next: f")
        await person.type(":n")
        await person.until(lambda: person.last == "f (file 2 of 2)")
        await person.type(":n")
        await person.sees("No next file")
        await person.type("\r:p")
        await person.sees("short (file 1 of 2)")
        await person.type("q")
        assert await person.ended() == 0


async def test_options_and_their_variable(node: Node) -> None:
    """-N, -S and LESS."""
    async with Paging(node, "less", "-N", "f") as person:
        await person.until(lambda: person.lines[:1] == ["      1 line 1"])
        await person.type("-n\rq")
        assert await person.ended() == 0
    async with Paging(node, "less", "long", LESS="-S") as person:
        await person.until(lambda: person.lines[1:2] == ["line 2 long long long long long long lon"])
        assert person.lines[4] == "line 5"
        await person.type("q")
    async with Paging(node, "less", "-FX", "short") as person:
        assert await person.ended() == 0


@pytest.mark.parametrize("keys", ["b q", " q", "5jq", "gq", "/9\r?9\rq", "&9\rq", "=q", "-N\rq"])
async def test_a_pipe_of_any_size(node: Node, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    """Keys come from the terminal, text from the pipe, of which only so much is kept."""
    monkeypatch.setattr(content, "KEPT", 20_000)
    written = "(seq 1 100000; touch /root/written; exec yes 999999) | less"
    async with Paging(node, "sh", "-c", written) as person:
        await person.sees("9")
        await person.type("G")
        await person.until(lambda: node.tree.find("/root/written") is not None)
        await person.type("\x03")
        await person.until(lambda: person.last == ":" and int(person.lines[0]) > 1)
        await person.type(keys)
        assert await person.ended() == 0


async def test_following_a_file(node: Node) -> None:
    """F shows what is added until Ctrl-C."""
    file = node.tree.get("/root/f")
    assert isinstance(file, Regular)
    async with Paging(node, "less", "f", columns=80) as person:
        await person.type("F")
        await person.sees("Waiting for data... (interrupt to abort)")
        file.content += b"one more\n"
        await person.sees("one more")
        await person.type("\x03")
        await person.until(lambda: person.last == "(END)")
        await person.type("q")
        assert await person.ended() == 0


async def test_editing_what_is_shown(node: Node) -> None:
    """V starts vi at the line, and shows what became of the file."""
    async with Paging(node, "less", "f") as person:
        await person.type("5jv")
        await person.sees('"f" 100L, 792C')
        await person.type("ccchanged\x1b:wq\r")
        await person.until(lambda: person.lines[:1] == ["changed"])
        await person.type("q")
        assert await person.ended() == 0


async def test_the_window_changes(node: Node) -> None:
    """The text is laid out anew."""
    async with Paging(node, "less", "long") as person:
        await person.until(lambda: len(person.lines) == 10)
        person.screen.resize(24, 100)
        person.terminal.resize(Size(100, 24))
        await person.until(lambda: len(person.lines) == 24 and person.lines[6] == "line 5")
        await person.type("q")
        assert await person.ended() == 0


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 3), (500, 500)])
async def test_any_size(node: Node, columns: int, rows: int) -> None:
    """Any window is painted."""
    for name in ("less", "more"):
        async with Paging(node, name, "long", columns=columns, rows=rows) as person:
            await person.type("   q")
            assert await person.ended() == 0


async def test_more(node: Node) -> None:
    """A page, a line, a search, and the end."""
    async with Paging(node, "more", "f") as person:
        await person.until(lambda: person.last == "--More--(7%)")
        await person.type("\r")
        await person.until(lambda: person.lines[-2:-1] == ["line 10"])
        await person.type(" ")
        await person.until(lambda: person.lines[-2:-1] == ["line 19"])
        await person.type("/line 95\r")
        await person.until(lambda: person.process.status is not None or "line 100" in person.lines)
        await person.type(" ")
        assert await person.ended() == 0


async def printed(node: Node, *words: str) -> tuple[bytes, int]:
    """Return what a program prints without a terminal, and its status."""
    process = Process(node, words, ROOT)
    reader, writer = process.pipe()
    process.set_fd(1, writer)
    process.set_fd(2, writer)
    process.cwd = "/root"
    reader.open()
    process.start(execute)
    return await reader.read_all(), await process.wait()


@pytest.mark.parametrize("name", ["less", "more"])
async def test_without_a_terminal(node: Node, name: str) -> None:
    """It copies; what cannot be read is said."""
    assert await printed(node, name, "f") == (NUMBERED.encode(), 0)
    assert await printed(node, name, "none") == (b"none: No such file or directory\n", 1)
    output, status = await printed(node, "sh", "-c", f"seq 3 | {name} | cat")
    assert (output, status) == (b"1\n2\n3\n", 0)


async def test_what_cannot_be_shown(node: Node) -> None:
    """Directories, missing files and unknown options."""
    for words, text in (
        (("less", "none"), "none: No such file or directory"),
        (("less", "/etc"), "/etc is a directory"),
        (("less",), 'Missing filename ("less --help" for help)'),
    ):
        async with Paging(node, *words, columns=80) as person:
            assert await person.ended() == 1
            assert text in "\n".join(person.lines)


FLOODS = (
    b"\xff" * 20_000,
    b"\x1b[" * 10_000,
    b"/(((((\r" * 2000,
    b"99999999j" * 500,
)


@pytest.mark.parametrize("flood", FLOODS, ids=map(str, range(4)))
async def test_floods(node: Node, flood: bytes) -> None:
    """Whatever is typed, it can be left."""
    async with Paging(node, "less", "f") as person:
        typing = asyncio.ensure_future(person.type(flood))
        while not typing.done():
            await asyncio.sleep(0)
        person.terminal.hang_up()
        person.process.signal("HUP")
        await person.ended()
