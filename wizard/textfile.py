"""Single lines of plain files: SELinux's config, fstab. Bytes in, bytes out."""

from __future__ import annotations

import difflib
import re

from wizard.plaintext import printable_line
from wizard.secret import Text
from wizard.secretlike import hidden


def with_line(content: bytes, pattern: bytes | None, line: bytes) -> bytes:
    """Return the content with `line` in the place of the lines that `pattern` begins, else at the end.

    Of several lines the first gives its place and the others go; line endings are kept.
    """
    lines = content.splitlines(keepends=True)
    ending = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    places = [at for at, old in enumerate(lines) if pattern and re.match(pattern, old)]
    if places:
        lines[places[0]] = line + ending
        gone = set(places[1:])
        return b"".join(old for at, old in enumerate(lines) if at not in gone)
    if lines and not lines[-1].endswith(b"\n"):
        lines[-1] += ending
    return b"".join([*lines, line + ending])


def raw_text(content: bytes) -> Text:
    """Return a file's content as text to be sent; bytes that are not UTF-8 come out as they were."""
    return Text(content.decode("utf-8", "surrogateescape"))


def line_difference(before: bytes, after: bytes, path: str) -> str:
    """Return a unified diff of the lines that change and no others, without what looks like a secret."""
    old, new = ([_shown(line) for line in part.splitlines()] for part in (before, after))
    return "\n".join(difflib.unified_diff(old, new, path, path, n=0, lineterm=""))


def _shown(line: bytes) -> str:
    return hidden(printable_line(line.decode("utf-8", "replace")))
