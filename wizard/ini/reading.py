"""An ini file's bytes as Mitaka's oslo.config reads them, and where each live option stands.

Source: oslo.config 3.9.0 (Mitaka), `iniparser.BaseParser.parse` and `cfg.ConfigParser`. Mitaka runs on
Python 2, so lines are bytes and blanks are the ASCII ones. What oslo.config cannot read is `Refused`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from wizard.model.problems import Refused
from wizard.secret import Secret, Text

_OPTION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_SECTION = re.compile(r"[!-Z^-~]+")
_NOT_ONE_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_COMMENT = re.compile(rb"\n[^#;\r\n]")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_STAND_IN = f"secret-{os.urandom(16).hex()}-"
"""Begins what stands in a file for a secret while it is edited; no file has it by chance."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An option of one value that is to stand in a section.

    `value` is raw, as it stands after `option = `: `wizard.encodings.oslo_value` has encoded it.
    Raises ValueError for a section or an option that no ini file could name, and `Refused` for a value
    that cannot stand on one line, or loses blanks at its ends there.
    """

    section: str
    option: str
    value: Text

    def __post_init__(self) -> None:
        if not (_SECTION.fullmatch(self.section) and _OPTION.fullmatch(self.option)):
            raise ValueError(f"[{self.section}] {self.option}")
        if not self.value.obeys(_stands_on_one_line):
            raise Refused("conf-value", section=self.section, option=self.option)

    @property
    def place(self) -> tuple[bytes, bytes]:
        """Section and option as oslo.config looks them up."""
        return section_key(self.section.encode()), option_key(self.option)

    @property
    def line(self) -> bytes:
        """The line that holds it, without its ending, with a stand-in for each secret."""
        value = "" if self.value.same_as("") else "".join(self._written)
        return (b"%s = %s" % (option_key(self.option), value.encode())).rstrip()

    @property
    def stand_ins(self) -> Mapping[str, Secret]:
        """The secrets by what stands for them in `line`."""
        pairs = zip(self._written, self.value.parts, strict=True)
        return {written: part for written, part in pairs if isinstance(part, Secret)}

    @property
    def _written(self) -> list[str]:
        """The value's parts as `line` has them."""
        place = b".".join(self.place).hex()
        return [
            f"{_STAND_IN}{place}-{at}-" if isinstance(part, Secret) else part
            for at, part in enumerate(self.value.parts)
        ]

    def holds(self, values: Collection[bytes]) -> bool:
        """Whether each of the values, as oslo.config reads them, is what it reads from this setting's line.

        The setting may stand in the file already, with its secrets, or be written with their stand-ins.
        """
        if not values:
            return True
        read = self.value.encoded(lambda text: unquoted(raw(text)).decode())
        fresh = unquoted("".join(self._written).encode())
        return all(
            value == fresh or read.same_as(value.decode("utf-8", "surrogateescape")) for value in set(values)
        )


def _stands_on_one_line(value: str) -> bool:
    return value == value.strip() and not _NOT_ONE_LINE.search(value)


class Block(NamedTuple):
    """A section header and what stands below it, up to the next header."""

    section: bytes
    start: int
    body: int
    end: int


class Entry(NamedTuple):
    """A live option: bytes `start` to `end` of the file, continuation lines and line ending included."""

    section: bytes
    option: bytes
    start: int
    end: int
    value: bytes

    @property
    def place(self) -> tuple[bytes, bytes]:
        """Section and option as oslo.config looks them up."""
        return self.section, self.option


def raw(text: str) -> bytes:
    """Return text as the file has it; what was not UTF-8 there comes back as it was."""
    return text.encode("utf-8", "surrogateescape")


def section_key(name: bytes) -> bytes:
    """Return a section's name as oslo.config compares it: in lower case, except DEFAULT."""
    return name if name == b"DEFAULT" else name.lower()


def option_key(name: str) -> bytes:
    """Return the only spelling in which oslo.config looks for an option: with underscores (`Opt.dest`)."""
    return raw(name.replace("-", "_"))


def unquoted(value: bytes) -> bytes:
    """Return a raw value as oslo.config reads it: no blanks around it, one pair of quotes taken off."""
    value = value.strip()
    if value[:1] in (b'"', b"'") and value[0] == value[-1]:
        return value[1:-1]
    return value


