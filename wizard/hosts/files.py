"""Reading the user's files: regular ones, of a bounded size."""

from __future__ import annotations

import os
import stat
from pathlib import Path


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
