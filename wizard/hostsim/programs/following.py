"""Follows files as they grow: `tail -f`, and `tail -F` by name."""

from __future__ import annotations

import errno

from wizard.hostsim import clock
from wizard.hostsim.process import Process
from wizard.hostsim.streams import LINUX, Stream
from wizard.hostsim.tree import Regular

INTERVAL = 1.0
"""Seconds of the lab between two looks (--sleep-interval)."""
CHUNK = 65536


class Followed:
    """A file that is followed, from its present end on."""

    def __init__(self, process: Process, name: str, *, by_name: bool) -> None:
        self.process = process
        self.name = name
        self.by_name = by_name
        self.inode = self._look()
        self.read = len(self.inode.content) if self.inode else 0

    def _look(self) -> Regular | None:
        found = self.process.node.tree.find(self.process.path(self.name), self.process.user)
        return found if isinstance(found, Regular) else None

    def new(self) -> bytes:
        """Return what came since the last time; what happened to the file is said on stderr."""
        quoted = self.process.quote(self.name)
        if self.by_name and (there := self._look()) is not self.inode:
            if there is None:
                self.process.err(f"tail: {quoted} has become inaccessible: {LINUX[errno.ENOENT][1]}\n")
            else:
                what = "appeared" if self.inode is None else "been replaced"
                self.process.err(f"tail: {quoted} has {what};  following end of new file\n")
            self.inode, self.read = there, 0
        if self.inode is None:
            return b""
        if len(self.inode.content) < self.read:
            self.process.err(f"tail: {self.name}: file truncated\n")
            self.read = 0
        data = self.inode.content[self.read :]
        self.read = len(self.inode.content)
        return data


async def follow(process: Process, names: list[str], *, by_name: bool, quiet: bool) -> int:
    """Print what is added to files, until the process is ended."""
    files = [Followed(process, name, by_name=by_name) for name in names if name != "-"]
    files = [file for file in files if file.inode is not None or by_name]
    if not files:
        return await _to_the_end(process, process.stdin) if not names or "-" in names else _nothing(process)
    shown = files[-1]
    await process.flush()
    while True:
        await clock.wait(INTERVAL)
        for file in files:
            data = file.new()
            if data and len(files) > 1 and file is not shown and not quiet:
                process.out(f"\n==> {file.name} <==\n")
            if data:
                shown = file
            process.out(data)
            await process.flush()


async def _to_the_end(process: Process, stream: Stream) -> int:
    while data := await stream.read(CHUNK):
        process.out(data)
        await process.flush()
    return 0


def _nothing(process: Process) -> int:
    process.err("tail: no files remaining\n")
    return 1
