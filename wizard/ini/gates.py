"""What every edit has to pass: only wanted lines differ, and two readers read what was wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import pairwise
from typing import Any, NoReturn

from wizard.ini.reading import IniFile, Setting, raw, section_key, unquoted
from wizard.model.problems import Refused

Place = tuple[bytes, bytes]
"""Section and option as oslo.config looks them up."""
_MOST_LIVE_TEXT = 1 << 18
_LONGEST_LINE = 4096
"""Bytes that ConfigObj is given, and bytes of one line."""
_Values = dict[Place, list[bytes]]


def check(
    before: IniFile,
    after: bytes,
    wanted: Mapping[Place, Setting],
    exclusive: set[bytes],
    unwanted: Set[Place] = frozenset(),
) -> None:
    """Raise `Refused` unless the edit did what was wanted and nothing else.

    `wanted` has the settings by place, `exclusive` the sections in which nothing else stays live, `unwanted`
    the places that do not either. Once the line gate has shown that all other sections are the same, the
    readers get only those that were touched.
    """
    taken_out = _LineGate(before.content, after, wanted, exclusive, unwanted).taken_out()
    touched = {section for section, _ in [*wanted, *unwanted]} | exclusive
    new = IniFile(_part(after, touched))
    _check_values(before, new, wanted, touched - exclusive, unwanted)
    _check_second_reader(before.live_text(touched), new.live_text(touched), wanted, taken_out)


# --- Lines ------------------------------------------------------------------------------------------


class _LineGate:
    """A walk through both texts, which looks at nothing but bytes.

    Each line of the two is the same, or is a wanted line that was added or took the place of a live line
    of its option, or is a live line of a wanted or an unwanted option, or of a section in `exclusive`, that
    got a `#`, or opens a wanted section below all others.
    """

    def __init__(
        self,
        before: bytes,
        after: bytes,
        wanted: Mapping[Place, Setting],
        exclusive: set[bytes],
        unwanted: Set[Place],
    ) -> None:
        self.before, self.after = before, after
        self.lines = {place: setting.line for place, setting in wanted.items()}
        self.headers = [b"[%s]" % setting.section.encode() for setting in wanted.values()]
        self.exclusive = exclusive
        self.unwanted = unwanted
        self.old = self.new = self.looked = 0
        self.section = b""
        self.taken: list[bytes] = []

    def taken_out(self) -> list[bytes]:
        """Return the lines that are no longer live; raises `Refused`."""
        while self._skip_equal():
            old, new = _line(self.before, self.old), _line(self.after, self.new)
            section = self._section()
            place = (section, _option(old))
            may_go = place in self.lines or place in self.unwanted or (section in self.exclusive and place[1])
            if may_go and new == b"#" + old:
                self._commented(old)
            elif place in self.lines and _is(new, self.lines[place]):
                self._take(old)
                self.new += len(new)
            elif self._continued_what_is_replaced(section, old):
                self._take(old)
            elif self._added(section, new) or (not old and self._opens_section(new)):
                self.new += len(new)
            else:
                self._refuse()
        return self.taken

    def _skip_equal(self) -> bool:
        """Move on to the next lines that differ; False where there are none."""
        same = _common(self.before, self.old, self.after, self.new)
        if self.old + same == len(self.before) and self.new + same == len(self.after):
            return False
        lines = self.before.rfind(b"\n", self.old, self.old + same) + 1
        if lines > self.old:
            self.new += lines - self.old
            self.old = lines
        return True

    def _section(self) -> bytes:
        """Return the section that the new text's line stands in; the walk goes but forward."""
        for header in _headers(self.after, self.looked, self.new):
            self.section = section_key(_line(self.after, header).strip()[1:-1])
        self.looked = self.new
        return self.section

    def _commented(self, old: bytes) -> None:
        self._take(old)
        self.new += len(old) + 1
        while _continues(more := _line(self.before, self.old)):
            if _line(self.after, self.new) != b"#" + more:
                self._refuse()
            self._take(more)
            self.new += len(more) + 1

    def _continued_what_is_replaced(self, section: bytes, old: bytes) -> bool:
        above = self.after[self.after.rfind(b"\n", 0, max(self.new - 1, 0)) + 1 : self.new]
        return _continues(old) and self._added(section, above)

    def _take(self, old: bytes) -> None:
        self.taken.append(old)
        self.old += len(old)

    def _added(self, section: bytes, new: bytes) -> bool:
        return any(of == section and _is(new, line) for (of, _), line in self.lines.items())

    def _opens_section(self, new: bytes) -> bool:
        return _is(new, b"") or any(_is(new, header) for header in self.headers)

    def _refuse(self) -> NoReturn:
        raise Refused("conf-line-gate", line=self.before.count(b"\n", 0, self.old) + 1)


