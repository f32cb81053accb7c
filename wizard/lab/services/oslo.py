"""Parses nova.conf as oslo.config does."""

from __future__ import annotations

import re

SECTION = re.compile(r"\[(.+)\]\s*$")


class ConfigProblem(Exception):
    """oslo.config could not parse the file; the text is its message."""


class Config:
    """The options of some files; later files go before earlier ones, the last value before others."""

    def __init__(self, *texts: str) -> None:
        self.values: dict[tuple[str, str], str] = {}
        for text in texts:
            self._read(text)

    def _read(self, text: str) -> None:
        section = ""
        key: tuple[str, str] | None = None
        for number, line in enumerate(text.splitlines(), 1):
            stripped = line.strip()
            if not stripped or stripped[0] in "#;":
                if not stripped:
                    key = None
                continue
            if line[0].isspace() and key:
                self.values[key] += "\n" + stripped
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

    def get(self, section: str, name: str, default: str = "") -> str:
        """Return an option's value, with `$name` replaced by that option of its section or of DEFAULT."""
        return self._expanded(self.values.get((section, name), default), section)

    def _expanded(self, value: str, section: str) -> str:
        def replace(match: re.Match[str]) -> str:
            if match[1]:
                return "$"
            name = match[2] or match[3]
            found = self.values.get((section, name), self.values.get(("DEFAULT", name)))
            return match[0] if found is None else self._expanded(found, section)

        return re.sub(r"(\\\$|\$\$)|\$(?:(\w+)|\{(\w+)\})", replace, value)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
