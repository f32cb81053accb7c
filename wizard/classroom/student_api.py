"""What a student's page asks for."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from aiohttp import web

from wizard.classroom import grades, limits
from wizard.classroom.classroom import Classroom
from wizard.classroom.pages import words_for
from wizard.classroom.sockets import show
from wizard.classroom.student import WIZARD, Student
from wizard.exercises import record
from wizard.exercises.grading import Grade
from wizard.model.problems import Problem
from wizard.report import markup

CLASS: web.AppKey[Classroom] = web.AppKey("class", Classroom)
CHECKING: web.AppKey[asyncio.Semaphore] = web.AppKey("checking", asyncio.Semaphore)


def student_of(request: web.Request) -> Student:
    """Return whose request it is. Raises `HTTPForbidden` for nobody's."""
    student = request.app[CLASS].student_of(request.cookies.get("nova-class"))
    if student is None:
        raise web.HTTPForbidden(text="login")
    return student


async def terminal(request: web.Request) -> web.StreamResponse:
    """Show the student one of the student's own terminals."""
    student = student_of(request)
    found = student.terminals.get(request.match_info["terminal"])
    if found is None:
        raise web.HTTPNotFound
    if student.sockets >= limits.SOCKETS:
        raise web.HTTPTooManyRequests
    student.sockets += 1
    try:
        await student.open_lab()
        told = student.on_file if found is student.terminals[WIZARD] else set()
        return await show(request, found, may_type=True, told=told)
    except Problem:
        raise web.HTTPServiceUnavailable from None
    finally:
        student.sockets -= 1
        student.seen = time.monotonic()


async def file(request: web.Request) -> web.Response:
    """Send a file that the student's wizard has handed over."""
    found = student_of(request).files.get(request.match_info["key"])
    if found is None:
        raise web.HTTPNotFound
    name, content = found
    quoted = name.encode("ascii", "replace").decode().replace("?", "_")
    return web.Response(
        body=content.encode("utf-8", "backslashreplace"),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{quoted}"'},
    )


async def task(request: web.Request) -> web.Response:
    """Return the task and the hints that were taken, as HTML, the points, and the files."""
    student = student_of(request)
    lang = words_for(request, request.app[CLASS].lang).lang
    found: dict[str, Any] = {"files": {key: name for key, (name, _) in student.files.items()}}
    exercise = request.app[CLASS].beginning.exercise
    if exercise:
        noted = await asyncio.to_thread(record_of, student)
        taken = noted.hints if noted else 0
        following = exercise.hints[taken].costs if taken < len(exercise.hints) else None
        found |= {
            "title": exercise.title.of(lang),
            "task": markup.html(exercise.task.of(lang)),
            "hints": [markup.html(hint.of(lang)) for hint in exercise.hints[:taken]],
            "price": following,
        }
    return web.json_response(found | {"points": student.points})


async def hint(request: web.Request) -> web.Response:
    """Take the next hint, unless everything holds already: then the points say so."""
    student = student_of(request)
    exercise = request.app[CLASS].beginning.exercise
    if exercise and not await _holds(request, student):
        await student.in_lab(lambda lab: grades.take_hint(lab, exercise))
    return await task(request)


async def _holds(request: web.Request, student: Student) -> bool:
    """Whether everything holds, by the last check where it is too soon for another."""
    if time.monotonic() - student.checked >= limits.CHECK_PAUSE:
        student.checked = time.monotonic()
        await graded(request, student)
    return student.points is not None and not student.points["missing"]


async def check(request: web.Request) -> web.Response:
    """Grade the student's work, and return the points."""
    student = student_of(request)
    if time.monotonic() - student.checked < limits.CHECK_PAUSE:
        raise web.HTTPTooManyRequests
    student.checked = time.monotonic()
    await graded(request, student)
    return web.json_response(student.points)


async def graded(request: web.Request, student: Student) -> Grade:
    """Grade a student's work, a few students' at a time, and note the points."""
    class_ = request.app[CLASS]
    words = words_for(request, class_.lang)
    async with request.app[CHECKING]:
        found = await student.in_lab(
            lambda lab: grades.graded(student.name, lab, class_.beginning.exercise, words)
        )
    student.points = {
        "points": found.points,
        "of": found.of,
        "full": found.is_full,
        "missing": [
            {"id": step.id, "host": step.host, "reason": step.reason, "hint": step.hint}
            for step in found.steps
            if not step.points
        ][:20],
    }
    return found


def record_of(student: Student) -> record.Record | None:
    """Return what is noted of the student's exercise; None where nothing is, or it cannot be read."""
    try:
        return record.read(student.lab_folder)
    except Problem:
        return None
