"""Where a password comes from: the environment, a file, a command, or the answers themselves."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from wizard.answers.checks import expand
from wizard.encodings import check_password, every_form
from wizard.model import Message, Problem
from wizard.secret import Secret

LIMIT = 60.0
"""Seconds that a command may take; it may have to ask for a passphrase."""
_LONGEST = 100_000
_OF_A_DATABASE = ("dbpassword", "novadbpass")


class Kind(StrEnum):
    """Where a password is found; the first three are the keys of answers.yaml."""

    ENV = "env"
    FILE = "file"
    COMMAND = "command"
    CLEAR = "clear"
    TYPED = "typed"
    """In this session only: it is never saved."""


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """A password's source: a variable's name, a file's path, a command, or the password itself."""

    kind: Kind
    text: str

    def __repr__(self) -> str:
        return f"Source({self.kind})"

    @classmethod
    def parse(cls, raw: Any) -> Source:
        """Return what answers.yaml gives, a text or a mapping of one key. Raises `Problem`."""
        if isinstance(raw, Source):
            return raw
        if isinstance(raw, str):
            return cls(Kind.CLEAR, raw)
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raise Problem("answers-password-quotes")
        if not isinstance(raw, dict) or len(raw) != 1:
            raise Problem("answers-password-source")
        [(kind, text)] = raw.items()
        if kind not in (Kind.ENV, Kind.FILE, Kind.COMMAND) or not isinstance(text, str):
            raise Problem("answers-password-source")
        if not text.strip() or "\0" in text:
            raise Problem("answers-password-source")
        return cls(Kind(kind), text)


@dataclass(frozen=True, slots=True)
class Opened:
    """A password, and what is to be said about where it came from."""

    secret: Secret
    warnings: tuple[Message, ...] = ()


def open_source(source: Source, path: str, environ: Mapping[str, str], folder: Path) -> Opened:
    """Return the password that the source at a path of the answers gives; files start at `folder`.

    A book's password goes by its own name, a login's by its path. Raises `Problem` where there is none, or
    one that the places it goes to cannot take.
    """
    value, warnings = _read(source, environ, folder)
    if not value:
        raise Problem("answers-password-empty")
    name = path.removeprefix("passwords.")
    check_password(name, value, name in _OF_A_DATABASE)
    return Opened(Secret(name, value), warnings)


_Read = tuple[str, tuple[Message, ...]]


def _read(source: Source, environ: Mapping[str, str], folder: Path) -> _Read:
    match source.kind:
        case Kind.ENV:
            return _variable(source.text, environ), ()
        case Kind.FILE:
            return _file(expand(source.text, folder, environ))
        case Kind.COMMAND:
            return _command(source.text, environ)
        case Kind.CLEAR | Kind.TYPED:
            return source.text, ()


def _variable(name: str, environ: Mapping[str, str]) -> str:
    if name not in environ:
        raise Problem("answers-password-env", variable=name)
    return environ[name]


def _file(path: Path) -> _Read:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LONGEST)
    except OSError as error:
        raise Problem("answers-password-file", file=str(path), reason=error.strerror or "") from error
    warnings = (Message("answers-password-file-open", file=str(path)),) if mode & 0o077 else ()
    return _text(content), warnings


def _command(script: str, environ: Mapping[str, str]) -> _Read:
    """Run a command on the workstation: what it prints is the password, what it says besides is shown."""
    try:
        status, stdout, stderr = _run(script, environ)
    except OSError as error:
        raise Problem("answers-password-command-start", reason=error.strerror or "") from error
    if status is None:
        raise Problem("answers-password-command-slow", limit=LIMIT)
    said = _said(stderr, stdout)
    if status:
        raise Problem("answers-password-command", status=status, said=said or "none")
    return _text(stdout), (Message("answers-password-command-said", said=said),) if said else ()


def _run(script: str, environ: Mapping[str, str]) -> tuple[int | None, bytes, bytes]:
    """Return the exit status, None where the limit passed, and what was printed. Raises `OSError`."""
    with subprocess.Popen(
        ["/bin/sh", "-c", script],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(environ),
        start_new_session=True,  # so that what the shell starts ends with it
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            return None, b"", b""
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
        return process.returncode, stdout, stderr


def _said(stderr: bytes, stdout: bytes) -> str:
    """Return what a command said, without the password that a careless one repeats (`sh -x`)."""
    said = stderr.decode("utf-8", "replace").strip()
    printed = stdout.decode("utf-8", "replace").splitlines()
    forms = {form for line in printed if line for form in (line, *every_form(line))}
    for form in sorted(forms, key=len, reverse=True):
        said = said.replace(form, "‹…›")
    return said


def _text(content: bytes) -> str:
    """Return the text without its last line's end."""
    text = content.decode("utf-8-sig", "surrogateescape")
    return text.removesuffix("\n").removesuffix("\r")
