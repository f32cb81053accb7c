"""vi on a terminal of a node: what a person sees, and what becomes of files."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.lab import inside
from tests.lab.screens import Person
from wizard.hostsim.execute import execute
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.terminal import Size
from wizard.hostsim.tree import Regular, Symlink, User

STUDENT = User("student", 1000, 1000, "/home/student", "/bin/bash")
CONF = "[DEFAULT]\n# enabled_apis = osapi_compute\nmy_ip = 10.0.0.11\n"


class Editing(Person):
    """vi, with its arguments, as root in /root."""

    def __init__(
        self,
        *arguments: str,
        node: Node,
        columns: int = 80,
        rows: int = 24,
        program: str = "vi",
        user: User | None = None,
    ) -> None:
        super().__init__(columns, rows, node=node)
        self.process.argv = [program, *arguments]
        self.process.cwd = "/root"
        if user is not None:
            self.process.user = user
            self.process.cwd = "/tmp"
        self.start(execute)

    @property
    def last(self) -> str:
        """The last row."""
        row = self.screen.buffer[self.screen.lines - 1]
        return "".join(row[column].data for column in range(self.screen.columns)).rstrip()


def content(node: Node, path: str) -> bytes:
    """Return what a file has."""
    inode = node.tree.get(path)
    assert isinstance(inode, Regular)
    return inode.content


@pytest.fixture
async def node() -> Node:
    return inside.node()


async def test_a_configuration_is_edited_and_saved(node: Node) -> None:
    """The book's work: find a line, uncomment it, add one, save; mode, owner and label stay."""
    file = node.tree.write("/etc/nova.conf", CONF, 0o640, 0, 162)
    file.label = "system_u:object_r:nova_etc_t:s0"
    node.tree.make("/root/link", Symlink(target="/etc/nova.conf"))
    async with Editing("link", node=node) as person:
        await person.sees('"link" 3L, 59C')
        await person.type("/enabled\rhhxxouse_neutron = True\x1b:wq\r")
        assert await person.ended() == 0
    assert content(node, "/etc/nova.conf").decode() == (
        "[DEFAULT]\nenabled_apis = osapi_compute\nuse_neutron = True\nmy_ip = 10.0.0.11\n"
    )
    assert (file.mode, file.uid, file.gid, file.label) == (0o640, 0, 162, "system_u:object_r:nova_etc_t:s0")
    assert isinstance(node.tree.get("/root/link", follow=False), Symlink)


async def test_screen_and_messages(node: Node) -> None:
    """What vim says in its last row, step by step."""
    async with Editing("new.conf", node=node) as person:
        await person.sees('"new.conf" [New File]')
        await person.type("iabc")
        await person.until(lambda: person.last.startswith("-- INSERT --") and person.cursor == (0, 3))
        await person.type("\x1b:q\r")
        await person.sees("E37: No write since last change (add ! to override)")
        await person.type("/zzz\r")
        await person.sees("E486: Pattern not found: zzz")
        await person.type(":w\r")
        await person.sees('"new.conf" [New] 1L, 4C written')
        await person.type("dd:q!\r")
        assert await person.ended() == 0
    assert content(node, "/root/new.conf") == b"abc\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a\n",
        b"\n",
        b"a\r\nb\r\n",
        b"a\r\nb\n",
        "\ud55c\uae00\n".encode(),
        b"caf\xe9\n",
        b"\x00\x01\xff\n",
        b"\xef\xbb\xbfx\n",
    ],
)
async def test_bytes_survive_a_save(node: Node, data: bytes) -> None:
    """Whatever the encoding and the line ends, what is not changed is written as it was read."""
    node.tree.write("/root/f", data)
    async with Editing("f", node=node) as person:
        await person.type(":w\r:q\r")
        assert await person.ended() == 0
    assert content(node, "/root/f") == data


async def test_a_hang_up_leaves_the_file(node: Node) -> None:
    """When the terminal goes, nothing is written."""
    node.tree.write("/root/f", CONF)
    async with Editing("f", node=node) as person:
        await person.type("ddi lost")
        await person.sees("-- INSERT --")
        person.terminal.hang_up()
        person.process.signal("HUP")
        await person.ended()
    assert content(node, "/root/f").decode() == CONF


