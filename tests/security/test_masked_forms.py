"""A password of ours in whatever form a program gives it: none is shown, kept or told."""

from __future__ import annotations

import base64
import html
import json
import quopri
import shlex
import textwrap
import time
from collections.abc import Callable, Mapping
from urllib.parse import quote

import pytest

from wizard.engine.masked_output import MaskedOutput
from wizard.model.message import Message
from wizard.redact import Redactor
from wizard.secret import Secret

PASSWORDS = [
    "Xk7!pQ-zR2&uV9w",
    "p@ss/w$rd 'q\" \\ #1%",
    "hunter2-Canary",
    "it's=50%&<b>",
    "비밀번호Ab1",
    "tiger7",
]


def escaped(form: str) -> Callable[[str], str]:
    """Return what writes each character of a text in a format."""
    return lambda text: "".join(form.format(ord(character)) for character in text)


def in_bytes(form: str) -> Callable[[str], str]:
    """Return what writes each byte of a text in a format."""
    return lambda text: "".join(form.format(byte) for byte in text.encode())


def between(what: str) -> Callable[[str], str]:
    """Return what puts something between all characters of a text."""
    return what.join


def wrapped(width: int, between: str = "\n") -> Callable[[str], str]:
    """Return what breaks a text into lines of that width."""
    return lambda text: between.join(text[at : at + width] for at in range(0, len(text), width))


