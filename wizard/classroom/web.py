"""The addresses of a class, all of them relative: a proxy may put a prefix before them."""

from __future__ import annotations

import asyncio

from aiohttp import web

from wizard.classroom import limits, pages, student_api, teacher_api
from wizard.classroom.classroom import Classroom
from wizard.classroom.pages import words_for
from wizard.classroom.security import COOKIE, cookie_header, guarded
from wizard.classroom.student_api import CHECKING, CLASS
from wizard.lab import FAULTS
from wizard.model.problems import Problem


def application(class_: Classroom, *, secure: bool = False) -> web.Application:
    """Return the class as a web application; `secure` where it is served with TLS."""
    app = web.Application(middlewares=[guarded], client_max_size=limits.REQUEST)
    app[CLASS] = class_
    app[CHECKING] = asyncio.Semaphore(limits.CHECKING)
    door = _Door(class_, secure)
    app.add_routes(
        [
            web.get("/", door.page),
            web.post("/login", door.login),
            web.post("/logout", door.logout),
            web.get("/static/{name}", _static),
            web.get("/terminal/{terminal}", student_api.terminal),
            web.get("/files/{key}", student_api.file),
            web.get("/task", student_api.task),
            web.post("/hint", student_api.hint),
            web.post("/check", student_api.check),
            web.get("/teacher", _teacher),
            web.get("/students", teacher_api.students),
            web.get("/watch/{student}/{terminal}", teacher_api.watch),
            web.post("/act/{student}", teacher_api.act),
            web.post("/door", teacher_api.door),
            web.post("/grade/{student}", teacher_api.check),
            web.get("/grades.csv", teacher_api.grades),
        ]
    )
    return app


class _Door:
    """Where people come in and go out."""

    def __init__(self, class_: Classroom, secure: bool) -> None:
        self._class = class_
        self._secure = secure
        self._refusing = 0

    async def page(self, request: web.Request) -> web.Response:
        """Show the student's page; to others the one where they come in."""
        words = words_for(request, self._class.lang)
        cookie = request.cookies.get(COOKIE)
        student = self._class.student_of(cookie)
        if student:
            return _html(pages.student(words, student.name, student.terminals))
        if self._class.is_teacher(cookie):
            raise web.HTTPSeeOther("teacher")
        return _html(pages.login(words))

    async def login(self, request: web.Request) -> web.Response:
        """Let somebody in. Whoever has a wrong code waits for the answer."""
        form = await request.post()
        code, name, own = (str(form.get(part, "")) for part in ("code", "name", "own"))
        words = words_for(request, self._class.lang)
        try:
            if not name.strip():
                cookie, to = self._class.let_teacher_in(code), f"teacher?lang={words.lang}"
            else:
                cookie, fresh = self._class.come_in(code, name, own, words.lang)
                to = f"./?lang={words.lang}" + (f"#{fresh}" if fresh else "")
        except Problem as problem:
            await self._refuse()
            return _html(pages.login(words, words.say(problem.message), name[: limits.NAME]), 403)
        secure = self._secure or request.headers.get("X-Forwarded-Proto") == "https"
        headers = {"Location": to, "Set-Cookie": cookie_header(cookie, secure=secure)}
        return web.Response(status=303, headers=headers)

    async def logout(self, request: web.Request) -> web.Response:
        """Take the cookie back."""
        self._class.leave(request.cookies.get(COOKIE, ""))
        headers = {"Location": "./", "Set-Cookie": cookie_header("", secure=self._secure)}
        return web.Response(status=303, headers=headers)

    async def _refuse(self) -> None:
        if self._refusing >= limits.LOGINS_AT_ONCE:
            raise web.HTTPTooManyRequests
        self._refusing += 1
        try:
            await asyncio.sleep(limits.LOGIN_PAUSE)
        finally:
            self._refusing -= 1


async def _teacher(request: web.Request) -> web.Response:
    class_ = request.app[CLASS]
    if not class_.is_teacher(request.cookies.get(COOKIE)):
        raise web.HTTPSeeOther("./")
    words = words_for(request, class_.lang)
    faults = {name: words.label(f"lab-fault-{name}") for name in FAULTS}
    return _html(pages.teacher(words, faults, teacher_api.STEPS))


async def _static(request: web.Request) -> web.Response:
    found = pages.static_files().get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    body, kind = found
    headers = {"Cache-Control": "max-age=3600"}
    return web.Response(body=body, content_type=kind, headers=headers)


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)
