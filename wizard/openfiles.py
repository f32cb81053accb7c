"""How many files this process may have open: connections are files too."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path

_NO_LIMIT = 1 << 20


def room_for(wanted: int) -> int:
    """Return how many more files may be opened, after the soft limit was raised for so many, if need be."""
    opened = _opened()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < opened + wanted:
        most = opened + wanted if hard == resource.RLIM_INFINITY else min(opened + wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(most, soft), hard))
            soft = max(most, soft)
    return (_NO_LIMIT if soft == resource.RLIM_INFINITY else soft) - opened


def limit() -> int:
    """Return how many files may be open at a time."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _NO_LIMIT if soft == resource.RLIM_INFINITY else soft


def _opened() -> int:
    """Return how many files are open, as Linux and macOS list them.

    Where they may not be listed, as in a classroom, it is the lowest free descriptor: those below are open.
    """
    try:
        return len(list(Path("/dev/fd").iterdir()))
    except OSError:
        lowest = os.open(os.devnull, os.O_RDONLY)
        os.close(lowest)
        return lowest
