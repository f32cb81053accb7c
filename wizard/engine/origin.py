"""Where a run comes from: which program, started by whom, on which machine, with which answers."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from wizard.model.answers import Answers, Passwords
from wizard.secret import Secret


@dataclass(frozen=True)
class Origin:
    """What `run.started` records of a run, besides what it does; empty where it is not known."""

    version: str = ""
    """Of nova-wizard."""
    user: str = ""
    """Who runs it; with sudo, `root (sudo: NAME)`."""
    machine: str = ""
    """The host name of the workstation."""
    answers: str = ""
    """`answers_hash` of the answers."""


def origin_of(answers: Answers, environ: Mapping[str, str] = os.environ) -> Origin:
    """Return the origin of a run that this process starts with these answers."""
    return Origin(_version(), _user(environ), socket.gethostname(), answers_hash(answers))


def answers_hash(answers: Answers) -> str:
    """Return the SHA-256 of the answers without their passwords, in hexadecimal.

    Equal answers have equal hashes on every machine. No password can be guessed from it: passwords are left
    out before anything is hashed, those of the logins too.
    """
    plain = json.dumps(_plain(answers), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogateescape")).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        parts = {part.name: getattr(value, part.name) for part in fields(value) if part.compare}
        left_out = Secret | Passwords | None  # an answer that is not given is not there
        return {name: _plain(part) for name, part in parts.items() if not isinstance(part, left_out)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.value if isinstance(value, Enum) else value


def _version() -> str:
    try:
        return version("nova-wizard")
    except PackageNotFoundError:  # run from a folder that nobody installed
        return ""


def _user(environ: Mapping[str, str]) -> str:
    try:
        user = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        user = str(os.geteuid())
    caller = environ.get("SUDO_USER", "")
    return f"{user} (sudo: {caller})" if caller and caller != user else user
