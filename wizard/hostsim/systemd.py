"""systemd 219, as far as services, their states and their journal go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from wizard.hostsim import clock, limits
from wizard.hostsim.journal import KERNEL, Entry, Journal
from wizard.hostsim.network import listening_for
from wizard.hostsim.scheduling import Group, shared
from wizard.hostsim.tree import Symlink, Tree
from wizard.hostsim.unit_names import full, of_path

BOOTED = 86400.0
"""How many seconds ago a node was booted when the lab made it."""
WANTS = "/etc/systemd/system/multi-user.target.wants"
UNITS = "/usr/lib/systemd/system"
ADMIN = "/etc/systemd/system"

LINES = 20
"""Of one message."""
Daemon = Callable[["Unit"], Coroutine[Any, Any, None]]
"""The work of a service, as long as it runs."""


class SystemdHost(Protocol):
    """What systemd needs of the host that it runs on."""

    name: str
    skew: float
    tree: Tree

    def new_pid(self) -> int:
        """Return a process number that is not in use."""


class Died(Exception):
    """Raised by a service's daemon to end with an exit status."""

    def __init__(self, status: int = 1) -> None:
        super().__init__(status)
        self.status = status


async def idle(unit: Unit) -> None:
    """Run as a service without any visible effect, until it is cancelled."""
    await asyncio.Event().wait()


@dataclass(slots=True)
class Unit:
    """A service: its unit file, its state, and the coroutine function that is its daemon."""

    name: str
    description: str
    command: str
    daemon: Daemon = idle
    user: str = "root"
    enabled: bool = False
    preset: bool = False
    """Whether the distribution enables it."""
    state: str = "inactive"
    main_pid: int = 0
    started: float = 0.0
    """When its main process was started last, by the lab's uptime; 0 for never in this boot."""
    changed: float = 0.0
    """When its state changed last, by the lab's uptime; 0 for never in this boot."""
    exit_code: str = ""
    """How its last main process ended by itself or a signal: `exited`, `killed`, or empty."""
    exit_status: int = 0
    last_pid: int = 0
    """The process that ended so."""
    task: asyncio.Task[None] | None = None

    @property
    def sub_state(self) -> str:
        """The unit's SubState: `running` of an active one, `dead` of an inactive one."""
        return {"active": "running", "inactive": "dead"}.get(self.state, self.state)

    @property
    def program(self) -> str:
        """The name of the program that runs, by the kernel: a script's own, not its interpreter's."""
        words = self.command.split()
        is_script = words[0].startswith("/usr/bin/python") and len(words) > 1
        return words[is_script].rpartition("/")[2][:15]


@dataclass(slots=True)
class FailedMount:
    """A line of /etc/fstab that could not be mounted: where, what, and the mount process that said so."""

    directory: str
    source: str
    kind: str
    options: str
    status: int
    pid: int
    changed: float

    @property
    def unit(self) -> Unit:
        """The mount's unit."""
        words = ["/bin/mount", self.source, self.directory]
        words += [] if self.kind == "auto" else ["-t", self.kind]
        words += ["-o", self.options] if self.options else []
        return Unit(
            of_path(self.directory, "mount"),
            self.directory,
            " ".join(words),
            state="failed",
            changed=self.changed,
            exit_code="exited",
            exit_status=self.status,
            last_pid=self.pid,
        )


