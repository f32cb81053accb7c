"""What the teacher's page asks for."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from steps import GUIDE
from wizard.classroom.classroom import Classroom
from wizard.classroom.pages import words_for
from wizard.classroom.sockets import show
from wizard.classroom.student import Student
from wizard.classroom.student_api import CLASS, graded, record_of
from wizard.exercises import record
from wizard.exercises.grading import Grade
from wizard.exercises.reports import as_csv
from wizard.lab import FAULTS
from wizard.labfolder import FolderLab
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.prepared import BEFORE_RESET, reset

SNAPSHOT = "teacher"
STEPS = [step.id for step in GUIDE if step.on is not Role.READER]


def check_teacher(request: web.Request) -> Classroom:
    """Return the class. Raises `HTTPForbidden` for whoever is not its teacher."""
    class_ = request.app[CLASS]
    if not class_.is_teacher(request.cookies.get("nova-class")):
        raise web.HTTPForbidden(text="login")
    return class_


def _student(request: web.Request) -> Student:
    student = check_teacher(request).students.get(request.match_info["student"])
    if student is None:
        raise web.HTTPNotFound
    return student


async def watch(request: web.Request) -> web.StreamResponse:
    """Show the teacher a student's terminal; what the teacher types goes nowhere."""
    student = _student(request)
    found = student.terminals.get(request.match_info["terminal"])
    if found is None:
        raise web.HTTPNotFound
    return await show(request, found, may_type=False, told=set())


async def students(request: web.Request) -> web.Response:
    """Return how each student stands."""
    class_ = check_teacher(request)
    records = await asyncio.to_thread(_records, list(class_.students.values()))
    return web.json_response(
        {
            "steps": STEPS,
            "takes_new": class_.takes_new,
            "terminals": ["wizard", *class_.beginning.nodes],
            "students": [_row(one, records[one.pupil.id]) for one in class_.students.values()],
        }
    )


async def act(request: web.Request) -> web.Response:
    """Do something with a student's lab: `{"do": …}` with `fault` or `step`."""
    student = _student(request)
    asked = _asked(await request.text())
    words = words_for(request, request.app[CLASS].lang)
    try:
        said = await _done(request.app[CLASS], student, asked)
    except Problem as problem:
        return web.json_response({"wrong": words.say(problem.message)}, status=409)
    return web.json_response({"said": said})


async def _done(class_: Classroom, student: Student, asked: Any) -> str:
    match asked:
        case {"do": "break", "fault": str(fault)} if fault in FAULTS:
            await student.in_lab(lambda lab: lab.inject(fault))
        case {"do": "repair", "fault": str(fault)} if fault in FAULTS:
            await student.in_lab(lambda lab: _repair(lab, fault))
        case {"do": "reset", "step": str(step)} if step == "" or step in STEPS:
            await student.in_lab(lambda lab: _reset(class_, lab, step))
        case {"do": "snapshot"}:
            await student.in_lab(lambda lab: lab.snapshot(SNAPSHOT, overwrite=True))
        case {"do": "restore"}:
            await student.in_lab(lambda lab: lab.restore(SNAPSHOT))
        case {"do": "code"}:
            return class_.new_own_code(student)
        case {"do": "remove"}:
            await class_.remove(student)
        case _:
            raise web.HTTPBadRequest
    return ""


def _reset(class_: Classroom, lab: FolderLab, step: str) -> None:
    """Put a lab to where the guide is after a step, or to what it began with. Its exercise goes on.

    The time, the hints that were taken and what held at the start stay. Blocks. Raises `Problem`.
    """
    begun = record.read(lab.directory)
    if step:
        reset(lab, step)
    else:
        lab.replace(class_.beginning.data, keep_as=BEFORE_RESET)
    if begun:
        record.write(lab.directory, begun)


async def door(request: web.Request) -> web.Response:
    """Let people with new names in, or no longer: `{"takes_new": true}`."""
    class_ = check_teacher(request)
    match _asked(await request.text()):
        case {"takes_new": bool(takes_new)}:
            class_.takes_new = takes_new
        case _:
            raise web.HTTPBadRequest
    return web.json_response({"said": ""})


def _asked(text: str) -> Any:
    """Return what is asked for. Raises `HTTPBadRequest` for what is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None


async def grades(request: web.Request) -> web.Response:
    """Grade everybody and return the CSV file."""
    class_ = check_teacher(request)
    found = await asyncio.gather(*(_graded(request, one) for one in class_.students.values()))
    return web.Response(
        text="\ufeff" + as_csv([one for one in found if one]),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": 'attachment; filename="grades.csv"'},
    )


async def check(request: web.Request) -> web.Response:
    """Grade one student's work now."""
    student = _student(request)
    await graded(request, student)
    return web.json_response(student.points)


async def _graded(request: web.Request, student: Student) -> Grade | None:
    try:
        return await graded(request, student)
    except Problem:
        return None


def _repair(lab: FolderLab, fault: str) -> None:
    try:
        lab.repair(fault)
    except ValueError:
        raise Problem("classroom-not-broken") from None


def _records(found: list[Student]) -> Mapping[str, record.Record | None]:
    return {student.pupil.id: record_of(student) for student in found}


def _row(student: Student, noted: record.Record | None) -> dict[str, Any]:
    steps = {id_: True for id_, _ in student.places}
    for (id_, _), state in student.places.items():
        steps[id_] = steps[id_] and state in ("done", "changed", "unchanged", "skipped")
    points = student.points or {}
    return {
        "id": student.pupil.id,
        "name": student.name,
        "here": student.sockets > 0,
        "away": round(time.monotonic() - student.seen) if not student.sockets else 0,
        "steps": steps,
        "points": points.get("points"),
        "of": points.get("of"),
        "hints": noted.hints if noted else 0,
        "seconds": round(noted.seconds) if noted else 0,
    }
