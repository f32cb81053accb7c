"""Answers as the lab takes them: with passwords of its own, and nothing of this computer's opened."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from typing import Any, cast

from wizard.answers import places
from wizard.answers.passwords import Kind, Source
from wizard.model.problems import Problem


def rehearsal(data: Mapping[str, Any], passwords: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers with these passwords for the book's, and logins without any file or password.

    What is no password's source at all stays, so that it is told like everything else that is wrong.
    """
    rehearsed = deepcopy(dict(data))
    for _, keys in places.logins(rehearsed):
        for key in ("password", "identity_file", "known_hosts"):
            if key in keys and _is_meant(key, keys[key]):
                cast(dict[str, Any], keys).pop(key)
    book = rehearsed.get("passwords")
    if isinstance(book, dict):
        for name in passwords.keys() & book.keys():
            if _is_meant("password", book[name]):
                book[name] = Source(Kind.TYPED, passwords[name])
    return rehearsed


def _is_meant(key: str, value: Any) -> bool:
    """Whether a value has the form that its key takes."""
    if key != "password":
        return isinstance(value, str)
    with suppress(Problem):
        Source.parse(value)
        return True
    return False
