"""What a hostile guest tries in the wizard: commands, files and paths in answers, shells, and floods."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.guests import Guest, student
from tests.classroom.served import Served
from wizard.answers.draft import Draft
from wizard.answers.passwords import Kind, Source
from wizard.model.answers import Login, Node
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.text import Words
from wizard.tui.guest import Guest as GuestOfClass
from wizard.tui.guest import GuestDraft
from wizard.tui.guest_setting import NOWHERE, guest_setting
from wizard.tui.guest_turns import Turns
from wizard.tui.questions import host_questions, login_questions
from wizard.tui.setting import StartOptions

READ = "4.4.1"
"""On the first screen."""
CTRL_S, ENTER = "\x13", "\r"


@pytest.mark.parametrize("kind", [Kind.COMMAND, Kind.FILE, Kind.ENV])
@pytest.mark.parametrize("path", ["passwords.novapass", "controller.password", "ssh.password"])
def test_takes_a_password_from_elsewhere(kind: Kind, path: str) -> None:
    draft = GuestDraft(Draft.example("en").data)
    before = draft.get(path)
    draft.set(path, Source(kind, "touch /tmp/escaped"))
    assert draft.get(path) == before


@pytest.mark.parametrize(
    "path",
    [
        *("ssh.identity_file", "ssh.known_hosts", "ssh.user", "ssh.port", "controller.identity_file"),
        *("controller.known_hosts", "compute[0].host_key", "compute[0].user", "compute[0].port", "ssh.sudo"),
    ],
)
def test_says_how_ssh_logs_in(path: str) -> None:
    draft = GuestDraft(Draft.example("en").data)
    draft.remove("ssh")
    draft.set(path, "/etc/shadow")
    assert draft.get(path) is None


def test_is_asked_for_no_login() -> None:
    draft = GuestDraft(Draft.example("en").data)
    assert not login_questions(draft, True)
    names = {path.rpartition(".")[2] for path in host_questions(draft, True)}
    assert names == {"host", "name", "management_ip"}


def _setting(tmp_path: Path) -> StartOptions:
    login = {"host": "127.0.0.1", "port": 1, "user": "root", "password": "x", "fingerprint": "SHA256:x"}
    request: dict[str, Any] = {
        "nodes": {"controller": login, "compute1": login},
        "passwords": {name: name for name in ("dbpassword", "novadbpass", "novapass", "rabbitpass")},
        "computes": 1,
    }
    options = StartOptions(load=lambda: None, draft=lambda: None, words=Words("en"), state=tmp_path)  # type: ignore[arg-type,return-value]
    return guest_setting(request, -1, Turns(-1, 0), options)


def test_points_ssh_at_another_host(tmp_path: Path) -> None:
    setting = _setting(tmp_path)
    draft = setting.draft()
    draft.set("controller.host", "10.1.2.3")
    draft.set("compute[0].host", "-oProxyCommand=touch /tmp/escaped")
    draft.set("compute[0].host", "evil.example")
    answers = setting.point(draft.answers({}, setting.rehearsal).answers)
    assert {node.login.host for node in answers.nodes} == {"127.0.0.1"}
    assert not any(node.login.ssh_config for node in answers.nodes)
    assert not any(node.login.identity_file or node.login.known_hosts for node in answers.nodes)


def test_adds_a_host_that_the_lab_has_not(tmp_path: Path) -> None:
    setting = _setting(tmp_path)
    answers = setting.draft().answers({}, setting.rehearsal).answers
    stranger = Node(Role.COMPUTE, "stranger", "10.0.0.99", Login("evil.example"))
    from dataclasses import replace

    with pytest.raises(Problem):
        setting.point(replace(answers, compute=(*answers.compute, stranger)))


def test_the_wizard_knows_no_folder_of_the_machine(tmp_path: Path) -> None:
    setting = _setting(tmp_path)
    assert setting.state == NOWHERE and setting.last is None and not setting.environ and setting.lab is None


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/cron.d/x",
        "~/x",
        "~root/x",
        "a/b",
        ".ssh",
        "",
        "x" * 61,
        "a\0b",
        "a\nb",
        "-rf",
        "..",
        "a b",
    ],
)
def test_saves_under_a_path(name: str) -> None:
    with pytest.raises(Problem):
        GuestOfClass(-1).hand_over(name, "content")


def test_saves_a_huge_file() -> None:
    with pytest.raises(Problem):
        GuestOfClass(-1).hand_over("x", "x" * 2_000_000)


async def _typed(one: Guest, *keys: str, until: str) -> str:
    async with one.terminal("terminal/wizard") as page:
        await page.until(READ)
        await page.until("F5")
        for key in keys:
            await page.type(key)
        return await page.until(until)


@pytest.mark.parametrize(
    "path", ["/../../class-escaped.yaml", "/../../../../../../../tmp/class-escaped.yaml"]
)
async def test_saves_the_answers_outside(class_: Served, name: str, path: str) -> None:
    async with student(class_, name) as one, one.terminal("terminal/wizard") as page:
        await page.until("F5")
        await page.type(CTRL_S)
        await page.until("answers.yaml")
        await page.type(path + ENTER)
        await page.until("without a folder")
        await page.type(CTRL_S)
    assert not Path("/tmp/class-escaped.yaml").exists()
    assert not list(class_.folder.parent.rglob("class-escaped.yaml"))


async def test_what_is_saved_is_downloaded(class_: Served, new_name: str) -> None:
    async with student(class_, new_name) as one, one.terminal("terminal/wizard") as page:
        await page.until("F5")
        await page.type(CTRL_S)
        await page.until("answers.yaml")
        await page.type(ENTER)
        told = await page.until_told("file")
        async with one.session.get(one.url(f"files/{told['file']}")) as answer:
            assert "attachment" in answer.headers["Content-Disposition"]
            assert answer.content_type == "application/octet-stream"
            text = await answer.text()
    assert told["name"] == "answers.yaml" and text.startswith("#") and "novapass" in text
    assert not list(class_.folder.rglob("answers.yaml.*"))


async def test_downloads_another_students_file(class_: Served, new_name: str, name: str) -> None:
    async with student(class_, new_name) as one, one.terminal("terminal/wizard") as page:
        await page.until("F5")
        await page.type(CTRL_S)
        await page.until("answers.yaml")
        await page.type(ENTER)
        told = await page.until_told("file")
        async with student(class_, name) as thief:
            assert (await thief.get(f"files/{told['file']}"))[0] == 404


async def test_opens_a_shell_on_the_machine(class_: Served, name: str) -> None:
    async with student(class_, name) as one:
        assert "in the tabs" in await _typed(one, "s", until="in the tabs")


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            "x",
            "null",
            "[]",
            '"x"',
            "{",
            '{"in": 1}',
            '{"in": null}',
            '{"size": [1]}',
            '{"start": false}',
        ),
        *(
            '{"in": "a", "more": 1}',
            '{"size": ["80", "24"]}',
            '{"size": [true, true]}',
            '{"size": [80.5, 24]}',
        ),
        *(
            '{"do": "break"}',
            '{"file": "x"}',
            pytest.param("[" * 20000, id="deep"),
            '{"anew": [80, 24]}',
            '{"size": {"0": 80}}',
        ),
    ],
)
async def test_says_what_is_no_message(class_: Served, name: str, said: str) -> None:
    async with student(class_, name) as one, one.terminal("terminal/controller") as page:
        await page.socket.send_str(said)
        assert await page.closed_with() == 1008


async def test_sends_bytes(class_: Served, name: str) -> None:
    async with student(class_, name) as one, one.terminal("terminal/controller") as page:
        await page.socket.send_bytes(b"id\n")
        assert await page.closed_with() == 1008


async def test_sends_a_huge_message(class_: Served, name: str) -> None:
    async with student(class_, name) as one, one.terminal("terminal/controller") as page:
        await page.socket.send_str(json.dumps({"in": "x" * 1_000_000}))
        assert await page.closed_with() == 1009


@pytest.mark.parametrize("size", [[10**12, 10**12], [-5, -5], [0, 0], [1, 10**6]])
async def test_makes_the_screen_a_size_that_is_none(class_: Served, name: str, size: list[int]) -> None:
    async with student(class_, name) as one, one.terminal("terminal/controller") as page:
        await page.until("#")
        await page.socket.send_str(json.dumps({"size": size}))
        await page.type("stty size | tr ' ' x; echo still-$((40+2))\n")
        await page.until("still-42")


@pytest.mark.parametrize(
    "text", ["\ud800", "\x1b[200~" * 500, "\x00" * 1000, "\x1b]52;c;" + "A" * 5000, "\x1a\x1c\x03" * 50]
)
async def test_types_what_no_keyboard_sends(class_: Served, name: str, text: str) -> None:
    async with student(class_, name) as one, one.terminal("terminal/wizard") as page:
        await page.until("F5")
        await page.type(text)
        assert (await one.get("task"))[0] == 200


async def test_a_wizard_goes_on_when_its_page_is_loaded_again(class_: Served, new_name: str) -> None:
    async with student(class_, new_name) as one:
        async with one.terminal("terminal/wizard") as page:
            await page.until("F5")
            await page.type("\x12")  # read the hosts
            await page.until("39")
        async with one.terminal("terminal/wizard") as page:
            await page.until_told("anew")
            await page.until("39")


async def test_a_wizard_that_was_left_can_be_started_again(class_: Served, new_name: str) -> None:
    async with student(class_, new_name) as one, one.terminal("terminal/wizard") as page:
        await page.until("F5")
        await page.type("\x11")  # leave
        await page.until_told("ended")
        page.shown = ""
        await page.socket.send_str('{"start": true}')
        await page.until("F5")
