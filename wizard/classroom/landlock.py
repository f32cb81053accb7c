"""Landlock (Linux 5.13 and later): the kernel holds this process, without any right, to files and ports."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Collection
from contextlib import suppress

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""The numbers of its system calls, the same on every architecture."""
_VERSION, _BELOW_PATH, _PORT = 1, 1, 2
_EXECUTE, _WRITE, _READ, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""The kinds of access that each version of its interface added."""
_BIND, _CONNECT = 1, 2
_NET_FROM, _SCOPES_FROM = 4, 6
_SCOPES = 3
"""Abstract sockets and signals stay within the process and its children."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Path(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


class _Net(ctypes.Structure):
    _fields_ = (("access", ctypes.c_uint64), ("port", ctypes.c_uint64))


def version() -> int:
    """Return the version of the kernel's interface, 0 where it has none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION)))


def ruleset(readable: Collection[str], devices: Collection[str], ports: Collection[int]) -> int | None:
    """Return a descriptor of the rules: these files may be read, and connections made to these ports.

    Devices may be written too. No program can be executed. None where the kernel has no Landlock. Raises
    OSError where it refuses.
    """
    abi = version()
    if abi == 0:
        return None
    files = _FILES[max(known for known in _FILES if known <= abi)]
    net = _BIND | _CONNECT if abi >= _NET_FROM else 0
    rules = _Ruleset(files, net, _SCOPES if abi >= _SCOPES_FROM else 0)
    size = ctypes.sizeof(_Ruleset) if abi >= _SCOPES_FROM else 16 if abi >= _NET_FROM else 8
    made = _called(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    for path in readable:
        _allow(made, path, _READ | (_READ_FOLDER if os.path.isdir(path) else 0))  # noqa: PTH112
    for path in devices:
        _allow(made, path, _READ | _WRITE)
    for port in ports if net else ():
        _called(_ADD, made, _PORT, ctypes.byref(_Net(_CONNECT, port)), 0)
    return made


def restrict(rules: int) -> None:
    """Hold this thread, and what it starts from now on, to the rules, for good.

    Raises OSError, also where the process has not given up new privileges before.
    """
    _called(_RESTRICT, rules, 0)
    os.close(rules)


def _allow(ruleset: int, path: str, access: int) -> None:
    with suppress(FileNotFoundError):
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            _called(_ADD, ruleset, _BELOW_PATH, ctypes.byref(_Path(access, parent)), 0)
        finally:
            os.close(parent)


def _called(number: int, *arguments: object) -> int:
    result = int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result
