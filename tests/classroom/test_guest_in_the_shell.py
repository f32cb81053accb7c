"""What a hostile guest tries in the lab's shells: to see or reach the machine, and to take it from others."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.classroom.guests import Page, student
from tests.classroom.served import Served

PROMPT = "# "


async def _ran(page: Page, command: str) -> str:
    """Type a command and return what is shown until it has ended."""
    await page.until(PROMPT)
    page.shown = ""
    await page.type(f"{command}; echo en''ded-$?\n")
    return await page.until("ended-")


@pytest.mark.parametrize(
    "file", ["/etc/hostname", "/proc/self/environ", "/proc/1/cmdline", "/etc/machine-id", "/etc/os-release"]
)
async def test_reads_a_file_of_the_machine(class_: Served, name: str, file: str) -> None:
    try:
        there = Path(file).read_bytes().decode(errors="replace").strip()
    except OSError:
        there = ""
    async with student(class_, name) as one, one.terminal("terminal/controller") as page:
        shown = await _ran(page, f"cat {file}")
    assert not there or there[:40] not in shown


@pytest.mark.parametrize(
    "way",
    [
        "ls {0}",
        "cat {0}/student.json",
        "ln -s {0} /tmp/l && ls /tmp/l/",
        "cd {0} && pwd",
        "find {0} -name lab",
    ],
)
async def test_reaches_the_classs_folder(class_: Served, name: str, way: str) -> None:
    async with student(class_, name) as one, one.terminal("terminal/controller") as page:
        shown = await _ran(page, way.format(class_.folder))
    assert "students" not in shown.replace(str(class_.folder), "") and "ended-0" not in shown


@pytest.mark.parametrize(
    "way",
    [
        "curl -m 5 http://127.0.0.1:{port}/",
        "curl -m 5 http://localhost:{port}/",
        "bash -c 'exec 3<>/dev/tcp/127.0.0.1/{port}'",
        "ssh -p {port} -o BatchMode=yes 127.0.0.1 id",
        "mysql -h 127.0.0.1 -P {port} -e 'select 1'",
    ],
)
async def test_reaches_a_server_of_the_machine(class_: Served, name: str, way: str) -> None:
    port = urlsplit(class_.address).port
    async with student(class_, name) as one, one.terminal("terminal/controller") as page:
        shown = await _ran(page, way.format(port=port))
    assert "ended-0" not in shown
    assert "Training lab" not in shown and "nova-lab" not in shown


@pytest.mark.parametrize(
    "command",
    ["python -c 'import os; os.kill(1, 9)'", "kill -9 {0}", "kill -9 1", "kill -9 -1", "pkill -9 python"],
)
async def test_kills_a_process_of_the_machine(class_: Served, name: str, command: str) -> None:
    async with student(class_, name) as one:
        async with one.terminal("terminal/compute1") as page:
            await page.until(PROMPT)
            await page.type(command.format(class_.process.pid) + "\n")
        assert class_.process.poll() is None
        assert (await one.get("task"))[0] == 200


@pytest.mark.parametrize(
    "flood",
    [
        "yes",
        "cat /dev/zero",
        ":(){ :|:& };:",
        "while :; do :; done",
        "dd if=/dev/zero of=/tmp/x bs=1M count=100000",
        "yes | tee /tmp/a > /tmp/b",
    ],
)
async def test_a_flood_slows_nobody_else(class_: Served, flood: str) -> None:
    async with student(class_, "flooding") as guilty, student(class_, "working") as other:
        async with (
            guilty.terminal("terminal/controller") as flooded,
            other.terminal("terminal/controller") as page,
        ):
            await page.until(PROMPT)
            await flooded.until(PROMPT)
            await flooded.type(f"{flood}\n")
            await asyncio.sleep(1.0)
            slowest = 0.0
            for at in range(5):
                then = time.monotonic()
                page.shown = ""
                await page.type(f"echo mar''k-{at}\n")
                await page.until(f"mark-{at}")
                slowest = max(slowest, time.monotonic() - then)
            await flooded.type("\x03")
        assert slowest < 15.0, "as long as it takes on a busy machine; minutes without bounds"
        assert (await guilty.post("logout"))[0] == 303


async def test_a_browser_that_reads_nothing_costs_no_memory(class_: Served) -> None:
    async with student(class_, "not reading") as one, one.terminal("terminal/controller") as page:
        await page.until(PROMPT)
        before = _memory(class_.process.pid)
        await page.type("yes 0123456789012345678901234567890123456789012345678901234567890\n")
        await asyncio.sleep(6.0)
        assert _memory(class_.process.pid) - before < 30_000_000
        await page.type("\x03")


async def test_pastes_more_than_the_shell_takes(class_: Served, name: str) -> None:
    async with (
        student(class_, name) as one,
        student(class_, "beside") as other,
        one.terminal("terminal/controller") as page,
        other.terminal("terminal/controller") as beside,
    ):
        await page.until(PROMPT)
        await beside.until(PROMPT)
        for _ in range(40):
            await page.type("x" * 15_000)
        beside.shown = ""
        await beside.type("echo mar''k\n")
        await beside.until("mark")


def _memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
