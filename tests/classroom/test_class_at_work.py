"""A class with an exercise and a list of students: what its students and its teacher do in it."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.guests import Guest, guest
from tests.classroom.served import Served, served
from tests.support.processes import children
from wizard.classroom import limits
from wizard.exercises.load import find

EXERCISE = find("endpoint-wrong-port")
KIM, CODE = "Kim", "kim-code"


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A class of two, the first of whom has a code in the list."""
    folder: Path = tmp_path_factory.mktemp("class")
    listed = folder / "students.csv"
    listed.write_text(f"name,code\n{KIM},{CODE}\n이영희,\n")
    listed.chmod(0o600)
    with served(folder / "class", "--exercise", EXERCISE.name, "--students", str(listed)) as one:
        yield one


@asynccontextmanager
async def kim(class_: Served) -> AsyncIterator[Guest]:
    """Kim's browser, logged in."""
    async with guest(class_) as one:
        assert (await one.log_in(KIM, CODE))[0] == 303
        yield one


@asynccontextmanager
async def teacher(class_: Served) -> AsyncIterator[Guest]:
    """The teacher's browser, logged in."""
    async with guest(class_) as one:
        assert (await one.log_in("", code=class_.teachers))[0] == 303
        yield one


async def told(answer: tuple[int, str]) -> Any:
    """Return what a good answer says."""
    assert answer[0] == 200, answer
    return json.loads(answer[1])


async def rows(one: Guest) -> dict[str, Any]:
    """Return how each student stands, by name, as the teacher's page has it."""
    return {row["name"]: row for row in (await told(await one.get("students")))["students"]}


async def test_the_list_lets_its_students_in_and_nobody_else(at_work: Served) -> None:
    async with guest(at_work) as one:
        assert (await one.log_in("Park"))[0] == 403
        assert (await one.log_in(KIM))[0] == 403
        assert (await one.log_in(KIM, "another"))[0] == 403
        status, own = await one.log_in("이영희")
        assert (status, len(own)) == (303, 8)
    async with kim(at_work) as one:
        assert KIM in (await one.get(""))[1]


async def test_a_students_wizard_tells_of_every_step_whether_it_holds(at_work: Served) -> None:
    """Three logins, nova.conf and the lists of two APIs are read within the guest's confines."""
    async with kim(at_work) as one, one.terminal("terminal/wizard") as page:
        await page.until("4.4.1")
        while "37/39" not in page.shown:  # services that have just been started count a few seconds later
            shown = len(page.shown)
            await page.type("\x12")
            await page.until("/39", since=shown)


async def test_a_student_reads_the_task_takes_a_hint_and_solves_it(at_work: Served) -> None:
    async with kim(at_work) as one, teacher(at_work) as teaching:
        task = await told(await one.get("task?lang=en"))
        assert "<code>openstack compute service list</code>" in task["task"]
        assert (task["title"], task["hints"]) == (EXERCISE.title.of("en"), [])
        assert task["price"] == EXERCISE.hints[0].costs
        async with one.terminal("terminal/controller") as shell:
            await shell.until("# ")
            checked = await told(await one.post("check"))
            assert not checked["full"]
            assert checked["missing"]
            assert len((await told(await one.post("hint")))["hints"]) == 1
            await shell.type(". /root/admin-openrc\r")
            for step in EXERCISE.solve:
                await shell.type(step.sh.strip().replace("\n", "\r") + "\r")
            await shell.type("echo it is d''one\r")
            await shell.until("it is done")
        (id_,) = [row["id"] for row in (await rows(teaching)).values() if row["name"] == KIM]
        graded = await told(await teaching.post(f"grade/{id_}"))
        assert graded["points"] == graded["of"] - EXERCISE.hints[0].costs
        assert graded["missing"] == []
        after = await told(await one.post("hint"))
        assert (len(after["hints"]), after["points"]["missing"]) == (1, [])


async def test_a_lab_comes_after_the_wizards(at_work: Served) -> None:
    async with kim(at_work) as one, one.terminal("terminal/wizard") as page:
        await page.until("F5")
        family = list(descendants(at_work.process.pid))
    labs = {os.getpriority(os.PRIO_PROCESS, pid) for pid in family if b"nova-wizard-lab-" in command(pid)}
    wizards = {os.getpriority(os.PRIO_PROCESS, pid) for pid in family if b"zygote" in command(pid)}
    usual = os.getpriority(os.PRIO_PROCESS, at_work.process.pid)
    assert labs == {min(usual + limits.LAB_NICE, 19)}
    assert wizards == {min(usual + limits.NICE, 19), usual}  # the process that they are forked from, too
    assert limits.LAB_NICE > limits.NICE


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, with those that these have."""
    for child in children(pid):
        yield from (child, *descendants(child))


def command(pid: int) -> bytes:
    """Return a process's command line."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


