"""Files that decide what this program runs or trusts, read only where nobody else could have written them.

The rule is OpenSSH's for keys and configuration (StrictModes): the file, every folder on the way to it and
every symbolic link on the way belong to root or to whoever runs the program, and nobody else may write to
them. A folder in which everybody may create files is fine where it is sticky, as /tmp is.
"""

from __future__ import annotations

import errno
import grp
import os
import pwd
import re
import select
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wizard.model.problems import Problem

WAIT = 60.0
"""Seconds that a pipe may take to deliver all of its content."""
_LINKS = 40
"""Symbolic links on the way to a file, as in the kernel."""
_OPEN = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
"""A FIFO without a writer opens at once, and is then refused."""
_HANDED_OVER = re.compile(r"/dev/stdin|(/dev/fd|/proc/self/fd)/\d+")
"""What the caller has opened for this program: `< FILE` or `<(COMMAND)`."""


STDIN = Path("-")
"""Standard input, as the command line names it."""


class Untrusted(Problem):
    """A file that someone else could have written, or that is no file."""


@dataclass(frozen=True, eq=False, repr=False)
class Content:
    """What was read, and whether users other than the owner may read it too."""

    data: bytes
    open_to_others: bool


def read(path: Path, limit: int) -> Content:
    """Return the content of a trusted file, or of `STDIN`, cut off after `limit` + 1 bytes.

    Raises `Untrusted`, and OSError where the file cannot be read.
    """
    if path == STDIN:
        return _read_stdin(limit)
    handed_over = bool(_HANDED_OVER.fullmatch(str(path)))
    real = path if handed_over else _real(path)
    if not handed_over:
        _check_file(path, real.lstat(), pipe=False)  # before opening: to open a device may do something
    descriptor = os.open(real, _OPEN if handed_over else _OPEN | os.O_NOFOLLOW)
    try:
        found = os.fstat(descriptor)
        _check_file(path, found, pipe=handed_over)
        return Content(_read(descriptor, limit + 1), bool(found.st_mode & 0o077))
    finally:
        os.close(descriptor)


def _read_stdin(limit: int) -> Content:
    """Return what comes over standard input, whatever it is but a terminal. Raises `Untrusted`, OSError."""
    if os.isatty(0):
        raise Untrusted("trusted-stdin-terminal")
    found = os.fstat(0)
    is_file = stat.S_ISREG(found.st_mode)
    if is_file:
        _check_file(STDIN, found, pipe=False)
    return Content(_read(0, limit + 1), is_file and bool(found.st_mode & 0o077))


def check(path: Path) -> bool:
    """Check a file that another library opens; return whether users other than its owner may read it.

    Raises `Untrusted`, and OSError where the file cannot be found.
    """
    found = _real(path).lstat()
    _check_file(path, found, pipe=False)
    return bool(found.st_mode & 0o077)


def check_folder(path: Path) -> None:
    """Check a folder that files are to be written in. Raises `Untrusted`, OSError."""
    real = _real(path)
    if not stat.S_ISDIR(real.lstat().st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    _check_on_the_way(real, real.lstat(), path)


def own_folder(path: Path) -> None:
    """Create a folder, 0700, and those that lead there, or check the one that is there.

    Nobody else may own it or write to it. Nothing is created where somebody else could have.

    Raises `Untrusted`, OSError.
    """
    for folder in reversed((path, *path.parents)):
        if not os.path.lexists(folder):
            check_folder(folder.parent)  # before anything is made there
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise Untrusted("trusted-folder-link", folder=str(path))
    check_folder(path)
    if found.st_uid != os.geteuid():
        raise Untrusted("trusted-folder-owner", folder=str(path), file=str(path), owner=_user(found.st_uid))
    if _others_may_write(found):
        raise Untrusted("trusted-folder-mode", folder=str(path), file=str(path), mode=_mode(found))


# --- The rule -----------------------------------------------------------------------------------------


def _real(path: Path) -> Path:
    """Return the path without symbolic links, every folder and link on the way checked.

    Raises `Untrusted`, OSError, the latter also for what cannot be a path.
    """
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise _no_path(path) from None
    if "\0" in str(path):
        raise _no_path(path)
    here = Path("/")
    ahead = list(reversed(path.absolute().parts[1:]))
    links = 0
    while ahead:
        _check_on_the_way(here, here.lstat(), path)
        part = ahead.pop()
        at = here.parent if part == ".." else here / part
        found = at.lstat()
        if not stat.S_ISLNK(found.st_mode):
            here = at
            continue
        links += 1
        if links > _LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
        _check_owner(at, found, path)
        target = at.readlink()
        if target.is_absolute():
            here = Path("/")
        ahead += reversed(target.parts[1:] if target.is_absolute() else target.parts)
    return here


def _no_path(path: Path) -> OSError:
    return OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def _check_on_the_way(folder: Path, found: os.stat_result, path: Path) -> None:
    _check_owner(folder, found, path)
    if _others_may_write(found) and not found.st_mode & stat.S_ISVTX:
        raise Untrusted("trusted-folder-mode", folder=str(folder), file=str(path), mode=_mode(found))


def _check_owner(at: Path, found: os.stat_result, path: Path) -> None:
    if not _ours(found):
        owner = _user(found.st_uid)
        raise Untrusted("trusted-folder-owner", folder=str(at), file=str(path), owner=owner)


def _check_file(path: Path, found: os.stat_result, *, pipe: bool) -> None:
    kind = stat.S_IFMT(found.st_mode)
    if kind == stat.S_IFDIR:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if kind != stat.S_IFREG and not (pipe and kind == stat.S_IFIFO):
        raise Untrusted("trusted-file-kind", file=str(path))
    if not _ours(found):
        user = _user(os.geteuid())
        raise Untrusted("trusted-file-owner", file=str(path), owner=_user(found.st_uid), user=user)
    if _others_may_write(found):
        raise Untrusted("trusted-file-mode", file=str(path), mode=_mode(found))


def _ours(found: os.stat_result) -> bool:
    return found.st_uid in (0, os.geteuid())


def _others_may_write(found: os.stat_result) -> bool:
    by_group = found.st_mode & stat.S_IWGRP and not _is_private_group(found)
    return bool(found.st_mode & stat.S_IWOTH or by_group)


def _is_private_group(found: os.stat_result) -> bool:
    """Whether the group is its owner's alone: with such groups, a umask of 002 is usual."""
    if found.st_uid == 0:
        return False
    try:
        owner, group = pwd.getpwuid(found.st_uid), grp.getgrgid(found.st_gid)
    except KeyError:
        return False
    members = {*group.gr_mem, *(user.pw_name for user in pwd.getpwall() if user.pw_gid == group.gr_gid)}
    return group.gr_name == owner.pw_name and members <= {owner.pw_name}


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _mode(found: os.stat_result) -> str:
    return f"{stat.S_IMODE(found.st_mode):04o}"


# --- Reading ------------------------------------------------------------------------------------------


def _read(descriptor: int, limit: int) -> bytes:
    """Return at most `limit` bytes. Raises TimeoutError for a pipe that does not end within `WAIT`."""
    deadline = time.monotonic() + WAIT
    content = bytearray()
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    while len(content) < limit:
        left = deadline - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        try:
            part = os.read(descriptor, limit - len(content))
        except BlockingIOError:
            continue
        if not part:
            break
        content += part
    return bytes(content)
