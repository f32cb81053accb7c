"""What ps and top know of a host's processes: the kernel's, systemd's own, services, and those of logins."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.hostsim import clock
from wizard.hostsim.node import Node

MEMORY = 8_010_756
"""KiB that a host has."""
SYSTEM = (
    (1, 0, "systemd", "/usr/lib/systemd/systemd --switched-root --system --deserialize 21", "root",
     41236, 3716),
    (2, 0, "kthreadd", "[kthreadd]", "root", 0, 0),
    (3, 2, "ksoftirqd/0", "[ksoftirqd/0]", "root", 0, 0),
    (7, 2, "migration/0", "[migration/0]", "root", 0, 0),
    (9, 2, "rcu_sched", "[rcu_sched]", "root", 0, 0),
    (12, 2, "khugepaged", "[khugepaged]", "root", 0, 0),
    (281, 2, "xfsaild/dm-0", "[xfsaild/dm-0]", "root", 0, 0),
    (481, 1, "systemd-journal", "/usr/lib/systemd/systemd-journald", "root", 36816, 2848),
    (502, 1, "lvmetad", "/usr/sbin/lvmetad -f", "root", 118452, 1240),
    (507, 1, "systemd-udevd", "/usr/lib/systemd/systemd-udevd", "root", 44784, 2480),
    (633, 1, "dbus-daemon", "/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile "
     "--systemd-activation", "dbus", 26412, 1732),
    (640, 1, "systemd-logind", "/usr/lib/systemd/systemd-logind", "root", 26396, 1684),
    (668, 1, "agetty", "/sbin/agetty --noclear tty1 linux", "root", 110036, 840),
)  # fmt: skip
"""Number, parent, name, command line, user, VSZ and RSS of what every host runs."""
SIZES = {
    "mysqld": (1_313_968, 184_220),
    "beam.smp": (2_240_116, 128_764),
    "memcached": (327_540, 1_244),
    "httpd": (418_908, 66_172),
    "nova-api": (396_316, 118_540),
    "nova-conductor": (384_012, 104_388),
    "nova-scheduler": (380_548, 98_244),
    "nova-consoleaut": (378_264, 96_416),
    "nova-novncproxy": (372_204, 58_120),
    "nova-compute": (1_687_232, 121_872),
    "libvirtd": (1_012_504, 18_336),
    "sshd": (82_544, 3_584),
    "chronyd": (115_640, 1_732),
    "bash": (115_384, 2_044),
}
"""VSZ and RSS of programs, in KiB; those of other ones are like `sleep`'s."""
USUAL = (107_892, 624)


@dataclass(frozen=True, slots=True)
class Row:
    """A process as ps shows it; `started` is by the lab's uptime, `tty` is `?` without a terminal."""

    pid: int
    ppid: int
    comm: str
    args: str
    user: str
    started: float
    tty: str
    stat: str
    vsz: int
    rss: int

    @property
    def age(self) -> int:
        """Seconds since its start."""
        return max(int(clock.uptime() - self.started), 0)


def rows(node: Node, own: int = 0) -> list[Row]:
    """Return every process of a host by its number; `own` is the one that asks, and runs."""
    booted = node.systemd.booted
    found = [
        Row(
            pid,
            ppid,
            comm,
            args,
            user,
            booted,
            "tty1" if comm == "agetty" else "?",
            "Ss" if vsz else "S",
            vsz,
            rss,
        )
        for pid, ppid, comm, args, user, vsz, rss in SYSTEM
    ]
    for unit in node.systemd.units.values():
        if unit.main_pid:
            sizes = SIZES.get(unit.program, USUAL)
            found.append(
                Row(unit.main_pid, 1, unit.program, unit.command, unit.user, unit.started, "?", "Ss", *sizes)
            )
    sshd = node.systemd.find("sshd")
    for process in node.processes.values():
        state = "R+" if process.pid == own else "T" if process.stopped_by else "S"
        parent = sshd.main_pid if process.parent_pid == 1 and sshd and sshd.main_pid else process.parent_pid
        name, args = process.name[:15].lstrip("-"), " ".join(process.argv)
        tty = process.terminal.line if process.terminal else "?"
        sizes = SIZES.get(name, USUAL)
        found.append(
            Row(process.pid, parent, name, args, process.user.name, process.started, tty, state, *sizes)
        )
    return sorted(found, key=lambda row: row.pid)


def memory_used(node: Node) -> int:
    """Return the KiB that processes have."""
    return 231_480 + sum(row.rss for row in rows(node))