async def test_the_teacher_breaks_mends_and_resets_a_lab(at_work: Served) -> None:
    async with kim(at_work) as one, teacher(at_work) as teaching:
        await told(await one.post("hint"))
        (id_,) = [row["id"] for row in (await rows(teaching)).values() if row["name"] == KIM]

        async def act(**asked: str) -> tuple[int, str]:
            return await teaching.post(f"act/{id_}", json.dumps(asked))

        async def sees(database: str, mark: str) -> None:
            """See what becomes of it in a shell, which also shows what it showed before."""
            async with one.terminal("terminal/controller") as shell:
                await shell.type(f"echo {mark}: $(systemctl is-active mariadb)\r")
                await shell.until(f"{mark}: {database}\r\n")

        assert (await act(do="snapshot"))[0] == 200
        assert (await act(do="break", fault="database-down"))[0] == 200
        await sees("inactive", "broken")
        assert (await act(do="repair", fault="database-down"))[0] == 200
        await sees("active", "mended")
        assert (await act(do="repair", fault="database-down"))[0] == 409
        assert (await act(do="reset", step="4.4.2/prepare/1b"))[0] == 200
        assert (await act(do="restore"))[0] == 200
        for step in ("4.4.4/2", ""):
            assert (await act(do="reset", step=step))[0] == 200
            assert len((await told(await one.get("task")))["hints"]) == 1
        assert (await told(await teaching.post(f"grade/{id_}")))["points"] == 0
        assert (await act(do="reset", step="4.4.9"))[0] == 400
        assert (await act(do="break", fault="no-such"))[0] == 400


async def test_the_grades_are_a_table_of_all_who_came(at_work: Served) -> None:
    async with kim(at_work), teacher(at_work) as teaching:
        status, text = await teaching.get("grades.csv")
        assert status == 200
        table = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
        assert KIM in {row["student"] for row in table}


async def test_what_a_teacher_does_is_no_students(at_work: Served) -> None:
    async with kim(at_work) as one, teacher(at_work) as teaching:
        (id_,) = [row["id"] for row in (await rows(teaching)).values() if row["name"] == KIM]
        for answer in (
            await one.get("students"),
            await one.get("grades.csv"),
            await one.post(f"act/{id_}", '{"do": "reset", "step": ""}'),
            await one.post(f"grade/{id_}"),
        ):
            assert answer[0] == 403


async def test_the_teacher_removes_a_student_whose_name_is_free_then(at_work: Served) -> None:
    name = "이영희"
    async with teacher(at_work) as teaching, guest(at_work) as one:
        (id_,) = [row["id"] for row in (await rows(teaching)).values() if row["name"] == name]
        own = (await told(await teaching.post(f"act/{id_}", '{"do": "code"}')))["said"]
        assert (await one.log_in(name, own))[0] == 303
        async with one.terminal("terminal/controller") as shell:
            await shell.until("# ")
            assert (await teaching.post(f"act/{id_}", '{"do": "remove"}'))[0] == 200
            await shell.until_told("ended")
        assert (await one.get("task"))[0] == 403
        assert name not in await rows(teaching)
        assert (await teaching.post(f"act/{id_}", '{"do": "snapshot"}'))[0] == 404
        assert (at_work.folder / "removed" / id_ / "lab").is_dir()
        assert not (at_work.folder / "students" / id_).exists()
        assert (await one.log_in(name))[0] == 303
        assert (await rows(teaching))[name]["id"] != id_


async def test_the_teacher_lets_nobody_new_in(at_work: Served) -> None:
    async with teacher(at_work) as teaching, kim(at_work) as one:
        (id_,) = [row["id"] for row in (await rows(teaching)).values() if row["name"] == KIM]
        assert (await one.post("door", '{"takes_new": false}'))[0] == 403
        assert (await teaching.post("door", '{"takes_new": false}'))[0] == 200
        assert not (await told(await teaching.get("students")))["takes_new"]
        await teaching.post(f"act/{id_}", '{"do": "remove"}')
        async with guest(at_work) as another:
            assert (await another.log_in(KIM, CODE))[0] == 403
            await teaching.post("door", '{"takes_new": true}')
            assert (await another.log_in(KIM, CODE))[0] == 303
        for garbage in ("", "{}", '{"takes_new": 1}', "[" * 9000):
            assert (await teaching.post("door", garbage))[0] == 400


async def test_a_new_code_takes_the_place_of_the_one_in_the_list(at_work: Served) -> None:
    async with kim(at_work), teacher(at_work) as teaching:
        (id_,) = [row["id"] for row in (await rows(teaching)).values() if row["name"] == KIM]
        new = (await told(await teaching.post(f"act/{id_}", '{"do": "code"}')))["said"]
    async with guest(at_work) as one:
        assert (await one.log_in(KIM, CODE))[0] == 403
        assert (await one.log_in(KIM, new))[0] == 303