class IniFile:
    """The sections and live options of an ini file.

    Raises `Refused`, with the line, where oslo.config could not read the file.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.blocks: list[Block] = []
        self.entries: list[Entry] = []
        self._check_characters()
        self._read()

    def values(self, section: str, option: str) -> list[str]:
        """Return the option's live values in the file's order; the last one is in effect."""
        return [entry.value.decode("utf-8", "surrogateescape") for entry in self.live(section, option)]

    def live_options(self, section: str) -> list[str]:
        """Return the names of the live options in a section, each once, in the file's order."""
        key = section_key(raw(section))
        names = dict.fromkeys(entry.option for entry in self.entries if entry.section == key)
        return [name.decode("utf-8", "surrogateescape") for name in names]

    def holds(self, setting: Setting) -> bool:
        """Whether the setting is in effect and no other live line of it says otherwise."""
        found = self.live(setting.section, setting.option)
        return bool(found) and setting.holds([entry.value for entry in found])

    def live(self, section: str, option: str) -> list[Entry]:
        """Return the option's live entries in the file's order."""
        place = (section_key(raw(section)), option_key(option))
        return [entry for entry in self.entries if entry.place == place]

    def live_text(self, sections: Set[bytes]) -> bytes:
        """Return the headers and live options of some sections, without comments and blank lines."""
        spans = [(block.start, block.body) for block in self.blocks if block.section in sections]
        spans += [(entry.start, entry.end) for entry in self.entries if entry.section in sections]
        return b"".join(self.content[start:end] for start, end in sorted(spans))

    def line_number(self, position: int) -> int:
        """Return the number, from 1, of the line that a byte stands on."""
        return self.content.count(b"\n", 0, position) + 1

    def _refused(self, key: str, position: int) -> Refused:
        return Refused(key, line=self.line_number(position))

    def _check_characters(self) -> None:
        if self.content.startswith(b"\xef\xbb\xbf"):
            raise Refused("conf-bom", line=1)
        # Python 2 takes a lone carriage return for a character, Python 3 for a line ending.
        if b"\r" in self.content and (found := _LONE_RETURN.search(self.content)):
            raise self._refused("conf-carriage-return", found.start())

    def _lines(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield start, end and text of each line that is no comment and not blank."""
        starts = [found.start() + 1 for found in _NOT_COMMENT.finditer(self.content)]
        if self.content[:1] not in (b"#", b";"):
            starts.insert(0, 0)
        for start in starts:
            end = self.content.find(b"\n", start) + 1 or len(self.content)
            if line := self.content[start:end].rstrip():
                yield start, end, line

    def _read(self) -> None:
        headers: list[tuple[bytes, int, int]] = []
        more: list[bytes] = []
        for start, end, line in self._lines():
            if line[:1] in (b" ", b"\t"):
                self._continue(start, end)
                more.append(line.lstrip())
                continue
            self._finish(more)
            if line[:1] == b"[":
                headers.append((self._section(start, line), start, end))
            elif not headers:
                raise self._refused("conf-no-section", start)
            else:
                option, value = self._option(start, line)
                self.entries.append(Entry(headers[-1][0], option, start, end, value))
        self._finish(more)
        ends = [start for _, start, _ in headers[1:]] + [len(self.content)]
        self.blocks = [Block(*header, end) for header, end in zip(headers, ends, strict=False)]

    def _continue(self, start: int, end: int) -> None:
        if not self.entries or self.entries[-1].end != start:
            raise self._refused("conf-continuation", start)
        self.entries[-1] = self.entries[-1]._replace(end=end)

    def _finish(self, more: list[bytes]) -> None:
        """Give the last option the lines that continue it, all at once: there may be many."""
        if more:
            last = self.entries[-1]
            self.entries[-1] = last._replace(value=b"\n".join([last.value, *more]))
            more.clear()

    def _section(self, start: int, line: bytes) -> bytes:
        if len(line) <= 2 or not line.endswith(b"]"):
            raise self._refused("conf-section", start)
        return section_key(line[1:-1])

    def _option(self, start: int, line: bytes) -> tuple[bytes, bytes]:
        found = re.match(rb"([^=:]*)[=:](.*)", line, re.DOTALL)
        if not found:
            raise self._refused("conf-no-separator", start)
        name = found[1].strip()
        if not name:
            raise self._refused("conf-no-name", start)
        # Python 3 also strips blanks that are not ASCII: the two would read two names here.
        if (text := name.decode("utf-8", "surrogateescape")) != text.strip():
            raise self._refused("conf-blank", start)
        return name, unquoted(found[2])
