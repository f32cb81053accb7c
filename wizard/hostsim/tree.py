"""A node's file tree, in memory: owners, modes and labels are what the node says, whoever runs the lab."""

from __future__ import annotations

import errno
import posixpath
from dataclasses import dataclass, field

from wizard.hostsim import clock, limits
from wizard.hostsim.streams import os_error


@dataclass(frozen=True, slots=True)
class User:
    """A user of a node."""

    name: str
    uid: int
    gid: int
    home: str
    shell: str = "/sbin/nologin"
    groups: tuple[int, ...] = ()
    comment: str = ""


ROOT = User("root", 0, 0, "/root", "/bin/bash", comment="root")


@dataclass(slots=True, eq=False, weakref_slot=True)
class Inode:
    """What every file has, whatever its kind."""

    mode: int = 0o644
    uid: int = 0
    gid: int = 0
    mtime: float = field(default_factory=clock.now)
    label: str = ""
    """The SELinux context; empty until somebody sets one: then it follows from the path."""
    links: int = 1
    immutable: bool = False
    """Whether nobody may change, rename or remove it: `chattr +i`."""


@dataclass(slots=True, eq=False)
class Regular(Inode):
    """A file with content."""

    content: bytes = b""


@dataclass(slots=True, eq=False)
class Program(Inode):
    """An executable that the lab plays, by its name in the table of programs."""

    name: str = ""


@dataclass(slots=True, eq=False)
class Generated(Inode):
    """A file of /proc or /sys: made when it is opened, by the node's generator of that name."""

    generator: str = ""


@dataclass(slots=True, eq=False)
class Symlink(Inode):
    """A symbolic link."""

    target: str = ""


@dataclass(slots=True, eq=False)
class Device(Inode):
    """A character or block device, by its kernel name."""

    name: str = ""
    block: bool = False
    major: int = 0
    minor: int = 0


@dataclass(slots=True, eq=False)
class Socket(Inode):
    """A socket that a server listens on."""


@dataclass(slots=True, eq=False)
class Directory(Inode):
    """A directory."""

    entries: dict[str, Inode] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class FileSystem:
    """A file system: where it comes from and what is in it."""

    source: str
    kind: str
    root: Directory = field(default_factory=lambda: Directory(0o755))
    options: str = "rw,relatime"
    device: int = 0
    free: int | None = None
    """Bytes that can still be written; None means plenty, as far as anybody sees."""
    used: int = 0
    """Bytes of the machine's memory that were written."""
    last_mounted: str = ""
    """Where it was mounted last, as ext4's superblock has it."""

    def take(self, count: int) -> None:
        """Use up room; fails as a full file system does."""
        if count <= 0:
            return
        if self.used + count > limits.TREE or (self.free is not None and count > self.free):
            raise os_error(errno.ENOSPC)
        self.used += count
        if self.free is not None:
            self.free -= count

    def give_back(self, count: int) -> None:
        """Have room again."""
        self.used = max(0, self.used - count)
        if self.free is not None:
            self.free += count

    def take_inode(self) -> None:
        """Use up what a new file or directory needs besides its content."""
        if self.used + limits.INODE > limits.TREE:
            raise os_error(errno.ENOSPC)
        self.used += limits.INODE

    def give_inode_back(self) -> None:
        """Have room for one more file or directory again."""
        self.used = max(0, self.used - limits.INODE)


@dataclass(slots=True)
class Place:
    """Where a path leads: the directory and name, and what is there if anything is."""

    path: str
    parent: Directory
    name: str
    inode: Inode | None
    system: FileSystem


READ, WRITE, EXECUTE = 4, 2, 1


def _kept(inode: Inode) -> int:
    """Return the bytes that a file takes besides what each one takes."""
    if isinstance(inode, Regular):
        return len(inode.content)
    return 4 * len(inode.target) if isinstance(inode, Symlink) else 0


def permits(inode: Inode, who: User, wanted: int) -> bool:
    """Whether the mode bits let a user do it; root needs only some execute bit of a file."""
    if who.uid == 0:
        return wanted != EXECUTE or isinstance(inode, Directory) or bool(inode.mode & 0o111)
    if inode.uid == who.uid:
        bits = inode.mode >> 6
    elif inode.gid == who.gid or inode.gid in who.groups:
        bits = inode.mode >> 3
    else:
        bits = inode.mode
    return bits & wanted == wanted


SHORT = 256
"""Characters up to which a path is put together at each step; for longer ones that would take too long."""
_Trail = list[tuple[str, str | None, Directory, FileSystem]]
"""The directories on the way of a path: name; path, or None where it is long, and longer than any mount's."""


