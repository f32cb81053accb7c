"""A password in each of the places that it goes to, what is refused at once, and how it may show up again."""

from __future__ import annotations

import base64
import json
import re
import shlex
import unicodedata
from collections.abc import Iterator
from itertools import chain, product
from urllib.parse import quote, quote_plus

from wizard.model.problems import Problem

LONGEST = 255
"""Characters of a password."""
SHORTEST_MASKED = 4
"""Characters of a password, or of a form of it, that is looked for in output."""

_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

shell_word = shlex.quote
"""One word for one sh; applied twice inside `su -c`."""
json_string = json.dumps
"""A JSON string with its quotes, in ASCII."""


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


def sql_characters(text: str) -> str:
    """Return the text as it stands between the single quotes of an SQL string literal for MySQL.

    The session is in utf8mb4 and its sql_mode without NO_BACKSLASH_ESCAPES.
    """
    return text.replace("\\", "\\\\").replace("'", "''")


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

    A password of less than `SHORTEST_MASKED` characters has none, and shorter forms are left out: masked,
    they would blacken words that have nothing to do with the password, and so tell it.
    """
    if len(text) < SHORTEST_MASKED:
        return frozenset()
    forms = chain(_plain_forms(text), _in_markup(text), _in_urls(text), _in_bytes(text.encode()))
    return frozenset(form for form in forms if len(form) >= SHORTEST_MASKED)


def _plain_forms(text: str) -> Iterator[str]:
    """Yield the text as programs write it, without the quotes around it."""
    yield text
    yield from (text.replace("$", r"\$"), text.replace("$", "$$"), text.replace("%", "%%"))
    yield from (_escaped(text, "\\"), _escaped(text, "\\'"), _escaped(text, '\\"'), sql_characters(text))
    # The shell: quoted once and twice, as dash and bash show it in a trace, and as `printf %q` has it.
    once = shell_word(text)
    yield from (once.strip("'"), shell_word(once).strip("'"), text.replace("'", r"'\''"))
    yield re.sub(r"([][ !\"$&'()*,;<>?\\^`{|}]|^[#~])", r"\\\1", text)
    yield from (repr(text)[1:-1], ascii(text)[1:-1], repr(text.encode())[2:-1])
    for plain in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]):
        yield from (plain, plain.replace("/", r"\/"), json.dumps(plain)[1:-1])


def _escaped(text: str, characters: str) -> str:
    return re.sub(f"([{re.escape(characters)}])", r"\\\1", text)


def _in_markup(text: str) -> Iterator[str]:
    import html  # noqa: PLC0415 - slow to import

    escaped = html.escape(text, quote=False)
    for single, double in product(("'", "&#x27;", "&#39;", "&apos;"), ('"', "&quot;", "&#34;")):
        form = escaped.replace("'", single).replace('"', double)
        yield from (form, form.encode("ascii", "xmlcharrefreplace").decode())


def _in_urls(text: str) -> Iterator[str]:
    # The second is SQLAlchemy 2's own, the last one that of Mitaka's SQLAlchemy 1.0.
    whole = (quote(text, safe=""), quote(text, safe=" +"), quote(text), quote_plus(text))
    partly = re.sub("[:@/]", lambda found: f"%{ord(found[0]):X}", text)
    for form in (*whole, partly):
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
