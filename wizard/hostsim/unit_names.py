"""Names of systemd's units, as systemctl makes them of what is given to it."""

from __future__ import annotations

import re

TYPES = (
    "service", "socket", "target", "device", "mount", "automount", "swap", "timer", "path", "slice",
    "scope", "snapshot", "busname",
)  # fmt: skip


def full(name: str) -> str:
    """Return a unit's name with its ending; a path names its mount or its device."""
    if name.startswith("/dev/"):
        return of_path(name, "device")
    if name.startswith("/"):
        return of_path(name, "mount")
    return name if name.rpartition(".")[2] in TYPES and "." in name else f"{name}.service"


def of_path(path: str, kind: str) -> str:
    """Return the name of the unit that stands for a path."""
    inner = re.sub("/+", "/", path).strip("/")
    escaped = re.sub(r"[^\w:./]|^\.", lambda char: f"\\x{ord(char[0]):02x}", inner, flags=re.ASCII)
    return f"{escaped.replace('/', '-') or '-'}.{kind}"


def is_pattern(name: str) -> bool:
    """Whether a name is a pattern for the names of units."""
    return any(char in name for char in "*?[")
