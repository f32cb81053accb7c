"""Gives up what a lab's process does not need: the user, groups and capabilities of root."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

from wizard.lab.store import LabRefused

UNUSED = 65533
"""A user and group that systemd's table of IDs leaves unused: nobody else can signal the lab."""
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_CAPABILITY_VERSION_3 = 0x20080522


def drop() -> None:
    """Change from root to an unused user and group, irreversibly; on Linux, drop all capabilities too.

    Raises `LabRefused` where the process keeps a right of root's.
    """
    try:
        if 0 in (*os.getresuid(), *os.getresgid()):
            os.setgroups([])
            os.setresgid(UNUSED, UNUSED, UNUSED)
            os.setresuid(UNUSED, UNUSED, UNUSED)
        if sys.platform == "linux":
            _drop_capabilities()
    except OSError as error:
        raise LabRefused("lab-as-root", error.strerror or str(error)) from None
    kept = _kept()
    if kept:
        raise LabRefused("lab-as-root", kept)


def _drop_capabilities() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    _called(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)  # Linux before 4.3 has none
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _called(libc.capset(header, (ctypes.c_uint32 * 6)()))
    _called(libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0))
    _called(libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0))


def _called(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _kept() -> str:
    """Return a right of root's that the process still has."""
    if 0 in (*os.getresuid(), *os.getresgid(), *os.getgroups()):
        return f"uid {os.getresuid()}, gid {os.getresgid()}, groups {os.getgroups()}"
    if sys.platform == "linux":
        lines = Path("/proc/self/status").read_text().splitlines()
        sets = [line for line in lines if line.startswith(("CapInh", "CapPrm", "CapEff", "CapAmb"))]
        return " ".join(line for line in sets if int(line.split()[1], 16))
    return ""
