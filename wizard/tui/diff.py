"""A unified diff for the screen: line numbers, colours, one cell a sign. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_STYLES = {"+": "$text-success on $success 12%", "-": "$text-error on $error 12%", " ": ""}


def shown(diff: str) -> Content:
    """Return a unified diff as content, with line numbers and colours."""
    return Content("\n").join(list(_lines(diff)))


def _lines(diff: str) -> Iterator[Content]:
    old = new = 0
    for line in diff.splitlines():
        sign = line[:1]
        if hunk := _HUNK.match(line):
            old, new = int(hunk[1]), int(hunk[2])
            yield Content.styled(line, "$text-accent")
        elif line.startswith(("---", "+++")) and not old:
            yield Content.styled(line, "bold")
        elif sign in _STYLES:
            left = f"{old:>5}" if sign != "+" else " " * 5
            right = f"{new:>5}" if sign != "-" else " " * 5
            old += sign != "+"
            new += sign != "-"
            yield Content.assemble((f"{left} {right} ", "$text-muted"), (f"{sign} {line[1:]}", _STYLES[sign]))
        else:
            yield Content.styled(line, "$text-muted")
