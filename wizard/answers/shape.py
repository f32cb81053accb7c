"""Checks what answers.yaml says against its schema and against itself, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wizard.answers import places
from wizard.answers.collected import message_of
from wizard.answers.problems import Wrong, path_of
from wizard.answers.schema import AnswersFile, BookPasswords, Compute, Controller, Keys, Ssh, Undo
from wizard.model.message import Message

_KEYS = {
    "missing": "answers-missing",
    "int_type": "answers-wants-number",
    "string_type": "answers-wants-text",
    "string_unicode": "answers-half-character",
    "bool_type": "answers-wants-yes-or-no",
    "list_type": "answers-wants-list",
    "model_type": "answers-wants-keys",
    "too_short": "answers-no-compute",
    "too_long": "answers-too-many-nodes",
    "greater_than_equal": "answers-port",
    "less_than_equal": "answers-port",
}
"""What pydantic finds by itself, and how it is said."""


def shape(data: Mapping[str, Any]) -> tuple[AnswersFile | None, list[Wrong]]:
    """Return the answers as the schema has them, or all that is wrong with them. No source is opened."""
    form, errors = _validated(data)
    wrong = [Wrong(path_of(error["loc"]), _message(error)) for error in errors]
    return form, [*wrong, *_repeated(data), *_erase_without_disk(data)]


def _validated(data: Mapping[str, Any]) -> tuple[AnswersFile | None, list[ErrorDetails]]:
    try:
        return AnswersFile.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_input=False)


def _message(error: ErrorDetails) -> Message:
    if error["type"] == "literal_error":
        return Message("answers-language")
    return message_of(error, _model, _KEYS)


def _model(place: tuple[str | int, ...]) -> type[Keys]:
    models: dict[str | int, type[Keys]] = {
        "controller": Controller,
        "compute": Compute,
        "ssh": Ssh,
        "passwords": BookPasswords,
        "undo": Undo,
    }
    return AnswersFile if len(place) == 1 else models[place[0]]


# --- What no single answer shows ------------------------------------------------------------------------


def _repeated(data: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield each name, address or way in that a host before has, too."""
    ssh = data.get("ssh")
    default_port = ssh.get("port") if isinstance(ssh, Mapping) else None
    first: dict[tuple[str, str, str], str] = {}
    for path, host in places.hosts(data):
        for key in ("host", "name", "management_ip"):
            value = host.get(key)
            if not isinstance(value, str):
                continue
            port = host.get("port") or default_port or 22 if key == "host" else None
            before = first.setdefault((key, value.lower(), str(port)), path)
            if before != path:
                yield Wrong(f"{path}.{key}", Message("answers-repeated", first=f"{before}.{key}"))


def _erase_without_disk(data: Mapping[str, Any]) -> Iterator[Wrong]:
    for path, host in places.hosts(data):
        if path != "controller" and host.get("erase") and not host.get("disk"):
            yield Wrong(f"{path}.erase", Message("answers-erase-without-disk"))