class Systemd:
    """The services of a node: starts and stops them, and keeps their journal."""

    def __init__(self, host: SystemdHost) -> None:
        self.host = host
        self.units: dict[str, Unit] = {}
        self.failed_mounts: dict[str, FailedMount] = {}
        """By the names of their units."""
        self.journal = Journal()
        self.booted = clock.uptime() - BOOTED
        """When the host was booted, by the lab's uptime: monotonic times count from there."""
        self.watchers: dict[str, Callable[[Unit], None]] = {}
        """What is called when the unit of that name has been started or has ended."""

    def add(self, unit: Unit) -> None:
        """Install a unit and its file in the tree; a unit that is there already stays as it is."""
        if unit.name in self.units:
            return
        self.units[unit.name] = unit
        self.host.tree.write(
            f"{UNITS}/{unit.name}",
            f"[Unit]\nDescription={unit.description}\n\n[Service]\nUser={unit.user}\n"
            f"ExecStart={unit.command}\n\n[Install]\nWantedBy=multi-user.target\n",
        )
        if unit.enabled:
            unit.preset = True
            self.enable(unit)

    def is_masked(self, name: str) -> bool:
        """Whether a unit may not be started: its file in /etc is a link to /dev/null."""
        masked = self.host.tree.find(f"{ADMIN}/{name}", follow=False)
        return isinstance(masked, Symlink) and masked.target == "/dev/null"

    def find(self, name: str) -> Unit | None:
        """Return a unit by its name, with or without `.service`."""
        return self.units.get(full(name))

    def mounts(self) -> dict[str, FailedMount]:
        """Return the mounts that have failed, by their units, without what has been mounted since."""
        mounted = self.host.tree.mounts
        return {name: one for name, one in self.failed_mounts.items() if one.directory not in mounted}

    def loaded(self) -> list[Unit]:
        """Return the services, and the mounts that have failed."""
        return [*self.units.values(), *(mount.unit for mount in self.mounts().values())]

    def mount_failed(self, mount: FailedMount, message: str) -> None:
        """Note that a mount has failed, and what mount(8) said."""
        unit = mount.unit
        self.failed_mounts[unit.name] = mount
        self._add(unit.name, "mount", mount.pid, message)
        self.log(unit, "systemd", 1, f"{unit.name} mount process exited, code=exited status={mount.status}")
        self.log(unit, "systemd", 1, f"Failed to mount {mount.directory}.")
        self.log(unit, "systemd", 1, f"Unit {unit.name} entered failed state.")

    def unit_of(self, pid: int) -> Unit | None:
        """Return the unit whose main process has this number."""
        return next((unit for unit in self.units.values() if unit.main_pid == pid), None)

    def reload(self) -> None:
        """Read again which units start at boot: the links in the tree say it."""
        for unit in self.units.values():
            unit.enabled = self.host.tree.find(f"{WANTS}/{unit.name}", follow=False) is not None

    def enable(self, unit: Unit) -> str:
        """Let a unit start at boot; returns the link that was made, if any."""
        unit.enabled = True
        path = f"{WANTS}/{unit.name}"
        if self.host.tree.find(path, follow=False) is not None:
            return ""
        self.host.tree.make(path, Symlink(0o777, target=f"{UNITS}/{unit.name}"))
        return path

    def disable(self, unit: Unit) -> str:
        """Let a unit not start at boot; returns the link that was removed, if any."""
        unit.enabled = False
        path = f"{WANTS}/{unit.name}"
        if self.host.tree.find(path, follow=False) is None:
            return ""
        self.host.tree.unlink(path)
        return path

    def start(self, unit: Unit) -> None:
        """Start a unit's main process; that is all that systemd waits for."""
        if unit.state == "active":
            return
        unit.state = "active"
        unit.main_pid = self.host.new_pid()
        unit.started = unit.changed = clock.uptime()
        unit.exit_code, unit.exit_status, unit.last_pid = "", 0, 0
        self.log(unit, "systemd", 1, f"Starting {unit.description}...")
        self.log(unit, "systemd", 1, f"Started {unit.description}.")
        loop = asyncio.get_running_loop()
        # systemd starts it, not the systemctl that asks, which may run under timeout(1).
        unit.task = loop.create_task(self._run(unit), context=clock.without_deadlines())
        self._changed(unit)

    def _changed(self, unit: Unit) -> None:
        if watcher := self.watchers.get(unit.name):
            watcher(unit)

    async def _run(self, unit: Unit) -> None:
        group = Group(of_service=True)
        listening_for.set(unit.name)
        try:
            await shared(unit.daemon(unit), group)
        except Died as death:
            self._failed(unit, "exited", death.status, f"status={death.status}/FAILURE")
        except (ValueError, LookupError, OSError, RecursionError, MemoryError) as error:
            # What its files say is no configuration.
            self.log(unit, unit.name, unit.main_pid, f"{type(error).__name__}: {error}")
            self._failed(unit, "exited", 1, "status=1/FAILURE")
        except asyncio.CancelledError:
            if not group.allowed:
                self._failed(unit, "killed", 9, "status=9/KILL")
            raise

    def _failed(self, unit: Unit, code: str, status: int, shown: str) -> None:
        unit.exit_code, unit.exit_status, unit.last_pid = code, status, unit.main_pid
        unit.state, unit.main_pid, unit.changed = "failed", 0, clock.uptime()
        self.log(unit, "systemd", 1, f"{unit.name}: main process exited, code={code}, {shown}")
        self.log(unit, "systemd", 1, f"Unit {unit.name} entered failed state.")
        self.log(unit, "systemd", 1, f"{unit.name} failed.")
        self._changed(unit)

    async def stop(self, unit: Unit) -> None:
        """Stop a unit's main process and wait until it has ended."""
        if unit.state == "active":
            self.log(unit, "systemd", 1, f"Stopping {unit.description}...")
            await self._cancel(unit)
            self.log(unit, "systemd", 1, f"Stopped {unit.description}.")
            unit.changed = clock.uptime()
        unit.state = "inactive"
        unit.main_pid = 0
        self._changed(unit)

    async def lose(self, unit: Unit) -> None:
        """End a unit without a word, as a power cut does."""
        await self._cancel(unit)
        unit.state, unit.main_pid, unit.started, unit.changed = "inactive", 0, 0.0, 0.0
        unit.exit_code, unit.exit_status, unit.last_pid = "", 0, 0
        self._changed(unit)

    async def _cancel(self, unit: Unit) -> None:
        if unit.task is not None:
            unit.task.cancel()
            await asyncio.wait([unit.task])
            unit.task = None

    def killed(self, pid: int, signal: str) -> None:
        """Note that a signal was sent to a service's main process; TERM, KILL and INT end it."""
        unit = self.unit_of(pid)
        if unit is not None and unit.task is not None and signal in ("TERM", "KILL", "INT"):
            unit.task.cancel()
            self._failed(unit, "killed", 9, f"status=9/{signal}")

    def log(self, unit: Unit, program: str, pid: int, message: str) -> None:
        """Add a line about a unit to the journal."""
        self._add(unit.name, program, pid, message)

    def note(self, message: str, program: str = "systemd", pid: int = 1, *, ago: float = 0.0) -> None:
        """Add a line to the journal that is about no service; it may be from some seconds ago."""
        self._add("", program, pid, message, ago)

    def kernel(self, message: str, *, ago: float = 0.0) -> None:
        """Add a line of the kernel's to the journal."""
        self._add("", KERNEL, 0, message, ago)

    def _add(self, unit: str, program: str, pid: int, message: str, ago: float = 0.0) -> None:
        moment = clock.now() + self.host.skew - ago
        for line in message[: limits.MESSAGE * LINES].splitlines()[:LINES] or [""]:
            entry = Entry(moment, self.journal.boots[-1], unit, program, pid, line[: limits.MESSAGE])
            self.journal.add(entry)

    def properties(self, name: str) -> dict[str, str]:
        """Return what `systemctl show` knows of a unit, there or not."""
        unit = self.find(name)
        if unit is None:
            named = full(name)
            nothing = self._properties(Unit(named, named, named))
            return nothing | {"LoadState": "not-found", "UnitFileState": "", "FragmentPath": ""}
        return self._properties(unit)

    def _properties(self, unit: Unit) -> dict[str, str]:
        started = int((unit.started - self.booted) * 1e6) if unit.started else 0
        return {
            "Type": "simple",
            "Restart": "no",
            "MainPID": str(unit.main_pid),
            "ExecMainStartTimestampMonotonic": str(started),
            "ExecMainCode": "1" if unit.state == "failed" else "0",
            "ExecMainStatus": str(unit.exit_status),
            "ExecMainPID": str(unit.main_pid),
            "Result": "exit-code" if unit.state == "failed" else "success",
            "Id": unit.name,
            "Names": unit.name,
            "Description": unit.description,
            "LoadState": "loaded",
            "ActiveState": unit.state,
            "SubState": unit.sub_state,
            "FragmentPath": f"{UNITS}/{unit.name}",
            "UnitFileState": "enabled" if unit.enabled else "disabled",
            "ActiveEnterTimestampMonotonic": str(started),
        }
