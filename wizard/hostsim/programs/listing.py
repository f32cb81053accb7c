"""Programs that tell about files: ls, stat, find, du, df and the like."""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Mapping

from wizard.hostsim.execute import execute
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.columns import coloured, colours, columns_of, in_columns
from wizard.hostsim.programs.df import MEMORY
from wizard.hostsim.programs.files import kind_of, problem
from wizard.hostsim.shell.patterns import matches
from wizard.hostsim.superblock import BLOCK, Superblock, superblock
from wizard.hostsim.table import program
from wizard.hostsim.tree import Device, Directory, Inode, Program, Regular, Symlink
from wizard.hostsim.walking import walk

LETTERS = {"directory": "d", "symbolic link": "l", "block special file": "b", "character special file": "c"}
FILE_FORMAT = "  File: '%n'\n  Size: %s\nAccess: (%a/%A)  Uid: (%u/%U)   Gid: (%g/%G)\nModify: %y"
SYSTEM_FORMAT = (
    '  File: "%n"\n    ID: %i Namelen: 255     Type: %T\nBlock size: %s       Fundamental block size: %S\n'
    "Blocks: Total: %b     Free: %f     Available: %a\nInodes: Total: %c     Free: %d"
)
PERMISSIONS = ("---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx")


def size_of(inode: Inode) -> int:
    """Return the size that ls and stat print for a file, in bytes."""
    match inode:
        case Regular():
            return len(inode.content)
        case Symlink():
            return len(inode.target)
        case Directory():
            return 4096
        case Program():
            return 24576
    return 0


def mode_text(inode: Inode) -> str:
    """Return the mode as ls shows it."""
    text = "".join(PERMISSIONS[inode.mode >> shift & 7] for shift in (6, 3, 0))
    if inode.mode & 0o1000:
        text = text[:-1] + ("t" if inode.mode & 1 else "T")
    return LETTERS.get(kind_of(inode), "-") + text


@program("ls")
async def ls(process: Process) -> int:
    """ls: list directories and files, with -l in the long format."""
    options, names = process.options("1alhdAtrZFiRn", "color=")
    tree = process.node.tree
    status = 0
    shown: list[tuple[str, list[tuple[str, Inode]]]] = []
    single: list[tuple[str, Inode]] = []
    for name in names or ["."]:
        path = process.path(name)
        try:
            inode = tree.get(path, process.user, follow="-l" not in options and "-d" not in options)
            if not isinstance(inode, Directory) or "-d" in options:
                single.append((name, inode))
                continue
            listed = tree.directory(path, process.user)
        except OSError as error:
            problem(process, f"cannot access {name}", error)
            status = 2
            continue
        entries = sorted(listed.entries.items())
        if "-a" in options:
            entries = [(".", inode), ("..", inode), *entries]
        elif "-A" not in options:
            entries = [entry for entry in entries if not entry[0].startswith(".")]
        shown.append((name, entries))
    _print(process, single, options)
    for number, (name, entries) in enumerate(shown):
        if len(names) > 1:
            process.out(f"{chr(10) if number or single else ''}{name}:\n")
        if "-l" in options:
            process.out(f"total {sum(_blocks(inode) for _, inode in entries)}\n")
        _print(process, entries, options)
    return status


def _print(process: Process, entries: list[tuple[str, Inode]], options: dict[str, str]) -> None:
    if "-t" in options:
        entries = sorted(entries, key=lambda entry: -entry[1].mtime)
    if "-r" in options:
        entries = entries[::-1]
    colour = colours(process, options.get("--color"))
    shown = [coloured(name, inode) if colour else name for name, inode in entries]
    if not {"-1", "-l", "-Z"} & options.keys():
        names = [name for name, _ in entries]
        room = columns_of(process)
        process.out(in_columns(names, shown, room) if room else "".join(f"{name}\n" for name in shown))
        return
    for (name, inode), printed in zip(entries, shown, strict=True):
        if "-Z" in options:
            process.out(
                f"{mode_text(inode)}. {_owner(process, inode)} "
                f"{process.node.label(process.path(name))} {name}\n"
            )
        elif "-l" in options:
            when = time.strftime("%b %e %H:%M", time.localtime(inode.mtime + process.node.skew))
            arrow = f" -> {inode.target}" if isinstance(inode, Symlink) else ""
            size = f"{inode.major}, {inode.minor:3}" if isinstance(inode, Device) else str(size_of(inode))
            mode = f"{mode_text(inode)}. {inode.links}"
            process.out(f"{mode} {_owner(process, inode)} {size:>5} {when} {printed}{arrow}\n")
        else:
            process.out(printed + "\n")