async def test_what_others_wrote_is_not_overwritten_unasked(node: Node) -> None:
    """A file that changed since it was read is written after a question only."""
    node.tree.write("/root/f", CONF)
    async with Editing("f", node=node) as person:
        await person.sees("my_ip")
        node.tree.write("/root/f", "from the wizard\n").mtime += 5
        await person.type("dd:w\r")
        await person.sees("WARNING: The file has been changed since reading it!!!")
        await person.sees("Do you really want to write to it (y/n)?")
        await person.type("n:q!\r")
        assert await person.ended() == 0
    assert content(node, "/root/f") == b"from the wizard\n"


async def test_what_a_user_may_not(node: Node) -> None:
    """A file without permission is not shown, and one that may not be written stays as it is."""
    node.tree.write("/root/secret", "hidden\n", 0o600)
    node.tree.write("/tmp/theirs", "one\n", 0o644)
    async with Editing("/root/secret", node=node, user=STUDENT) as person:
        await person.sees("[Permission Denied]")
        assert "hidden" not in "\n".join(person.lines)
        await person.type(":e /tmp/theirs\r")
        await person.sees('"/tmp/theirs" [readonly] 1L, 4C')
        await person.type(":s/one/two/\r:w\r")
        await person.sees("E45: 'readonly' option is set (add ! to override)")
        await person.type(":w /etc/passwd\r")
        await person.sees("E13: File exists (add ! to override)")
        await person.type(":w! /etc/passwd\r")
        await person.sees("E212: Can't open file for writing")
        await person.type(":q!\r")
        assert await person.ended() == 0
    assert content(node, "/tmp/theirs") == b"one\n"


async def test_commands_run_on_the_node(node: Node) -> None:
    """:!, :r ! and filters run in the node's shell."""
    async with Editing("f", node=node) as person:
        await person.type(":!hostname; pwd\r")
        await person.sees("Press ENTER or type command to continue")
        assert "/root" in person.lines
        await person.type("\r:r !echo b; echo a\r:%!sort\r:g/^$/d\r:wq\r")
        assert await person.ended() == 0
    assert content(node, "/root/f") == b"a\nb\n"


async def test_stopped_and_continued(node: Node) -> None:
    """Ctrl-Z leads back to the shell, fg to the editor as it was."""
    node.tree.write("/root/f", CONF)
    async with Person(node=node) as person:
        person.process.cwd = "/root"
        person.process.argv = ["-bash"]
        person.start(lambda process: execute(process, file="bash"))
        await person.sees("[root@controller ~]#")
        await person.type("vi f\r")
        await person.sees('"f" 3L')
        await person.type("dd\x1a")
        await person.sees("Stopped")
        await person.type("fg\r")
        await person.until(lambda: person.lines[:1] == ["# enabled_apis = osapi_compute"])
        await person.type(":wq\r")
        await person.until(lambda: content(node, "/root/f").startswith(b"# enabled"))


async def test_several_files_and_beginnings(node: Node) -> None:
    """+N, +/pattern, :n, and E173."""
    node.tree.write("/root/a", CONF)
    node.tree.write("/root/b", "second\n")
    async with Editing("+/my_ip", "a", "b", node=node) as person:
        await person.until(lambda: person.cursor == (2, 0))
        await person.type(":q\r")
        await person.sees("E173: 1 more file to edit")
        await person.type(":n\r")
        await person.sees('"b" 1L, 7C')
        await person.type(":q\r")
        assert await person.ended() == 0


async def test_pasting(node: Node) -> None:
    """A paste is inserted as it is, however long, also where it is marked as one."""
    lines = "".join(f"    line {number}\n" for number in range(5000))
    async with Editing("f", node=node) as person:
        await person.type(":set ai\ri")
        await person.sees("-- INSERT --")
        await person.type("\x1b[200~" + lines.replace("\n", "\r") + "\x1b[201~\x1b:wq\r")
        assert await person.ended() == 0
    assert content(node, "/root/f").decode() == lines + "\n"


