"""~/.ssh/config and /etc/ssh/ssh_config, as paramiko reads them, with the Include that it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from glob import glob
from pathlib import Path

from paramiko import SSHConfig

from wizard import trusted
from wizard.hosts.files import users_path

_DEPTH = 16
"""How deep Includes may nest, as in OpenSSH."""
_LARGEST = 1 << 20
"""Bytes of one file."""
_MOST = 1000
"""Files that may be read in all, each as often as it is included."""


def load() -> SSHConfig:
    """Return the user's settings, then the system's.

    They can name commands (ProxyCommand), so each file has to be one that only the user or root could have
    written. Raises OSError, also for files that are too large or too many, `Untrusted`, and paramiko's
    ConfigParseError.
    """
    config = SSHConfig()
    left = iter(range(_MOST))
    for path in (users_path("~/.ssh/config"), Path("/etc/ssh/ssh_config")):
        if path.is_file():
            config.parse(_lines(path, path.parent, "Host *", _DEPTH, left))
    return config


def _lines(path: Path, base: Path, block: str, depth: int, left: Iterator[int]) -> Iterator[str]:
    """Yield a file's lines with those of included files; `block` is the Host line that they stand under.

    `left` ends when no more files may be read.
    """
    if next(left, None) is None:
        raise OSError(f"more than {_MOST} files are included")
    data = trusted.read(path, _LARGEST).data
    if len(data) > _LARGEST:
        raise OSError(f"{path} is larger than {_LARGEST} bytes")
    for line in data.decode("utf-8", "surrogateescape").splitlines():
        keyword, *words = line.replace("=", " ", 1).split() or [""]
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