def _blocks(inode: Inode) -> int:
    """Return the KiB that a file takes on XFS, which keeps short folders and links in their inodes."""
    return -(-size_of(inode) // 4096) * 4 if isinstance(inode, Regular | Program) else 0


def _owner(process: Process, inode: Inode) -> str:
    return f"{process.node.users.user_name(inode.uid)} {process.node.users.group_name(inode.gid)}"


@program("stat")
async def stat(process: Process) -> int:
    """Print what is known of files, in a format."""
    options, names = process.options("Lfc:t", "format=", "printf=", "dereference", "file-system")
    if not names:
        raise Failure("missing operand\nTry 'stat --help' for more information.")
    status = 0
    line_end = "" if "--printf" in options else "\n"
    template = options.get("-c") or options.get("--format") or options.get("--printf")
    for name in names:
        try:
            inode = process.node.tree.get(process.path(name), process.user, follow="-L" in options)
        except OSError as error:
            problem(process, f"cannot stat {process.quote(name)}", error)
            status = 1
            continue
        if {"-f", "--file-system"} & options.keys():
            process.out(_stat_system(process, name, template or SYSTEM_FORMAT) + line_end)
        else:
            process.out(_stat(process, name, inode, template or FILE_FORMAT) + line_end)
    return status


def _stat_system(process: Process, name: str, template: str) -> str:
    """Return what stat -f prints of the file system that a file is in."""
    system = process.node.tree.resolve(process.path(name)).system
    volume = process.node.storage.volume_of(system)
    in_memory = Superblock(MEMORY // BLOCK, MEMORY // BLOCK, 0, 0, 0.0)
    block = superblock(volume.size, system) if volume else in_memory
    values = {
        "n": name,
        "i": f"{system.device:x}",
        "T": {"ext4": "ext2/ext3"}.get(system.kind, system.kind),
        **dict.fromkeys("sS", str(BLOCK)),
        "b": str(block.blocks),
        **dict.fromkeys("fa", str(block.free_blocks)),
        "c": str(block.inodes),
        "d": str(block.free_inodes),
    }
    return _filled_in(process, template, values)


def _stat(process: Process, name: str, inode: Inode, template: str) -> str:
    users = process.node.users
    place = process.node.tree.resolve(process.path(name), follow=False)
    device = inode if isinstance(inode, Device) else None
    changed = inode.mtime + process.node.skew
    values = {
        "a": f"{inode.mode & 0o7777:o}",
        "A": mode_text(inode),
        "u": str(inode.uid),
        "U": users.user_name(inode.uid),
        "g": str(inode.gid),
        "G": users.group_name(inode.gid),
        "s": str(size_of(inode)),
        "n": name,
        "N": process.quote(name)
        + (f" -> {process.quote(inode.target)}" if isinstance(inode, Symlink) else ""),
        "F": kind_of(inode),
        "C": process.node.label(place.path),
        "Y": str(int(changed)),
        "y": time.strftime("%Y-%m-%d %H:%M:%S.000000000 +0000", time.gmtime(changed)),
        "h": str(inode.links),
        "i": str(id(inode) % 1000003),
        "d": str(place.system.device),
        "m": next(path for path, system in process.node.tree.mounts.items() if system is place.system),
        "t": f"{device.major:x}" if device else "0",
        "T": f"{device.minor:x}" if device else "0",
        "f": f"{inode.mode:x}",
    }
    return _filled_in(process, template, values)


def _filled_in(process: Process, template: str, values: Mapping[str, str]) -> str:
    text = template.replace("\\n", "\n") if "--printf" in " ".join(process.args) else template
    return re.sub(r"%([a-zA-Z%])", lambda match: "%" if match[1] == "%" else values.get(match[1], "?"), text)


@program("find")
async def find(process: Process) -> int:  # noqa: PLR0912 - a case a branch
    """Find files: -name, -type, -maxdepth, -user, -newer, -print, -print0, -delete, -exec … ; and !."""
    words = process.args
    follow = False
    while words and words[0] in ("-L", "-H", "-P"):
        follow = words.pop(0) == "-L"
    roots = []
    while words and not words[0].startswith(("-", "!", "(")):
        roots.append(words.pop(0))
    depth = 999
    least = 0
    tests = []
    actions = []
    negated = False
    while words:
        word = words.pop(0)
        if word == "!":
            negated = True
            continue
        if word in ("-maxdepth", "-mindepth"):
            value = int(words.pop(0))
            depth, least = (value, least) if word == "-maxdepth" else (depth, value)
        elif word in ("-name", "-type", "-user", "-newer", "-path"):
            tests.append((word, words.pop(0), negated))
        elif word in ("-print", "-print0", "-delete", "-quit"):
            actions.append([word])
        elif word == "-printf":
            actions.append([word, words.pop(0)])
        elif word == "-exec":
            end = next(at for at, text in enumerate(words) if text in (";", "+"))
            actions.append([word, *words[:end]])
            del words[: end + 1]
        elif word not in ("-xdev", "-a", "-mount"):
            raise Failure(f"unknown predicate `{word}'")
        negated = False
    status = 0
    for root in roots or ["."]:
        try:
            found = process.node.tree.get(process.path(root), process.user, follow=follow)
        except OSError as error:
            process.err(f"find: {process.quote(root)}: {error.strerror}\n")
            status = 1
            continue
        if follow and not isinstance(found, Directory):
            await _act(
                process,
                process.node.tree.resolve(process.path(root)).path,
                root,
                found,
                actions or [["-print"]],
            )
            continue
        await _find(process, root, tests, actions or [["-print"]], (least, depth))
    return status


async def _find(
    process: Process,
    root: str,
    tests: list[tuple[str, str, bool]],
    actions: list[list[str]],
    depths: tuple[int, int],
) -> None:
    start = process.node.tree.resolve(process.path(root), follow=False).path
    for path, inode in list(walk(process.node.tree, process.path(root))):
        relative = path[len(start) :].strip("/")
        depth = relative.count("/") + 1 if relative else 0
        shown = posixpath.join(root, relative) if relative else root
        if not depths[0] <= depth <= depths[1]:
            continue
        if any(_holds(process, shown, inode, test, value) == negated for test, value, negated in tests):
            continue
        await _act(process, path, shown, inode, actions)


async def _act(process: Process, path: str, shown: str, inode: Inode, actions: list[list[str]]) -> None:
    """Carry out find's actions for one file."""
    for action in actions:
        if action[0] == "-delete":
            process.node.tree.unlink(path, process.user)
        elif action[0] == "-exec":
            child = process.fork([word.replace("{}", shown) for word in action[1:]])
            await process.flush()
            await child.start(execute).wait()
        elif action[0] == "-printf":
            process.out(_printed(process, shown, inode, action[1]))
        else:
            process.out(shown + ("\0" if action[0] == "-print0" else "\n"))


def _printed(process: Process, shown: str, inode: Inode, template: str) -> str:
    """Return what find's -printf makes of a file."""
    values = {
        "%p": shown,
        "%f": posixpath.basename(shown),
        "%s": str(size_of(inode)),
        "%m": f"{inode.mode:o}",
        "%T@": f"{inode.mtime + process.node.skew:.10f}",
        "%C@": f"{inode.mtime + process.node.skew:.10f}",
        "%u": process.node.users.user_name(inode.uid),
        "\\n": "\n",
        "\\t": "\t",
        "\\0": "\0",
    }
    return re.sub(r"%[TC]@|%[pfsmu]|\\[nt0]", lambda match: values[match[0]], template)


def _holds(process: Process, path: str, inode: Inode, test: str, value: str) -> bool:
    if test == "-name":
        return matches(((value, False),), posixpath.basename(path))
    if test == "-path":
        return matches(((value, False),), path)
    if test == "-type":
        return LETTERS.get(kind_of(inode), "f") == value
    if test == "-user":
        return value in (process.node.users.user_name(inode.uid), str(inode.uid))
    return inode.mtime > process.node.tree.get(process.path(value)).mtime


@program("du")
async def du(process: Process) -> int:
    """Tell how large files are, in kilobytes."""
    options, names = process.options("skhb", "summarize", "bytes")
    for name in names or ["."]:
        total = sum(size_of(inode) for _, inode in walk(process.node.tree, process.path(name)))
        process.out(f"{total if '-b' in options else (total + 1023) // 1024}\t{name}\n")
    return 0


@program("basename")
async def basename(process: Process) -> int:
    """Print a path's last part."""
    name = posixpath.basename(process.args[0].rstrip("/")) or "/"
    if len(process.args) > 1 and name != process.args[1]:
        name = name.removesuffix(process.args[1])
    process.out(name + "\n")
    return 0


@program("dirname")
async def dirname(process: Process) -> int:
    """Print a path without its last part."""
    for name in process.args:
        process.out((posixpath.dirname(name.rstrip("/")) or ("/" if name.startswith("/") else ".")) + "\n")
    return 0
