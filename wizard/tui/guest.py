"""The wizard of a classroom's guest: it takes no path and opens no source, and hands its files to the class."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wizard.answers.draft import Draft, Value
from wizard.answers.passwords import Kind, Source
from wizard.model import Answers, Command, Login, Node, Passwords, Problem, Result, Unreachable
from wizard.secret import Secret
from wizard.text import Words
from wizard.tui.lab import fill_in_disks, fill_in_nodes, fill_in_passwords
from wizard.tui.questions import name_of
from wizard.tui.setting import StartOptions

LONGEST_FILE = 1_000_000
"""Characters of a file that a guest can download."""
NOWHERE = Path("/nonexistent")
_FILE_NAME = re.compile(r"\w[\w.-]{0,59}")
_OF_LOGINS = ("user", "port", "identity_file", "known_hosts", "host_key", "password", "sudo", "ssh_config")
_STATES = {"check": "state", "step.finished": "status"}
"""The events that say how a step stands, and the field that does."""


class GuestDraft(Draft):
    """Answers whose passwords are typed, and which say nothing of logins: those are the lab's."""

    has_logins = False

    def set(self, path: str, value: Value | None) -> None:
        """Give an answer; a password's source and a part of a login are not taken."""
        of_login = path.startswith("ssh") or name_of(path) in _OF_LOGINS
        from_elsewhere = isinstance(value, Source) and value.kind not in (Kind.TYPED, Kind.CLEAR)
        if not of_login and not from_elsewhere:
            super().set(path, value)


class GuestJournal:
    """Takes the place of the journal: tells the class how steps stand, and keeps nothing."""

    folder: None = None

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send

    def event(self, event: Mapping[str, Any]) -> None:
        """Tell the class of an event that says how a step stands on a host."""
        field = _STATES.get(str(event.get("event")))
        if field:
            place = {"id": str(event.get("id", "")), "host": str(event.get("host", ""))}
            self._send({"step": {**place, "state": str(event.get(field, ""))}})

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Forget a command."""

    def close(self) -> None:
        """Do nothing: nothing was opened."""


class Guest:
    """The way from a guest's wizard to the class: a line of JSON for each step that is read and each file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._writing = threading.Lock()

    def hand_over(self, name: str, content: str) -> None:
        """Offer a file for download. Raises `Problem` for a name with a path in it, and for a large file."""
        if not _FILE_NAME.fullmatch(name):
            raise Problem("guest-file-name")
        if len(content) > LONGEST_FILE:
            raise Problem("guest-file-large", most=LONGEST_FILE)
        self._send({"file": name, "content": content})

    def journal(self) -> GuestJournal:
        """Return what takes the place of the journal."""
        return GuestJournal(self._send)

    def _send(self, said: dict[str, Any]) -> None:
        data = memoryview(json.dumps(said).encode() + b"\n")
        with self._writing:
            while data:
                data = data[os.write(self._descriptor, data) :]


def guest_setting(request: Mapping[str, Any], descriptor: int, options: StartOptions) -> StartOptions:
    """Return how the wizard starts on the lab of a request.

    The request has `nodes` (by name: host, port, user, password, fingerprint), `passwords` (by the book's
    names) and `computes`, how many compute nodes there are.
    """
    logins = {
        name: Login(
            host=node["host"],
            port=node["port"],
            user=node["user"],
            host_key=node["fingerprint"],
            password=Secret(f"{name}.password", node["password"]),
            ssh_config=False,
        )
        for name, node in request["nodes"].items()
    }
    passwords = {name: str(value) for name, value in request["passwords"].items()}

    def pointed(node: Node) -> Node:
        if node.name not in logins:
            raise Unreachable("lab-has-no-node", host=node.name, names=", ".join(logins))
        return replace(node, login=logins[node.name])

    def point(answers: Answers) -> Answers:
        secrets = Passwords(**{name: Secret(name, value) for name, value in passwords.items()})
        computes = tuple(map(pointed, answers.compute))
        return replace(answers, controller=pointed(answers.controller), compute=computes, passwords=secrets)

    return replace(
        options,
        draft=lambda: _draft(options.words, int(request["computes"])),
        state=NOWHERE,
        environ={},
        point=point,
        simulated=True,
        rehearsal=passwords,
        last=None,
        guest=Guest(descriptor),
    )


def _draft(words: Words, computes: int) -> Draft:
    found = GuestDraft(Draft.example(words.lang).data)
    found.remove("ssh")
    fill_in_passwords(found)
    fill_in_nodes(found, computes)
    fill_in_disks(found)
    return found
