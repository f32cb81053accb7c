"""Students who have gone: their programs and labs end after a while, and go on when they come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from wizard.classroom import classroom, limits
from wizard.classroom.classroom import Classroom
from wizard.classroom.preparing import beginning
from wizard.classroom.student import Student


@pytest.fixture
async def class_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Classroom]:
    """A class that looks often for whoever has gone."""
    monkeypatch.setattr(classroom, "_TICK", 0.05)
    one = Classroom(tmp_path / "class", await asyncio.to_thread(beginning, None))
    await one.open()
    yield one
    await one.close()


async def at_work(class_: Classroom, name: str) -> Student:
    """A student who works in the wizard."""
    cookie, _ = class_.come_in(class_.codes.class_, name, "", "en")
    student = class_.student_of(cookie)
    assert student
    await student.open_lab()
    await student.terminals["wizard"].start()
    return student


async def gone(student: Student) -> None:
    """Let the time pass after which a student without an open page has gone; wait for the end of the lab."""
    student.seen = time.monotonic() - limits.IDLE - 1
    async with asyncio.timeout(60):
        while student.runs:
            await asyncio.sleep(0.05)


async def test_programs_and_lab_of_who_has_gone_end_and_go_on_later(class_: Classroom) -> None:
    kim = await at_work(class_, "Kim")
    await kim.in_lab(lambda lab: lab.inject("database-down"))
    await gone(kim)
    assert not kim.terminals["wizard"].is_running
    assert "database-down" in (await kim.in_lab(lambda lab: lab.status()))["faults"]


async def test_who_has_a_page_open_has_not_gone(class_: Classroom) -> None:
    there, away = await at_work(class_, "Kim"), await at_work(class_, "Lee")
    there.sockets = 1
    there.seen = time.monotonic() - limits.IDLE - 1
    await gone(away)  # the class looks at the others first: in the order in which they came
    assert there.runs
    there.sockets = 0
