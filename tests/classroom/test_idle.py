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
async def kim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Student]:
    """A student at work, in a class that looks often for whoever has gone."""
    monkeypatch.setattr(classroom, "_TICK", 0.05)
    class_ = Classroom(tmp_path / "class", await asyncio.to_thread(beginning, None))
    await class_.open()
    try:
        cookie, _ = class_.come_in(class_.codes.class_, "Kim", "", "en")
        student = class_.student_of(cookie)
        assert student
        await student.open_lab()
        await student.terminals["wizard"].start()
        yield student
    finally:
        await class_.close()


def gone(student: Student) -> None:
    """Let the time pass after which a student without an open page has gone."""
    student.seen = time.monotonic() - limits.IDLE - 1


async def test_programs_and_lab_of_who_has_gone_end_and_go_on_later(kim: Student) -> None:
    await kim.in_lab(lambda lab: lab.inject("database-down"))
    gone(kim)
    async with asyncio.timeout(60):
        while kim.runs:
            await asyncio.sleep(0.05)
    assert not kim.terminals["wizard"].is_running
    assert "database-down" in (await kim.in_lab(lambda lab: lab.status()))["faults"]


async def test_who_has_a_page_open_has_not_gone(kim: Student) -> None:
    kim.sockets = 1
    gone(kim)
    for _ in range(10):
        await asyncio.sleep(0.05)
    assert kim.runs
    kim.sockets = 0
