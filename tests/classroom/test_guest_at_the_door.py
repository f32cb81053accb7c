"""What a hostile guest tries at the door: without a code, with another's cookie, from another site's page."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.classroom.guests import guest, student
from tests.classroom.served import Served

OPENED = ["terminal/wizard", "terminal/controller", "task", "files/x", "students", "grades.csv"]
POSTED = ["hint", "check", "act/0123456789abcdef", "grade/0123456789abcdef"]
TEACHERS = ["students", "grades.csv", "watch/0123456789abcdef/wizard"]
SOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "A" * 22 + "==",
}


@pytest.mark.parametrize("path", OPENED)
async def test_looks_without_logging_in(class_: Served, path: str) -> None:
    async with guest(class_) as nobody:
        headers = SOCKET | nobody.from_page() if path.startswith("terminal") else {}
        status, text = await nobody.get(path, headers=headers)
    assert status == 403
    assert "xterm" not in text


@pytest.mark.parametrize("path", POSTED)
async def test_acts_without_logging_in(class_: Served, path: str) -> None:
    async with guest(class_) as nobody:
        assert (await nobody.post(path, "{}"))[0] == 403


@pytest.mark.parametrize(
    "forged",
    ["", "x", "A" * 43, "0" * 4000, "../../../etc/passwd", '"', "null", "teacher", "%00", "1 OR 1=1"],
)
async def test_forges_a_cookie(class_: Served, forged: str) -> None:
    async with guest(class_) as nobody:
        status, _ = await nobody.get("task", headers={"Cookie": f"nova-class={forged}"})
    assert status == 403


async def test_uses_what_is_kept_of_a_cookie(class_: Served, name: str) -> None:
    from wizard.classroom.people import hashed

    async with student(class_, name) as one, guest(class_) as nobody:
        status, _ = await nobody.get("task", headers={"Cookie": f"nova-class={hashed(one.cookie())}"})
        assert status == 403
        assert (await one.get("task"))[0] == 200


async def test_uses_a_cookie_after_its_owner_has_left(class_: Served, name: str) -> None:
    async with student(class_, name) as one:
        cookie = one.cookie()
        assert (await one.post("logout"))[0] == 303
        assert (await one.get("task", headers={"Cookie": f"nova-class={cookie}"}))[0] == 403


async def test_the_cookie_is_for_this_site_and_no_script(class_: Served, new_name: str) -> None:
    async with guest(class_) as one:
        form = {"code": class_.code, "name": new_name}
        url, headers = one.url("login"), one.from_page()
        async with one.session.post(url, data=form, headers=headers, allow_redirects=False) as answer:
            said = answer.headers["Set-Cookie"]
    assert "HttpOnly" in said and "SameSite=Strict" in said and "Path" not in said


async def test_the_cookie_is_secure_behind_tls(class_: Served, new_name: str) -> None:
    async with guest(class_) as one:
        form, headers = (
            {"code": class_.code, "name": new_name},
            one.from_page() | {"X-Forwarded-Proto": "https"},
        )
        async with one.session.post(
            one.url("login"), data=form, headers=headers, allow_redirects=False
        ) as answer:
            assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("path", TEACHERS)
async def test_looks_at_the_teachers_page_as_a_student(class_: Served, name: str, path: str) -> None:
    async with student(class_, name) as one:
        headers = SOCKET | one.from_page() if path.startswith("watch") else {}
        assert (await one.get(path, headers=headers))[0] == 403


@pytest.mark.parametrize("what", ["break", "reset", "code", "snapshot"])
async def test_acts_as_the_teacher(class_: Served, name: str, what: str) -> None:
    async with student(class_, name) as one:
        status, _ = await one.post("act/0123456789abcdef", f'{{"do": "{what}", "fault": "keystone-down"}}')
    assert status == 403


async def test_opens_the_teachers_page_as_a_student(class_: Served, name: str) -> None:
    async with student(class_, name) as one:
        status, text = await one.get("teacher")
    assert status == 303 and "students" not in text


ORIGINS = [
    "https://evil.example",
    "null",
    "http://127.0.0.1:1",
    "file://",
    "http://127.0.0.1.evil.example",
    None,
]


@pytest.mark.parametrize("origin", ORIGINS)
async def test_opens_a_terminal_from_another_sites_page(
    class_: Served, name: str, origin: str | None
) -> None:
    async with student(class_, name) as one:
        status, _ = await one.get("terminal/wizard", headers=SOCKET | one.from_page(origin))
    assert status == 403


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", ["login", "hint", "check", "logout"])
async def test_posts_from_another_sites_page(
    class_: Served, name: str, path: str, origin: str | None
) -> None:
    async with student(class_, name) as one:
        assert (await one.post(path, "x", origin=origin))[0] == 403
        assert (await one.get("task"))[0] == 200


@pytest.mark.parametrize("code", ["", "x", "a" * 8, "%", "null", "0" * 5000])
async def test_guesses_the_class_code(class_: Served, name: str, code: str) -> None:
    async with guest(class_) as one:
        status, _ = await one.log_in(name, code=code)
        assert status == 403
        assert not list(one.session.cookie_jar)


async def test_comes_in_as_the_teacher_with_the_class_code(class_: Served) -> None:
    async with guest(class_) as one:
        status, _ = await one.log_in("")
    assert status == 403


async def test_guesses_codes_all_at_once(class_: Served, name: str) -> None:
    async with guest(class_) as attacker, student(class_, name) as one:
        guesses = [asyncio.create_task(attacker.log_in(name, code=f"guess{at}")) for at in range(60)]
        await asyncio.sleep(0)
        assert (await one.get("task"))[0] == 200
        found = [status for status, _ in await asyncio.gather(*guesses)]
    assert set(found) <= {403, 429} and found.count(429) > 20


@pytest.mark.parametrize(
    "change", [str.upper, lambda name: f"  {name} ", lambda name: name.replace(" ", "\u2003")]
)
async def test_takes_another_students_name(class_: Served, name: str, change) -> None:  # type: ignore[no-untyped-def]
    async with student(class_, name), guest(class_) as thief:
        for own in ("", "x", "a" * 8):
            status, _ = await thief.log_in(change(name), own)
            assert status == 403


async def test_the_owner_of_a_name_comes_back_with_the_own_code(class_: Served, new_name: str) -> None:
    async with guest(class_) as first, guest(class_) as second:
        _, own = await first.log_in(new_name)
        assert await second.log_in(new_name, own) == (303, "")
        assert (await second.get("task"))[0] == 200


@pytest.mark.parametrize(
    "bad", ["\x1b[31mred", "a\0b", "x" * 41, "\u202eevil", "\ud7ff\u200b", "a\nb\tc\x7f"]
)
async def test_takes_a_name_that_is_none(class_: Served, bad: str) -> None:
    async with guest(class_) as one:
        assert (await one.log_in(bad))[0] in (303, 403)
        if list(one.session.cookie_jar):
            _, text = await one.get("")
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\u200b]", text)


async def test_takes_a_name_with_markup(class_: Served) -> None:
    async with student(class_, "<script>alert(1)</script>") as one:
        _, text = await one.get("")
    assert "<script>alert" not in text and "&lt;script&gt;" in text


async def test_takes_a_name_that_is_a_path(class_: Served) -> None:
    async with student(class_, "../../../escaped") as one:
        assert (await one.get("task"))[0] == 200
    assert not list(class_.folder.parent.rglob("*escaped*"))
    assert all(re.fullmatch("[0-9a-f]{16}", path.name) for path in (class_.folder / "students").iterdir())


@pytest.mark.parametrize(
    "path",
    [
        *("static/../pages.py", "static/..%2fpages.py", "static/%2e%2e%2fpages.py", "static/..%5cpages.py"),
        *(
            "static//etc/passwd",
            "static/%2fetc%2fpasswd",
            "static/classroom.css%00.js",
            "static/",
            "static/.",
        ),
        *(
            "files/..%2f..%2fstudent.json",
            "files/%2fetc%2fpasswd",
            "../../etc/passwd",
            "%2e%2e/%2e%2e/etc/passwd",
        ),
    ],
)
async def test_reads_a_file_by_its_path(class_: Served, name: str, path: str) -> None:
    parts = urlsplit(class_.address)
    async with student(class_, name) as one:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        head = (f"GET /{path} HTTP/1.1", f"Host: {parts.netloc}", f"Cookie: nova-class={one.cookie()}")
        request = "\r\n".join((*head, "Connection: close", "", ""))
        writer.write(request.encode())
        answer = (await reader.read()).decode(errors="replace")
        writer.close()
    assert answer.split()[1] in ("404", "400", "403")
    assert "root:" not in answer and "import" not in answer and "cookies" not in answer


@pytest.mark.parametrize(
    "terminal", ["..%2fwizard", "127.0.0.1", "localhost", "controller.", "compute2", "%00", "wizard%20"]
)
async def test_opens_a_terminal_that_is_none_of_the_lab(class_: Served, name: str, terminal: str) -> None:
    async with student(class_, name) as one:
        from yarl import URL

        url = URL(one.url(f"terminal/{terminal}"), encoded=True)
        async with one.session.get(url, headers=SOCKET | one.from_page()) as answer:
            assert answer.status == 404


async def test_posts_a_huge_form(class_: Served) -> None:
    async with guest(class_) as one:
        status, _ = await one.post("login", {"code": "x" * 1_000_000, "name": "x"})
    assert status == 413


async def test_sends_a_huge_header(class_: Served) -> None:
    async with guest(class_) as one:
        status, _ = await one.get("", headers={"X": "x" * 100_000})
    assert status == 400


async def test_every_answer_says_what_a_page_may_load(class_: Served, name: str) -> None:
    async with student(class_, name) as one:
        for path in ("", "task", "static/student.js", "nowhere", "students"):
            async with one.session.get(one.url(path)) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy and "script-src 'self';" in policy
                assert "frame-ancestors 'none'" in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_pages_load_nothing_from_other_sites(class_: Served, name: str) -> None:
    async with student(class_, name) as one:
        for path in (
            "",
            "static/classroom.css",
            "static/student.js",
            "static/terminal.js",
            "static/teacher.js",
        ):
            _, text = await one.get(path)
            assert not re.search(r"(src|href|url\(|import|fetch\()[\"'=( ]*(https?:)?//", text)
            assert not re.search(r"(src|href|action)=\"/", text), (
                "an address that a proxy's prefix would break"
            )


async def test_opens_more_terminals_than_a_student_may(class_: Served, name: str) -> None:
    from wizard.classroom import limits

    async with student(class_, name) as one:
        opened = []
        for _ in range(limits.SOCKETS):
            opened.append(await one.session.ws_connect(one.url("terminal/wizard"), headers=one.from_page()))
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await one.session.ws_connect(one.url("terminal/wizard"), headers=one.from_page())
        for socket in opened:
            await socket.close()
    assert refused.value.status == 429
