"""The first module that is loaded: whatever happens while the others are, no traceback is shown."""

from __future__ import annotations

import os


def main() -> int:
    """Run the program and return its exit status."""
    try:
        from wizard.stopping import Stopping  # noqa: PLC0415 - a signal may come during each import

        with Stopping():
            from wizard.cli import main as program  # noqa: PLC0415

            return program()
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        os.write(2, b"nova-wizard: out of memory\n")
        return 1
