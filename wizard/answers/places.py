"""Where in an answers file hosts, logins and passwords stand, whatever else is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wizard.answers.problems import join

BOOK_PASSWORDS = ("dbpassword", "novadbpass", "novapass", "rabbitpass")


def hosts(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the path and the keys of each host."""
    computes = data.get("compute")
    found = [("controller", data.get("controller"))]
    if isinstance(computes, list):
        found += [(join("compute", index), host) for index, host in enumerate(computes)]
    for path, host in found:
        if isinstance(host, Mapping):
            yield path, host


def logins(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the path and the keys of all that says how SSH gets somewhere: the defaults, then each host."""
    ssh = data.get("ssh")
    if isinstance(ssh, Mapping):
        yield "ssh", ssh
    yield from hosts(data)


def passwords(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the path and the value of each password that is given."""
    for path, keys in logins(data):
        if keys.get("password") is not None:
            yield f"{path}.password", keys["password"]
    book = data.get("passwords")
    if isinstance(book, Mapping):
        yield from ((f"passwords.{name}", book[name]) for name in BOOK_PASSWORDS if name in book)


def paths(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the path and the value of each answer that is a path of this computer."""
    for place, keys in logins(data):
        for key in ("identity_file", "known_hosts"):
            if isinstance(keys.get(key), str):
                yield f"{place}.{key}", keys[key]
