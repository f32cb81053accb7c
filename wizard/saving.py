"""Files that this program writes for its user: whole or not at all, and readable by their owner alone."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from wizard import trusted
from wizard.model.problems import Problem

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def typed_path(text: str) -> Path:
    """Return the path that a user typed, `~` and `~user` expanded. Raises `Problem`."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise Problem("save-no-such-user", file=text) from None


def is_there(path: Path) -> bool:
    """Return whether a regular file is there; where that cannot be told, there is none to use."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def create(path: Path, content: str) -> None:
    """Write a new file, 0600. Raises `Problem`, also where something is there already."""
    try:
        descriptor = os.open(path, _NEW, 0o600)
    except FileExistsError:
        raise Problem("answers-file-there", file=str(path)) from None
    except (OSError, ValueError) as error:
        raise not_written(path, error) from error
    try:
        _fill(descriptor, content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise not_written(path, error) from error


def replace(path: Path, content: str) -> None:
    """Write a file, 0600, in the place of an older one, which stays as it was where that fails.

    Raises `Problem`, also where something else than a regular file is there, a symbolic link included, and
    `Untrusted` for a folder that others may write to.
    """
    try:
        _check_kind(path)
        trusted.check_folder(path.parent)
        temporary = _beside(path)
        descriptor = os.open(temporary, _NEW, 0o600)
        try:
            _fill(descriptor, content)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise not_written(path, error) from error


def check_new(path: Path) -> None:
    """Check that `create` will be able to write this file. Raises `Problem`."""
    if os.path.lexists(path):
        raise Problem("answers-file-there", file=str(path))
    check_place(path)


def check_place(path: Path) -> None:
    """Check that `replace` will be able to write this file: a file is made beside it, and removed.

    Raises `Problem`.
    """
    try:
        _check_kind(path)
        trusted.check_folder(path.parent)
        temporary = _beside(path)
        os.close(os.open(temporary, _NEW, 0o600))
        temporary.unlink()
    except (OSError, ValueError) as error:
        raise not_written(path, error) from error


def _beside(path: Path) -> Path:
    return path.parent / f".nova-wizard-{os.urandom(8).hex()}"


def _check_kind(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        raise Problem("save-link", file=str(path), target=str(path.readlink()))
    if not stat.S_ISREG(mode):
        raise Problem("save-no-file", file=str(path))


def _fill(descriptor: int, content: str) -> None:
    """Write it through to the disk and close it. Raises OSError."""
    with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # not every file system can
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def not_written(path: Path, error: OSError | ValueError) -> Problem:
    """Return the problem of a file that could not be written."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Problem("answers-not-written", file=str(path), reason=reason or "")
