"""ip, ifconfig and ping: the host's addresses, and who answers."""

from __future__ import annotations

import asyncio

from wizard.hostsim import clock
from wizard.hostsim.node import Node
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.table import program

OBJECTS = {
    "address": "address",
    "link": "link",
    "route": "route",
    "neighbour": "neighbour",
    "neighbor": "neighbour",
}
SHAPES = {
    "-o": "oneline",
    "-4": "4",
    "-6": "6",
    "-s": "statistics",
    "-h": "human",
    "-d": "details",
    "-br": "brief",
}
LOOPBACK = "<LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN "
ETHERNET = "<BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP "
FOREVER = "valid_lft forever preferred_lft forever"
USAGE = """\
Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
where  OBJECT := { link | address | route | neighbour }
       OPTIONS := { -s[tatistics] | -o[neline] | -f[amily] { inet | inet6 } | -4 | -6 }
"""
UNKNOWN = 2
"""ping's exit status for a name that has no address."""


def hardware_address(node: Node) -> str:
    """Return the network card's address, which follows from the IP address."""
    parts = [int(part) for part in node.management_ip.split(".") if part.isdigit()]
    return "52:54:00:" + ":".join(f"{part % 256:02x}" for part in [*parts, 0, 0, 0][1:4])


@program("ip", directory="/usr/sbin")
async def ip(process: Process) -> int:  # noqa: PLR0911 - a case a branch
    """ip: print the node's addresses, links and routes."""
    words = process.args
    shapes = set()
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word == "-V":
            process.out("ip utility, iproute2-ss130716\n")
            return 0
        if word == "-help":
            process.err(USAGE)
            return 255
        shapes.add(SHAPES.get(word, word))
    if not words or words[0] == "help":
        process.err(USAGE)
        return 255
    kind = next((name for key, name in OBJECTS.items() if key.startswith(words[0])), "")
    if not kind:
        process.err(f'Object "{words[0]}" is unknown, try "ip help".\n')
        return 255
    device = next((word for word in words[1:] if word not in ("show", "list", "sh", "s", "ls", "dev")), "")
    if words[1:2] and words[1][:2] in ("ad", "de", "se", "ch", "re"):
        process.err("RTNETLINK answers: Operation not permitted\n")
        return 2
    if device and kind in ("address", "link") and device not in ("lo", "eth0", "up", "scope"):
        process.err(f'Device "{device}" does not exist.\n')
        return 1
    device = device if device in ("lo", "eth0") else ""
    process.out(_shown(process.node, kind, shapes, device))
    return 0


def _shown(node: Node, kind: str, shapes: set[str], device: str) -> str:
    address, network = node.management_ip, node.management_ip.rpartition(".")[0]
    if kind == "route":
        return (
            f"default via {network}.1 dev eth0  proto static  metric 100 \n"
            f"{network}.0/24 dev eth0  proto kernel  scope link  src {address}  metric 100 \n"
        )
    if kind == "neighbour":
        others = [one for one in node.network.nodes.values() if one.management_ip != address]
        return "".join(
            f"{other.management_ip} dev eth0 lladdr {hardware_address(other)} REACHABLE\n"
            for other in others
            if isinstance(other, Node)
        )
    if kind == "address" and "oneline" in shapes:
        lines = {
            "lo": f"1: lo    inet 127.0.0.1/8 scope host lo\\       {FOREVER}\n",
            "eth0": f"2: eth0    inet {address}/24 brd {network}.255 scope global eth0\\       {FOREVER}\n",
        }
        return "".join(text for name, text in lines.items() if device in ("", name))
    links = {
        "lo": (f"1: lo: {LOOPBACK}", "link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00"),
        "eth0": (f"2: eth0: {ETHERNET}", f"link/ether {hardware_address(node)} brd ff:ff:ff:ff:ff:ff"),
    }
    inet = {
        "lo": ["inet 127.0.0.1/8 scope host lo", "inet6 ::1/128 scope host "],
        "eth0": [f"inet {address}/24 brd {network}.255 scope global eth0"],
    }
    text = ""
    for name, (head, link) in links.items():
        if device not in ("", name):
            continue
        if kind == "link":
            text += f"{head}mode DEFAULT {'qlen 1000' if name == 'eth0' else ''}\n    {link}\n"
            continue
        text += f"{head}{'qlen 1000' if name == 'eth0' else ''}\n    {link}\n"
        text += "".join(
            f"    {line}\n       {FOREVER}\n"
            for line in inet[name]
            if "4" not in shapes or "inet6" not in line
        )
    return text


