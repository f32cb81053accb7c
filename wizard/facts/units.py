"""The guide's services as systemd reports them (`systemctl show`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from wizard.facts.lines import Unreadable, fields, integer, number, reason, worded
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.message import Message
from wizard.model.problems import Unknown
from wizard.model.role import Role
from wizard.secret import Text

_LOG_LINES = 50
"""An entry of the journal may have several lines."""
_UNREAD = 0.2
"""Seconds from its start in which a service of Nova has not read its settings yet: Python takes longer to
load it. As long may pass between the readings of the clock and of the uptime.
"""


@dataclass(frozen=True)
class Unit:
    """One service as systemd has it."""

    name: str
    enabled: bool
    state: str
    """systemd's ActiveState: active, activating, failed, inactive, …"""
    age: float
    """Seconds since its main process started."""
    ready: float | None
    """Seconds since it told systemd that it is ready; None where it is not, or its Type is not notify."""
    stale: bool
    """It had read its settings before nova.conf was last written, so it works by older ones."""
    log: str
    """The last lines of its log, where it is not active."""


@dataclass(frozen=True)
class ServiceUnits(ShellFact):
    """How systemd has the services that a guide wants on a node, in the guide's order.

    For example `ServiceUnits((Unit("libvirtd.service", True, "active", age=60.0, ready=58.0, stale=False,
    log=""),))`.
    """

    wanted: ClassVar[Mapping[Role, tuple[str, ...]]]

    units: tuple[Unit, ...]

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """Print the clock, nova.conf's times and each unit's properties; of what is not active, the end of
        its log and what it printed since then. Of the times `touch` sets that of the modification only.
        `systemctl show` puts an empty line between units.
        """
        return Text(
            "logged() {\n"
            "  name=${1#openstack-}; log=/var/log/nova/${name%.service}.log; since=2000-01-01\n"
            '  [ -s "$log" ] && since=$(date -r "$log" "+%F %T") && tail -n 5 "$log" | sed "s/^/log /"\n'
            '  journal="journalctl -q -n 5 -o cat --no-pager"\n'
            '  said=$($journal --since "$since" _SYSTEMD_UNIT="$1" 2>/dev/null)\n'
            '  [ -s "$log" ] || [ -n "$said" ] || said=$($journal -u "$1" 2>/dev/null)\n'
            '  [ -z "$said" ] || printf "%s\\n" "$said" | sed "s/^/log /"\n'
            "}\n"
            "read -r up rest </proc/uptime\n"
            "echo clock $(date +%s.%N) $up\n"
            "echo conf $(find -L /etc/nova/nova.conf -printf '%T@ %C@' 2>/dev/null)\n"
            f"set -- {' '.join(cls.wanted[node.role])}\n"
            'echo "unit $1"\n'
            "systemctl show -p UnitFileState -p ActiveState -p MainPID -p Type"
            " -p ExecMainStartTimestampMonotonic -p ActiveEnterTimestampMonotonic"
            ' "$@" | while IFS== read -r property value; do\n'
            '  [ -n "$property" ] || { shift; echo "unit $1"; continue; }\n'
            '  echo "$property $value"\n'
            '  case "$property=$value" in\n'
            "  ActiveState=active | ActiveState=reloading) ;;\n"
            '  ActiveState=*) logged "$1" ;;\n'
            "  esac\n"
            "done\n:\n"
        )

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where systemd did not answer."""
        name, times, conf = "", None, None
        blocks: dict[str, dict[str, str]] = {}
        block: dict[str, str] = {}
        logs: dict[str, list[str]] = defaultdict(list)
        for word, rest in worded(result.text):
            if word == "clock":
                times = [number("clock", text) for text in fields("clock", rest, 2)]
            elif word == "conf":
                conf = min(number("conf", text) for text in fields("conf", rest, 1)) if rest else None
            elif word == "unit":
                name, block = rest, blocks.setdefault(rest, {})
            elif word == "log":
                logs[name].append(rest)
            else:
                block[word] = rest
        if not blocks or not all("ActiveState" in block for block in blocks.values()):
            raise Unknown("systemd-unreadable", said=reason(result))
        if times is None:
            raise Unreadable(Message("odd-missing", name="clock"))
        clock, uptime = times[:2]
        for name, block in blocks.items():
            block["log"] = "\n".join(filter(None, logs[name][-_LOG_LINES:]))
        return cls(tuple(_unit(name, block, clock, uptime, conf) for name, block in blocks.items()))


def _unit(name: str, block: Mapping[str, str], clock: float, uptime: float, conf: float | None) -> Unit:
    age = _since("ExecMainStartTimestampMonotonic", block, uptime)
    tells = block["ActiveState"] == "active" and block.get("Type") == "notify"
    # While a unit is only about to start its main process, the time is that of an earlier one, or none.
    reads_conf = name.startswith("openstack-nova-") and block.get("MainPID", "0") != "0"
    return Unit(
        name=name,
        enabled=block.get("UnitFileState") == "enabled",
        state=block["ActiveState"],
        age=age,
        ready=_since("ActiveEnterTimestampMonotonic", block, uptime) if tells else None,
        # A file of the future was written before the clock was set: its time tells nothing.
        stale=reads_conf and conf is not None and clock - age + _UNREAD < conf <= clock,
        log=block["log"],
    )


def _since(name: str, block: Mapping[str, str], uptime: float) -> float:
    return uptime - integer(name, block.get(name, "0")) / 1e6
