"""The class: its students, its codes, and what a teacher does with a student's lab."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wizard import saving, trusted
from wizard.classroom import limits, people
from wizard.classroom.people import Pupil
from wizard.classroom.preparing import Beginning
from wizard.classroom.student import Student
from wizard.classroom.wizards import Zygote
from wizard.lab import LabRefused
from wizard.lab.store import Folder
from wizard.model.problems import Problem

STUDENTS, REMOVED, PUPIL, LOCK = "students", "removed", "student.json", "class.lock"
_TICK = 10.0
"""Seconds between two looks for students whose pages are closed."""


@dataclass
class Codes:
    """What lets people in: the class's code, which all students get, and the teacher's."""

    class_: str = field(default_factory=lambda: people.new_code(people.CLASS_CODE))
    teachers: str = field(default_factory=lambda: people.new_code(people.TEACHERS_CODE), repr=False)


class Classroom:
    """A class, kept in a folder; one process at a time has it."""

    def __init__(
        self, folder: Path, beginning: Beginning, listed: Mapping[str, str] | None = None, lang: str = "ko"
    ) -> None:
        """`listed`: the codes of those who may come by their names; None for whoever has the class's code."""
        self.beginning = beginning
        self.codes = Codes()
        self.students: dict[str, Student] = {}
        self.lang = lang
        self.takes_new = True
        """Whether whoever has the class's code may come in under a new name."""
        self._folder = folder
        self._listed = listed
        self._zygote = Zygote()
        self._starting = asyncio.Semaphore(limits.LABS_STARTING)
        self._by_cookie: dict[str, Student] = {}
        self._teachers: set[str] = set()
        self._looking: asyncio.Task[None] | None = None
        self._lock = -1
        self._opened: Folder

    async def open(self) -> None:
        """Open the class, with the students who were in it before. Raises `Problem`, OSError."""
        try:
            self._opened = Folder(self._folder)
            self._lock = self._opened.lock(LOCK, 0, os.getpid())
        except LabRefused as refused:
            key = "classroom-runs" if refused.key == "lab-dir-in-use" else refused.key
            raise Problem(key, directory=str(self._folder), said=refused.said) from None
        await self._zygote.start()
        for file in sorted((self._folder / STUDENTS).glob(f"*/{PUPIL}")):
            pupil = people.read_pupil(file)
            if pupil and pupil.id == file.parent.name:
                self._add(pupil)
        self._looking = asyncio.create_task(self._look())

    async def close(self) -> None:
        """End all programs and labs; the labs are kept."""
        if self._looking:
            self._looking.cancel()
        await asyncio.gather(*(student.end() for student in self.students.values()))
        await self._zygote.close()
        os.close(self._lock)
        self._opened.close()

    # --- Coming in

    def student_of(self, cookie: str | None) -> Student | None:
        """Return whose cookie it is."""
        return self._by_cookie.get(people.hashed(cookie)) if cookie else None

    def is_teacher(self, cookie: str | None) -> bool:
        """Whether it is a teacher's cookie."""
        return bool(cookie) and people.hashed(cookie or "") in self._teachers

    def come_in(self, code: str, typed_name: str, own_code: str, lang: str) -> tuple[str, str]:
        """Let a student in; return a cookie, and the student's own code where it is a new one.

        A name that is taken is its owner's, who comes back with the own code. Raises `Problem`.
        """
        if not people.same_code(code, self.codes.class_):
            raise Problem("classroom-wrong-code")
        name = people.checked_name(typed_name)
        found = next((one for one in self.students.values() if one.name.casefold() == name.casefold()), None)
        if found:
            if not secrets.compare_digest(people.hashed_code(own_code), found.pupil.code):
                raise Problem("classroom-name-taken")
            found.lang = lang
            return self._new_cookie(found), ""
        listed = self._listed
        if listed is not None and name not in listed:
            raise Problem("classroom-not-listed")
        code_of_list = listed[name] if listed else ""
        if code_of_list and not people.same_code(own_code, code_of_list):
            raise Problem("classroom-own-code")
        if not self.takes_new:
            raise Problem("classroom-closed")
        if len(self.students) >= limits.STUDENTS:
            raise Problem("classroom-full", most=limits.STUDENTS)
        fresh = code_of_list or people.new_code(people.OWN_CODE)
        student = self._add(Pupil(id=secrets.token_hex(8), name=name, code=people.hashed_code(fresh)))
        student.lang = lang
        return self._new_cookie(student), fresh

    def let_teacher_in(self, code: str) -> str:
        """Return a cookie for the teacher. Raises `Problem`, for a student's code that of a missing name."""
        if people.same_code(code, self.codes.class_):
            people.checked_name("")
        if not people.same_code(code, self.codes.teachers):
            raise Problem("classroom-wrong-code")
        cookie = secrets.token_urlsafe(32)
        self._teachers.add(people.hashed(cookie))
        return cookie

    def new_own_code(self, student: Student) -> str:
        """Give a student who has lost the own code another one; whoever is logged in stays so."""
        code = people.new_code(people.OWN_CODE)
        student.pupil = student.pupil.model_copy(update={"code": people.hashed_code(code)})
        self._keep(student)
        return code

    def leave(self, cookie: str) -> None:
        """Take a cookie back."""
        kept = people.hashed(cookie)
        self._teachers.discard(kept)
        student = self._by_cookie.pop(kept, None)
        if student:
            student.pupil.cookies.remove(kept)
            self._keep(student)

    async def remove(self, student: Student) -> None:
        """Take a student out of the class, whose name is free then; the folder is moved to `removed/`."""
        for cookie in student.pupil.cookies:
            self._by_cookie.pop(cookie, None)
        del self.students[student.pupil.id]
        student.removed = True
        await student.end()
        trusted.own_folder(self._folder / REMOVED)
        student.folder.rename(self._folder / REMOVED / student.pupil.id)

    def _add(self, pupil: Pupil) -> Student:
        folder = self._folder / STUDENTS / pupil.id
        student = Student(pupil, folder, self.beginning, self._zygote, self._starting, self.lang)
        self.students[pupil.id] = student
        for cookie in pupil.cookies:
            self._by_cookie[cookie] = student
        return student

    def _new_cookie(self, student: Student) -> str:
        cookie = secrets.token_urlsafe(32)
        cookies = student.pupil.cookies
        cookies.append(people.hashed(cookie))
        self._by_cookie[cookies[-1]] = student
        while len(cookies) > people.MOST_COOKIES:
            self._by_cookie.pop(cookies.pop(0), None)
        self._keep(student)
        return cookie

    def _keep(self, student: Student) -> None:
        trusted.own_folder(student.folder)
        saving.replace(student.folder / PUPIL, student.pupil.model_dump_json())

    # --- Going away

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            for student in list(self.students.values()):
                idle = time.monotonic() - student.seen > limits.IDLE
                if student.runs and not student.sockets and idle:
                    with suppress(Exception):  # one student's lab must not keep the others' from ending
                        await student.end()