def _longer(text: str, most: int) -> bool:
    """Whether a text has more bytes than that: bytes are what the kernel's limits count."""
    return len(text) * 4 > most and len(text.encode("utf-8", "replace")) > most


def _parts(path: str) -> list[str]:
    """Return the names of a path, the last one first."""
    return [part for part in path.split("/") if part][::-1]


def _joined(trail: _Trail, *more: str) -> str:
    """Return the path of what was reached. Raises OSError where nobody could name it."""
    path = "/".join([step[0] for step in trail] + [*more])
    if _longer(path, limits.PATH - 1):
        raise os_error(errno.ENAMETOOLONG, path[:255])
    return path


class Tree:
    """The directories of one node, with what is mounted in them."""

    def __init__(self) -> None:
        self.mounts: dict[str, FileSystem] = {
            "/": FileSystem("/dev/mapper/centos-root", "xfs", device=0xFD00)
        }

    def resolve(self, path: str, who: User = ROOT, *, follow: bool = True) -> Place:  # noqa: PLR0912
        """Walk an absolute path; every directory on the way must be there and be searchable.

        Raises OSError, also where a path or a name is too long, or too many links are on the way.
        """
        if _longer(path, limits.PATH - 1):
            raise os_error(errno.ENAMETOOLONG, path[:255])
        pending = _parts(path)
        system = self.mounts["/"]
        trail: _Trail = [("", "", system.root, system)]
        links, targets = 0, 0
        while pending:
            name = pending.pop()
            _, where, directory, system = trail[-1]
            if name == ".":
                continue
            if name == "..":
                if len(trail) > 1:
                    trail.pop()
                continue
            if not permits(directory, who, EXECUTE):
                raise os_error(errno.EACCES, path)
            inode = directory.entries.get(name)
            if inode is None and _longer(name, limits.NAME):
                raise os_error(errno.ENAMETOOLONG, path)
            last = not pending
            if isinstance(inode, Symlink) and (follow or not last):
                links, targets = links + 1, targets + len(inode.target)
                if links > limits.LINKS or targets > limits.TARGETS:
                    raise os_error(errno.ELOOP, path)
                pending += _parts(inode.target)
                if inode.target.startswith("/"):
                    del trail[1:]
                continue
            if where is not None:
                where = f"{where}/{name}"
                if where in self.mounts:
                    system = self.mounts[where]
                    inode = system.root
                elif len(where) > SHORT and len(where) > max(map(len, self.mounts)):
                    where = None
            if isinstance(inode, Directory):
                trail.append((name, where, inode, system))
                continue
            if last:
                if path.endswith("/") and inode is not None:
                    raise os_error(errno.ENOTDIR, path)
                return Place(where or _joined(trail, name), directory, name, inode, system)
            raise os_error(errno.ENOENT if inode is None else errno.ENOTDIR, path)
        name, where, directory, system = trail[-1]
        parent = trail[-2][2] if len(trail) > 1 else directory
        return Place(where or _joined(trail) or "/", parent, name, directory, system)

    def get(self, path: str, who: User = ROOT, *, follow: bool = True) -> Inode:
        """Return what a path names; fails if there is nothing."""
        inode = self.resolve(path, who, follow=follow).inode
        if inode is None:
            raise os_error(errno.ENOENT, path)
        return inode

    def find(self, path: str, who: User = ROOT, *, follow: bool = True) -> Inode | None:
        """Return what a path names, or None."""
        try:
            return self.resolve(path, who, follow=follow).inode
        except OSError:
            return None

    def directory(self, path: str, who: User = ROOT) -> Directory:
        """Return a directory that may be listed."""
        inode = self.get(path, who)
        if not isinstance(inode, Directory):
            raise os_error(errno.ENOTDIR, path)
        if not permits(inode, who, READ):
            raise os_error(errno.EACCES, path)
        return inode

    def vacancy(self, path: str, who: User = ROOT) -> Place:
        """Return the place of something new; fails if something is there or it may not be made."""
        place = self.resolve(path, who, follow=False)
        if place.inode is not None:
            raise os_error(errno.EEXIST, path)
        self.changeable(place, who, path)
        return place

    def occupied(self, path: str, who: User = ROOT) -> Place:
        """Return the place of something that is to go away; fails if there is nothing or it may not."""
        place = self.resolve(path, who, follow=False)
        if place.inode is None:
            raise os_error(errno.ENOENT, path)
        if place.path in self.mounts:
            raise os_error(errno.EBUSY, path)
        self.changeable(place, who, path)
        return place

    def changeable(self, place: Place, who: User, path: str) -> None:
        """Fail unless the user may change the directory of a place."""
        if place.system.options.startswith("ro"):
            raise os_error(errno.EROFS, path)
        if not permits(place.parent, who, WRITE | EXECUTE):
            raise os_error(errno.EACCES, path)
        if place.parent.immutable or (place.inode is not None and place.inode.immutable):
            raise os_error(errno.EPERM, path)
        sticky = place.parent.mode & 0o1000 and who.uid and place.inode is not None
        if sticky and who.uid not in (place.parent.uid, place.inode.uid if place.inode else 0):
            raise os_error(errno.EPERM, path)

    def put(self, path: str, inode: Inode, who: User = ROOT) -> Inode:
        """Add something new, owned by its maker unless it says otherwise."""
        if isinstance(inode, Symlink) and _longer(inode.target, limits.PATH - 1):
            raise os_error(errno.ENAMETOOLONG, path)
        place = self.vacancy(path, who)
        place.system.take_inode()
        try:
            place.system.take(_kept(inode))
        except OSError:
            place.system.give_inode_back()
            raise
        if who.uid:
            inode.uid, inode.gid = who.uid, who.gid
        place.parent.entries[place.name] = inode
        place.parent.mtime = clock.now()
        return inode

    def unlink(self, path: str, who: User = ROOT) -> None:
        """Remove what is not a directory."""
        place = self.occupied(path, who)
        if isinstance(place.inode, Directory):
            raise os_error(errno.EISDIR, path)
        del place.parent.entries[place.name]
        place.system.give_inode_back()
        if place.inode is not None:
            place.inode.links -= 1
            if not place.inode.links:
                place.system.give_back(_kept(place.inode))

    def link(self, inode: Inode, path: str, who: User = ROOT) -> None:
        """Give a file one more name, which counts as a file does. A directory has one name only."""
        if isinstance(inode, Directory):
            raise os_error(errno.EPERM, path)
        place = self.vacancy(path, who)
        place.system.take_inode()
        inode.links += 1
        place.parent.entries[place.name] = inode

    def rmdir(self, path: str, who: User = ROOT) -> None:
        """Remove an empty directory."""
        place = self.occupied(path, who)
        if not isinstance(place.inode, Directory):
            raise os_error(errno.ENOTDIR, path)
        if place.inode.entries:
            raise os_error(errno.ENOTEMPTY, path)
        del place.parent.entries[place.name]
        place.system.give_inode_back()

    def rename(self, old: str, new: str, who: User = ROOT) -> None:
        """Move something inside its file system, over what is there."""
        source = self.occupied(old, who)
        target = self.resolve(new, who, follow=False)
        if target.system is not source.system:
            raise os_error(errno.EXDEV, new)
        self.changeable(target, who, new)
        if target.inode is source.inode:
            return
        if isinstance(source.inode, Directory):
            if target.inode is not None and not isinstance(target.inode, Directory):
                raise os_error(errno.ENOTDIR, new)
            if (target.path + "/").startswith(source.path + "/"):
                raise os_error(errno.EINVAL, new)
        if isinstance(target.inode, Directory):
            if not isinstance(source.inode, Directory):
                raise os_error(errno.EISDIR, new)
            if target.inode.entries:
                raise os_error(errno.ENOTEMPTY, new)
            target.system.give_inode_back()
        elif target.inode is not None:
            self.unlink(target.path, who)
        if source.inode is not None:
            del source.parent.entries[source.name]
            target.parent.entries[target.name] = source.inode

    # --- for those who build the tree

    def make(self, path: str, inode: Inode) -> Inode:
        """Put something at a path, with the directories that lead there, in the place of what was there."""
        self.makedirs(posixpath.dirname(path))
        place = self.resolve(path, follow=False)
        place.parent.entries[place.name] = inode
        return inode

    def makedirs(self, path: str, mode: int = 0o755, uid: int = 0, gid: int = 0) -> Directory:
        """Make a directory and those that lead there; what is there stays."""
        if path == "/":
            return self.mounts["/"].root
        self.makedirs(posixpath.dirname(path))
        place = self.resolve(path)
        if isinstance(place.inode, Directory):
            return place.inode
        made = Directory(mode, uid, gid)
        place.parent.entries[place.name] = made
        return made

    def write(
        self, path: str, content: str | bytes, mode: int = 0o644, uid: int = 0, gid: int = 0
    ) -> Regular:
        """Make a file with this content, or give it to the file that is there."""
        data = content.encode() if isinstance(content, str) else content
        there = self.find(path)
        if isinstance(there, Regular):
            there.content = data
            there.mtime = clock.now()
            return there
        made = Regular(mode, uid, gid, content=data)
        self.make(path, made)
        return made

    def read(self, path: str) -> str:
        """Return a file's text, or nothing where there is none."""
        inode = self.find(path)
        return inode.content.decode("utf-8", "surrogateescape") if isinstance(inode, Regular) else ""
