"""Commands about services, processes and the host, as a person types them on CentOS 7."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab import commands, inside
from tests.lab.typist import typing
from wizard.lab import Lab


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests below share."""
    with Lab() as started:
        yield started


async def out(script: str) -> str:
    """Return what a script prints on a node with nothing but its system."""
    ended = await inside.run(inside.node(), script)
    return ended.stdout + ended.stderr


TABLE = tomllib.loads(Path(__file__).with_name("typed_commands.toml").read_text(encoding="utf-8"))["command"]
SHOWN = {row["run"]: row["shown"] for row in TABLE if "shown" in row}
SAME = {row["run"]: row["same"] for row in TABLE if "same" in row}


@pytest.mark.parametrize("command", SHOWN)
async def test_what_is_printed(command: str) -> None:
    printed = await out(command)
    assert re.fullmatch(SHOWN[command], printed), printed


@pytest.mark.parametrize("command", SAME)
async def test_what_the_machine_prints_too(command: str) -> None:
    assert await out(command) == SAME[command]
    if shutil.which(command.removeprefix("LC_ALL=C ").split()[0]):
        real = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False)
        assert real.stdout == SAME[command]


def test_following_the_journal_and_a_file(lab: Lab) -> None:
    """They show what comes, and Ctrl-C ends them."""
    node = lab.nodes["compute1"]
    with commands.log_in(node) as client:
        with typing(node, "journalctl -f -u chronyd") as typist:
            typist.expect(r"-- Logs begin at .* --\n")
            typist.expect("Started NTP client/server")
            commands.run(client, commands.ExpectedCommand("systemctl restart chronyd", 0))
            typist.expect(r"Stopped NTP client/server\.\n[\s\S]*Started NTP client/server\.\n")
            typist.type("\x03")
            assert typist.end()[0] in (130, -1)
        commands.run(client, commands.ExpectedCommand("echo one > /root/log", 0))
        with typing(node, "tail -F /root/log") as typist:
            typist.expect("one\n")
            commands.run(client, commands.ExpectedCommand("echo two >> /root/log", 0))
            typist.expect("two\n")
            commands.run(
                client, commands.ExpectedCommand("mv /root/log /root/log.1; echo three > /root/log", 0)
            )
            typist.expect("following end of new file\nthree\n")
            typist.type("\x03")
            assert typist.end()[0] in (130, -1)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 60)])
def test_top_on_a_terminal(lab: Lab, columns: int, rows: int) -> None:
    node = lab.nodes["controller"]
    with typing(node, "top; echo left", columns=columns, rows=rows) as typist:
        seen = typist.expect("COMMAND")
        assert "load average: 0.00, 0.01, 0.05" in seen
        typist.expect("systemd")
        typist.type("M")
        typist.expect("mysqld")
        typist.type("q")
        typist.expect("left\n")


def test_watch(lab: Lab) -> None:
    with typing(lab.nodes["controller"], "watch -n 1 'cat /root/watched'") as typist:
        typist.expect(r"Every 1\.0s: cat /root/watched ")
        with commands.log_in(lab.nodes["controller"]) as client:
            commands.run(client, commands.ExpectedCommand("echo seen > /root/watched", 0))
        typist.expect("seen")
        typist.type("\x03")
        typist.end()


def test_ports_and_their_programs(lab: Lab) -> None:
    with commands.log_in(lab.nodes["controller"]) as client:
        printed = commands.run(client, commands.ExpectedCommand("ss -lntp", 0)).stdout
        assert re.search(r'10\.0\.0\.11:3306 +\*:\* +users:\(\("mysqld",pid=\d+,fd=3\)\)\n', printed), printed
        assert re.search(r'10\.0\.0\.11:5672 .*"beam\.smp"', printed)
        answer = commands.run(client, commands.ExpectedCommand("curl -s http://controller:5000/v3", 0)).stdout
        assert '"v3' in answer
        head = commands.run(client, commands.ExpectedCommand("curl -sI http://controller:5000/v3", 0)).stdout
        assert head.startswith("HTTP/1.1 200 OK\r\n")


def test_who_is_logged_in(lab: Lab) -> None:
    node = lab.nodes["compute1"]
    with typing(node, "cat") as typist:
        typist.type("here\r")
        typist.expect("here\nhere\n")
        with commands.log_in(node) as client:
            assert re.search(
                r"^root     pts/0        \d{4}-\d\d-\d\d \d\d:\d\d \(10\.0\.0\.1\)$",
                commands.run(client, commands.ExpectedCommand("who", 0)).stdout,
                re.MULTILINE,
            )
            assert "still logged in" in commands.run(client, commands.ExpectedCommand("last", 0)).stdout
            assert "cat" in commands.run(client, commands.ExpectedCommand("w | tail -1", 0)).stdout