FORMS: Mapping[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "lower case": str.lower,
    "title case": str.title,
    "swapped case": str.swapcase,
    "HTML": html.escape,
    "HTML twice": lambda text: html.escape(html.escape(text)),
    "HTML three times": lambda text: html.escape(html.escape(html.escape(text))),
    "HTML decimal": escaped("&#{};"),
    "HTML decimal, zeros": escaped("&#{:06d};"),
    "HTML hexadecimal": escaped("&#x{:x};"),
    "HTML hexadecimal, twice": lambda text: html.escape(escaped("&#x{:X};")(text)),
    r"\xNN": in_bytes("\\x{:02x}"),
    r"\xNN in capitals": in_bytes("\\x{:02X}"),
    r"\xNN in a string": lambda text: json.dumps(in_bytes("\\x{:02x}")(text)),
    r"\uNNNN": escaped("\\u{:04x}"),
    r"\u{NN}": escaped("\\u{{{:x}}}"),
    r"\UNNNNNNNN": escaped("\\U{:08x}"),
    "%uNNNN": escaped("%u{:04x}"),
    "octal": in_bytes("\\{:03o}"),
    "octal with a zero": in_bytes("\\0{:03o}"),
    "percent, all": in_bytes("%{:02X}"),
    "percent, all, twice": lambda text: quote(in_bytes("%{:02x}")(text), safe=""),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "percent three times": lambda text: quote(quote(quote(text, safe=""), safe=""), safe=""),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of a login": lambda text: base64.b64encode(f"nova:{text}".encode()).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(f"ab{text}~~".encode()).decode(),
    "base64 in lines": lambda text: base64.encodebytes(("x" * 50 + text + "y" * 80).encode()).decode(),
    "base64 in lines of 10": lambda text: wrapped(10)(base64.b64encode(text.encode()).decode()),
    "base64 percent": lambda text: quote(base64.b64encode(text.encode()), safe=""),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal, capitals": lambda text: text.encode().hex().upper(),
    "hexadecimal, blanks": lambda text: text.encode().hex(" "),
    "hexadecimal, colons": lambda text: text.encode().hex(":"),
    "hexadecimal, an array": lambda text: ", ".join(f"0x{byte:02x}" for byte in text.encode()),
    "hexadecimal of UTF-16": lambda text: text.encode("utf-16-le").hex(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "quoted-printable, all": in_bytes("={:02X}"),
    "quoted-printable, cut": lambda text: text[:4] + "=\n" + text[4:],
    "$'…'": lambda text: "$'" + in_bytes("\\x{:02x}")(text) + "'",
    "quoted for sh": shlex.quote,
    "quoted for sh three times": lambda text: shlex.quote(shlex.quote(shlex.quote(text))),
    "backslashes": lambda text: "".join(f"\\{c}" if not c.isalnum() else c for c in text),
    "repr": repr,
    "repr of repr": lambda text: repr(repr(text.encode())),
    "JSON in JSON in JSON": lambda text: json.dumps(json.dumps(json.dumps(text))),
    "a URL in JSON": lambda text: json.dumps(f"mysql://nova:{quote(text, safe='')}@h/n").replace("/", "\\/"),
    "JSON in a URL": lambda text: quote(json.dumps({"p": text})),
    "HTML in JSON": lambda text: json.dumps(html.escape(text)),
    "UTF-16": lambda text: text.encode("utf-16-be").decode("latin-1") if text.isascii() else text,
    "folded at 3": wrapped(3),
    "folded at 4, indented": wrapped(4, "\n      "),
    "folded at 5, CRLF": wrapped(5, "\r\n"),
    "in a table's cell": wrapped(5, " |\n|          | "),
    "wrapped": lambda text: "\n    ".join(textwrap.wrap("see the word " + text, 15)),
    "a colour": lambda text: f"{text[:3]}\x1b[31;1m{text[3:]}\x1b[0m",
    "a colour a character": between("\x1b[0m"),
    "an 8-bit colour": between("\x9b0m"),
    "a title": lambda text: f"{text[:3]}\x1b]0;title\x07{text[3:]}",
    "a written colour": lambda text: f"{text[:3]}\\033[1m{text[3:]}",
    "a colour in JSON": lambda text: json.dumps(f"{text[:3]}\x1b[1m{text[3:]}"),
    "NUL": between("\0"),
    "a bell": between("\x07"),
    "zero width": between("\u200b"),
    "a written zero width": between("\\u200b"),
    "byte order marks": between("\ufeff"),
    "direction": between("\u202e"),
    "soft hyphens": between("\u00ad"),
    "word joiners": between("\u2060"),
    "an exception": lambda text: repr(ValueError(f"bad login {text!r}")),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("password", PASSWORDS)
def test_no_form_gets_through(password: str, form: str) -> None:
    written = FORMS[form](password)
    masked = Redactor([Secret("novapass", password)]).mask(f"2016 ERROR [-] said {written} then\nmore\n")
    assert "‹novapass›" in masked
    assert masked.startswith("2016 ERROR [-] said ")
    assert masked.endswith("more\n")
    written, masked, around = map(unquoted, (written, masked, FORMS[form]("4Jq8Yw5Gv0")))
    pieces = {written[at : at + 6] for at in range(len(written) - 5)}
    assert "base64" in form or not [piece for piece in pieces if piece in masked and piece not in around]


def unquoted(text: str) -> str:
    """Return a text without quotes and backslashes."""
    return text.translate({ord(sign): None for sign in "'\"\\"})


def test_what_is_no_password_stays() -> None:
    text = (
        "no valid host was found (no value for it); nova-compute: 100% of C:\\nova %(tenant_id)s &amp; done\n"
        "\x1b[32m  OK  \x1b[0m Started OpenStack Nova. 2016-08-12 12:10:56.123 https://controller:8774/v2.1/%20\n"
    )
    assert Redactor([Secret("a", "nova1"), Secret("b", "Zq8#Zq8#")]).mask(text) == text
    assert Redactor([Secret("a", "nova")]).mask("no value, no van\nno\nva") == "no value, no van\n‹a›"


# --- Between lines and events -----------------------------------------------------------------------


def told(password: str, *lines: str) -> list[str]:
    """Return the lines that the screen, the journal and the log get."""
    found: list[str] = []
    redactor = Redactor([Secret("novapass", password)])
    output = MaskedOutput(redactor.mask, redactor.unfinished, found.append)
    for line in lines:
        output.take(line)
    output.end()
    return found


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize(
    "form",
    [
        str,
        str.upper,
        in_bytes("%{:02X}"),
        in_bytes("\\x{:02x}"),
        html.escape,
        lambda text: text.encode().hex(),
    ],
    ids=["plain", "upper", "percent", "hex escapes", "html", "hex"],
)
def test_a_password_cut_between_two_events(password: str, form: Callable[[str], str]) -> None:
    written = form(password)
    for at in range(1, len(written)):
        lines = told(password, f"before {written[:at]}", f"{written[at:]} after", "the end")
        text = "".join(lines)
        assert "‹novapass›" in text, lines
        assert text.startswith("before ")
        assert text.endswith("the end")
        pieces = (written[start : start + 5] for start in range(len(written) - 4))
        assert not any(piece in text for piece in pieces), lines


@pytest.mark.parametrize("width", [1, 2, 3, 7])
def test_a_password_over_many_events(width: int) -> None:
    password = PASSWORDS[0]
    pieces = [password[at : at + width] for at in range(0, len(password), width)]
    assert told(password, "x", *pieces, "y") == ["x", "‹novapass›", "y"]


def test_lines_are_not_held_back_for_nothing() -> None:
    found: list[str] = []
    redactor = Redactor([Secret("novapass", "Zq8#Zq8#")])
    output = MaskedOutput(redactor.mask, redactor.unfinished, found.append)
    output.take("Installing: openstack-nova")
    assert found == ["Installing: openstack-nova"]


def test_a_held_line_does_not_grow_without_end() -> None:
    found: list[str] = []
    output = MaskedOutput(str, lambda _: True, found.append)
    for number in range(1000):
        output.take(str(number))
    assert len(found) > 600


def test_a_message_with_a_password_in_an_exception() -> None:
    mask = Redactor([Secret("novapass", "hunter2-Canary")]).mask
    message = Message("login-no-way", said=str(OSError("cannot reach nova:HUNTER2%2DCANARY@controller")))
    assert "canary" not in str(message.mapped(mask)).lower()


# --- Time -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "%" * 500_000,
        "\\" * 500_000,
        "%25" * 200_000,
        "&amp;" * 100_000,
        "\x1b[" * 250_000,
        "\x1b]0;" * 100_000,
        " " * 500_000,
        "password=" * 50_000,
        'password="' * 50_000,
        "pass:'" * 80_000,
        "://a:" * 100_000,
        "a:@" * 150_000,
        "@ " * 200_000,
        "identified by " * 40_000,
        "mysql -p" * 60_000,
        "Zq8#" * 100_000,
        "-----BEGIN PRIVATE KEY-----" * 2_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_output_is_masked_in_linear_time(text: str) -> None:
    mask = Redactor([Secret("a", "Zq8#Zq8#"), Secret("b", "hunter2-Canary")]).mask
    spent = []
    for size in (len(text) // 4, len(text)):
        start = time.process_time()
        mask(text[:size])
        spent.append(time.process_time() - start)
    assert spent[1] < 1 or spent[1] < 8 * spent[0]
