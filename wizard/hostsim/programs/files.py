"""Programs of coreutils that copy, move, join and remove files."""

from __future__ import annotations

import copy
import errno
import os
import posixpath
import re

from wizard.hostsim import limits
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.streams import os_error
from wizard.hostsim.table import program
from wizard.hostsim.tree import Device, Directory, Generated, Inode, Program, Regular, Symlink

CHUNK = 65536
"""Bytes that dd moves at once: a write costs as much as the file is long."""


def inside(process: Process, source: str, target: str) -> str:
    """Return the target, or the source's name in it where it is a directory."""
    if isinstance(process.node.tree.find(process.path(target), process.user), Directory):
        return posixpath.join(target, posixpath.basename(source.rstrip("/")))
    return target


def problem(process: Process, message: str, error: OSError) -> None:
    """Print `PROGRAM: MESSAGE: REASON` on stderr, as coreutils do for an error of a system call."""
    process.err(f"{process.name}: {message}: {error.strerror}\n")


@program("cat")
async def cat(process: Process) -> int:
    """cat: write files, or standard input, to standard output."""
    options, names = process.options("Abenstuv", "number")
    status = 0
    count = 0
    for name in names or ["-"]:
        try:
            stream = (process.stdin if name == "-" else process.open(name)).open()
        except OSError as error:
            problem(process, name, error)
            status = 1
            continue
        try:
            while data := await stream.read(65536):
                if "-n" in options:
                    lines = data.splitlines(keepends=True)
                    data = b"".join(b"%6d\t%s" % (count + at, line) for at, line in enumerate(lines, 1))
                    count += len(lines)
                process.out(data)
                await process.flush()
        except OSError as error:
            if error.errno in (errno.EPIPE, errno.ENOSPC, errno.EFBIG, errno.ENOMEM):
                raise
            problem(process, name, error)
            status = 1
        finally:
            stream.close()
    return status


@program("tee")
async def tee(process: Process) -> int:
    """Copy standard input to standard output and to files."""
    options, names = process.options("ai", "append", "ignore-interrupts")
    appending = os.O_APPEND if "-a" in options or "--append" in options else os.O_TRUNC
    status = 0
    streams = [("standard output", process.fd(1).open())]
    for name in names:
        try:
            streams.append((name, process.open(name, os.O_WRONLY | os.O_CREAT | appending).open()))
        except OSError as error:
            problem(process, name, error)
            status = 1
    while data := await process.stdin.read(65536):
        for entry in list(streams):
            try:
                await entry[1].write(data)
            except OSError as error:
                if error.errno == errno.EFBIG or (
                    error.errno == errno.EPIPE and "PIPE" not in process.ignored
                ):
                    raise
                problem(process, entry[0], error)
                status = 1
                streams.remove(entry)
                entry[1].close()
    for _, stream in streams:
        stream.close()
    return status


@program("cp")
async def cp(process: Process) -> int:
    """cp: copy files; -a and -p keep attributes, -r copies directories."""
    options, names = process.options(
        "afprRTvnLPdi",
        "interactive",
        "archive",
        "preserve=",
        "recursive",
        "force",
        "no-target-directory",
        "no-clobber",
    )
    if len(names) < 2:
        raise Failure("missing file operand\nTry 'cp --help' for more information.")
    keep = any(option in options for option in ("-a", "-p", "--archive", "--preserve"))
    recursive = any(option in options for option in ("-a", "-r", "-R", "--recursive", "--archive"))
    links = any(option in options for option in ("-a", "-d", "-P", "--archive"))
    *sources, target = names
    status = 0
    for source in sources:
        destination = target if "-T" in options else inside(process, source, target)
        try:
            there = process.node.tree.find(process.path(destination), process.user) is not None
            if there and "-n" in options:
                continue
            asked = there and "-i" in options and not recursive
            if asked and not await agreed(process, f"overwrite {process.quote(destination)}"):
                continue
            await _copy(process, source, destination, keep=keep, recursive=recursive, links=links)
        except OSError as error:
            _explain_copy(process, source, destination, error)
            status = 1
    return status


async def agreed(process: Process, question: str) -> bool:
    """Ask whether to do what `-i` asks about; only an answer that begins with y is a yes."""
    process.err(f"{process.name}: {question}? ")
    await process.flush()
    return (await process.stdin.read_line())[:1].lower() == b"y"


def _explain_copy(process: Process, source: str, destination: str, error: OSError) -> None:
    if error.errno == errno.ENOSPC:
        process.err(f"cp: error writing {process.quote(destination)}: {error.strerror}\n")
    elif error.errno == errno.EISDIR:
        process.err(f"cp: omitting directory {process.quote(source)}\n")
    elif process.node.tree.find(process.path(source), process.user) is None:
        process.err(f"cp: cannot stat {process.quote(source)}: {error.strerror}\n")
    else:
        process.err(f"cp: cannot create regular file {process.quote(destination)}: {error.strerror}\n")


