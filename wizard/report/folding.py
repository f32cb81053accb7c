"""Names of many hosts in one word, as ClusterShell and Slurm write them: `compute[1-12,40]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

MANY = 10
"""Hosts up to which each is told of by itself."""
LONGEST = 60
"""Characters; what is longer is cut, and the hosts are counted."""
_NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]*)")


def folded(names: Sequence[str]) -> str:
    """Return the names, together those that differ by a number at their end."""
    numbers: dict[str, list[int]] = {}
    for name in names:
        found = _NUMBERED.fullmatch(name)
        numbers.setdefault(found[1] if found else name, []).extend([int(found[2])] if found else [])
    text = ",".join(_together(prefix, found) for prefix, found in numbers.items())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}… ({len(names)})"


def width_of(hosts: Sequence[str]) -> int:
    """Return the width of a column that has names of these hosts, or of many of them in one word."""
    longest = max(map(len, hosts), default=0)
    return longest if len(hosts) <= MANY else longest + len("[-]") + len(str(len(hosts)))


def _together(prefix: str, numbers: Sequence[int]) -> str:
    if len(numbers) < 2:
        return f"{prefix}{''.join(map(str, numbers))}"
    return f"{prefix}[{','.join(_ranges(sorted(set(numbers))))}]"


def _ranges(numbers: Iterable[int]) -> Iterator[str]:
    first = last = None
    for number in (*numbers, None):
        if last is not None and number == last + 1:
            last = number
            continue
        if last is not None:
            yield f"{first}" if first == last else f"{first}-{last}"
        first = last = number
