"""A shell on a host beside the step: the wizard steps aside for ssh, and reads the hosts again afterwards."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import sys

from textual.app import SuspendNotSupported

from wizard.hosts.client import client_command
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.tui import drafted, flow
from wizard.tui.copying import copied, shown_column
from wizard.tui.dialogs.choice import Choice
from wizard.tui.dialogs.menu import Menu
from wizard.tui.foreground import run
from wizard.tui.protocol import WizardApp

KNOWN_HOSTS = "known_hosts"
"""In the state folder: the keys of hosts whose answers have a pin."""


def open_shell(app: WizardApp, host: str = "") -> None:
    """Open a shell on this host, else on the one that is shown, else the chosen one; without any, ask."""
    if app.setting.guest:
        app.show_message(Message("guest-shell"))
        return
    column = shown_column(app) if app.step else None
    names = [name for _, name in drafted.hosts(app.draft)]
    host = host or (column.host if column else app.host)
    if host in names:
        app.run_worker(_open(app, host), group="shell", exclusive=True)
        return

    def chosen(number: int | None) -> None:
        if number is not None:
            open_shell(app, names[number])

    app.push_screen(Menu(Message("shell-where"), names), chosen)


def copy_command_line(app: WizardApp, host: str) -> None:
    """Copy the command line of a shell on a host."""
    if app.setting.guest:
        app.show_message(Message("guest-shell"))
        return

    async def copy() -> None:
        if command := await _command(app, host):
            copied(app, shlex.join(command))

    app.run_worker(copy(), group="shell", exclusive=True)


async def _command(app: WizardApp, host: str) -> list[str]:
    """Return ssh's arguments; nothing where there are none, which is said."""
    if not flow.answered(app):
        return []
    app.show_message(Message("shell-connecting", host=host))
    try:
        return await asyncio.to_thread(_command_of, app, host)
    except Problem as problem:
        app.show_message(problem.message, "error")
        return []


def _command_of(app: WizardApp, host: str) -> list[str]:
    answers = app.jobs.work.answers(app.draft)
    node = next(node for node in answers.nodes if node.name == host)
    return client_command(node, app.setting.state / KNOWN_HOSTS)


async def _open(app: WizardApp, host: str) -> None:
    command = await _command(app, host)
    if not command:
        return
    line = shlex.join(command)
    if shutil.which(command[0]) is None:
        _show_line(app, host, line, Message("shell-no-ssh"))
        return
    try:
        with app.suspend():
            sys.stdout.write(f"{app.words.label('shell-begins', host=host)}\n$ {line}\n")
            sys.stdout.flush()
            run(*command)
    except SuspendNotSupported:
        _show_line(app, host, line, Message("shell-not-here"))
        return
    app.show_message(Message("shell-ended", host=host, command=line))
    app.action_read()


def _show_line(app: WizardApp, host: str, line: str, why: Message) -> None:
    def answer(chosen: str | None) -> None:
        if chosen == "shell-copy":
            copied(app, line)

    body = [why, Message("shell-line", command=line)]
    app.push_screen(Choice(Message("shell-title", host=host), body, ["shell-copy", "answer-ok"]), answer)
