"""A simulated process: arguments, environment, descriptors, signals; each is a task of the lab's loop."""

from __future__ import annotations

import asyncio
import errno
import getopt
import os
import posixpath
import re
import sys
import traceback
from collections.abc import Awaitable, Callable, Sequence

from wizard.hostsim import clock, limits, manual
from wizard.hostsim.node import Node
from wizard.hostsim.scheduling import Group, MatchingTooLong, Pause, shared, whole
from wizard.hostsim.streams import Pipe, Stream, Waiters, os_error
from wizard.hostsim.terminal import Terminal
from wizard.hostsim.tree import User

SIGNALS = {
    "HUP": 1,
    "INT": 2,
    "QUIT": 3,
    "KILL": 9,
    "USR1": 10,
    "SEGV": 11,
    "USR2": 12,
    "PIPE": 13,
    "ALRM": 14,
    "TERM": 15,
    "CONT": 18,
    "STOP": 19,
    "TSTP": 20,
    "TTIN": 21,
    "XFSZ": 25,
    "WINCH": 28,
}
STOPPING = ("STOP", "TSTP", "TTIN")
DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/(\d+)")
STANDARD = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}

USAGE_STATUS = {"ls": 2, "grep": 2, "egrep": 2, "fgrep": 2, "sort": 2, "cmp": 2, "timeout": 125, "flock": 64}
"""With what these programs end on a wrong option; others with 1."""

Body = Callable[["Process"], Awaitable[int]]