def _line(content: bytes, start: int) -> bytes:
    return content[start : content.find(b"\n", start) + 1 or len(content)]


def _is(line: bytes, wanted: bytes) -> bool:
    return line in (wanted + b"\n", wanted + b"\r\n")


def _continues(line: bytes) -> bool:
    return line.startswith((b" ", b"\t")) and not line.isspace()


def _option(line: bytes) -> bytes:
    """Return the name that a live line sets, nothing for any other line."""
    if line[:1] in (b"", b" ", b"\t", b"#", b";", b"["):
        return b""
    return line.replace(b":", b"=", 1).partition(b"=")[0].strip()


def _common(one: bytes, i: int, other: bytes, j: int) -> int:
    """Return how many bytes are the same from `i` and `j` on."""
    same, size = 0, min(len(one) - i, len(other) - j)
    step = 1 << 16
    while step and same < size:
        part = min(step, size - same)
        if one[i + same : i + same + part] == other[j + same : j + same + part]:
            same += part
        else:
            step = part // 2
    return same


# --- Readers ----------------------------------------------------------------------------------------


def _part(content: bytes, sections: set[bytes]) -> bytes:
    """Return the text of some sections, with their headers."""
    headers = [*_headers(content), len(content)]
    return b"".join(
        content[start:end]
        for start, end in pairwise(headers)
        if section_key(_line(content, start).rstrip()[1:-1]) in sections
    )


def _headers(content: bytes, start: int = 0, end: int | None = None) -> Iterator[int]:
    # Looking for one byte is ten times as fast as looking for two.
    start = content.find(b"[", start, end)
    while start >= 0:
        if start == 0 or content[start - 1] == ord("\n"):
            yield start
        start = content.find(b"[", start + 1, end)


def _check_values(
    before: IniFile, after: IniFile, wanted: Mapping[Place, Setting], stay: set[bytes], unwanted: Set[Place]
) -> None:
    """Raise `Refused` unless oslo.config's reading of the touched sections changed as wanted.

    In the sections `stay` everything is as it was, but for what was wanted and unwanted.
    """
    was = _grouped(
        (entry.place, entry.value)
        for entry in before.entries
        if entry.section in stay and entry.place not in unwanted
    )
    now = _grouped((entry.place, entry.value) for entry in after.entries)
    _compare("conf-reading-gate", was, now, wanted)


def _check_second_reader(
    before: bytes, after: bytes, wanted: Mapping[Place, Setting], taken_out: Iterable[bytes]
) -> None:
    """Raise `Refused` unless ConfigObj, where it can read these sections, reads them as wanted now.

    It gets no comments and no blank lines, which say nothing to it. So its work is a small part of what it
    would be: a packaged nova.conf is nearly all comments.
    """
    old = _second_reading(before)
    if old is None:
        return
    now = _second_reading(after) or {}
    may_go = {line.partition(b"=")[0].strip() for line in taken_out}
    was = {place: values for place, values in old.items() if place in now or place[1] not in may_go}
    _compare("conf-second-reader", was, now, wanted)


def _compare(key: str, was: _Values, now: _Values, wanted: Mapping[Place, Setting]) -> None:
    """Raise `Refused` unless each wanted value is there, and every other one is as it was."""
    for place in [*wanted, *was, *now]:
        found = now.get(place, [])
        if place in wanted:
            wrong = not found or not wanted[place].holds(found)
        else:
            wrong = found != was.get(place, [])
        if wrong:
            section, option = (name.decode("utf-8", "replace") for name in place)
            raise Refused(key, section=section, option=option)


def _second_reading(live_text: bytes) -> _Values | None:
    """Return the values that ConfigObj reads, None where it cannot read.

    Its patterns take time that grows with the square of a line's length, so it gets no endless lines.
    """
    if len(live_text) > _MOST_LIVE_TEXT or max(map(len, live_text.split(b"\n"))) > _LONGEST_LINE:
        return None
    from configobj import ConfigObj, ConfigObjError  # noqa: PLC0415 - late, for a quick start

    try:
        read = ConfigObj(
            live_text.decode("utf-8", "surrogateescape").split("\n"),
            list_values=False,
            interpolation=False,
            _inspec=True,  # or it takes ` #` in a value for a comment
            raise_errors=True,
        )
    except ConfigObjError:
        return None
    return _grouped(_flat(read, ""))


def _flat(section: Mapping[str, Any], name: str) -> Iterator[tuple[Place, bytes]]:
    for key, value in section.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{name}[{key}]" if name else key)
        else:
            yield (section_key(raw(name)), raw(key)), unquoted(raw(value))


def _grouped(values: Iterable[tuple[Place, bytes]]) -> _Values:
    found: _Values = {}
    for place, value in values:
        found.setdefault(place, []).append(value)
    return found
