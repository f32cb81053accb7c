"""Programs of coreutils that change or follow what a name stands for: chmod, chown, chcon, readlink."""

from __future__ import annotations

import errno

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.files import problem
from wizard.hostsim.programs.modes import new_mode
from wizard.hostsim.streams import os_error
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory, Inode, Symlink
from wizard.hostsim.walking import walk


@program("chmod")
async def chmod(process: Process) -> int:
    """chmod: change modes, octal or symbolic; -R."""
    words = [word for word in process.args if not (word.startswith("--") or word in ("-R", "-f", "-v", "-c"))]
    reference = next((word[12:] for word in process.args if word.startswith("--reference=")), "")
    if reference:
        words.insert(0, oct(process.node.tree.get(process.path(reference), process.user).mode)[2:])
    if len(words) < 2:
        raise Failure(
            f"missing operand{f' after {process.quote(words[0])}' if words else ''}\nTry 'chmod "
            "--help' for more information."
        )
    mode, *names = words
    status = 0
    for path, inode in _targets(process, names):
        if isinstance(inode, OSError):
            problem(process, f"cannot access {process.quote(path)}", inode)
            status = 1
        elif process.user.uid not in (0, inode.uid) or inode.immutable:
            problem(process, f"changing permissions of {process.quote(path)}", os_error(errno.EPERM))
            status = 1
        else:
            inode.mode = new_mode(process, mode, inode.mode, directory=isinstance(inode, Directory))
    return status


def _targets(process: Process, names: list[str]) -> list[tuple[str, Inode | OSError]]:
    tree = process.node.tree
    found: list[tuple[str, Inode | OSError]] = []
    recursive = any(word in ("-R", "--recursive") for word in process.args)
    follow = "-h" not in process.args and "--no-dereference" not in process.args
    for name in names:
        try:
            inode = tree.get(process.path(name), process.user, follow=follow)
        except OSError as error:
            found.append((name, error))
            continue
        if recursive and isinstance(inode, Directory):
            found.extend(walk(tree, tree.resolve(process.path(name)).path))
        else:
            found.append((name, inode))
    return found


@program("chown", "chgrp")
async def chown(process: Process) -> int:
    """chown and chgrp: change owners and groups; -R, -h."""
    words = [word for word in process.args if not word.startswith("-")]
    reference = next((word[12:] for word in process.args if word.startswith("--reference=")), "")
    uid: int | None
    gid: int | None
    if reference:
        model = process.node.tree.get(process.path(reference), process.user)
        uid, gid = model.uid, model.gid
    elif len(words) < 2:
        raise Failure(f"missing operand\nTry '{process.name} --help' for more information.")
    else:
        uid, gid = _owners(process, words.pop(0))
    status = 0
    for path, inode in _targets(process, words):
        if isinstance(inode, OSError):
            problem(process, f"cannot access {process.quote(path)}", inode)
            status = 1
        elif process.user.uid != 0 or inode.immutable:
            problem(process, f"changing ownership of {process.quote(path)}", os_error(errno.EPERM))
            status = 1
        else:
            inode.uid = inode.uid if uid is None else uid
            inode.gid = inode.gid if gid is None else gid
    return status


@program("chattr")
async def chattr(process: Process) -> int:
    """chattr: make files immutable (+i), or not (-i); -R."""
    words = [word for word in process.args if word not in ("-R", "-f", "-V")]
    if len(words) < 2 or words[0] not in ("+i", "-i", "=i", "="):
        process.err("Usage: chattr [-RVf] [-+=aAcCdDeijsStTu] [-v version] files...\n")
        return 1
    how, *names = words
    status = 0
    for path, inode in _targets(process, names):
        if isinstance(inode, OSError):
            process.err(f"chattr: {inode.strerror} while trying to stat {path}\n")
            status = 1
        elif process.user.uid != 0:
            process.err(f"chattr: Operation not permitted while setting flags on {path}\n")
            status = 1
        else:
            inode.immutable = how in ("+i", "=i")
    return status


@program("lsattr")
async def lsattr(process: Process) -> int:
    """lsattr: print which files are immutable."""
    status = 0
    for path, inode in _targets(process, [word for word in process.args if not word.startswith("-")]):
        if isinstance(inode, OSError):
            process.err(f"lsattr: {inode.strerror} while trying to stat {path}\n")
            status = 1
        else:
            process.out(f"{'----i' if inode.immutable else '-----'}----------- {path}\n")
    return status


def _owners(process: Process, text: str) -> tuple[int | None, int | None]:
    users = process.node.users
    if process.name == "chgrp":
        return None, _number(users.group_id, text, f"invalid group: {process.quote(text)}")
    # The dot is the old separator: coreutils 8.22 takes it without a warning.
    separator = ":" if ":" in text else "."
    owner, found, group = text.partition(separator)
    uid = (
        _number(lambda name: users.by_name(name).uid, owner, f"invalid user: {process.quote(text)}")
        if owner
        else None
    )
    if found and not group and owner:
        return uid, users.by_name(owner).gid
    gid = _number(users.group_id, group, f"invalid group: {process.quote(text)}") if group else None
    return uid, gid


def _number(lookup, name: str, message: str) -> int:  # type: ignore[no-untyped-def]
    if name.isdigit():
        return int(name)
    try:
        return int(lookup(name))
    except KeyError:
        raise Failure(message) from None


@program("chcon")
async def chcon(process: Process) -> int:
    """chcon: change SELinux contexts, or with -t and the like a part of them."""
    options, names = process.options("Rhvt:u:r:l:", "reference=", "type=")
    if process.node.selinux.mode == "Disabled":
        raise Failure("can't apply partial context to unlabeled file")
    if model := options.get("--reference"):
        label = process.node.label(process.path(model))
    elif kind := options.get("-t", options.get("--type", "")):
        label = f"system_u:object_r:{kind}:s0"
    else:
        label = names.pop(0)
    for name in names:
        process.node.tree.get(process.path(name), process.user).label = label
    return 0


@program("restorecon", directory="/usr/sbin")
async def restorecon(process: Process) -> int:
    """Give files the label that their path calls for."""
    _, names = process.options("Rrvn")
    for _, inode in _targets(process, names):
        if isinstance(inode, Inode):
            inode.label = ""
    return 0


@program("readlink", "realpath")
async def readlink(process: Process) -> int:
    """readlink and realpath: print where links lead."""
    options, names = process.options("fenm", "canonicalize", "canonicalize-existing", "canonicalize-missing")
    whole = process.name == "realpath" or bool(options.keys() & {"-f", "-e", "-m", "--canonicalize"})
    status = 0
    for name in names:
        inode = process.node.tree.find(process.path(name), process.user, follow=False)
        if whole:
            try:
                place = process.node.tree.resolve(process.path(name), process.user)
            except OSError:
                status = 1
                continue
            if place.inode is None and ("-e" in options or process.name == "realpath"):
                status = 1
                continue
            process.out(place.path + "\n")
        elif isinstance(inode, Symlink):
            process.out(inode.target + "\n")
        else:
            status = 1
    return status