class Failure(Exception):
    """Ends a program: its message goes to stderr behind the program's name, `status` is the exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


class Process:
    """A process of a node: an asyncio task with descriptors, a directory, an environment and a user."""

    def __init__(self, node: Node, argv: Sequence[str], user: User, *, parent: Process | None = None) -> None:
        self.group: Group = parent.group if parent else Group()
        if len(node.processes) >= limits.PROCESSES or node.network.full() or not self.group.has_room():
            raise os_error(errno.EAGAIN)
        self.node = node
        self.argv = list(argv)
        self.user = user
        self.pid = node.new_pid()
        self.parent_pid = parent.pid if parent else 1
        self.process_group: int = parent.process_group if parent else self.pid
        """Its processes get signals from keys together; a shell with job control makes one of each job."""
        self.in_job: bool = parent.in_job if parent else False
        """Whether a shell with job control could continue it: only then keys stop it."""
        self.pause = Pause()
        self.stopped_by = ""
        self.env: dict[str, str] = dict(parent.env) if parent else {}
        self.cwd: str = parent.cwd if parent else user.home
        self.umask: int = parent.umask if parent else 0o022
        self.terminal: Terminal | None = parent.terminal if parent else None
        self.fds: dict[int, Stream] = (
            {number: stream.open() for number, stream in parent.fds.items()} if parent else {}
        )
        self.ignored: set[str] = set(parent.ignored) if parent else set()
        self.trapped: Callable[[str], bool] | None = None
        """Takes a signal that the program handles itself; False leaves it to the default."""
        self.started = clock.uptime()
        self.status: int | None = None
        self.killed_by = ""
        self.task: asyncio.Task[None] | None = None
        self._changed = Waiters()
        self._pending: list[tuple[int, bytes]] = []
        self._pending_size = 0

    @property
    def name(self) -> str:
        """The name that its messages begin with."""
        return posixpath.basename(self.argv[0])

    @property
    def args(self) -> list[str]:
        """The arguments without the program's name."""
        return self.argv[1:]

    # --- life

    def start(self, body: Body) -> Process:
        """Run a program's body in a task of its own, and return this process."""
        with whole():
            self.task = asyncio.get_running_loop().create_task(
                shared(self._run(body), self.group, self.pause)
            )
            self.task.add_done_callback(self._ended)
            self.node.processes[self.pid] = self
            self.group.processes += 1
            self.node.network.processes += 1
        return self

    async def wait(self) -> int:
        """Return its exit status as a shell sees it, after it has ended."""
        await self._changed.until(self._has_ended)
        if self.status is None:
            self._settle()
        return self.status or 0

    async def wait_or_stop(self) -> bool:
        """Return after it has ended, or has been stopped: whether it has ended."""
        await self._changed.until(lambda: bool(self.stopped_by) or self._has_ended())
        return self._has_ended()

    def _has_ended(self) -> bool:
        return self.task is None or self.task.done()

    def signal(self, name: str) -> None:
        """Deliver a signal, named without SIG: ignored, trapped, or it ends, stops or continues it."""
        if name == "CONT":
            self.stopped_by = ""
            self.pause.end()
        if name not in ("KILL", "STOP") and (name in self.ignored or (self.trapped and self.trapped(name))):
            return
        if name in ("CONT", "WINCH"):
            return
        if name in STOPPING:
            self._stop(name)
            return
        self.killed_by = name
        if self.task is not None:
            self.task.cancel()

    def _stop(self, name: str) -> None:
        if name != "STOP" and not self.in_job:
            return  # its process group is orphaned
        self.stopped_by = name
        self.pause.begin()
        self._changed.wake()

    async def _run(self, body: Body) -> None:
        try:
            self.status = await self.guarded(body)
        except OSError as error:
            # Only a broken pipe that nobody ignores, and a file that may not grow, get here.
            self.status = 128 + SIGNALS["PIPE"] if error.errno == errno.EPIPE else 1
            if error.errno == errno.EFBIG:
                self.status = 128 + SIGNALS["XFSZ"]
                self.err("File size limit exceeded\n")
                await self._flush_quietly()
        except RecursionError:
            self.killed_by = "SEGV"
            self._settle()
        except MemoryError:
            self.killed_by = "KILL"
            self._settle()
        except Exception:
            traceback.print_exc(file=sys.stderr)
            self.status = 70

    async def guarded(self, body: Body) -> int:
        """Run a program's body; what stops it is said on stderr as programs say it."""
        try:
            try:
                status = await body(self)
                await self.flush()
            except MatchingTooLong:
                return await self._exhausted()
            except Failure as failure:
                if failure.message:
                    self.err(f"{self.name}: {failure.message}\n")
                status = failure.status
                await self.flush()
        except OSError as error:
            if error.errno == errno.EPIPE and "PIPE" not in self.ignored:
                raise
            self._pending.clear()
            if error.errno == errno.EFBIG:
                raise
            if error.errno == errno.ENOMEM:
                return await self._exhausted()
            where = f"{error.filename}: " if error.filename else "write error: "
            self.err(f"{self.name}: {where}{error.strerror}\n")
            await self._flush_quietly()
            return 1
        return status

    async def _exhausted(self) -> int:
        """End as GNU programs do that get no more memory."""
        self.err(f"{self.name}: memory exhausted\n")
        await self._flush_quietly()
        return 2 if self.name in ("grep", "sort") else 1

    def _settle(self) -> None:
        self.status = 128 + SIGNALS.get(self.killed_by, SIGNALS["KILL"])

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():
            self.killed_by = self.killed_by or "KILL"
            self._settle()
        self.leave()
        self._changed.wake()

    def leave(self) -> None:
        """Leave the node's process table: the process has ended, or will not be started."""
        if self.node.processes.pop(self.pid, None) is not None:
            self.group.processes -= 1
            self.node.network.processes -= 1
        self.close_all()

    def close_all(self) -> None:
        """Close every descriptor of the process."""
        streams, self.fds = self.fds, {}
        for stream in streams.values():
            stream.close()

    def fork(self, argv: Sequence[str] | None = None) -> Process:
        """Return a child with the same descriptors, directory and environment."""
        return Process(self.node, argv or self.argv, self.user, parent=self)

    # --- descriptors

    def set_fd(self, number: int, stream: Stream | None) -> None:
        """Assign a stream to a descriptor, or close it for None; what it had before is closed."""
        old = self.fds.pop(number, None)
        if stream is not None:
            self.fds[number] = stream.open()
        if old is not None:
            old.close()

    def fd(self, number: int) -> Stream:
        """Return the stream of a descriptor. Raises OSError (EBADF) where it is not open."""
        stream = self.fds.get(number)
        if stream is None:
            raise os_error(errno.EBADF)
        return stream

    def pipe(self) -> tuple[Stream, Stream]:
        """Return the ends of a new pipe."""
        return Pipe().ends()

    @property
    def stdin(self) -> Stream:
        """The stream of descriptor 0."""
        return self.fd(0)

    def path(self, name: str) -> str:
        """Return a name as an absolute path; no name is no path."""
        if not name:
            raise os_error(errno.ENOENT, name)
        return posixpath.join(self.cwd, name)

    def open(self, name: str, flags: int = os.O_RDONLY, mode: int = 0o666) -> Stream:
        """Open a path as open(2) does."""
        path = self.path(name)
        if path in STANDARD:
            return self.fd(STANDARD[path])
        if match := DESCRIPTOR.fullmatch(path):
            number = int(match[1])
            if number not in self.fds:
                raise os_error(errno.ENOENT, name)
            return self.fds[number]
        if path == "/dev/tty":
            if self.terminal is None:
                raise os_error(errno.ENXIO, name)
            return self.terminal
        return self.node.open(path, flags, self.user, mode & ~self.umask)

    async def read_text(self) -> str:
        """Return all of standard input as text."""
        return decode(await self.stdin.read_all())

    async def read_file(self, name: str) -> bytes:
        """Return all of a file; `-` is standard input."""
        stream = self.stdin if name == "-" else self.open(name)
        stream.open()
        try:
            return await stream.read_all()
        finally:
            stream.close()

    def out(self, text: str | bytes) -> None:
        """Add to what goes to standard output with the next flush."""
        self._add(1, encode(text))

    def err(self, text: str | bytes) -> None:
        """Add to what goes to standard error with the next flush."""
        self._add(2, encode(text))

    def _add(self, number: int, data: bytes) -> None:
        self._pending_size += len(data)
        if self._pending_size > limits.OUTPUT:
            self._pending_size = 0
            raise os_error(errno.ENOMEM)
        self._pending.append((number, data))

    async def flush(self) -> None:
        """Write what was added, in its order."""
        pending, self._pending = self._pending, []
        self._pending_size = 0
        for number, data in joined(pending):
            await self.fd(number).write(data)

    async def _flush_quietly(self) -> None:
        try:
            await self.flush()
        except OSError:
            self._pending.clear()

    def quote(self, name: str) -> str:
        """Return a name as GNU programs quote it in their messages."""
        locale = next(filter(None, map(self.env.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
        return f"‘{name}’" if "UTF-8" in locale.upper() else f"'{name}'"

    # --- arguments

    def options(self, short: str, *long: str) -> tuple[dict[str, str], list[str]]:
        """Parse options as GNU programs do: the last value of each, by its name, and the operands."""
        pairs, operands = self.option_list(short, *long)
        return dict(pairs), operands

    def option_list(self, short: str, *long: str) -> tuple[list[tuple[str, str]], list[str]]:
        """Parse options as GNU programs do, in their order; `+` first stops at the first operand."""
        parse = getopt.getopt if short.startswith("+") else getopt.gnu_getopt
        try:
            return parse(self.args, short.lstrip("+"), list(long))
        except getopt.GetoptError as error:
            if "--help" in self.args:
                self.out(manual.usage(self.name))
                raise Failure("", 0) from None
            message = f"{option_problem(error)}\nTry '{self.name} --help' for more information."
            raise Failure(message, USAGE_STATUS.get(self.name, 1)) from None


def option_problem(error: getopt.GetoptError) -> str:
    """Return what getopt_long(3) of CentOS 7 says about a wrong option."""
    wants_value = "requires argument" in error.msg
    if len(error.opt) == 1:
        return f"{'option requires an argument' if wants_value else 'invalid option'} -- '{error.opt}'"
    if wants_value:
        return f"option '--{error.opt}' requires an argument"
    if "must not have" in error.msg:
        return f"option '--{error.opt}' doesn't allow an argument"
    return f"unrecognized option '--{error.opt}'"


def joined(pending: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """Put neighbours for the same descriptor together."""
    result: list[tuple[int, list[bytes]]] = []
    for number, data in pending:
        if result and result[-1][0] == number:
            result[-1][1].append(data)
        else:
            result.append((number, [data]))
    return [(number, b"".join(parts)) for number, parts in result]


def encode(text: str | bytes) -> bytes:
    """Return text as the bytes that it came from."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def decode(data: bytes) -> str:
    """Return bytes as text; what is not UTF-8 survives as surrogates."""
    return data.decode("utf-8", "surrogateescape")
