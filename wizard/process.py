"""What the process needs before anything else: standard streams that are there, and no core dumps."""

from __future__ import annotations

import io
import os
import resource
import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def prepare() -> None:
    """Prepare this process. What the system does not allow is left as it is."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _stand_in(number, name)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a locale without Hangul or ‹› is no reason to fail
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def keep_memory_private() -> None:
    """Leave no core dump wherever the system sends them; let no other process of this user read passwords."""
    with suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415 - only where there are passwords

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _stand_in(number: int, name: str) -> None:
    """Occupy a closed descriptor, or the next file to be opened would get what is printed.

    It is open for reading alone, so that writing to it fails, as it did before.
    """
    opened = os.open(os.devnull, os.O_RDONLY)
    if opened != number:  # Something else has taken it meanwhile.
        os.dup2(opened, number)
        os.close(opened)
    mode = "r" if number == 0 else "w"
    setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - for good
