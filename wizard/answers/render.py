"""Writes answers as YAML, with comments in the user's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wizard.answers.passwords import Kind, Source
from wizard.answers.places import BOOK_PASSWORDS
from wizard.plaintext import rewritten
from wizard.text import Words

_GENERAL = ("version", "language", "region", "openrc", "console_host")
_HOST = ("host", "name", "management_ip")
_DISK = ("disk", "erase")
_SSH = ("user", "port", "identity_file", "known_hosts", "host_key", "password", "sudo")
_UNDO = ("databases", "disk", "unrecorded")
_EXAMPLES: Mapping[str, Any] = {
    "language": "ko",
    "region": "RegionOne",
    "openrc": "/root/admin-openrc",
    "console_host": "controller",
    "disk": "/dev/sdb",
    "erase": "IDENTITY",
    "user": "root",
    "port": 22,
    "identity_file": "~/.ssh/id_ed25519",
    "known_hosts": "~/.ssh/known_hosts",
    "host_key": "SHA256:FINGERPRINT",
    "password": Source(Kind.ENV, "SSH_PASSWORD"),
    "sudo": True,
}
"""What a key that is left out would look like, behind a `#`."""
_PLAIN = re.compile(r"(~/|/|[A-Za-z])[A-Za-z0-9_./~-]*|[0-9]+(\.[0-9]+){3}")
_WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def render(data: Mapping[str, Any], words: Words) -> str:
    """Return the answers file for data that the schema takes and that has no typed password."""
    return "\n".join(_file(data, words)) + "\n"


def _file(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield from _note("file", words)
    for key in _GENERAL:
        yield ""
        yield from _all_keys(data, (key,), "", words)
    yield from _section("controller", words)
    yield from _all_keys(data["controller"], _HOST, "  ", words)
    yield from _given_keys(data["controller"], _SSH, "  ")
    yield from _section("compute", words)
    for number, host in enumerate(data["compute"]):
        yield from _compute(host, words if number == 0 else None)
    yield from _section("ssh", words)
    yield from _all_keys(data.get("ssh") or {}, _SSH, "  ", words)
    yield from _section("passwords", words)
    yield from _all_keys(data["passwords"], BOOK_PASSWORDS, "  ", words)
    if data.get("undo"):
        yield from _section("undo", words)
        yield from _given_keys(data["undo"], _UNDO, "  ")


def _compute(host: Mapping[str, Any], words: Words | None) -> Iterator[str]:
    """Yield one node of the list, with the comments and examples where `words` are given."""
    first, *others = _given_keys(host, _HOST, "    ")
    yield first.replace("    ", "  - ", 1)
    yield from others
    yield from _all_keys(host, _DISK, "    ", words) if words else _given_keys(host, _DISK, "    ")
    yield from _given_keys(host, _SSH, "    ")


def _section(key: str, words: Words) -> Iterator[str]:
    yield ""
    yield from _note(key, words)
    yield f"{key}:"


def _all_keys(data: Mapping[str, Any], keys: Iterable[str], indent: str, words: Words) -> Iterator[str]:
    """Yield each key with its comment; one that is left out as an example, commented out."""
    for key in keys:
        yield from _note(key, words, indent)
        given = data.get(key) is not None
        yield f"{indent}{key}: {_value(data[key])}" if given else f"{indent}# {key}: {_value(_EXAMPLES[key])}"


def _given_keys(data: Mapping[str, Any], keys: Iterable[str], indent: str) -> Iterator[str]:
    for key in keys:
        if data.get(key) is not None:
            yield f"{indent}{key}: {_value(data[key])}"


def _note(key: str, words: Words, indent: str = "") -> Iterator[str]:
    for line in words.label(f"answers-note-{key}").splitlines():
        yield f"{indent}# {line}"


def _value(value: str | int | Source | list[str]) -> str:
    """Return a scalar, or a password's source, as YAML 1.2 (and 1.1) reads it back."""
    match value:
        case Source(kind=Kind.CLEAR, text=text):
            return _quoted(text)
        case Source(kind=kind, text=text):
            return f"{{{kind}: {_text(text)}}}"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case list():
            return f"[{', '.join(map(_text, value))}]"
    return _text(value)


def _text(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return rewritten(quoted, lambda unseen: f"\\U{ord(unseen):08x}")
