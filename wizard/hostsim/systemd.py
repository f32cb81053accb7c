"""systemd 219, as far as services, their states and their journal go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from wizard.hostsim import clock
from wizard.hostsim.scheduling import Group, shared
from wizard.hostsim.tree import Symlink, Tree

BOOTED = 86400.0
"""How long ago the node was booted when the lab began: /proc/uptime and monotonic times count from there."""
WANTS = "/etc/systemd/system/multi-user.target.wants"
UNITS = "/usr/lib/systemd/system"

LINES = 5000
"""Of a unit's journal; the oldest ones go."""
LINE = 1000
"""Characters of what a service says when it fails."""
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
    state: str = "inactive"
    main_pid: int = 0
    started: float = 0.0
    exit_status: int = 0
    journal: list[str] = field(default_factory=list)
    task: asyncio.Task[None] | None = None

    @property
    def sub_state(self) -> str:
        """The unit's SubState: `running` of an active one, `dead` of an inactive one."""
        return {"active": "running", "inactive": "dead"}.get(self.state, self.state)

    @property
    def program(self) -> str:
        """The name of the program that runs."""
        return self.command.split()[0].rpartition("/")[2]


class Systemd:
    """The services of a node: starts and stops them, and keeps their journal."""

    def __init__(self, host: SystemdHost) -> None:
        self.host = host
        self.units: dict[str, Unit] = {}

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
            self.enable(unit)

    def find(self, name: str) -> Unit | None:
        """Return a unit by its name, with or without `.service`."""
        return self.units.get(name if "." in name else f"{name}.service")

    def unit_of(self, pid: int) -> Unit | None:
        """Return the unit whose main process has this number."""
        return next((unit for unit in self.units.values() if unit.main_pid == pid), None)

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
        unit.started = clock.uptime()
        unit.exit_status = 0
        self.log(unit, "systemd", 1, f"Started {unit.description}.")
        loop = asyncio.get_running_loop()
        # systemd starts it, not the systemctl that asks, which may run under timeout(1).
        unit.task = loop.create_task(self._run(unit), context=clock.without_deadlines())

    async def _run(self, unit: Unit) -> None:
        group = Group(of_service=True)
        try:
            await shared(unit.daemon(unit), group)
        except Died as death:
            self._failed(unit, "exited", death.status, f"status={death.status}/FAILURE")
        except (ValueError, LookupError, OSError, RecursionError, MemoryError) as error:
            # What its files say is no configuration.
            self.log(unit, unit.name, unit.main_pid, f"{type(error).__name__}: {error}"[:LINE])
            self._failed(unit, "exited", 1, "status=1/FAILURE")
        except asyncio.CancelledError:
            if not group.allowed:
                self._failed(unit, "killed", 9, "status=9/KILL")
            raise

    def _failed(self, unit: Unit, code: str, status: int, shown: str) -> None:
        unit.state = "failed"
        unit.main_pid = 0
        unit.exit_status = status
        self.log(unit, "systemd", 1, f"{unit.name}: main process exited, code={code}, {shown}")
        self.log(unit, "systemd", 1, f"Unit {unit.name} entered failed state.")
        self.log(unit, "systemd", 1, f"{unit.name} failed.")

    async def stop(self, unit: Unit) -> None:
        """Stop a unit's main process and wait until it has ended."""
        if unit.state == "active":
            await self._cancel(unit)
            self.log(unit, "systemd", 1, f"Stopped {unit.description}.")
        unit.state = "inactive"
        unit.main_pid = 0

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
        """Add a line to the journal."""
        stamp = time.strftime("%b %d %H:%M:%S", time.gmtime(clock.now() + self.host.skew))
        unit.journal.append(f"{stamp} {self.host.name} {program}[{pid}]: {message}")
        del unit.journal[:-LINES]

    def properties(self, name: str) -> dict[str, str]:
        """Return what `systemctl show` knows of a unit, there or not."""
        unit = self.find(name)
        full = name if "." in name else f"{name}.service"
        if unit is None:
            nothing = self._properties(Unit(full, full, full))
            return nothing | {"LoadState": "not-found", "UnitFileState": "", "FragmentPath": ""}
        return self._properties(unit)

    @staticmethod
    def _properties(unit: Unit) -> dict[str, str]:
        started = int((BOOTED + unit.started) * 1e6) if unit.started else 0
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

    def process_table(self) -> list[dict[str, str]]:
        """Return what ps knows of the services' main processes."""
        return [
            {
                "pid": str(unit.main_pid),
                "ppid": "1",
                "comm": unit.program[:15],
                "args": unit.command,
                "user": unit.user,
                "etimes": str(int(clock.uptime() - unit.started)),
            }
            for unit in self.units.values()
            if unit.main_pid
        ]
