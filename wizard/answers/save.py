"""Puts answers on the disk: a file that only its owner can read, whole or not at all."""

from __future__ import annotations

import os.path
import re
from copy import deepcopy
from pathlib import Path

from wizard.answers import places
from wizard.answers.draft import Draft
from wizard.answers.passwords import Kind, Source
from wizard.answers.problems import AnswersWrong
from wizard.answers.render import render
from wizard.saving import not_written, replace
from wizard.text import Words


def save(draft: Draft, path: Path, words: Words) -> None:
    """Write answers to a file, in the place of an older one; what was typed as a password stays out of it.

    Raises `AnswersWrong` for answers that could not be loaded, and `Problem` where the file cannot be
    written; the older one stays as it was then.
    """
    replace(path, content_of(draft, path, words))


def content_of(draft: Draft, path: Path, words: Words) -> str:
    """Return what `save` writes. Raises as it does."""
    if wrong := draft.problems():
        raise AnswersWrong(path, wrong)
    try:
        return render(_as_saved(draft, path.parent).data, words)
    except (OSError, ValueError) as error:  # the folder of the one or the other cannot be found
        raise not_written(path, error) from error


def _as_saved(draft: Draft, folder: Path) -> Draft:
    """Return a copy whose typed passwords are to come from variables, and whose paths hold in `folder`."""
    copy = Draft(deepcopy(draft.data), draft.file)
    for path, source in list(places.passwords(copy.data)):
        if source.kind is Kind.TYPED:
            copy.set(path, Source(Kind.ENV, variable(path)))
        elif source.kind is Kind.FILE:
            copy.set(path, Source(Kind.FILE, _from(folder, copy.file.parent, source.text)))
    for path, value in list(places.paths(copy.data)):
        copy.set(path, _from(folder, copy.file.parent, value))
    return copy


def _from(folder: Path, old_folder: Path, path: str) -> str:
    """Return a path as it has to be written in `folder`: as it was, unless it is relative to another one."""
    if path.startswith(("/", "~")):
        return path
    new, old = os.path.realpath(folder), os.path.realpath(old_folder)  # pathlib's fails at a loop of links
    return path if new == old else str(Path(old, path))


def variable(path: str) -> str:
    """Return the environment variable that a typed password is saved as: NOVAPASS, SSH_PASSWORD."""
    return re.sub(r"\W+", "_", path.removeprefix("passwords.")).upper()