@program("ifconfig", directory="/usr/sbin", package="net-tools")
async def ifconfig(process: Process) -> int:
    """ifconfig: print the node's addresses."""
    node = process.node
    wanted = next((word for word in process.args if not word.startswith("-")), "")
    if wanted not in ("", "lo", "eth0"):
        process.err(f"{wanted}: error fetching interface information: Device not found\n")
        return 1
    if wanted in ("", "eth0"):
        process.out(
            "eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n"
            f"        inet {node.management_ip}  netmask 255.255.255.0  "
            f"broadcast {node.management_ip.rpartition('.')[0]}.255\n"
            f"        ether {hardware_address(node)}  txqueuelen 1000  (Ethernet)\n\n"
        )
    if wanted in ("", "lo"):
        process.out(
            "lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536\n        inet 127.0.0.1  netmask 255.0.0.0\n"
            "        inet6 ::1  prefixlen 128  scopeid 0x10<host>\n"
            "        loop  txqueuelen 0  (Local Loopback)\n\n"
        )
    return 0


def reaches(node: Node, address: str) -> bool:
    """Whether a host that is on has an address, and this one is on its network."""
    if address.startswith("127.") or address == node.management_ip:
        return True
    network = node.network
    return address in network.nodes and not {address, node.management_ip} & network.unplugged


@program("ping")
async def ping(process: Process) -> int:
    """ping: ask a host for answers, each second, until Ctrl-C or -c COUNT."""
    options, words = process.options("c:i:w:W:qns:4vI:", "help")
    if not words:
        process.err("Usage: ping [-aAbBdDfhLnOqrRUvV] [-c count] [-i interval] [-I interface]\n"
            "            [-s packetsize] [-w deadline] [-W timeout] destination\n")  # fmt: skip
        return 2
    address = process.node.resolve_or_none(words[0])
    if address is None:
        raise Failure(f"unknown host {words[0]}", UNKNOWN)
    try:
        count = int(options.get("-c", 0)) or None
        interval = max(float(options.get("-i", 1)), 0.2)
        limit = float(options["-w"]) if "-w" in options else None
    except ValueError:
        raise Failure("bad number of packets to transmit.", UNKNOWN) from None
    stopped = asyncio.Event()

    def stop(signal: str) -> bool:
        if signal == "INT":
            stopped.set()
        return signal == "INT"

    process.trapped = stop
    process.out(f"PING {words[0]} ({address}) 56(84) bytes of data.\n")
    await process.flush()
    sent, received = 0, 0
    began = clock.uptime()
    while (
        not stopped.is_set()
        and (count is None or sent < count)
        and (limit is None or clock.uptime() - began < limit)
    ):
        if sent:
            await clock.wait(interval)
            if stopped.is_set():
                break
        sent += 1
        if reaches(process.node, address):
            received += 1
            name = words[0] if words[0] == address else f"{words[0]} ({address})"
            process.out(f"64 bytes from {name}: icmp_seq={sent} ttl=64 time=0.{400 + sent * 37 % 200} ms\n")
        elif address.rpartition(".")[0] == process.node.management_ip.rpartition(".")[0]:
            process.out(f"From {process.node.management_ip} icmp_seq={sent} Destination Host Unreachable\n")
        await process.flush()
    process.trapped = None
    lost = 0 if not sent else (sent - received) * 100 // sent
    errors = "" if received == sent else f" +{sent - received} errors,"
    process.out(
        f"\n--- {words[0]} ping statistics ---\n{sent} packets transmitted, {received} received,{errors} "
        f"{lost}% packet loss, time {max(int((clock.uptime() - began) * 1000), 0)}ms\n"
    )
    if received:
        process.out("rtt min/avg/max/mdev = 0.400/0.487/0.599/0.041 ms\n")
    return 0 if received else 1
