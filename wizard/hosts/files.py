"""Reading the user's files: regular ones, of a bounded size."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def users_path(path: str) -> Path:
    """Return the path with `~` and `~user` expanded. Raises OSError for what cannot be a path.

    That is a user whom this computer does not have, a NUL, or characters that no file name can have here.
    """
    try:
        expanded = Path(path).expanduser()
        if b"\0" not in os.fsencode(expanded):
            return expanded
    except RuntimeError as error:
        raise FileNotFoundError(errno.ENOENT, str(error), path) from None
    except UnicodeEncodeError:
        pass
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)


def why_no_file(path: str) -> str | None:
    """Return why a path leads to no regular file, in the system's words; None where it leads to one."""
    try:
        mode = users_path(path).stat().st_mode
    except OSError as error:
        return error.strerror or type(error).__name__
    if stat.S_ISDIR(mode):
        return os.strerror(errno.EISDIR)
    return None if stat.S_ISREG(mode) else "not a regular file"


def text_of_file(path: Path, limit: int) -> str:
    """Return a regular file's text, bytes that are not UTF-8 as surrogates.

    Raises OSError for one that cannot be read, is no regular file (a FIFO would be waited for), or is
    larger than `limit` bytes.
    """
    # Without O_NONBLOCK, opening a FIFO waits for its writer.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is no regular file")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(f"{path} is larger than {limit} bytes")
    return data.decode("utf-8", "surrogateescape")
