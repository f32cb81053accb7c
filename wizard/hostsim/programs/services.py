"""systemctl, journalctl and service, as systemd 219 has them."""

from __future__ import annotations

import time

from wizard.hostsim import clock
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.systemd import UNITS, Unit
from wizard.hostsim.table import program

LONG = ("quiet", "property=", "no-pager", "full", "all", "no-block", "no-legend", "type=", "state=",
    "no-reload", "force", "lines=", "output=", "system", "runtime")  # fmt: skip


@program("systemctl")
async def systemctl(process: Process) -> int:
    """Start, stop and look at services."""
    pairs, words = _options(process)
    verb, *names = words or ["list-units"]
    verbs = {
        "start": _change,
        "stop": _change,
        "restart": _change,
        "try-restart": _change,
        "reload-or-restart": _change,
        "enable": _enable,
        "disable": _enable,
        "is-active": _is_active,
        "is-failed": _is_active,
        "is-enabled": _is_enabled,
        "show": _show,
        "status": _status,
        "daemon-reload": _nothing,
        "reset-failed": _reset,
        "list-units": _list,
        "list-unit-files": _list,
    }
    if verb not in verbs:
        raise SystemctlError(f"Unknown operation '{verb}'.")
    if not names and verb not in (
        "daemon-reload",
        "reset-failed",
        "list-units",
        "list-unit-files",
        "show",
        "status",
    ):
        raise SystemctlError("Too few arguments.")
    return await verbs[verb](process, verb, names, pairs)


class SystemctlError(Failure):
    """An error that systemctl prints as it is, without the program's name in front."""


def _options(process: Process) -> tuple[list[tuple[str, str]], list[str]]:
    pairs, words = process.option_list("qp:lat:n:o:f", *LONG)
    return pairs, words


def _full(name: str) -> str:
    return name if "." in name else f"{name}.service"


