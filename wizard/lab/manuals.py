"""The manual pages of the lab's hosts: files of locale/<lang>/man, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wizard.hostsim import manual

LANGUAGES = ("en", "ko")


@cache
def load() -> None:
    """Give the hosts their manual pages; the lab does it while it may still read its files."""
    package = Path(__file__).parents[1]
    installed = package / "locale"
    folder = installed if installed.is_dir() else package.parent / "locale"
    for lang in LANGUAGES:
        for file in sorted((folder / lang / "man").glob("*.md")):
            manual.add(lang, file.read_text(encoding="utf-8"))
