"""All disks of a host, for the user who has to choose one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from wizard.facts.lines import Unreadable, odd, pairs, reason
from wizard.model.answers import Answers, Node
from wizard.model.commands import Result
from wizard.model.facts import ShellFact
from wizard.model.message import Message
from wizard.model.problems import Unknown
from wizard.secret import Text

_MOST = 4096
"""Rows of the list: a table is as wide as its widest cell in every row."""
_WIDEST = 255
_COLUMNS = ("NAME", "SIZE", "TYPE", "FSTYPE", "MOUNTPOINT", "MODEL")


@dataclass(frozen=True)
class Disks(ShellFact):
    """What `lsblk` lists: disks, their partitions, what is on them and where it is mounted.

    For example `Disks(rows=(("sda1", "500M", "part", "xfs", "/boot", ""),))`: the columns are NAME, SIZE,
    TYPE, FSTYPE, MOUNTPOINT and MODEL.
    """

    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """A line a device; CentOS 7's lsblk has no JSON."""
        return Text(f"lsblk -P -o {','.join(_COLUMNS)}\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where there is no list."""
        if result.status:
            raise Unknown("disks-unreadable", said=reason(result))
        lines = [line for line in result.text.split("\n") if line.strip()]
        if len(lines) > _MOST:
            raise Unreadable(Message("odd-rows", count=len(lines), most=_MOST))
        return cls(tuple(map(_row, lines)))

    @property
    def lines(self) -> list[str]:
        """The list as a table; names as they are to be typed."""
        rows = [_COLUMNS, *((f"/dev/{row[0]}", *row[1:]) for row in self.rows)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(_COLUMNS))]
        return [
            "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]


def _row(line: str) -> tuple[str, ...]:
    row = pairs(line)
    if not 0 < len(row.get("NAME", "")) <= _WIDEST:
        raise odd("lsblk", line)
    return tuple(row.get(name, "")[:_WIDEST] for name in _COLUMNS)
