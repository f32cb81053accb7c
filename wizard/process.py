"""What the process needs before anything else: standard streams, settings that can be read, no core dumps."""

from __future__ import annotations

import io
import os
import re
import resource
import sys
from collections.abc import MutableMapping
from contextlib import suppress

from wizard.model.problems import Problem

_PR_SET_DUMPABLE = 4
_LEAST_MEMORY = 768 * 1024 * 1024
"""Bytes of address space. A run takes half a gigabyte, most of it for the stacks of threads."""

_LEAST_FILES = 64
"""Open files. A run on two hosts has some thirty."""
_SIZE = re.compile("[1-9][0-9]{0,4}")
_ZONE = re.compile(":?[A-Za-z0-9_<>][A-Za-z0-9_<>+,.:/-]{0,99}")

_HARMLESS_TO_TEXTUAL = {
    "TEXTUAL_ANIMATIONS": ("none", "basic", "full"),
    "TEXTUAL_COLOR_SYSTEM": ("auto", "standard", "256", "truecolor"),
    "TEXTUAL_DISABLE_KITTY_KEY": ("0", "1"),
    "TEXTUAL_SMOOTH_SCROLL": ("0", "1"),
}
"""Variables that only change how the screen looks or which keys arrive, and the values that they may have."""


def prepare() -> None:
    """Prepare this process. What the system does not allow is left as it is."""
    _leave_out_odd_settings()
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
    """Require what a run needs, and hide the memory. Raises `Problem`."""
    require_resources()
    hide_memory()


def require_resources() -> None:
    """Raise `Problem` where the memory or the open files allowed are too little for a run.

    Libraries would end the process, or wait for threads that never start, in the middle of it.
    """
    allowed = resource.getrlimit(resource.RLIMIT_AS)[0]
    if allowed != resource.RLIM_INFINITY and allowed < _LEAST_MEMORY:
        raise Problem("memory-limit")
    _allow_files()


def hide_memory() -> None:
    """Leave no core dump wherever the system sends them; let no other process of this user read the memory.

    To be called before the first password is in it.
    """
    with suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415 - only where there are passwords

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _leave_out_odd_settings() -> None:
    """Take out variables that libraries fail on: sizes that are no numbers, a time zone that is a file.

    A time zone's file may be a device that never ends, or no time zone.
    """
    for name in ("COLUMNS", "LINES"):
        if not _SIZE.fullmatch(os.environ.get(name, "80")):
            del os.environ[name]
    zone = os.environ.get("TZ", "UTC")
    if not _ZONE.fullmatch(zone) or os.path.lexists(zone.removeprefix(":")):
        del os.environ["TZ"]


def _allow_files() -> None:
    """Raise a low soft limit of open files to what a run needs. Raises `Problem` where it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < _LEAST_FILES:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(_LEAST_FILES, hard), hard))
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < _LEAST_FILES:
        raise Problem("file-limit", limit=_LEAST_FILES)


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
