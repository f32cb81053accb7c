"""What systemctl shows of units: status, lists, properties, unit files."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from wizard.hostsim import clock
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process
from wizard.hostsim.programs.ages import ago
from wizard.hostsim.programs.pager import paged
from wizard.hostsim.shell.patterns import matches
from wizard.hostsim.systemd import UNITS, Unit
from wizard.hostsim.unit_names import full, is_pattern

Pairs = list[tuple[str, str]]
NOT_RUNNING = 3
MOUNT = """\
    Where: {mount.directory}
     What: {mount.source}
     Docs: man:fstab(5)
           man:systemd-fstab-generator(8)
  Process: {mount.pid} ExecMount={unit.command} (code=exited, status={mount.status})
"""
GREEN, RED, BOLD, PLAIN = "\x1b[1;32m", "\x1b[1;31m", "\x1b[1;39m", "\x1b[0m"


def _given(pairs: Pairs, *names: str) -> str | None:
    return next((value for option, value in reversed(pairs) if option in names), None)


def _flag(pairs: Pairs, *names: str) -> bool:
    return any(option in names for option, _ in pairs)


def _colored(process: Process) -> bool:
    """Whether the output is a terminal that has colors."""
    stream = process.fds.get(1)
    return stream is not None and stream.is_terminal and process.env.get("TERM", "dumb") != "dumb"


def _pager_options(pairs: Pairs) -> set[str]:
    return {option.lstrip("-") for option, _ in pairs}


async def is_active(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print the units' states."""
    wanted = "failed" if verb == "is-failed" else "active"
    found = {unit.name: unit.state for unit in process.node.systemd.loaded()}
    states = [found.get(full(name), "unknown") for name in names]
    if not _flag(pairs, "-q", "--quiet"):
        process.out("".join(f"{state}\n" for state in states))
    if wanted in states:
        return 0
    return 1 if verb == "is-failed" else NOT_RUNNING


