"""What the openstack client suggests instead of a command that it does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

SUBSTITUTED, INSERTED, DELETED, SWAPPED = 2, 1, 3, 0
"""What each difference between two words counts in cliff 2.0, on which the client is built."""
LONGEST = 64
"""Characters of a word that are compared."""


def similar(word: str, commands: Iterable[str]) -> Iterator[str]:
    """Yield the commands that begin with a word, and those whose first word is the nearest to it."""
    word = word[:LONGEST]
    found = sorted(
        (0 if name.startswith(word) else _distance(word, name.split()[0]) + 1, name) for name in commands
    )
    nearest = next((far for far, _ in found if far), 0)
    return (name for far, name in found if far <= nearest)


def _distance(one: str, other: str) -> int:
    """Return the cost of the cheapest way to change a word into another one."""
    before: list[int] = []
    row = [at * INSERTED for at in range(len(other) + 1)]
    for i, char in enumerate(one):
        before, last, row = row, before, [(i + 1) * DELETED]
        for j, wanted in enumerate(other):
            costs = [
                before[j] + (char != wanted) * SUBSTITUTED,
                row[j] + INSERTED,
                before[j + 1] + DELETED,
            ]
            if i and j and one[i - 1] == wanted and char == other[j - 1]:
                costs.append(last[j - 1] + SWAPPED)
            row.append(min(costs))
    return row[-1]
