"""All disks of a host, for the one who has to name one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from wizard.facts.lines import pairs
from wizard.model import Answers, Node, Result, ShellFact, Unknown
from wizard.secret import Text

_COLUMNS = ("NAME", "SIZE", "TYPE", "FSTYPE", "MOUNTPOINT", "MODEL")


@dataclass(frozen=True)
class Disks(ShellFact):
    """What `lsblk` lists: disks, their partitions, what is on them and where it is mounted."""

    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """A line a device; CentOS 7's lsblk has no JSON."""
        return Text(f"lsblk -P -o {','.join(_COLUMNS)}\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """Raises `Unknown` where there is no list."""
        if result.status:
            raise Unknown("disks-unreadable", said=result.errors.strip() or "-")
        found = [pairs(line) for line in result.text.splitlines() if line.strip()]
        return cls(tuple(tuple(row.get(name, "") for name in _COLUMNS) for row in found))

    @property
    def lines(self) -> list[str]:
        """The list as a table; names as they are to be typed."""
        rows = [_COLUMNS, *((f"/dev/{row[0]}", *row[1:]) for row in self.rows)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(_COLUMNS))]
        return [
            "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
