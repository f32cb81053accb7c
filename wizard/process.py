"""What the process needs before anything else: standard streams that are there, and no core dumps."""

from __future__ import annotations

import io
import os
import resource
import sys
from collections.abc import MutableMapping
from contextlib import suppress

from wizard.model import Problem

_PR_SET_DUMPABLE = 4
_LEAST_MEMORY = 768 * 1024 * 1024
"""Bytes of address space. A run takes half a gigabyte, most of it for the stacks of threads."""

_HARMLESS_TO_TEXTUAL = {
    "TEXTUAL_ANIMATIONS": ("none", "basic", "full"),
    "TEXTUAL_COLOR_SYSTEM": ("auto", "standard", "256", "truecolor"),
    "TEXTUAL_DISABLE_KITTY_KEY": ("0", "1"),
    "TEXTUAL_SMOOTH_SCROLL": ("0", "1"),
}
"""Variables that only change how the screen looks or which keys arrive, and the values that they may have."""


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


def keep_from_textual(environ: MutableMapping[str, str]) -> None:
    """Take out the variables by which Textual would write screen and keys, passwords among them, to a file.

    To be called before Textual is imported.
    """
    for name in [name for name in environ if name.startswith("TEXTUAL_")]:
        if environ[name] not in _HARMLESS_TO_TEXTUAL.get(name, ()):
            del environ[name]


def prepare_for_passwords() -> None:
    """Leave no core dump wherever the system sends them; let no other process of this user read the memory.

    Raises `Problem` where the memory allowed is too little for a run: libraries then end the process, or
    wait for threads that never start, in the middle of it.
    """
    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed != resource.RLIM_INFINITY and allowed < _LEAST_MEMORY:
        raise Problem("memory-limit")
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
