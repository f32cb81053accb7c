"""A class of twenty on this machine: first screens, memory, and keys while all of them run the guide."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.row import Measurement
from tests.classroom.guests import Guest, Page, guest
from tests.classroom.served import Served, served

STUDENTS = 20
ARRIVING, STARTING = 10.0, 3.0
"""Seconds in which they all come, and in which they all start to run the guide."""
FIRST_SCREEN, EACH, KEY = 20.0, 0.1, 0.3
"""The goals: seconds, gigabytes, seconds."""
READ, RUN_ON, ENTER = "\x12", "\x1b[17~", "\r"
LANGUAGE, PALETTE = "\x1b[20~", "\x10"
PRESSED = (
    (LANGUAGE, "English"),
    (LANGUAGE, "한국어"),
    (PALETTE, "tep, host, tab"),  # its first letter is under the cursor
    ("뷁", "뷁"),
    ("쀍", "쀍"),
    ("꿹", "꿹"),
)
"""Keys that each of them presses during the run, and what the screen then shows: two that paint the whole
screen anew, one that opens a dialog, three that are typed into its field.
"""
PAUSE = 1.5
"""Seconds between two keys of a student, who reads what the run does."""
GB = 1e9


def rows() -> list[Measurement]:
    """Measure a class in a process of its own. Raises RuntimeError where something of it is left."""
    before = _temporary()
    with tempfile.TemporaryDirectory(prefix="bench-class-") as folder:
        with served(Path(folder) / "class") as class_:
            screens, memory, keys = asyncio.run(_class(class_))
            processes = _family(class_.process.pid)
        left = [pid for pid in processes if Path(f"/proc/{pid}").exists()]
    if left or _temporary() - before:
        raise RuntimeError(f"left behind: processes {left}, files {_temporary() - before}")
    name = f"{STUDENTS} students"
    return [
        Measurement(f"{name}: the slowest first screen", max(screens), "goal", FIRST_SCREEN, 1.0),
        Measurement(f"{name}: memory each", memory / STUDENTS, "goal", EACH, 1.0, unit="MB"),
        Measurement(f"{name}: a key while all run the guide", median(keys), "goal", KEY, 1.0),
    ]


async def _class(class_: Served) -> tuple[list[float], float, list[float]]:
    """Return the seconds to each first screen, all gigabytes, and the seconds to the answers to keys."""
    have_read, measured, run = asyncio.Barrier(STUDENTS + 1), asyncio.Event(), asyncio.Barrier(STUDENTS)
    students = [
        asyncio.create_task(_student(class_, number / STUDENTS, have_read, measured, run))
        for number in range(STUDENTS)
    ]
    await have_read.wait()
    memory = sum(_proportional(pid) for pid in _family(class_.process.pid))
    measured.set()
    found = await asyncio.gather(*students)
    return [screen for screen, _ in found], memory / GB, [key for _, keys in found for key in keys]


async def _student(
    class_: Served, share: float, have_read: asyncio.Barrier, measured: asyncio.Event, run: asyncio.Barrier
) -> tuple[float, list[float]]:
    """Arrive, begin to run and press keys, each after a share of the time that the class takes for it."""
    await asyncio.sleep(ARRIVING * share)
    began = time.perf_counter()
    async with guest(class_) as one:
        await _in(one, f"student {share}")
        async with one.terminal("terminal/wizard") as page:
            await page.until("F5")
            screen = time.perf_counter() - began
            await page.type(READ)
            await page.until("/39")
            await have_read.wait()
            await measured.wait()
            await page.read_for(STARTING * share)
            await page.type(RUN_ON)
            await page.type(ENTER)
            await page.until("running")
            await run.wait()
            await page.read_for(PAUSE * share)
            return screen, [await _pressed(page, key, shown) for key, shown in PRESSED]


async def _in(one: Guest, name: str) -> None:
    status, _ = await one.log_in(name)
    if status != 303:
        raise RuntimeError(f"not let in: {status}")


async def _pressed(page: Page, key: str, shown: str) -> float:
    """Press a key after a pause, and return the seconds until the screen shows what it does."""
    await page.read_for(PAUSE)
    page.shown = ""
    began = time.perf_counter()
    await page.type(key)
    await page.until(shown)
    return time.perf_counter() - began


def _family(pid: int) -> list[int]:
    """Return a process and all that it has started, with what these have."""
    files = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for file in files for child in file.read_text().split()]
    return [pid, *(one for child in children for one in _family(child))]


def _proportional(pid: int) -> int:
    """Return the bytes of a process's memory, 0 of one that has ended; a shared page counts for a part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _temporary() -> set[str]:
    return {file.name for file in Path(tempfile.gettempdir()).glob("nova-*")}