async def _change(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    systemd = process.node.systemd
    if process.user.uid != 0:
        process.err(f"Failed to {verb} {_full(names[0])}: Interactive authentication required.\n")
        return 1
    status = 0
    for name in names:
        unit = systemd.find(name)
        if unit is None:
            what = f"Unit {_full(name)} failed to load: No such file or directory."
            if verb == "stop":
                what = f"Unit {_full(name)} not loaded."
            process.err(f"Failed to {verb} {_full(name)}: {what}\n")
            status = 5 if verb == "stop" else 6
            continue
        if verb != "start":
            await systemd.stop(unit)
        if verb != "stop":
            systemd.start(unit)
    return status


async def _enable(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    systemd = process.node.systemd
    units = [systemd.find(name) for name in names]
    if process.user.uid != 0:
        process.err("Failed to execute operation: Access denied\n")
        return 1
    for unit in units:
        if unit is None:
            process.err("Failed to execute operation: No such file or directory\n")
            return 1
        if verb == "enable":
            link = systemd.enable(unit)
            if link:
                process.err(f"Created symlink from {link} to {UNITS}/{unit.name}.\n")
        else:
            link = systemd.disable(unit)
            if link:
                process.err(f"Removed symlink {link}.\n")
    return 0


async def _is_active(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    quiet = any(option in ("-q", "--quiet") for option, _ in pairs)
    wanted = "failed" if verb == "is-failed" else "active"
    states = [unit.state if (unit := process.node.systemd.find(name)) else "unknown" for name in names]
    if not quiet:
        process.out("".join(f"{state}\n" for state in states))
    if wanted in states:
        return 0
    return 1 if verb == "is-failed" else 3


async def _is_enabled(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    quiet = any(option in ("-q", "--quiet") for option, _ in pairs)
    enabled = False
    for name in names:
        unit = process.node.systemd.find(name)
        if unit is None:
            process.err(f"Failed to get unit file state for {_full(name)}: No such file or directory\n")
            return 1
        enabled = enabled or unit.enabled
        if not quiet:
            process.out("enabled\n" if unit.enabled else "disabled\n")
    return 0 if enabled else 1


async def _show(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    wanted = [name for option, value in pairs if option in ("-p", "--property") for name in value.split(",")]
    for number, name in enumerate(names):
        if number:
            process.out("\n")
        for key, value in process.node.systemd.properties(name).items():
            if not wanted or key in wanted:
                process.out(f"{key}={value}\n")
    return 0


async def _status(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    status = 0
    count = next((int(value) for option, value in pairs if option in ("-n", "--lines")), 10)
    for name in names:
        unit = process.node.systemd.find(name)
        if unit is None:
            process.out(
                f"● {_full(name)}\n   Loaded: not-found (Reason: No such file or directory)\n"
                "   Active: inactive (dead)\n"
            )
            status = 3
            continue
        process.out(_shown(unit, count))
        if unit.state != "active":
            status = 3
    return status


def _shown(unit: Unit, count: int) -> str:
    since = time.strftime(
        "%a %Y-%m-%d %H:%M:%S UTC", time.gmtime(clock.now() - clock.uptime() + unit.started)
    )
    enabled = "enabled" if unit.enabled else "disabled"
    text = f"● {unit.name} - {unit.description}\n"
    text += f"   Loaded: loaded ({UNITS}/{unit.name}; {enabled}; vendor preset: disabled)\n"
    if unit.state == "active":
        text += (
            f"   Active: active (running) since {since}\n Main PID: {unit.main_pid} ({unit.program[:15]})\n"
        )
    elif unit.state == "failed":
        text += f"   Active: failed (Result: exit-code) since {since}\n"
    else:
        text += "   Active: inactive (dead)\n"
    lines = unit.journal[-count:] if count else []
    return text + ("\n" + "".join(line + "\n" for line in lines) if lines else "")


async def _nothing(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    return 0


async def _reset(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    for unit in process.node.systemd.units.values():
        if unit.state == "failed" and (not names or unit.name in map(_full, names)):
            unit.state = "inactive"
    return 0


async def _list(process: Process, verb: str, names: list[str], pairs: list[tuple[str, str]]) -> int:
    for unit in process.node.systemd.units.values():
        if verb == "list-unit-files":
            process.out(f"{unit.name:<45} {'enabled' if unit.enabled else 'disabled'}\n")
        elif unit.state != "inactive":
            process.out(f"{unit.name:<35} loaded {unit.state} {unit.sub_state} {unit.description}\n")
    return 0


@program("journalctl")
async def journalctl(process: Process) -> int:
    """journalctl: print the journal of a unit (-u), or what it said itself (_SYSTEMD_UNIT=); -n: its end."""
    options, matches = process.options(
        "qu:n:o:bexalfrS:",
        "quiet",
        "unit=",
        "lines=",
        "output=",
        "no-pager",
        "boot",
        "since=",
        "all",
        "catalog",
    )
    own = next((match.partition("=")[2] for match in matches if match.startswith("_SYSTEMD_UNIT=")), None)
    name = options.get("-u", options.get("--unit", own))
    units = [unit for unit in process.node.systemd.units.values() if name is None or unit.name == _full(name)]
    lines = [line for unit in units for line in unit.journal if own is None or " systemd[1]: " not in line]
    count = options.get("-n", options.get("--lines"))
    if count and count != "all":
        lines = lines[-int(count) :] if int(count) else []
    if options.get("-o", options.get("--output")) == "cat":
        lines = [line.split("]: ", 1)[1] for line in lines]
    process.out("".join(line + "\n" for line in lines))
    return 0


@program("service", directory="/usr/sbin")
async def service(process: Process) -> int:
    """Do as systemctl does, with the words turned around."""
    if len(process.args) < 2:
        process.err(
            "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n"
        )
        return 2
    name, verb = process.args[:2]
    process.err(f"Redirecting to /bin/systemctl {verb}  {_full(name)}\n")
    process.argv = ["systemctl", verb, name]
    return await systemctl(process)
