"""A password in each of the places that it goes to, what is refused at once, and how it may show up again."""

from __future__ import annotations

import base64
import html
import json
import re
import shlex
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from wizard.model import Problem

LONGEST = 255
"""Characters of a password."""
SHORTEST_MASKED = 4
"""Characters of a form that is looked for in output: a shorter one would stand in every other word."""

_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

shell_word = shlex.quote
"""One word for one sh; twice inside `su -c`."""
json_string = json.dumps


def oslo_value(text: str) -> str:
    r"""Return the raw value from which oslo.config reads the text: `$` as `\$`, in quotes where it must be.

    oslo.config strips blanks and one pair of equal quotes, so a value with a blank at an end or a quote in
    front is put between quotes of the other kind.
    """
    value = text.replace("$", r"\$")
    if value and value == value.strip() and value[0] not in "\"'":
        return value
    mark = "'" if value.startswith('"') else '"'
    return f"{mark}{value}{mark}"


def url_password(text: str) -> str:
    """Return the text for the password's place in a URL; no `$` is left for oslo.config."""
    return quote(text, safe="")


def sql_string(text: str) -> str:
    """Return an SQL string literal for MySQL, where sql_mode has no NO_BACKSLASH_ESCAPES."""
    return "'{}'".format(text.replace("\\", "\\\\").replace("'", "''"))


def option_file_value(text: str) -> str:
    """Return a value for a MySQL option file, in double quotes, where `#` starts no comment.

    Source: `mysys/my_default.c` of MariaDB. A line may have 4,095 bytes.
    """
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))


def check_password(name: str, value: str, database: bool) -> None:
    """Raise `Problem` for a password that would not work in all places; it says where, not what.

    `database`: PyMySQL, which logs in with it, sends a password as latin-1.
    """
    if len(value) > LONGEST:
        raise Problem("password-too-long", name=name, length=len(value), limit=LONGEST)
    for position, character in enumerate(value, 1):
        key = _refused_as(character, database)
        if key:
            raise Problem(key, name=name, position=position, character=f"U+{ord(character):04X}")


def _refused_as(character: str, database: bool) -> str | None:
    if character in _LINE_BREAKS:
        return "password-line-break"
    kind = unicodedata.category(character)
    if kind == "Cs":
        return "password-not-unicode"
    if kind == "Cc":
        return "password-control"
    return "password-not-ascii" if database and not character.isascii() else None


def every_form(text: str) -> frozenset[str]:
    """Return the encoded forms in which a password may show up in what a program prints.

    Forms of less than `SHORTEST_MASKED` characters are left out: masked, they would blacken words that
    have nothing to do with the password, and so tell it.
    """
    forms = set(_plain_forms(text)) | set(_in_urls(text)) | set(_in_bytes(text.encode()))
    return frozenset(form for form in forms if len(form) >= SHORTEST_MASKED)


def _plain_forms(text: str) -> Iterator[str]:
    """Yield the text as languages write it, without the quotes around it."""
    yield text
    yield text.replace("$", r"\$")
    yield text.replace("$", "$$")
    yield text.replace("%", "%%")
    yield sql_string(text)[1:-1]
    yield option_file_value(text)[1:-1]
    yield text.replace("\\", "\\\\").replace("'", "\\'")
    once = shell_word(text)
    yield from (once.strip("'"), shell_word(once).strip("'"), text.replace("'", r"'\''"))
    yield re.sub(r"([^\w@%+=:,./-])", r"\\\1", text)
    yield from (repr(text)[1:-1], ascii(text)[1:-1], repr(text.encode())[2:-1])
    for plain in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]):
        yield from (plain, plain.replace("/", r"\/"))
    for apostrophe in ("&#x27;", "&#39;", "&apos;", "'"):
        escaped = html.escape(text).replace("&#x27;", apostrophe)
        yield from (escaped, escaped.replace("&quot;", '"'), escaped.replace("&quot;", "&#34;"))


def _in_urls(text: str) -> Iterator[str]:
    for form in (quote(text, safe=""), quote(text), quote_plus(text)):
        lower = re.sub("%..", lambda found: found[0].lower(), form)
        for written in (form, lower):
            yield from (written, written.replace("%", "%%"), quote(written, safe=""))


def _in_bytes(raw: bytes) -> Iterator[str]:
    yield from (raw.hex(), raw.hex().upper())
    for shift in range(3):
        # Only the characters that no neighbour of the password has a bit in.
        first, last = -(-8 * shift // 6), 8 * (shift + len(raw)) // 6
        form = base64.b64encode(b"\0" * shift + raw).decode()[first:last]
        yield from (form, form.replace("+", "-").replace("/", "_"))
