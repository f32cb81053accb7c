"""Names in columns and colours, as ls prints them on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.hostsim.process import Process
from wizard.hostsim.tree import Device, Directory, Inode, Program, Regular, Symlink
from wizard.hostsim.width import width

MOST = 10_000
"""Names that are put in columns; more are printed one a line."""


def columns_of(process: Process) -> int:
    """Return the columns of the terminal that standard output is; 0 where it is none."""
    terminal = process.terminal
    return terminal.size.columns if terminal is not None and process.fds.get(1) is terminal else 0


def colours(process: Process, option: str | None) -> bool:
    """Whether names are coloured: `--color=always`, or `auto` on a terminal that has colours."""
    if option in ("auto", "tty", "if-tty"):
        terminal = process.terminal
        return bool(columns_of(process)) and terminal is not None and terminal.term != "dumb"
    return option in ("", "always", "yes", "force")


def coloured(name: str, inode: Inode) -> str:
    """Return a name in the colour of its kind, as dircolors has it."""
    match inode:
        case Directory():
            colour = "30;42" if inode.mode & 0o1002 == 0o1002 else "01;34"
        case Symlink():
            colour = "01;36"
        case Device():
            colour = "40;33;01"
        case Program() | Regular() if inode.mode & 0o111:
            colour = "01;32"
        case _:
            return name
    return f"\x1b[{colour}m{name}\x1b[0m"


def in_columns(names: Sequence[str], shown: Sequence[str], columns: int) -> str:
    """Return names, sorted downwards, in as many columns as there is room for; `shown` is what is printed."""
    widths = [width(name) for name in names]
    if not names:
        return ""
    if len(names) > MOST:
        return "".join(f"{name}\n" for name in shown)
    for count in range(min(len(names), max(columns // 3, 1)), 0, -1):
        rows = -(-len(names) // count)
        fitting = [max(widths[at : at + rows]) for at in range(0, len(names), rows)]
        if sum(fitting) + 2 * (len(fitting) - 1) < columns or count == 1:
            break
    lines = []
    for row in range(rows):
        cells = []
        for number, at in enumerate(range(row, len(names), rows)):
            last = at + rows >= len(names)
            cells.append(shown[at] + ("" if last else " " * (fitting[number] + 2 - widths[at])))
        lines.append("".join(cells) + "\n")
    return "".join(lines)
