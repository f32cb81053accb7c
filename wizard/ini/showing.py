"""An edit of an ini file shown to people: a unified diff without anybody's passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import compress, count
from operator import ne

from wizard.ini.reading import Setting, option_key
from wizard.plaintext import printable_line
from wizard.secretlike import HIDDEN, hidden, names_a_secret

_Operation = tuple[str, int, int, int, int]
_CONTEXT = 3
_APART = 2 * _CONTEXT + 1
"""Lines that are the same between two hunks, at least."""
_NEAR = 64
"""Lines behind a difference, of both sides together, in which they are looked for that are the same again."""
_OPTION = re.compile(r"(?P<before>[#;\s]*+(?P<name>[^=:]*+)[=:]\s*+)(?P<value>.*)", re.DOTALL)
_CONTINUATION = re.compile(r"([#;]*[ \t]+)\S.*", re.DOTALL)


def difference(before: bytes, after: bytes, settings: Sequence[Setting], path: str) -> str:
    """Return a unified diff with three lines of context, each hunk with its line numbers and section.

    A setting shows its secrets by name. Any other line of an option that may hold a secret, live or not,
    shows `‹…›` instead of the value, and so does one with a login in a URL.
    """
    old, new = _Side(before, settings), _Side(after, settings)
    shown = [f"--- {path}", f"+++ {path}"]
    for group in _hunks(old.raw, new.raw):
        first, last = group[0], group[-1]
        ranges = f"-{_range(first[1], last[2])} +{_range(first[3], last[4])}"
        shown.append(f"@@ {ranges} @@ {new.section(first[3])}".rstrip())
        for tag, i, i_end, j, j_end in group:
            if tag == "equal":
                shown += [" " + old.masked(at) for at in range(i, i_end)]
            else:
                shown += ["-" + old.masked(at) for at in range(i, i_end)]
                shown += ["+" + new.set(at) for at in range(j, j_end)]
    return "".join(f"{line}\n" for line in shown) if len(shown) > 2 else ""


class _Side:
    """The lines of one of the two files."""

    def __init__(self, content: bytes, settings: Sequence[Setting]) -> None:
        self.raw = content.splitlines()
        self.settings = {setting.line: setting for setting in settings}
        self.secret_names = {
            option_key(setting.option).decode() for setting in settings if setting.value.secret
        }
        self._below_secret: dict[int, bool] = {}
        self._asked, self._header = -1, ""

    def text(self, at: int) -> str:
        """Return a line as it can be printed."""
        return printable_line(self.raw[at].decode("utf-8", "replace"))

    def set(self, at: int) -> str:
        """Return a new line: a setting by what it shows, any other line masked."""
        if setting := self.settings.get(self.raw[at]):
            return f"{option_key(setting.option).decode()} = {setting.value.shown}".rstrip()
        return self.masked(at)

    def masked(self, at: int) -> str:
        """Return a line without the value that may be a secret."""
        line = self.text(at)
        if line.startswith("["):
            return line
        found = _OPTION.fullmatch(line)
        if found and self._secret(line):
            return found["before"] + (HIDDEN if found["value"] else "")
        found = _CONTINUATION.fullmatch(line)
        if found and self._continues_a_secret(at):
            return found[1] + HIDDEN
        return hidden(line)

    def section(self, at: int) -> str:
        """Return the header that a line stands below; asked for from the first line to the last."""
        for line in range(at, self._asked, -1):
            if self.raw[line].startswith(b"["):
                self._header = self.text(line)
                break
        self._asked = at
        return self._header

    def _secret(self, line: str) -> bool:
        found = _OPTION.fullmatch(line)
        if not found:
            return False
        name = found["name"].rstrip()
        return (
            name in self.secret_names
            or names_a_secret(name)
            or line.rfind("@") > line.find(":") >= 0  # a login in a URL
        )

    def _continues_a_secret(self, at: int) -> bool:
        """Whether one of the lines above that a continuation line may belong to may hold a secret."""
        top = at
        while top > 0 and top - 1 not in self._below_secret and _CONTINUATION.match(self.text(top - 1)):
            top -= 1
        for line in range(top, at + 1):
            above = line - 1
            self._below_secret[line] = above >= 0 and (
                self._secret(self.text(above)) or self._below_secret.get(above, False)
            )
        return self._below_secret[at]


def _hunks(old: list[bytes], new: list[bytes]) -> Iterator[list[_Operation]]:
    """Yield what differs, in groups with their context, as difflib's `get_grouped_opcodes` does.

    difflib gets only the lines around each difference: a nova.conf has ten thousand.
    """
    i = j = 0
    while True:
        same = _alike(old[i:], new[j:])
        i, j = i + same, j + same
        if i == len(old) and j == len(new):
            return
        i_next, j_next = _alike_again(old, new, i, j)
        above = min(_CONTEXT, i, j)
        i, j = i - above, j - above
        matcher = SequenceMatcher(None, old[i : i_next + _CONTEXT], new[j : j_next + _CONTEXT])
        for group in matcher.get_grouped_opcodes(_CONTEXT):
            yield [(tag, a + i, a_end + i, b + j, b_end + j) for tag, a, a_end, b, b_end in group]
        i, j = i_next, j_next


def _alike_again(old: list[bytes], new: list[bytes], i: int, j: int) -> tuple[int, int]:
    """Return the next lines from which on both go on alike, for as long as parts two hunks.

    Where there are none near the lines `i` and `j`, up to the end of the file.
    """
    for further in range(1, _NEAR):
        for more in range(further + 1):
            at, other = i + further - more, j + more
            if old[at : at + _APART] == new[other : other + _APART] and at <= len(old) and other <= len(new):
                return at, other
    same = _alike(old[i:][::-1], new[j:][::-1])
    return len(old) - same, len(new) - same


def _alike(old: list[bytes], new: list[bytes]) -> int:
    """Return how many lines are the same from the first one on."""
    return next(compress(count(), map(ne, old, new)), min(len(old), len(new)))


def _range(start: int, end: int) -> str:
    """Return a hunk's range as `diff -u` writes it."""
    size = end - start
    return f"{start + bool(size)}" if size == 1 else f"{start + bool(size)},{size}"
