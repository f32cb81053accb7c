"""Programs of coreutils that make files, directories and links."""

from __future__ import annotations

import os
import posixpath
import secrets
import string

from wizard.hostsim import clock, limits
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.files import inside, problem, size_in_bytes
from wizard.hostsim.programs.modes import new_mode
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory, Inode, Regular, Symlink


@program("mkdir")
async def mkdir(process: Process) -> int:
    """mkdir: make directories; -p, -m."""
    options, names = process.options("pm:v", "parents", "mode=")
    parents = "-p" in options or "--parents" in options
    if not names:
        raise Failure("missing operand\nTry 'mkdir --help' for more information.")
    tree = process.node.tree
    status = 0
    for name in names:
        path = process.path(name)
        mode = options.get("-m", options.get("--mode", ""))
        try:
            if parents:
                _parents(process, posixpath.dirname(posixpath.normpath(path)))
                if isinstance(tree.find(path, process.user), Directory):
                    continue
            made = Directory(0o777 & ~process.umask, process.user.uid, process.user.gid)
            tree.put(path.rstrip("/"), made, process.user)
            if mode:
                made.mode = new_mode(process, mode, made.mode, directory=True)
        except OSError as error:
            problem(process, f"cannot create directory {process.quote(name)}", error)
            status = 1
    return status


def _parents(process: Process, path: str) -> None:
    tree = process.node.tree
    missing = []
    while not isinstance(tree.find(path, process.user), Directory):
        missing.append(path)
        path = posixpath.dirname(path)
    for one in reversed(missing):
        tree.put(one, Directory(0o777 & ~process.umask), process.user)


@program("rmdir")
async def rmdir(process: Process) -> int:
    """rmdir: remove directories that are empty."""
    _, names = process.options("pv")
    status = 0
    for name in names:
        try:
            process.node.tree.rmdir(process.path(name), process.user)
        except OSError as error:
            problem(process, f"failed to remove {process.quote(name)}", error)
            status = 1
    return status


@program("mktemp")
async def mktemp(process: Process) -> int:
    """Make a temporary file or directory with a name of its own."""
    options, names = process.options("dp:tuq", "directory", "tmpdir=", "suffix=", "dry-run")
    template = names[0] if names else "tmp.XXXXXXXXXX"
    stem = template.rstrip("X")
    count = len(template) - len(stem)
    if count < 3:
        raise Failure(f"too few X's in template {process.quote(template)}")
    letters = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(count))
    path = stem + letters + options.get("--suffix", "")
    folder = options.get(
        "-p",
        options.get("--tmpdir", process.env.get("TMPDIR", "/tmp") if not names else ""),  # noqa: S108 - a node's
    )
    if "-t" in options:
        folder = process.env.get("TMPDIR", "/tmp")  # noqa: S108 - a node's
    path = posixpath.join(folder, path)
    directory = "-d" in options or "--directory" in options
    made: Inode = Directory(0o700) if directory else Regular(0o600)
    try:
        process.node.tree.put(process.path(path), made, process.user)
    except OSError as error:
        kind = "directory" if directory else "file"
        raise Failure(
            f"failed to create {kind} via template {process.quote(template)}: {error.strerror}"
        ) from None
    process.out(path + "\n")
    return 0


@program("touch")
async def touch(process: Process) -> int:
    """Set files' times to now; make those that are not there."""
    options, names = process.options("cam", "no-create", "reference=", "date=")
    status = 0
    for name in names:
        inode = process.node.tree.find(process.path(name), process.user)
        try:
            if inode is not None:
                inode.mtime = clock.now()
            elif "-c" not in options and "--no-create" not in options:
                process.open(name, os.O_WRONLY | os.O_CREAT)
        except OSError as error:
            problem(process, f"cannot touch {process.quote(name)}", error)
            status = 1
    return status


@program("ln")
async def ln(process: Process) -> int:
    """ln: make hard links, or symbolic ones with -s."""
    options, names = process.options("sfnTv", "symbolic", "force", "no-dereference")
    if len(names) == 1:
        names.append(posixpath.basename(names[0]))
    if len(names) != 2:
        raise Failure("missing file operand\nTry 'ln --help' for more information.")
    source, target = names
    tree = process.node.tree
    if "-n" not in options and "-T" not in options:
        target = inside(process, source, target)
    symbolic = "-s" in options or "--symbolic" in options
    try:
        if ("-f" in options or "--force" in options) and tree.find(process.path(target), follow=False):
            tree.unlink(process.path(target), process.user)
        if symbolic:
            tree.put(process.path(target), Symlink(0o777, target=source), process.user)
        else:
            inode = tree.get(process.path(source), process.user, follow=False)
            if isinstance(inode, Directory):
                raise Failure(f"{process.quote(source)}: hard link not allowed for directory")
            tree.link(inode, process.path(target), process.user)
    except OSError as error:
        kind = "symbolic" if symbolic else "hard"
        link = process.quote(target)
        raise Failure(f"failed to create {kind} link {link}: {error.strerror}") from None
    return 0


@program("sync")
async def sync(process: Process) -> int:
    """sync: do nothing, as all that is written is in memory at once."""
    return 0


@program("truncate")
async def truncate(process: Process) -> int:
    """truncate: set a file's size with -s."""
    options, names = process.options("s:c", "size=")
    length = size_in_bytes(options.get("-s", options.get("--size", "0")))
    for name in names:
        process.open(name, os.O_WRONLY | os.O_CREAT)
        place = process.node.tree.resolve(process.path(name), process.user)
        inode = place.inode
        if isinstance(inode, Regular):
            if length > limits.FILE:
                shown = process.quote(name)
                raise Failure(f"failed to truncate {shown} at {length} bytes: File too large")
            place.system.take(length - len(inode.content))
            place.system.give_back(len(inode.content) - length if length < len(inode.content) else 0)
            inode.content = inode.content[:length].ljust(length, b"\0")
    return 0
