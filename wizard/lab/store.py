"""The folder in which a lab is kept: one file, which nobody but its owner can read, write or replace."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from pathlib import Path

FILE = "lab"
LARGEST = 256 * 2**20
"""Bytes of the file; a lab that was used takes some two million a node."""
_AT = getattr(os, "O_PATH", os.O_RDONLY)
_FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class LabRefused(Exception):
    """The lab cannot be started as it was asked for: the key of the message, and what it says besides."""

    def __init__(self, key: str, said: str) -> None:
        super().__init__(f"{key}: {said}")
        self.key = key
        self.said = said


class Store:
    """An open folder; it stays the same one whatever is done to its path."""

    def __init__(self, folder: Path) -> None:
        """Open a folder, made where it is missing. Raises `LabRefused` where others could change it."""
        self.folder = folder.absolute()
        try:
            self._at = _opened(self.folder)
            self._put(b"")
        except OSError as error:
            raise LabRefused("lab-dir-refused", error.strerror or str(error)) from None

    def read(self) -> bytes | None:
        """Return what is kept, or None for nothing. Raises `LabRefused` for a file that others can reach."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            descriptor = os.open(FILE, flags, dir_fd=self._at)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise LabRefused("lab-dir-untrusted", str(self.folder / FILE)) from None
            raise LabRefused("lab-dir-refused", error.strerror or str(error)) from None
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or not _ours(status) or status.st_mode & 0o077:
            os.close(descriptor)
            raise LabRefused("lab-dir-untrusted", str(self.folder / FILE))
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise LabRefused("lab-dir-damaged", f"> {LARGEST}")
        return data

    def write(self, data: bytes) -> None:
        """Keep this; after a crash the file is the new one or the one before. Raises `OSError`."""
        self._put(data, FILE)

    def _put(self, data: bytes, name: str | None = None) -> None:
        """Write a new file and give it a name; without one it is removed: a trial."""
        fresh = f"{FILE}.{secrets.token_hex(8)}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(fresh, flags, 0o600, dir_fd=self._at)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(descriptor)
            if name is not None:
                os.rename(fresh, name, src_dir_fd=self._at, dst_dir_fd=self._at)
                os.fsync(self._at)
        finally:
            if name is None or _there(fresh, self._at):
                os.unlink(fresh, dir_fd=self._at)


def _there(name: str, at: int) -> bool:
    try:
        os.stat(name, dir_fd=at, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _opened(folder: Path) -> int:
    """Return a descriptor of a folder; each one on the way is looked at through the one before."""
    for link in (folder, *folder.parents):
        if link.is_symlink() and not _ours(link.lstat()):
            raise LabRefused("lab-dir-untrusted", str(link))
    real = Path(os.path.realpath(folder))
    at = os.open("/", _AT | _FOLDER)
    try:
        for path in [*reversed(real.parents), real][1:]:
            at, before = _entered(path, at, last=path == real), at
            os.close(before)
    except BaseException:
        os.close(at)
        raise
    return at


def _entered(path: Path, at: int, *, last: bool) -> int:
    flags = _FOLDER | (os.O_RDONLY if last else _AT)
    try:
        inside = os.open(path.name, flags, dir_fd=at)
    except FileNotFoundError:
        os.mkdir(path.name, 0o700, dir_fd=at)
        inside = os.open(path.name, flags, dir_fd=at)
    status = os.fstat(inside)
    # In a sticky folder such as /tmp others can write, but not rename or remove what is not theirs.
    sticky = status.st_mode & stat.S_ISVTX and not last
    if not _ours(status) or (status.st_mode & 0o022 and not sticky):
        os.close(inside)
        raise LabRefused("lab-dir-untrusted", str(path))
    return inside


def _ours(status: os.stat_result) -> bool:
    return status.st_uid in (0, os.geteuid())
