"""Imports what the lab would import later on: it may not be able to read its modules any more by then."""

from __future__ import annotations

import importlib

from wizard.lab import manuals

LATER = (
    "concurrent.futures.thread",
    "encodings.ascii",
    "encodings.idna",
    "encodings.latin_1",
    "encodings.utf_8_sig",
    "queue",
)
"""Modules that others import in the middle of their work."""


def preload() -> None:
    """Read all modules and texts that the lab may need after it has given up its rights."""
    for name in LATER:
        importlib.import_module(name)
    manuals.load()
