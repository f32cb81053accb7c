"""A pager for texts that are longer than the terminal: $PAGER, else less."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from wizard import trusted
from wizard.model.problems import Problem

_LESS = "FRX"
"""less: ends by itself where all fits, shows colours, and leaves the text on the screen."""


def shown_by_pager(text: str, environ: Mapping[str, str]) -> bool:
    """Show a text on the terminal by the pager and return True; False where there is none or none is needed.

    A pager that ends before it has read everything has been left by its reader: that is no error.
    """
    if not _is_needed(text, environ) or not (command := _command(environ)):
        return False
    try:
        pager = subprocess.Popen(
            command, stdin=subprocess.PIPE, env={"LESS": _LESS, **environ}, text=True, errors="replace"
        )
    except OSError:
        return False
    with pager, _keys_are_the_pagers(pager):
        pager.communicate(f"{text}\n")
    return True


def _is_needed(text: str, environ: Mapping[str, str]) -> bool:
    if environ.get("TERM", "dumb") == "dumb":
        return False
    width, height = shutil.get_terminal_size()
    return sum(max(1, -(-_cells(line) // width)) for line in text.splitlines()) >= height


def _cells(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in line)


def _command(environ: Mapping[str, str]) -> list[str]:
    """Return the pager's words; none where it cannot be found, or where others could have written it."""
    try:
        name, *arguments = shlex.split(environ.get("PAGER") or "less")
        found = shutil.which(name, path=environ.get("PATH", os.defpath))
        if not found or not Path(found).is_absolute():
            return []
        trusted.check(Path(found))
    except (ValueError, OSError, Problem):
        return []
    return [found, *arguments]


@contextmanager
def _keys_are_the_pagers(pager: subprocess.Popen[str]) -> Iterator[None]:
    """Leave Ctrl-C and Ctrl-\\ to the pager meanwhile; end it where this program is to end."""
    keys = (signal.SIGINT, signal.SIGQUIT)
    before = [signal.signal(number, signal.SIG_IGN) for number in keys]
    try:
        yield
    except BaseException:
        pager.terminate()
        raise
    finally:
        for number, handler in zip(keys, before, strict=True):
            signal.signal(number, handler)
