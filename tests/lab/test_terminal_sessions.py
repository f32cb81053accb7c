"""Sessions with a terminal over SSH: as a client sees them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Self

import asyncssh
import pyte
import pytest

from tests.lab.screens import rows_of
from wizard.lab import Lab, LabNode

PROMPT = "[root@controller ~]#"
LIMIT = 60.0


class Client:
    """A client's terminal on a session."""

    def __init__(self, process: asyncssh.SSHClientProcess[bytes], columns: int, rows: int) -> None:
        self.process = process
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.got = bytearray()

    @classmethod
    async def start(
        cls,
        connection: asyncssh.SSHClientConnection,
        command: str | None = None,
        *,
        term: str = "xterm",
        columns: int = 80,
        rows: int = 24,
    ) -> Self:
        """Start a shell or a command on a terminal."""
        process = await connection.create_process(
            command, term_type=term, term_size=(columns, rows), encoding=None
        )
        return cls(process, columns, rows)

    async def sees(self, text: str) -> None:
        """Read until a text is on the screen."""
        async with asyncio.timeout(LIMIT):
            while text not in "\n".join(rows_of(self.screen)):
                data = await self.process.stdout.read(65536)
                assert data, "\n".join(rows_of(self.screen))
                self.got += data
                self._stream.feed(data)

    async def type(self, keys: str | bytes, then: str) -> None:
        """Type, and wait for what is then on the screen."""
        self.process.stdin.write(keys.encode() if isinstance(keys, str) else keys)
        await self.sees(then)

    async def ended(self) -> int | None:
        """Return the exit status at the end."""
        async with asyncio.timeout(LIMIT):
            while await self.process.stdout.read(65536):
                pass
            await self.process.wait_closed()
        return self.process.exit_status


@pytest.fixture(scope="module")
def controller() -> AsyncIterator[LabNode]:
    """The controller of a lab."""
    with Lab() as lab:
        yield lab.nodes["controller"]


async def connect(node: LabNode) -> asyncssh.SSHClientConnection:
    """Log in as root."""
    return await asyncssh.connect(
        node.host,
        node.port,
        username=node.user,
        client_keys=[node.identity_file],
        known_hosts=None,
        config=None,
    )


async def test_login(controller: LabNode) -> None:
    """The second login tells of the first; the shell's last status is the session's."""
    async with await connect(controller) as connection:
        first = await Client.start(connection)
        await first.type("", PROMPT)
        await first.type("echo Welcome > /etc/motd\r", f"motd\n{PROMPT}")
        first.process.stdin.write(b"exit 5\r")
        assert await first.ended() == 5
        second = await Client.start(connection)
        await second.sees(PROMPT)
        assert rows_of(second.screen)[0].startswith("Last login: ")
        assert rows_of(second.screen)[1:] == ["Welcome", PROMPT]


async def test_window(controller: LabNode) -> None:
    """A program knows the window's size, also after it has changed, and of absurd ones what is sensible."""
    async with await connect(controller) as connection:
        client = await Client.start(connection, columns=100, rows=30)
        await client.type("echo $COLUMNS $LINES\r", "100 30")
        for asked, told in (((61, 17), "61 17"), ((2**31, 2**31), "1000 1000"), ((0, 0), "80 24")):
            client.process.change_terminal_size(*asked)
            await client.type("\r", PROMPT)
            await client.type("clear; stty size; echo $COLUMNS $LINES\r", told)


async def test_interrupted(controller: LabNode) -> None:
    """Ctrl-C in the middle of a program ends that, never the connection."""
    async with await connect(controller) as connection:
        client = await Client.start(connection)
        await client.type("cat; echo never\r", "never")
        await client.type("line\r", "line\nline")
        await client.type("\x03", f"^C\n{PROMPT}")
        await client.type("echo still here\r", f"still here\n{PROMPT}")


async def test_commands_on_a_terminal(controller: LabNode) -> None:
    """A command with `ssh -t` is not an interactive shell: no prompt, no colours, cooked lines."""
    async with await connect(controller) as connection:
        client = await Client.start(connection, "echo ready; read line; echo got $line; cat; sleep 1000")
        await client.sees("ready")
        await client.type("한글x\x7f\x7f 두글자\r", "got 한 두글자")
        await client.type("abc\x15one two\x17three\r", "one three\none three")
        client.process.stdin.write(b"\x04\x1a\x03")
        await client.ended()
        assert client.process.exit_signal is not None
        assert client.process.exit_signal[0] == "INT"
        assert b"\x1b" not in client.got


async def test_gone(controller: LabNode) -> None:
    """When the client is gone, so is all that ran on its terminal."""
    async with await connect(controller) as other:
        connection = await connect(controller)
        client = await Client.start(connection)
        await client.type("sleep 4321 & sleep 4322\r", "sleep 4322")
        connection.abort()
        async with asyncio.timeout(LIMIT):
            while "sleep 432" in str((await other.run("ps -ef | grep 'sleep 432' | grep -v grep")).stdout):
                await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    "data", [b"y" * 65536, b"\xff\xfe\xe0\x80" * 8192, b"\t\x1b[A\x12" * 8192, b":\n" * 8192]
)
@pytest.mark.parametrize("before", ["", "sleep 1000\r", "cat > /dev/null\r"])
async def test_flood(controller: LabNode, before: str, data: bytes) -> None:
    """Who types without end has to wait, and others are answered."""
    async with await connect(controller) as connection:
        flood = await Client.start(await connect(controller))
        await flood.type(before, PROMPT)
        reading = asyncio.ensure_future(flood.process.stdout.read())

        async def without_end() -> None:
            while True:
                flood.process.stdin.write(data)
                await flood.process.stdin.drain()

        typing = asyncio.ensure_future(without_end())
        client = await Client.start(connection)
        await client.sees(PROMPT)
        for number in range(5):
            await client.type(f"echo $(({number} + 1000))\r", f"{number + 1000}\n{PROMPT}")
        typing.cancel()
        reading.cancel()
        flood.process.get_extra_info("connection").abort()
