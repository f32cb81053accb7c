"""The folder in which a lab is kept: one file, which nobody but its owner can read, write or replace."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path

FILE, LOCK = "lab", "lab.lock"
WAIT = 3.0
"""Seconds that a lab waits for the one before, which may still be keeping its state."""
LARGEST = 256 * 2**20
"""Bytes of the file; a lab that was used takes some two million a node."""
_AT = getattr(os, "O_PATH", os.O_RDONLY)
_FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{16}")
_LINKS = 40
"""Symbolic links on the way to the folder, as in the kernel."""


class LabRefused(Exception):
    """The lab cannot be started as it was asked for: the key of the message, and what it says besides."""

    def __init__(self, key: str, said: str) -> None:
        super().__init__(f"{key}: {said}")
        self.key = key
        self.said = said


class Folder:
    """An open folder, the same one whatever is done to its path. Its files are their owner's alone."""

    def __init__(self, folder: Path) -> None:
        """Open a folder, made where it is missing. Raises `LabRefused` where others could change it."""
        self.folder = folder.absolute()
        try:
            self.at = opened(self.folder)
        except OSError as error:
            raise LabRefused("lab-dir-refused", error.strerror or str(error)) from None

    def close(self) -> None:
        """Let go of the folder in this process; another one that was forked from it still has it."""
        os.close(self.at)

    def has(self, name: str) -> bool:
        """Whether there is anything of this name."""
        try:
            os.stat(name, dir_fd=self.at, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def read(self, name: str) -> bytes | None:
        """Return a file's content, or None where it is missing.

        Raises `LabRefused` for a file that others can reach, and for one that is too large.
        """
        try:
            descriptor = self._ours_alone(name, os.O_RDONLY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LabRefused("lab-dir-refused", error.strerror or str(error)) from None
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise LabRefused("lab-dir-damaged", f"> {LARGEST}")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Replace a file; after a crash it is the new one or the one before. Raises `OSError`."""
        fresh = f".{name}.{secrets.token_hex(8)}"
        try:
            self._fill(fresh, data)
            os.rename(fresh, name, src_dir_fd=self.at, dst_dir_fd=self.at)
            os.fsync(self.at)
        finally:
            self.remove(fresh)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there. Raises `OSError`."""
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=self.at)

    def remove_unfinished(self) -> None:
        """Remove what writers that were killed have left; to be called while nobody else writes."""
        with suppress(OSError):
            for name in os.listdir(self.at):  # noqa: PTH208 - of the folder that was checked
                if is_unfinished(name):
                    self.remove(name)

    def lock(self, name: str, wait: float, holder: int) -> int:
        """Take a lock and note the holder's PID; closing the descriptor that is returned gives it back.

        Raises `LabRefused` where another process still has it after `wait` seconds.
        """
        try:
            descriptor = self._ours_alone(name, os.O_RDWR | os.O_CREAT)
        except OSError as error:
            raise LabRefused("lab-dir-refused", error.strerror or str(error)) from None
        end = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    other = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                    os.close(descriptor)
                    raise LabRefused("lab-dir-in-use", other or "?") from None
                time.sleep(0.05)
        os.ftruncate(descriptor, 0)
        with suppress(OSError):  # a full disk: the lock holds all the same
            os.pwrite(descriptor, f"{holder}\n".encode(), 0)
        return descriptor

    def try_writing(self) -> None:
        """Write a file and remove it. Raises `LabRefused` where none can be written."""
        trial = f".{FILE}.{secrets.token_hex(8)}"
        try:
            self._fill(trial, b"")
            self.remove(trial)
        except OSError as error:
            raise LabRefused("lab-dir-refused", error.strerror or str(error)) from None

    def _fill(self, name: str, data: bytes) -> None:
        """Write a new file through to the disk."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(name, flags, 0o600, dir_fd=self.at), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def _ours_alone(self, name: str, flags: int) -> int:
        """Open a file that only its owner can reach. Raises `LabRefused`, OSError."""
        try:
            descriptor = os.open(name, flags | _FILE, 0o600, dir_fd=self.at)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise LabRefused("lab-dir-untrusted", str(self.folder / name)) from None
            raise
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or not _ours(status) or status.st_mode & 0o077:
            os.close(descriptor)
            raise LabRefused("lab-dir-untrusted", str(self.folder / name))
        return descriptor


class Store(Folder):
    """The folder of a kept lab. One lab at a time has it."""

    def __init__(self, folder: Path) -> None:
        """Open a folder, made where it is missing. Raises `LabRefused` where others could change it."""
        super().__init__(folder)
        self._lock = self.lock(LOCK, WAIT, os.getppid())
        self.remove_unfinished()
        self.try_writing()

    def close(self) -> None:
        """Let go of the folder and of its lock in this process."""
        super().close()
        os.close(self._lock)

    def kept(self) -> bytes | None:
        """Return what is kept, or None for nothing. Raises `LabRefused` as `read` does."""
        return self.read(FILE)

    def keep(self, data: bytes) -> None:
        """Keep this; after a crash the file is the new one or the one before. Raises `OSError`."""
        self.write(FILE, data)


def is_unfinished(name: str) -> bool:
    """Whether a file of this name is one that a writer has not come to the end of."""
    return _UNFINISHED.fullmatch(name) is not None


def keep_first(directory: Path, data: bytes) -> None:
    """Keep a lab in a folder that keeps none yet. Raises `LabRefused`."""
    store = Store(directory)
    try:
        if store.kept() is not None:
            raise LabRefused("lab-dir-taken", "")
        if len(data) > LARGEST:
            raise LabRefused("lab-dir-not-kept", f"> {LARGEST}")
        store.keep(data)
    except OSError as error:
        raise LabRefused("lab-dir-not-kept", error.strerror or str(error)) from None
    finally:
        store.close()


def opened(folder: Path, *, sticky: bool = False) -> int:
    """Return a descriptor of a folder, made where it is missing; `sticky` takes one such as /tmp too.

    Each folder on the way, and each link, is looked at before anything is opened or made through it.
    Raises `LabRefused` where others could change one, OSError.
    """
    here, at = Path("/"), os.open("/", _AT | _FOLDER)
    ahead = list(reversed(folder.parts[1:]))
    links = 0
    try:
        while ahead:
            _check(here, os.fstat(at), sticky=True)
            name = ahead.pop()
            target = _target(here / name, at)
            if target is None:
                here = here.parent if name == ".." else here / name
                at = _changed(at, name, _AT)
                continue
            links += 1
            if links > _LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            if target.is_absolute():
                here, at = Path("/"), _changed(at, "/", _AT)
            ahead += reversed(target.parts[1:] if target.is_absolute() else target.parts)
        at = _changed(at, ".", os.O_RDONLY)
        _check(here, os.fstat(at), sticky=sticky)
    except BaseException:
        os.close(at)
        raise
    return at


def _target(path: Path, at: int) -> Path | None:
    """Return where the link of this name leads; None for a folder, which is made where nothing is there."""
    try:
        status = os.stat(path.name, dir_fd=at, follow_symlinks=False)
    except FileNotFoundError:
        os.mkdir(path.name, 0o700, dir_fd=at)
        return None
    if not stat.S_ISLNK(status.st_mode):
        return None
    if not _ours(status):
        raise LabRefused("lab-dir-untrusted", str(path))
    return Path(os.readlink(path.name, dir_fd=at))


def _changed(at: int, name: str, flags: int) -> int:
    """Return a descriptor of another folder in the place of this one."""
    inside = os.open(name, _FOLDER | flags, dir_fd=at)
    os.close(at)
    return inside


def _check(path: Path, status: os.stat_result, *, sticky: bool) -> None:
    """Refuse a folder in which others could make what they want.

    In a sticky one such as /tmp they can, but neither rename nor remove what is not theirs.
    """
    if not _ours(status) or (status.st_mode & 0o022 and not (sticky and status.st_mode & stat.S_ISVTX)):
        raise LabRefused("lab-dir-untrusted", str(path))


def _ours(status: os.stat_result) -> bool:
    return status.st_uid in (0, os.geteuid())
