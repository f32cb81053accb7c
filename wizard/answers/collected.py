"""From what pydantic collects of a file to the messages that its author reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic_core import ErrorDetails

from wizard.answers.schema import Keys
from wizard.model.message import Message
from wizard.nearest import nearest

Place = tuple[str | int, ...]


def message_of(error: ErrorDetails, model: Callable[[Place], type[Keys]], keys: Mapping[str, str]) -> Message:
    """Return what is said of an error: a check's own message, the nearest known key, or that of `keys`.

    `model` gives the mapping that an unknown key stands in; `keys` has a text's key for each
    kind of pydantic's.
    """
    kind = error["type"]
    if "-" in kind:  # a text's key, as `ours` passes it on; pydantic's kinds have none
        return Message(kind, **error.get("ctx", {}))
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"], model)
    return Message(keys[kind])


def _unknown_key(place: Place, model: Callable[[Place], type[Keys]]) -> Message:
    """Name the key that was probably meant, else the keys that there are."""
    known = [field.alias or name for name, field in model(place).model_fields.items()]
    if near := nearest(str(place[-1]), known):
        return Message("answers-unknown-key-near", near=near)
    return Message("answers-unknown-key", known=", ".join(known))
