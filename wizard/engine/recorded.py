"""Events as the journal keeps them: the objects of the contract, and what makes events of them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from wizard.engine.events import Event, Say, Services
from wizard.facts.compute_services import ComputeService
from wizard.model.message import Message

_SAID = "said"
"""The key under which the messages of a record stand, by field: their keys and variables."""
_LEFT_OUT = {"title": ""}
"""Of fields that older journals do not have and that nothing depends on."""


def recorded(event: Event, say: Say) -> dict[str, Any]:
    """Return the event's JSON object with the fields that only the program reads.

    `said` has each message as `{"key": …, "variables": {…}}`, so that it can be said in another language.
    """
    found = event.json(say)
    if isinstance(event, Services):
        return found
    values = {part.name: getattr(event, part.name) for part in fields(event)}
    said = {name: _kept(value) for name, value in values.items() if isinstance(value, Message)}
    others = {name: value for name, value in values.items() if name not in said}
    return {**found, **others, **({_SAID: said} if said else {})}


def event_of(record: Mapping[str, Any]) -> Event | None:
    """Return the event of a record; None where it is none that is known, or lacks something.

    A message of which only a sentence was kept is said as it stands, in the language of that run.
    """
    kind = _kinds().get(str(record.get("event")))
    try:
        if kind is Services:
            return Services([ComputeService(**row) for row in record["rows"]])
        return kind(**_fields(kind, record)) if kind else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _kept(message: Message) -> dict[str, Any]:
    variables = {
        name: _kept(value) if isinstance(value, Message) else value
        for name, value in message.variables.items()
    }
    return {"key": message.key, "variables": variables}


def _message(kept: Mapping[str, Any]) -> Message:
    variables = {
        name: _message(value) if isinstance(value, Mapping) else _checked(value, str | int | float)
        for name, value in kept["variables"].items()
    }
    return Message(_checked(kept["key"], str), **variables)


def _fields(kind: type[Event], record: Mapping[str, Any]) -> dict[str, Any]:
    record = {**_LEFT_OUT, **record}
    said = record.get(_SAID, {})
    hints = _hints()[kind.name]
    found = {}
    for part in fields(kind):
        if part.name in said:
            found[part.name] = _message(said[part.name])
        elif part.name in record or (part.default is MISSING and part.default_factory is MISSING):
            found[part.name] = _value(record[part.name], hints[part.name])
    return found


def _value(value: Any, hint: Any) -> Any:
    """Return a field's value as its type hint has it. Raises TypeError, ValueError."""
    if get_origin(hint) is UnionType and value is None and NoneType in get_args(hint):
        return None
    if hint is Message or Message in get_args(hint):
        return Message("as-recorded", text=_checked(value, str))
    if get_origin(hint) is Sequence:
        return [_checked(part, str) for part in _checked(value, list)]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return float(value) if hint is float else _checked(value, hint)


def _checked(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(kind)
    return value


@cache
def _kinds() -> Mapping[str, type[Event]]:
    return {kind.name: kind for kind in Event.__subclasses__()}


@cache
def _hints() -> Mapping[str, Mapping[str, Any]]:
    """The types of each kind's fields."""
    return {name: get_type_hints(kind) for name, kind in _kinds().items()}