async def is_enabled(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print whether the units start at boot."""
    enabled = False
    for name in names:
        unit = process.node.systemd.find(name)
        if unit is None:
            process.err(f"Failed to get unit file state for {full(name)}: No such file or directory\n")
            return 1
        enabled = enabled or unit.enabled
        if not _flag(pairs, "-q", "--quiet"):
            process.out(f"{_file_state(process.node, unit)}\n")
    return 0 if enabled else 1


def _file_state(node: Node, unit: Unit) -> str:
    if node.systemd.is_masked(unit.name):
        return "masked"
    return "enabled" if unit.enabled else "disabled"


async def is_system_running(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print the state of the system as a whole."""
    state = _state(process.node)
    process.out(f"{state}\n")
    return int(state != "running")


def _state(node: Node) -> str:
    """Return `running`, `degraded` where a unit has failed, or `maintenance` in emergency mode."""
    if node.power.state == "emergency":
        return "maintenance"
    return "degraded" if _failures(node) else "running"


def _failures(node: Node) -> int:
    return sum(unit.state == "failed" for unit in node.systemd.loaded())


async def show(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print properties of units."""
    wanted = [name for option, value in pairs if option in ("-p", "--property") for name in value.split(",")]
    for number, name in enumerate(names):
        if number:
            process.out("\n")
        for key, value in process.node.systemd.properties(name).items():
            if not wanted or key in wanted:
                process.out(f"{key}={value}\n")
    return 0


async def cat(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print unit files, each behind its path."""
    status = 0
    parts = []
    for name in names:
        unit = process.node.systemd.find(name)
        path = f"/etc/systemd/system/{full(name)}"
        text = process.node.tree.read(path)
        if not text and unit is not None:
            path = f"{UNITS}/{unit.name}"
            text = process.node.tree.read(path)
        if not text:
            process.err(f"No files found for {full(name)}.\n")
            status = 1
            continue
        parts.append(f"# {path}\n{text}")
    await paged(process, "\n".join(parts), _pager_options(pairs))
    return status


# --- status


async def status(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print what systemd knows of units, with the end of their journals."""
    if not names:
        await paged(process, _whole(process.node), _pager_options(pairs))
        return 0
    ended = 0
    count = int(_given(pairs, "-n", "--lines") or 10)
    texts = []
    for name in names:
        systemd = process.node.systemd
        unit = systemd.find(name) or (systemd.unit_of(int(name)) if name.isdigit() else None)
        if mount := systemd.mounts().get(full(name)):
            unit = mount.unit
        if unit is None:
            texts.append(
                f"● {full(name)}\n   Loaded: not-found (Reason: No such file or directory)\n"
                "   Active: inactive (dead)\n"
            )
            ended = NOT_RUNNING
            continue
        texts.append(_shown(process, unit, count, whole=_flag(pairs, "-l", "--full")))
        if unit.state != "active":
            ended = NOT_RUNNING
    await paged(process, "\n".join(texts), _pager_options(pairs))
    return ended


def _shown(process: Process, unit: Unit, count: int, *, whole: bool) -> str:
    node = process.node
    dot, color, end = "●", "", ""
    if _colored(process):
        color = {"active": GREEN, "failed": RED}.get(unit.state, "")
        end = PLAIN if color else ""
        dot = f"{color}●{end}"
    text = f"{dot} {unit.name} - {unit.description}\n"
    mount = node.systemd.mounts().get(unit.name)
    if mount is not None:
        text += "   Loaded: loaded (/etc/fstab; bad; vendor preset: disabled)\n"
    elif node.systemd.is_masked(unit.name):
        text += "   Loaded: masked (/dev/null; bad)\n"
    else:
        preset = "enabled" if unit.preset else "disabled"
        text += (
            f"   Loaded: loaded ({UNITS}/{unit.name}; {_file_state(node, unit)}; vendor preset: {preset})\n"
        )
    state = {"active": "active (running)", "failed": _failed(unit)}.get(unit.state, "inactive (dead)")
    text += f"   Active: {color}{state}{end}{_since(node, unit)}\n"
    ended = _how_it_ended(unit)
    if mount is not None:
        text += MOUNT.format(mount=mount, unit=unit)
    elif ended:
        text += f"  Process: {unit.last_pid} ExecStart={unit.command} ({ended})\n"
    if unit.main_pid:
        text += f" Main PID: {unit.main_pid} ({unit.program})\n   CGroup: /system.slice/{unit.name}\n"
        text += f"           └─{unit.main_pid} {unit.command}\n"
    elif ended and mount is None:
        text += f" Main PID: {unit.last_pid} ({ended})\n"
    boot = node.systemd.journal.boots[-1]
    lines = [entry.line(node.name) for entry in node.systemd.journal.of_unit(unit.name) if entry.boot == boot]
    return text + _last_lines(process, lines[-count:] if count else [], whole=whole)


def _failed(unit: Unit) -> str:
    return f"failed (Result: {'signal' if unit.exit_code == 'killed' else 'exit-code'})"


def _how_it_ended(unit: Unit) -> str:
    if not unit.exit_code:
        return ""
    if unit.exit_code == "killed":
        return "code=killed, signal=KILL"
    shown = f"{unit.exit_status}/{'FAILURE' if unit.exit_status else 'SUCCESS'}"
    return f"code=exited, status={shown}"


def _since(node: Node, unit: Unit) -> str:
    if not unit.changed:
        return ""
    age = clock.uptime() - unit.changed
    stamp = time.strftime("%a %Y-%m-%d %H:%M:%S UTC", time.gmtime(clock.now() + node.skew - age))
    return f" since {stamp}; {ago(age)} ago"


def _last_lines(process: Process, lines: list[str], *, whole: bool) -> str:
    """Return the journal's last lines, on a terminal as long as it is wide."""
    if not lines:
        return ""
    stream = process.fds.get(1)
    width = process.terminal.size.columns if process.terminal and stream and stream.is_terminal else 0
    cut = [line if whole or not width or len(line) <= width else _ellipsized(line, width) for line in lines]
    hint = "Hint: Some lines were ellipsized, use -l to show in full.\n" if cut != lines else ""
    return "\n" + "".join(f"{line}\n" for line in cut) + hint


def _ellipsized(line: str, width: int) -> str:
    return line[: max(width - 3, 1)] + "..."


def _whole(node: Node) -> str:
    """Return what `systemctl status` says of the system as a whole."""
    units = node.systemd.units.values()
    since = time.strftime("%a %Y-%m-%d %H:%M:%S UTC", time.gmtime(clock.now() + node.skew - node.uptime))
    text = (
        f"● {node.name}\n    State: {_state(node)}\n     Jobs: 0 queued\n"
        f"   Failed: {_failures(node)} units\n    Since: {since}; {ago(node.uptime)} ago\n   CGroup: /\n"
        "           ├─1 /usr/lib/systemd/systemd --switched-root --system --deserialize 21\n"
        "           └─system.slice\n"
    )
    running = sorted((unit for unit in units if unit.main_pid), key=lambda unit: unit.name)
    for unit in running:
        last = unit is running[-1]
        text += f"             {'└' if last else '├'}─{unit.name}\n"
        text += f"             {' ' if last else '│'} └─{unit.main_pid} {unit.command}\n"
    return text


# --- lists


def _chosen(units: Iterable[Unit], names: list[str]) -> list[Unit]:
    """Return the units that the patterns name, all without any, by name."""
    patterns = [((full(name), False),) for name in names]
    return sorted(
        (unit for unit in units if not names or any(matches(one, unit.name) for one in patterns)),
        key=lambda unit: unit.name,
    )


def _loaded(node: Node, pairs: Pairs) -> list[Unit]:
    """Return the units that systemd has in memory; only --all shows those among them that are inactive."""
    everything = _flag(pairs, "-a", "--all")
    return [
        unit
        for unit in node.systemd.loaded()
        if unit.state != "inactive" or (everything and (unit.enabled or unit.changed))
    ]


def expanded(node: Node, names: list[str], pairs: Pairs) -> list[str]:
    """Return names with the loaded units that match in the place of each pattern."""
    patterns = [name for name in names if is_pattern(name)]
    plain = [name for name in names if not is_pattern(name)]
    return [*plain, *(unit.name for unit in (_chosen(_loaded(node, pairs), patterns) if patterns else []))]


async def list_units(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print the units that are loaded, with their states."""
    everything = _flag(pairs, "-a", "--all")
    wanted = _given(pairs, "--state") or ("failed" if _flag(pairs, "--failed") else "")
    kind = _given(pairs, "-t", "--type")
    units = [
        unit
        for unit in _chosen(_loaded(process.node, pairs), names)
        if (not wanted or {unit.state, unit.sub_state} & set(wanted.split(",")))
        and kind in (None, unit.name.rpartition(".")[2])
    ]
    rows = [
        (
            "●" if unit.state == "failed" else " ",
            unit.name,
            "loaded",
            unit.state,
            unit.sub_state,
            unit.description,
        )
        for unit in units
    ]
    if _flag(pairs, "--no-legend"):
        await paged(process, "".join(_unit_lines(rows)), _pager_options(pairs))
        return 0
    text = (
        "".join(_unit_lines([(" ", "UNIT", "LOAD", "ACTIVE", "SUB", "DESCRIPTION"), *rows])) if rows else ""
    )
    if rows:
        text += (
            "\nLOAD   = Reflects whether the unit definition was properly loaded.\n"
            "ACTIVE = The high-level unit activation state, i.e. generalization of SUB.\n"
            "SUB    = The low-level unit activation state, values depend on unit type.\n\n"
        )
    text += f"{len(rows)} loaded units listed."
    text += "" if everything else " Pass --all to see loaded but inactive units, too."
    text += "\nTo show all installed unit files use 'systemctl list-unit-files'.\n"
    await paged(process, text, _pager_options(pairs))
    return 0


def _unit_lines(rows: Sequence[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(5)] if rows else []
    for mark, *cells, description in rows:
        padded = " ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths[1:], strict=True))
        yield f"{mark} {padded} {description}\n"


async def list_unit_files(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print the unit files and whether they start at boot."""
    units = [
        unit
        for unit in _chosen(process.node.systemd.units.values(), names)
        if _given(pairs, "-t", "--type") in (None, "service")
    ]
    width = max([len("UNIT FILE"), *(len(unit.name) for unit in units)])
    text = "".join(f"{unit.name:<{width}} {_file_state(process.node, unit)}\n" for unit in units)
    if not _flag(pairs, "--no-legend"):
        text = f"{'UNIT FILE':<{width}} STATE   \n{text}\n{len(units)} unit files listed.\n"
    await paged(process, text, _pager_options(pairs))
    return 0


async def list_dependencies(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Print what starts at boot, or with a target."""
    enabled = [unit for unit in _chosen(process.node.systemd.units.values(), []) if unit.enabled]
    process.out(f"{names[0] if names else 'default.target'}\n")
    for unit in enabled:
        process.out(f"● {'└' if unit is enabled[-1] else '├'}─{unit.name}\n")
    return 0
