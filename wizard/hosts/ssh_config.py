"""The lines of ~/.ssh/config, /etc/ssh/ssh_config and the files that they include."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from wizard import trusted
from wizard.hosts.files import users_path

_DEPTH = 16
"""How deep Includes may nest, as in OpenSSH."""
_LARGEST = 1 << 20
"""Bytes of one file."""
_MOST = 1000
"""Files that may be read in all, each as often as it is included."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, and where it stands."""

    text: str
    path: Path
    number: int

    def __str__(self) -> str:
        return f"{self.path} line {self.number}"


def lines() -> Iterator[Line]:
    """Yield the lines of the user's settings, then the system's, each with those of the files it includes.

    They can name commands (ProxyCommand), so each file has to be one that only the user or root could have
    written. Raises OSError, also for files that are too large or too many, and `Untrusted`.
    """
    left = iter(range(_MOST))
    for path in files():
        if path.is_file():
            yield from _lines(path, path.parent, Line("Host *", path, 0), _DEPTH, left)


def files() -> tuple[Path, Path]:
    """Return the user's file and the system's, whether they are there or not."""
    return users_path("~/.ssh/config"), Path("/etc/ssh/ssh_config")


def _lines(path: Path, base: Path, block: Line, depth: int, left: Iterator[int]) -> Iterator[Line]:
    """Yield a file's lines with those of included files; `block` is the Host line that they stand under.

    `left` ends when no more files may be read.
    """
    if next(left, None) is None:
        raise OSError(f"more than {_MOST} files are included")
    data = trusted.read(path, _LARGEST).data
    if len(data) > _LARGEST:
        raise OSError(f"{path} is larger than {_LARGEST} bytes")
    for number, text in enumerate(data.decode("utf-8", "surrogateescape").splitlines(), 1):
        line = Line(text, path, number)
        keyword, *words = text.replace("=", " ", 1).split() or [""]
        if keyword.lower() != "include":
            if keyword.lower() in {"host", "match"}:
                block = line
            yield line
        elif depth:
            for included in _included(words, base):
                yield from _lines(included, base, block, depth - 1, left)
                yield block


def _included(patterns: list[str], base: Path) -> Iterator[Path]:
    """Yield the files of an Include: glob patterns, relative to the directory of the first file."""
    for pattern in patterns:
        yield from map(Path, sorted(glob(str(base / users_path(pattern.strip('"'))))))  # noqa: PTH207
