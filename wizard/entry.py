"""The first module that is loaded: whatever happens while the others are, no traceback is shown."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from contextlib import suppress


def main() -> int:
    """Run nova-wizard and return its exit status."""
    return _run("wizard.cli")


def lab() -> int:
    """Run nova-lab and return its exit status."""
    return _run("wizard.labcli.cli")


def by_name() -> int:
    """Run the program by whose name this file was started, nova-wizard for any other."""
    return lab() if os.path.basename(sys.argv[0]).startswith("nova-lab") else main()  # noqa: PTH119


def _run(module: str) -> int:
    # Loading makes many objects that all stay: to look for garbage after each 700 of them takes long.
    gc.set_threshold(50_000)
    try:
        status = _program(module)
        _ignore_signals()
    except KeyboardInterrupt:  # the only one: after it, signals raise nothing any more
        status = 130
        _ignore_signals()
    gc.freeze()  # all memory is given back at once now: nobody has to look through it
    return status


def _program(module: str) -> int:
    try:
        from wizard.stopping import Stopping  # noqa: PLC0415 - a signal may come during each import

        Stopping().begin()
        return int(importlib.import_module(module).main())
    except MemoryError:
        _say("out of memory")
    except (ImportError, OSError) as error:  # of a module's file: too many are open, or one cannot be read
        _say(f"it cannot be started: {error.strerror if isinstance(error, OSError) else error.msg}")
    return 1


def _say(what: str) -> None:
    """Say it in the only language that needs no file."""
    with suppress(OSError):
        os.write(2, f"nova-wizard: {what}\n".encode("utf-8", "replace"))


def _ignore_signals() -> None:
    """Let no signal change the exit status that is known now, also while Python ends."""
    from wizard.stopping import SIGNALS  # noqa: PLC0415 - after the first signal could come

    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
