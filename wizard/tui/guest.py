"""A classroom's guest in the wizard: no path is taken, no source opened; files are handed to the class."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any

from wizard.answers.draft import Draft, Value
from wizard.answers.passwords import Kind, Source
from wizard.model.commands import Command, Result
from wizard.model.problems import Problem
from wizard.tui.questions import name_of

LONGEST_FILE = 1_000_000
"""Characters of a file that a guest can download."""
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
