"""Snapshots of a lab: its whole state under a name, a file each in the folder `snapshots`."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.lab import LabRefused
from wizard.lab.store import Folder
from wizard.labfolder.names import SNAPSHOTS
from wizard.model.problems import Problem

LONGEST = 50
"""Characters of a name."""
_NAME = re.compile(r"\w[\w.-]*")


def checked_name(name: str) -> str:
    """Return a snapshot's name as its file has it. Raises `Problem` for what cannot be one."""
    found = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(found) or len(found) > LONGEST:
        raise Problem("lab-snapshot-name", most=LONGEST)
    return found


def write(folder: Folder, name: str, data: bytes, faults: Sequence[str], *, overwrite: bool) -> None:
    """Keep a lab's state and its faults under a name. Raises `Problem`, `LabRefused`, OSError."""
    checked = checked_name(name)
    with _opened(folder) as place:
        place.remove_unfinished()
        if place.has(checked) and not overwrite:
            raise Problem("lab-snapshot-there", name=checked)
        place.write(checked, b'{"faults": %b, "kept": %b}' % (json.dumps(list(faults)).encode(), data))


def read(folder: Folder, name: str) -> tuple[bytes, list[str]]:
    """Return a snapshot's state and faults. Raises `Problem` where there is none, `LabRefused`."""
    checked = checked_name(name)
    with _opened(folder) as place:
        data = place.read(checked)
    if data is None:
        names = ", ".join(found["name"] for found in listed(folder))
        raise Problem("lab-snapshot-none", name=checked, names=names or "none")
    try:
        found = json.loads(data)
        kept, faults = found["kept"], [str(fault) for fault in found["faults"]]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise LabRefused("lab-snapshot-damaged", checked) from None
    return json.dumps(kept).encode(), faults


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