async def _copy(
    process: Process, source: str, target: str, *, keep: bool, recursive: bool, links: bool
) -> None:
    tree = process.node.tree
    inode = tree.get(process.path(source), process.user, follow=not links)
    path = process.path(target)
    if isinstance(inode, Directory):
        if not recursive:
            raise os_error(errno.EISDIR, source)
        if tree.find(path) is None:
            tree.put(
                path, Directory(inode.mode & ~process.umask, process.user.uid, process.user.gid), process.user
            )
        for name in sorted(inode.entries):
            await _copy(
                process, posixpath.join(source, name), posixpath.join(target, name),
                keep=keep, recursive=True, links=links,
            )  # fmt: skip
        made = tree.get(path)
    elif isinstance(inode, Symlink):
        made = tree.put(path, Symlink(0o777, target=inode.target), process.user)
    elif isinstance(inode, Program):
        made = tree.put(path, copy.copy(inode), process.user)
    else:
        content = await process.read_file(source)
        stream = process.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, inode.mode).open()
        try:
            await stream.write(content)
        finally:
            stream.close()
        made = tree.get(path, process.user)
    if keep:
        take_attributes(made, inode)


def take_attributes(made: Inode, model: Inode) -> None:
    """Give one file the owner, mode, time and label of another."""
    made.uid, made.gid, made.mode, made.mtime = model.uid, model.gid, model.mode, model.mtime
    made.label = model.label


@program("mv")
async def mv(process: Process) -> int:
    """mv: rename files, or copy and remove them between file systems."""
    options, names = process.options("fnTvui", "force", "no-target-directory", "no-clobber", "interactive")
    if len(names) < 2:
        raise Failure("missing file operand\nTry 'mv --help' for more information.")
    *sources, target = names
    tree = process.node.tree
    status = 0
    for source in sources:
        destination = target if "-T" in options else inside(process, source, target)
        try:
            there = tree.find(process.path(destination), process.user) is not None
            if there and "-n" in options:
                continue
            asked = there and "-i" in options and "-f" not in options
            if asked and not await agreed(process, f"overwrite {process.quote(destination)}"):
                continue
            tree.rename(process.path(source), process.path(destination), process.user)
        except OSError as error:
            if error.errno == errno.EXDEV:
                await _copy(process, source, destination, keep=True, recursive=True, links=True)
                tree.unlink(process.path(source), process.user)
                continue
            status = 1
            if tree.find(process.path(source), process.user, follow=False) is None:
                problem(process, f"cannot stat {process.quote(source)}", error)
            else:
                problem(
                    process, f"cannot move {process.quote(source)} to {process.quote(destination)}", error
                )
    return status


@program("dd")
async def dd(process: Process) -> int:
    """dd: copy blocks; if, of, bs, count, skip, seek, conv, status."""
    words = dict(word.partition("=")[::2] for word in process.args)
    size = size_in_bytes(words.get("bs", "512"))
    count = size_in_bytes(words["count"]) if "count" in words else None
    if size > limits.BLOCK:
        raise Failure(f"memory exhausted by input buffer of size {size} bytes")
    if size < 1:
        raise Failure(f"invalid number {process.quote(words['bs'])}")
    source = process.open(words["if"]).open() if "if" in words else process.stdin.open()
    flags = os.O_WRONLY | os.O_CREAT | (0 if "notrunc" in words.get("conv", "") else os.O_TRUNC)
    target = process.open(words["of"], flags).open() if "of" in words else process.fd(1).open()
    total = blocks = status = 0
    at_once = size if count is not None else size * max(1, CHUNK // size)
    try:
        while count is None or blocks < count:
            data = await source.read(at_once)
            if not data:
                break
            await target.write(data)
            total += len(data)
            blocks += -(-len(data) // size)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        where = process.quote(words["of"]) if "of" in words else "standard output"
        process.err(f"dd: error writing {where}: {error.strerror}\n")
        status = 1
    finally:
        source.close()
        target.close()
    if words.get("status") != "none":
        process.err(
            f"{blocks}+0 records in\n{blocks}+0 records out\n{total} bytes ({total} B) copied, 0.001 s\n"
        )
    return status


def size_in_bytes(text: str) -> int:
    """Return the number that a text like 4k or 1M means."""
    if not re.fullmatch(r"\d{1,18}[kKMG]?", text):
        raise Failure(f"invalid number '{text}'")
    units = {"k": 1024, "K": 1024, "M": 1024**2, "G": 1024**3}
    return int(text[:-1]) * units[text[-1]] if text[-1] in units else int(text)


def kind_of(inode: Inode) -> str:
    """Return stat's word for a kind of file."""
    match inode:
        case Directory():
            return "directory"
        case Symlink():
            return "symbolic link"
        case Device(block=True):
            return "block special file"
        case Device():
            return "character special file"
        case Regular(content=b"") | Generated():
            return "regular empty file"
    return "regular file"
