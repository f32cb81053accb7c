"""Snapshots of a lab: its whole state under a name, a file each in the folder `snapshots`."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.lab import LabRefused
from wizard.lab.store import Folder
from wizard.labfolder.names import SNAPSHOTS
from wizard.model.problems import Problem

LONGEST = 50
"""Characters of a name."""
_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True)
class Snapshot:
    """A state of a lab, and what belongs to it."""

    kept: bytes
    """The state, as the lab's folder has it."""
    faults: Sequence[str] = ()
    exercise: str | None = None
    """The record of the exercise at work, as its file has it; None where none is."""


def checked_name(name: str) -> str:
    """Return a snapshot's name as its file has it. Raises `Problem` for what cannot be one."""
    found = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(found) or len(found) > LONGEST:
        raise Problem("lab-snapshot-name", most=LONGEST)
    return found


def write(folder: Folder, name: str, snapshot: Snapshot, *, overwrite: bool) -> None:
    """Keep a lab under a name. Raises `Problem`, `LabRefused`, OSError."""
    checked = checked_name(name)
    with _opened(folder) as place:
        place.remove_unfinished()
        if place.has(checked) and not overwrite:
            raise Problem("lab-snapshot-there", name=checked)
        about = json.dumps({"faults": list(snapshot.faults), "exercise": snapshot.exercise}).encode()
        place.write(checked, b'%b, "kept": %b}' % (about.removesuffix(b"}"), snapshot.kept))


def read(folder: Folder, name: str) -> Snapshot:
    """Return a snapshot. Raises `Problem` where there is none, `LabRefused`. Writes nothing."""
    checked = checked_name(name)
    names = [found["name"] for found in listed(folder)]
    if checked not in names:
        raise Problem("lab-snapshot-none", name=checked, names=", ".join(names) or "none")
    with _opened(folder) as place:
        data = place.read(checked)
    try:
        found = json.loads(data or b"")
        kept, faults = found["kept"], [str(fault) for fault in found["faults"]]
        exercise = found.get("exercise")
    except (ValueError, LookupError, TypeError, RecursionError):
        raise LabRefused("lab-snapshot-damaged", checked) from None
    return Snapshot(json.dumps(kept).encode(), faults, None if exercise is None else str(exercise))


def listed(folder: Folder) -> list[dict[str, Any]]:
    """Return name and time of each snapshot, the oldest first."""
    if not folder.has(SNAPSHOTS):
        return []
    with _opened(folder) as place:
        names = os.listdir(place.at)  # noqa: PTH208 - of the folder that was checked
        found = [(name, _time(place, name)) for name in names if _NAME.fullmatch(name)]
    return [{"name": name, "time": time} for name, time in sorted(found, key=lambda one: (one[1], one[0]))]


def snapshots_in(directory: Path) -> list[dict[str, Any]]:
    """Return what `listed` does for a folder in which no lab runs; nothing where it cannot be read."""
    if not (directory / SNAPSHOTS).is_dir():
        return []
    try:
        folder = Folder(directory)
        try:
            return listed(folder)
        finally:
            folder.close()
    except LabRefused:
        return []


def _time(place: Folder, name: str) -> float:
    return os.stat(name, dir_fd=place.at, follow_symlinks=False).st_mtime


@contextmanager
def _opened(folder: Folder) -> Iterator[Folder]:
    place = Folder(folder.folder / SNAPSHOTS)
    try:
        yield place
    finally:
        place.close()
