"""Parses nova.conf as oslo.config does."""

from __future__ import annotations

import re

SECTION = re.compile(r"\[(.+)\]\s*$")

DEEPEST = 20
"""Options that refer to each other."""
LONGEST = 2**20
"""Characters that one value may bring in by what it refers to."""


class ConfigProblem(Exception):
    """oslo.config could not parse the file; the text is its message."""


class Config:
    """The options of some files; later files go before earlier ones, the last value before others."""

    def __init__(self, *texts: str) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self._left = LONGEST
        for text in texts:
            self._read(text)

    def _read(self, text: str) -> None:
        section = ""
        key: tuple[str, str] | None = None
        more: dict[tuple[str, str], list[str]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            stripped = line.strip()
            if not stripped or stripped[0] in "#;":
                if not stripped:
                    key = None
                continue
            if line[0].isspace() and key:
                more.setdefault(key, []).append(stripped)
                continue
            if match := SECTION.match(line):
                section, key = match[1], None
                continue
            index = min((at for at in (line.find("="), line.find(":")) if at >= 0), default=-1)
            if index <= 0:
                raise ConfigProblem(f"at nova.conf:{number}, No ':' or '=' found in assignment: '{stripped}'")
            if not section:
                raise ConfigProblem(f"at nova.conf:{number}, No section before assignment: '{stripped}'")
            key = (section, line[:index].strip())
            self.values[key] = _unquoted(line[index + 1 :].strip())
            more.pop(key, None)
        for key, lines in more.items():
            self.values[key] = "\n".join([self.values[key], *lines])

    def get(self, section: str, name: str, default: str = "") -> str:
        """Return an option's value, with `$name` replaced by that option of its section or of DEFAULT.

        Raises `ConfigProblem` where that has no end, or too much comes together.
        """
        self._left = LONGEST
        return self._expanded(self.values.get((section, name), default), section, DEEPEST)

    def _expanded(self, value: str, section: str, levels: int) -> str:
        def replace(match: re.Match[str]) -> str:
            if match[1]:
                return "$"
            name = match[2] or match[3]
            found = self.values.get((section, name), self.values.get(("DEFAULT", name)))
            if found is None:
                return match[0]
            self._left -= len(found) + 1
            if levels == 0 or self._left < 0:
                raise ConfigProblem(f"a value of [{section}] refers to itself, or is too long")
            return self._expanded(found, section, levels - 1)

        return re.sub(r"(\\\$|\$\$)|\$(?:(\w+)|\{(\w+)\})", replace, value)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
