"""ss and netstat: who listens at which port."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.table import program

SSHD_PORT = 22
ANY = "0.0.0.0"  # noqa: S104 - shown, nothing listens there


@dataclass(frozen=True, slots=True)
class Listening:
    """A port that a service of the host listens at."""

    port: int
    pid: int
    program: str
    everywhere: bool


def listening(node: Node) -> list[Listening]:
    """Return the host's ports that somebody listens at, with the service's main process."""
    owners = {
        port: node.network.owners.get((address, port), "")
        for address, port in node.network.listeners
        if address == node.management_ip
    }
    sshd = node.systemd.find("sshd")
    if sshd is not None and sshd.state == "active":
        owners[SSHD_PORT] = sshd.name
    found = []
    for port, name in sorted(owners.items()):
        unit = node.systemd.find(name)
        found.append(
            Listening(port, unit.main_pid if unit else 0, unit.program if unit else "-", port == SSHD_PORT)
        )
    return found


@program("ss", directory="/usr/sbin")
async def ss(process: Process) -> int:
    """ss: print sockets; -lntp those that listen at TCP ports, with their processes."""
    options, _ = process.options(
        "lntpaue4s", "listening", "numeric", "tcp", "processes", "all", "udp", "help", "summary"
    )
    given = options.keys()
    rows = listening(process.node) if {"-l", "--listening", "-a", "--all"} & given else []
    if {"-u", "--udp"} & given and not {"-t", "--tcp"} & given:
        rows = []
    process.out(
        f"{'State':<10} {'Recv-Q':<6} {'Send-Q':<6} {'Local Address:Port':>24}  {'Peer Address:Port':>24}\n"
    )
    for row in rows:
        users = (
            f' users:(("{row.program}",pid={row.pid},fd=3))'
            if {"-p", "--processes"} & given and row.pid
            else ""
        )
        address = f"*:{row.port}" if row.everywhere else f"{process.node.management_ip}:{row.port}"
        process.out(f"{'LISTEN':<10} {0:<6} {128:<6} {address:>24}  {'*:*':>24} {users}\n")
    return 0


@program("netstat", package="net-tools")
async def netstat(process: Process) -> int:
    """netstat: print sockets; -tlnp those that listen at TCP ports, with their processes."""
    options, _ = process.options("tlnpauerx", "tcp", "listening", "numeric", "program", "all", "udp", "route")
    given = options.keys()
    node = process.node
    if {"-r", "--route"} & given:
        network = node.management_ip.rpartition(".")[0]
        process.out(
            "Kernel IP routing table\n"
            "Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n"
            f"0.0.0.0         {network + '.1':<15} 0.0.0.0         UG        0 0          0 eth0\n"
            f"{network + '.0':<15} 0.0.0.0         255.255.255.0   U         0 0          0 eth0\n"
        )
        return 0
    with_program = bool({"-p", "--program"} & given)
    listens = bool({"-l", "--listening"} & given)
    kind = "only servers" if listens else "servers and established" if "-a" in given else "w/o servers"
    process.out(f"Active Internet connections ({kind})\n")
    head = "Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
    process.out(head + (" PID/Program name    " if with_program else "") + "\n")
    rows = listening(node) if listens or "-a" in given else []
    for row in rows if "-u" not in given or "-t" in given else []:
        address = f"{ANY if row.everywhere else node.management_ip}:{row.port}"
        owner = f" {f'{row.pid}/{row.program}' if row.pid else '-':<20}" if with_program else ""
        process.out(f"tcp        0      0 {address:<23} {ANY + ':*':<23} {'LISTEN':<11}{owner}\n")
    return 0
