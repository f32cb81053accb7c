"""The lines of ~/.ssh/config, /etc/ssh/ssh_config and the files that they include."""

from __future__ import annotations

import re
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

_KEYWORD = re.compile(r"[ \t\r]*([^ \t\r=]*)[ \t\r]*=?(.*)", re.DOTALL)
_WORD = re.compile(r"""(?<![^ \t\r])(?:"([^"\\]*)"|'([^'\\]*)'|([^ \t\r"'\\]+))(?![^ \t\r])""")
_ODD = re.compile(r"%|\$\{|\[|[\x00-\x1f]")
"""What newer versions of OpenSSH expand, and patterns that glob(3) may read otherwise than Python."""


class Unreadable(ValueError):
    """A line that OpenSSH may read otherwise than we do; the text names it."""


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
    written. Raises OSError, also for files that are too large or too many, `Untrusted` and `Unreadable`.
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
    # As OpenSSH cuts lines and words: at no other character that Python takes for white space.
    for number, text in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        line = Line(text, path, number)
        keyword, rest = _KEYWORD.fullmatch(text).groups()  # type: ignore[union-attr]  # it matches any line
        if keyword.lower() != "include":
            if not keyword.startswith("#") and set(keyword) & set("\"'\\"):
                raise Unreadable(f"{line}: a keyword in quotes is not read here")
            if keyword.lower() in {"host", "match"}:
                block = line
            yield line
        elif depth:
            for included in _included(_words(line, rest), base):
                yield from _lines(included, base, block, depth - 1, left)
                yield block


def _words(line: Line, rest: str) -> list[str]:
    """Return the words of an Include.

    Raises `Unreadable` for what might mean another file to OpenSSH than to us: that one would not be checked.
    """
    words = [quoted or single or plain for quoted, single, plain in _WORD.findall(rest)]
    if _WORD.sub("", rest).strip(" \t\r") or any(_ODD.search(word) for word in words):
        raise Unreadable(f"{line}: this Include is not read here; write its paths without escapes")
    return words


def _included(patterns: list[str], base: Path) -> Iterator[Path]:
    """Yield the files of an Include: glob patterns, relative to the directory of the first file."""
    for pattern in patterns:
        yield from map(Path, sorted(glob(str(base / users_path(pattern)))))  # noqa: PTH207
