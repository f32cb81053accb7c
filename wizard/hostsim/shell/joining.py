"""Commands of several lines: whether a line goes on, and how the history keeps them in one entry."""

from __future__ import annotations

import re

OPENING = re.compile(r"(?:^|[\s;])(?:do|then|else|\{)$|[|({;]$|(?<!&)&{1,2}$|\bin$")
COMMENT = re.compile(r"(?:^|\s)#")
DOCUMENT = re.compile(r"<<-?\s*[\w'\"\\]")


def continues(text: str) -> bool:
    """Whether the last line ends in a backslash that joins it with the next one."""
    last = text[:-1].rpartition("\n")[2]
    backslashes = len(last) - len(last.rstrip("\\"))
    return backslashes % 2 == 1 and not COMMENT.search(last)


def joined(text: str) -> str:
    """Return a command of several lines as bash's history keeps it: in one line if that can be (cmdhist)."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) == 1 or DOCUMENT.search(text):
        return "\n".join(lines)
    entry = lines[0]
    for line in lines[1:]:
        if _is_quoted(entry):
            entry += f"\n{line}"
        elif continues(f"{entry}\n"):
            entry = entry[:-1] + line
        elif not line.strip():
            continue
        else:
            entry += (" " if OPENING.search(entry.rstrip()) else "; ") + line.lstrip()
    return entry


def _is_quoted(text: str) -> bool:
    """Whether a quote is open at the end of a text."""
    quote = ""
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        at += 1
    return bool(quote)
