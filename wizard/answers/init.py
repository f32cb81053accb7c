"""Writes an answers file to start from."""

from __future__ import annotations

from pathlib import Path

from wizard.answers.draft import Draft
from wizard.answers.render import render
from wizard.saving import create
from wizard.text import Words


def init(path: Path, words: Words) -> None:
    """Write the book's example as a new file, mode 0600. Raises `Problem`, also where one is there."""
    create(path, render(Draft.example(words.lang).data, words))
