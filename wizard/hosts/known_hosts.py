"""The keys that known_hosts files hold for a host; pure.

paramiko's own reader knows neither wildcards, negation nor markers, and ends at a line it cannot read.
"""

from __future__ import annotations

import hmac
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A host key as known_hosts has it: its type (`ssh-rsa`), its bytes, and whether it is revoked."""

    type: str
    blob: bytes
    revoked: bool = False


def name_of(host: str, port: int) -> str:
    """Return the name under which known_hosts has a host: `host`, or `[host]:port` off port 22."""
    host = host.lower()
    return host if port == 22 else f"[{host}]:{port}"


def known_keys(lines: Iterable[str], name: str) -> Iterator[KnownKey]:
    """Yield the keys that the lines have for a host's name; what cannot be read is passed over."""
    for line in lines:
        fields = line.split()
        if not fields or fields[0].startswith("#"):
            continue
        marker = fields.pop(0) if fields[0].startswith("@") else ""
        if marker not in {"", "@revoked"} or len(fields) < 3 or not _matches(fields[0], name):
            continue
        try:
            blob = b64decode(fields[2], validate=True)
        except ValueError:
            continue
        yield KnownKey(fields[1], blob, revoked=marker == "@revoked")


def _matches(patterns: str, name: str) -> bool:
    """Whether comma-separated patterns, or one hashed name, select the name."""
    if patterns.startswith("|1|"):
        return _is_hash_of(patterns, name)
    found = False
    for pattern in patterns.lower().split(","):
        # Of fnmatch's wildcards known_hosts has * and ?; a [ is the one of [host]:port.
        if fnmatchcase(name, pattern.removeprefix("!").replace("[", "[[]")):
            if pattern.startswith("!"):
                return False
            found = True
    return found


def _is_hash_of(hashed: str, name: str) -> bool:
    """Whether `|1|SALT|HASH` is the HMAC-SHA1 of the name."""
    try:
        salt, digest = (b64decode(part, validate=True) for part in hashed.removeprefix("|1|").split("|"))
    except ValueError:
        return False
    return hmac.compare_digest(hmac.digest(salt, name.encode("utf-8", "surrogateescape"), "sha1"), digest)