async def test_without_a_terminal(node: Node) -> None:
    """It says so, and ends."""
    process = Process(node, ["vi", "f"], User("root", 0, 0, "/root"))
    reader, writer = process.pipe()
    process.set_fd(1, writer)
    process.set_fd(2, writer)
    reader.open()
    process.start(execute)
    assert await process.wait() == 1
    assert b"Vim: Warning: Output is not to a terminal\n" in await reader.read_all()


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (2, 2), (3, 500), (500, 3), (500, 500), (17, 1)])
async def test_any_size(node: Node, columns: int, rows: int) -> None:
    """Any window is painted, also one that changes while something is typed."""
    node.tree.write("/root/f", "\ud55c\uae00 \x01\t" * 300 + "\n" + CONF * 50)
    async with Editing("f", node=node, columns=columns, rows=rows) as person:
        await person.type(":set nu list\rGA \ud55c\uae00\x1b0/my\r\x06\x02")
        person.screen.resize(24, 80)
        person.terminal.resize(Size(80, 24))
        # the first keys answer what had no room in a small window
        await person.type("\x1b\x1b\x1b\x1bggiX\x1b:wq\r")
        assert await person.ended() == 0
    assert content(node, "/root/f").startswith("X\ud55c".encode())


async def test_ten_thousand_lines_stay_fast(node: Node) -> None:
    """A key is answered at once in a long file, and everything may be replaced."""
    node.tree.write("/root/f", "".join(f"option_{number} = value\n" for number in range(10_000)))
    async with Editing("f", node=node) as person:
        await person.sees("option_0 =")
        for keys, seen in (
            ("G", "option_9999"),
            ("5000G", "option_4999"),
            ("ix", "xoption_4999"),
            ("\x1bdd", "option_5000"),
        ):
            began = time.thread_time()
            await person.type(keys)
            await person.sees(seen)
            assert time.thread_time() - began < 0.5
        await person.type(":%s/value/other/g\r")
        await person.sees("9999 substitutions on 9999 lines")
        await person.type("u:q\r")
        await person.sees("E37")
        await person.type(":q!\r")
        assert await person.ended() == 0


FLOODS = (
    b"\xff" * 20_000,
    b"\x1b[" * 10_000,
    b"3\x1b" * 5000,
    bytes(range(256)) * 80,
    b"q" * 20_000,
)


@pytest.mark.parametrize("flood", FLOODS, ids=map(str, range(5)))
async def test_floods(node: Node, flood: bytes) -> None:
    """Whatever is typed, others get their turn, and the editor can still be left."""
    node.tree.write("/root/f", CONF)
    async with Editing("f", node=node) as person:
        typing = asyncio.ensure_future(person.type(flood))
        while not typing.done():
            await asyncio.sleep(0)
        if person.process.task is not None and not person.process.task.done():
            await person.type("\x1b\x1b\x1b\r\x1b:q!\r")
            person.terminal.hang_up()
            person.process.signal("HUP")
        await person.ended()
    assert node.tree.find("/root/f") is not None


async def test_nothing_of_the_machine(node: Node, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Names lead into the node's tree only."""
    outside = tmp_path_factory.mktemp("machine") / "file"
    outside.write_text("of the machine\n")
    async with Editing(str(outside), node=node) as person:
        await person.sees("[New DIRECTORY]")
        await person.type(f":r {outside}\r")
        await person.sees("E484: Can't open file")
        await person.type("ix\x1b:w\r")
        await person.sees("E212")
        await person.type(f":!cat {outside}\r")
        await person.sees("No such file or directory")
        await person.type("\r:q!\r")
        assert await person.ended() == 0
    assert outside.read_text() == "of the machine\n"


async def test_other_editors_lead_to_vi(node: Node) -> None:
    """nano says which editor there is."""
    async with Editing("f", node=node, program="nano") as person:
        await person.sees("Use vi: vi FILE")
        assert await person.ended() == 127
