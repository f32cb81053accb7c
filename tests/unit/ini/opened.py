"""Edited files as the last writer writes them."""

from __future__ import annotations

from wizard.ini import Edited, Setting


def opened(after: Edited) -> bytes:
    """Return an edited file with its secrets."""
    return after.text.wire().encode("utf-8", "surrogateescape")


def opened_line(setting: Setting) -> bytes:
    """Return the line of a setting with its secrets."""
    return f"{setting.option.replace('-', '_')} = {setting.value.wire()}".rstrip().encode()
