"""What one answer may be. Each check returns the answer or raises a `Problem` that says why not.

No problem quotes the answer, which may be a password in a wrong place. Path and line say where it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from wizard.model.problems import Problem

Check = Callable[[str], str]

_LABEL = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
"""RFC 1123 has no underscore; hosts that are called so there are."""
NAME = rf"{_LABEL}(\.{_LABEL})*"
HOST = r"[\w+][\w.+-]*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\w.+-]+)?"
"""A name, which ~/.ssh/config may explain, or an address; an IPv6 address may have its zone with it."""
_CONTROL = r"\x00-\x1f\x7f"
_NO_USER = rf"""\s{_CONTROL}:@/'`"$;&<>|(){{}}"""
"""As in OpenSSH, no character of the shell's: ~/.ssh/config may put the user into a command (%r)."""
USER = rf"[^{_NO_USER}\\-]([^{_NO_USER}]*[^{_NO_USER}\\])?"
DISK = r"/dev(/[A-Za-z0-9_:+@=,-][A-Za-z0-9._:+@=,-]*)+"
IDENTITY = rf"[^{_CONTROL}]+"
REGION = "[A-Za-z0-9_.][A-Za-z0-9_.-]*"
OPENRC = r"(/[A-Za-z0-9_.+@-]+)+"
PATH = rf"[^{_CONTROL}]+"
HOST_KEY = "SHA256:[A-Za-z0-9+/]{43}"


def matches(pattern: str, key: str, longest: int = 255, *, word: bool = True) -> Check:
    """Return the check that a whole answer matches a pattern; `key` is the message for one that does not.

    An answer that may become a `word` of a command, here or on a host, must not look like an option.
    """
    compiled = re.compile(pattern)

    def check(answer: str) -> str:
        if len(answer) > longest or not compiled.fullmatch(answer):
            raise Problem(key)
        if word and answer.startswith("-"):
            raise Problem("answers-option")
        return answer

    return check


name = matches(NAME, "answers-name")
_host = matches(HOST, "answers-host")
user = matches(USER, "answers-user")
disk = matches(DISK, "answers-disk")
identity = matches(IDENTITY, "answers-identity", longest=1000, word=False)
region = matches(REGION, "answers-region")
openrc = matches(OPENRC, "answers-openrc", longest=1000)
local_path = matches(PATH, "answers-path", longest=1000)
host_key = matches(HOST_KEY, "answers-host-key")


def host(answer: str) -> str:
    """Check where SSH can go: a name or an address."""
    _host(answer)
    if ":" in answer:
        try:
            ip_address(answer)
        except ValueError:
            raise Problem("answers-host") from None
    return answer


def identities(answer: object) -> tuple[str, ...]:
    """Check the identity of a disk, or a list of several; return them all."""
    found = answer if isinstance(answer, list) else [answer]
    if not all(isinstance(one, str) for one in found):
        raise Problem("answers-identity")
    return tuple(map(identity, found))


def version(answer: int) -> int:
    """Check the version of the file's format."""
    if answer != 1:
        raise Problem("answers-version")
    return answer


def address(answer: str) -> str:
    """Check an IPv4 or IPv6 address that other hosts can reach one host at."""
    try:
        found = ip_address(answer)
    except ValueError:
        raise Problem("answers-address") from None
    if "%" in answer:
        raise Problem("answers-address-of-no-host", kind="zone")
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        raise Problem("answers-address-of-no-host", kind="mapped")
    for kind, is_one in _OF_NO_NODE.items():
        if is_one(found):
            raise Problem("answers-address-of-no-host", kind=kind)
    return answer


_OF_NO_NODE: Mapping[str, Callable[[IPv4Address | IPv6Address], bool]] = {
    "unspecified": lambda address: address.is_unspecified or (address.version, address.packed[0]) == (4, 0),
    "loopback": lambda address: address.is_loopback,
    "link-local": lambda address: address.is_link_local,
    "multicast": lambda address: address.is_multicast,
    "broadcast": lambda address: address == IPv4Address("255.255.255.255"),
    "reserved": lambda address: address.version == 4 and address.is_reserved,
}
"""Addresses that are no node's on a management network, by what they are."""


def name_or_address(answer: str) -> str:
    """Check what a URL can name: a host's name or its address."""
    return address(answer) if ":" in answer else name(answer)


def expand(path: str, folder: Path, environ: Mapping[str, str]) -> Path:
    """Return a path of the workstation: `~` is the user's home, a relative path starts at `folder`."""
    home = environ.get("HOME")
    if home and (path == "~" or path.startswith("~/")):
        return Path(home, path[2:])
    with suppress(RuntimeError):  # no such user
        return folder / Path(path).expanduser()
    return folder / path
