"""What a lab's folder says of it besides its state: its hosts, their ports and logins, its faults."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wizard.lab import LabRefused, Place, book
from wizard.lab.store import FILE, LOCK, Folder, is_unfinished
from wizard.labfolder.names import ABOUT, EXERCISE, HINTS, RUNNING, SNAPSHOTS, WHILE_RUNNING

_ITS_OWN = (LOCK, RUNNING, EXERCISE, HINTS, SNAPSHOTS)
"""What may be left of a lab whose state is gone, or whose start did not come far."""
FIRST_PORTS = range(20_000, 32_000, 100)
"""The controller's; the other nodes have the next ones. Systems give clients higher ones (from 32768)."""


@dataclass
class About:
    """What goes on with a lab from one start to the next."""

    places: list[Place]
    ports: dict[str, int] = field(default_factory=dict)
    """Of each node's SSH server on loopback."""
    logins: dict[str, str] = field(default_factory=dict, repr=False)
    """The passwords of root and stack for SSH."""
    faults: list[str] = field(default_factory=list)
    """Those that the lab was given and that were not taken back."""

    def write(self, folder: Folder) -> None:
        """Put it into the folder. Raises OSError."""
        places = [
            _Place(name=one.name, management_ip=one.management_ip, disk=one.disk) for one in self.places
        ]
        form = _About(
            version=1,
            places=places,
            ports=self.ports,
            logins=self.logins,
            faults=self.faults,
        )
        folder.write(ABOUT, form.model_dump_json(indent=2).encode())

    @classmethod
    def read(cls, folder: Folder) -> About | None:
        """Return what the folder says, None where it says nothing. Raises `LabRefused` for a damaged file."""
        data = folder.read(ABOUT)
        if data is None:
            return None
        try:
            form = _About.model_validate_json(data)
        except ValidationError as error:
            place = error.errors(include_url=False, include_input=False)[0]["loc"]
            raise LabRefused("lab-about-damaged", ".".join(map(str, place))[:80] or "JSON") from None
        places = [Place(one.name, one.management_ip, one.disk) for one in form.places]
        return cls(places, form.ports, form.logins, form.faults)


def new_about(places: Sequence[Place]) -> About:
    """Return what goes on with a new lab of these hosts."""
    first = secrets.choice(FIRST_PORTS)
    return About(list(places), {place.name: first + at for at, place in enumerate(places)})


def is_lab(folder: Folder) -> bool:
    """Whether a lab has been in the folder."""
    return folder.has(ABOUT) or folder.has(FILE)


def check_is_labs_own(folder: Folder) -> None:
    """Raise `LabRefused` for a folder with files of somebody else's, where a lab has never been."""
    if is_lab(folder):
        return
    names = sorted(os.listdir(folder.at))  # noqa: PTH208 - of the folder that was checked
    if replaced := [name for name in names if name in WHILE_RUNNING]:
        raise LabRefused("lab-dir-no-lab", replaced[0])
    if others := [name for name in names if name not in _ITS_OWN and not is_unfinished(name)]:
        raise LabRefused("lab-dir-not-empty", others[0])


def compute_nodes_in(directory: Path) -> int | None:
    """Return how many of the book's compute nodes the lab in a folder has.

    None where there is no lab, or one with other hosts, or where the folder cannot be read: whoever opens it
    says why.
    """
    if not directory.is_dir():
        return None
    try:
        folder = Folder(directory)
        try:
            about = About.read(folder)
        finally:
            folder.close()
    except LabRefused:
        return None
    if about is None:
        return None
    count = len(about.places) - 1
    same = count > 0 and [one.name for one in book(count)] == [one.name for one in about.places]
    return count if same else None


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Place(_Form):
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$")]
    management_ip: Annotated[str, Field(pattern=r"^[0-9A-Fa-f.:]{2,45}$")]
    disk: bool


class _About(_Form):
    version: Literal[1]
    places: Annotated[list[_Place], Field(min_length=1, max_length=1001)]
    ports: dict[str, Annotated[int, Field(ge=1, le=65535)]]
    logins: dict[str, Annotated[str, Field(min_length=1, max_length=255)]] = Field(repr=False)
    faults: list[str]
