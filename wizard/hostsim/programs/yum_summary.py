"""What yum shows of a transaction before it asks whether to go on."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from wizard.hostsim.packages import Package

COLUMNS = 80
RULE = "=" * COLUMNS + "\n"
WIDTHS = (24, 8, 20, 20)
"""Of name, architecture, version and repository; a longer name has a line of its own."""


def summary(asked: Sequence[Package], dependencies: Sequence[Package]) -> str:
    """Return the table of what will be installed, and the totals."""
    text = (
        f"\nDependencies Resolved\n\n{RULE}{_row('Package', 'Arch', 'Version', 'Repository', 'Size')}{RULE}"
    )
    for title, packages in (("Installing", asked), ("Installing for dependencies", dependencies)):
        if packages:
            text += f"{title}:\n"
            text += "".join(
                _row(one.name, one.arch, one.version, one.repository, _short(_size(one))) for one in packages
            )
    more = f" (+{_counted(len(dependencies), 'Dependent package')})" if dependencies else ""
    total = sum(map(_size, [*asked, *dependencies]))
    return (
        f"{text}\nTransaction Summary\n{RULE}Install  {_counted(len(asked), 'Package')}{more}\n\n"
        f"Total download size: {_short(total)}\nInstalled size: {_short(total * 4)}\n"
    )


def _row(name: str, arch: str, version: str, repository: str, size: str) -> str:
    first = f" {name:<{WIDTHS[0] - 1}}" if len(name) < WIDTHS[0] else f" {name}\n{'':{WIDTHS[0]}}"
    rest = "".join(f"{text:<{columns}}" for text, columns in zip((arch, version), WIDTHS[1:], strict=False))
    return f"{first}{rest}{repository[: WIDTHS[3] - 1]:<{WIDTHS[3]}}{size:>{COLUMNS - sum(WIDTHS)}}\n"


def _size(package: Package) -> int:
    """Return a made-up size in bytes, the same each time."""
    return 20_000 + zlib.crc32(package.name.encode()) % 2_000_000


def _short(size: float) -> str:
    return f"{size / 2**20:.1f} M" if size >= 2**20 else f"{size / 2**10:.0f} k"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
