"""Who is in a class: names, the codes by which they come back, and the cookies that they have."""

from __future__ import annotations

import csv
import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wizard import trusted
from wizard.classroom import limits
from wizard.model.problems import Problem

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another one."""
CLASS_CODE, OWN_CODE, TEACHERS_CODE = 8, 8, 20
_LARGEST_LIST = 1_000_000


def new_code(letters: int) -> str:
    """Return a code that is easy to read out and to type."""
    return "".join(secrets.choice(_LETTERS) for _ in range(letters))


def same_code(typed: str, code: str) -> bool:
    """Whether a typed code is this one, in a time that says nothing; blanks and capitals do not matter."""
    return secrets.compare_digest(_plain(typed), _plain(code))


def hashed(value: str) -> str:
    """Return what is kept of a cookie or a code."""
    return hashlib.sha256(value.encode()).hexdigest()


def hashed_code(code: str) -> str:
    """Return what is kept of a code that a person types."""
    return hashlib.sha256(_plain(code)).hexdigest()


def checked_name(typed: str) -> str:
    """Return a name as it is shown. Raises `Problem` for what is none."""
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    fits = 0 < len(name) <= limits.NAME
    if not fits or any(unicodedata.category(letter)[0] in "CZ" and letter != " " for letter in name):
        raise Problem("classroom-name", most=limits.NAME)
    return name


class Pupil(BaseModel):
    """What is kept of a student besides the lab."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    id: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    name: str
    code: str
    """The hash of the code by which the student comes back from another browser."""
    cookies: list[str] = []
    """The hashes of those that were handed out, the latest last."""


MOST_COOKIES = 5
"""Browsers of one student."""


def read_pupil(file: Path) -> Pupil | None:
    """Return what a student's file says; None where it is none of ours."""
    try:
        return Pupil.model_validate_json(trusted.read(file, limits.REQUEST).data)
    except (OSError, ValidationError, Problem):
        return None


def read_list(file: Path) -> Mapping[str, str]:
    """Return the codes of a list of students by their names, empty where it gives none.

    The first column has the names, a second one the codes; a first line with `name` is a heading. Raises
    `Problem`.
    """
    try:
        data = trusted.read(file, _LARGEST_LIST).data
        rows = list(csv.reader(data.decode("utf-8-sig").splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Problem("classroom-list-unreadable", file=str(file), reason=reason or "") from None
    if rows and rows[0] and rows[0][0].strip().lower() in ("name", "이름"):
        del rows[0]
    found: dict[str, str] = {}
    for row in rows:
        if row and row[0].strip():
            found[checked_name(row[0])] = row[1].strip() if len(row) > 1 else ""
    if not found or len(found) > limits.STUDENTS:
        raise Problem("classroom-list-size", file=str(file), most=limits.STUDENTS)
    return found


def _plain(code: str) -> bytes:
    return "".join(code.split()).replace("-", "").lower().encode()
