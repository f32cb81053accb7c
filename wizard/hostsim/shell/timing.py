"""What the keyword `time` prints."""

from __future__ import annotations

import re

USUAL = "\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS"
PORTABLE = "real %2R\nuser %2U\nsys %2S"
DIRECTIVE = re.compile(r"%(?:(%|P)|(\d?)(l?)([RUS])|(.?))", re.DOTALL)
USER, SYSTEM = 0.001, 0.002
"""Seconds of the processor: nothing in the lab computes for long, it waits."""


class BadFormat(Exception):
    """A directive of TIMEFORMAT that there is not."""


def report(form: str, real: float) -> str:
    """Return what a command took, as TIMEFORMAT has it. Raises `BadFormat`."""
    seconds = {"R": real, "U": min(USER, real), "S": min(SYSTEM, real)}

    def shown(match: re.Match[str]) -> str:
        plain, digits, long, letter, unknown = match.groups()
        if plain == "%":
            return "%"
        if plain:
            return f"{(seconds['U'] + seconds['S']) / max(real, 0.001) * 100:.2f}"
        if not letter:
            raise BadFormat(unknown)
        places = min(int(digits or 3), 3)
        minutes, rest = divmod(seconds[letter], 60)
        return f"{minutes:.0f}m{rest:.{places}f}s" if long else f"{seconds[letter]:.{places}f}"

    return DIRECTIVE.sub(shown, form) + "\n" if form else ""
