"""Writes an answers file to start from."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from wizard.answers.draft import Draft
from wizard.answers.render import render
from wizard.answers.save import fill
from wizard.model import Problem
from wizard.text import Words

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def init(path: Path, words: Words) -> None:
    """Write the book's example as a new file, mode 0600. Raises `Problem`, also where one is there."""
    content = render(Draft.example(words.lang).data, words)
    try:
        descriptor = os.open(path, _NEW, 0o600)
    except FileExistsError:
        raise Problem("answers-file-there", file=str(path)) from None
    except OSError as error:
        raise Problem("answers-not-written", file=str(path), reason=error.strerror or "") from error
    try:
        fill(descriptor, content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise Problem("answers-not-written", file=str(path), reason=error.strerror or "") from error
