"""Where a password comes from: the environment, a file, a command, or the answers themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from wizard import trusted
from wizard.answers import command
from wizard.answers.checks import expand
from wizard.answers.command import LONGEST
from wizard.encodings import check_password, every_form
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.secret import Secret

_NOT_RUN = (126, 127)
"""The shell's status where it cannot execute the command, or finds none of that name."""
_OF_THE_SHELL = re.compile("(/bin/)?(ba|da)?sh: ")
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
            return _file(source.text, expand(source.text, folder, environ))
        case Kind.COMMAND:
            return _command(source.text, environ)
        case Kind.CLEAR | Kind.TYPED:
            return source.text, ()


# What a message quotes of a source that does not work; "none" for what may be the password itself.


def _quoted_name(name: str) -> str:
    return name if re.fullmatch("[A-Z_][A-Z0-9_]{0,63}", name) else "none"


def _quoted_path(text: str, path: Path) -> str:
    """Return the path where it is written as one, into a folder that is there."""
    is_written_as_one = "/" in text and path.parent != Path("/") and _is_folder(path.parent)
    return str(path) if is_written_as_one else "none"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _variable(name: str, environ: Mapping[str, str]) -> str:
    if name not in environ:
        raise Problem("answers-password-env", variable=_quoted_name(name))
    return environ[name]


def _file(text: str, path: Path) -> _Read:
    try:
        content = trusted.read(path, LONGEST)
    except OSError as error:
        shown = _quoted_path(text, path)
        raise Problem("answers-password-file", file=shown, reason=error.strerror or "") from error
    if len(content.data) > LONGEST:
        raise Problem("answers-password-too-big", limit=LONGEST)
    warned = content.open_to_others
    return _text(content.data), (Message("answers-password-file-open", file=str(path)),) if warned else ()


def _command(script: str, environ: Mapping[str, str]) -> _Read:
    """Run a command on the workstation: what it prints is the password, what it says besides is shown."""
    try:
        ended = command.run(script, environ)
    except OSError as error:
        raise Problem("answers-password-command-start", reason=error.strerror or "") from error
    except command.TooSlow:
        raise Problem("answers-password-command-slow", limit=command.LIMIT) from None
    except command.TooMuch:
        raise Problem("answers-password-too-big", limit=LONGEST) from None
    said = _said(ended.stderr, ended.stdout)
    if ended.status in _NOT_RUN:
        raise Problem("answers-password-command-not-run", status=ended.status)
    if ended.status:
        raise Problem("answers-password-command", status=ended.status, said=said or "none")
    return _text(ended.stdout), (Message("answers-password-command-said", said=said),) if said else ()


def _said(stderr: bytes, stdout: bytes) -> str:
    """Return what a command said, without the password that a careless one repeats (`sh -x`).

    What the shell itself complains of is left out: it quotes the command, where the password may stand.
    """
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    said = "\n".join(line for line in lines if not _OF_THE_SHELL.match(line))
    printed = stdout.decode("utf-8", "replace").splitlines()
    forms = {form for line in printed if line for form in (line, *every_form(line))}
    for form in sorted(forms, key=len, reverse=True):
        said = said.replace(form, "‹…›")
    return said


def _text(content: bytes) -> str:
    """Return the text without its last line's end."""
    text = content.decode("utf-8-sig", "surrogateescape")
    return text.removesuffix("\n").removesuffix("\r")
