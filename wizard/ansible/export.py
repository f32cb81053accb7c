"""nova-wizard --export ansible: answers in, an Ansible project out. No host and no password is asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from importlib.metadata import version
from pathlib import Path
from typing import Any

from steps import GUIDE, SECTIONS
from wizard import trusted
from wizard.ansible.project import project
from wizard.answers import places
from wizard.answers.draft import Draft
from wizard.answers.load import validate
from wizard.saving import check_new, create, not_written
from wizard.text import Words, choose


def export(answers: Path, folder: Path, lang: str | None) -> Words:
    """Write the project for an answers file into a folder, and return the words of its language.

    Raises `AnswersWrong` and `Untrusted` for the answers, and `Problem` where one of the project's files is
    there already or cannot be written: then none is written.
    """
    validate(answers, os.environ)
    data = _with_absolute_paths(Draft.read(answers).data, answers.parent)
    words = Words(choose(lang, data.get("language"), os.environ))
    data["language"] = words.lang
    files = project(data, GUIDE, SECTIONS, version("nova-wizard"), words)
    _write({folder / name: content for name, content in files.items()})
    return words


def _with_absolute_paths(data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return the answers with paths that hold in every folder; `~` stays."""
    changed = Draft(deepcopy(dict(data)))
    for path, value in list(places.paths(changed.data)):
        if not value.startswith(("/", "~")):
            changed.set(path, os.path.realpath(folder / value))
    return changed.data


def _write(files: Mapping[Path, str]) -> None:
    """Write new files, all or none, in folders that are made for them."""
    for path in files:
        if path.parent.is_dir() or os.path.lexists(path):
            check_new(path)
    written: list[Path] = []
    try:
        for path, content in files.items():
            try:
                trusted.own_folder(path.parent)
            except OSError as error:
                raise not_written(path, error) from error
            create(path, content)
            written.append(path)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
