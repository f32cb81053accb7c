"""`echo` and `printf`, as bash has them."""

from __future__ import annotations

import errno
import re

from wizard.hostsim import limits
from wizard.hostsim.process import encode
from wizard.hostsim.streams import os_error

ESCAPES = {
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    '"': '"',
    "'": "'",
}
DIRECTIVE = re.compile(r"%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%])")
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
ESCAPE_OF_B = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|(.))", re.DOTALL)


class StopPrinting(Exception):
    r"""Raised at `\c`, which ends the output of `echo -e` and `printf`."""


def _byte(value: int) -> str:
    return bytes([value & 255]).decode("utf-8", "surrogateescape")


def _unescape(text: str, pattern: re.Pattern[str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return _byte(int(match[1], 16))
        if match[2]:
            return _byte(int(match[2], 8))
        return ESCAPES.get(match[3], match[0])

    result = pattern.sub(replace, text)
    # Escapes for single bytes may make up one character together.
    return encode(result).decode("utf-8", "surrogateescape")


def echo(words: list[str]) -> str:
    """Return what echo prints for these arguments; -n and -e as in bash."""
    line_end = "\n"
    interpret = False
    while words and re.fullmatch("-[neE]+", words[0]):
        for letter in words[0][1:]:
            if letter == "n":
                line_end = ""
            else:
                interpret = letter == "e"
        words = words[1:]
    text = " ".join(words)
    if interpret:
        text, stop, _ = text.partition("\\c")
        text = _unescape(text, ESCAPE_OF_B)
        line_end = "" if stop else line_end
    return text + line_end


def printf(template: str, arguments: list[str]) -> tuple[str, list[str]]:
    """Return what printf prints, and what it complains about."""
    problems: list[str] = []
    remaining = list(arguments)
    output = ""
    while True:
        before = len(remaining)
        try:
            output += _formatted(template, remaining, problems)
        except StopPrinting as stop:
            return output + str(stop), problems
        if not remaining or len(remaining) == before:
            return output, problems


def _size(remaining: list[str]) -> str:
    """Return the argument for a `*`, as bash takes it: what is no number is 0."""
    word = remaining.pop(0) if remaining else "0"
    return word if re.fullmatch(r"-?\d+", word) else "0"


def _formatted(template: str, remaining: list[str], problems: list[str]) -> str:
    output = ""
    position = 0
    for match in DIRECTIVE.finditer(template):
        output += _unescape(template[position : match.start()], ESCAPE)
        position = match.end()
        flags, width, precision, kind = match.groups()
        if kind == "%":
            output += "%"
            continue
        if width == "*":
            width = _size(remaining)
        if precision == "*":
            precision = _size(remaining)
        argument = remaining.pop(0) if remaining else ""
        if any(len(size or "") > 9 or abs(int(size or 0)) > limits.INPUT for size in (width, precision)):
            raise os_error(errno.ENOMEM)
        specification = f"%{flags}{width or ''}{'.' + precision if precision is not None else ''}"
        try:
            output += _converted(specification, kind, argument, problems)
        except StopPrinting as stop:
            raise StopPrinting(output + str(stop)) from None
    return output + _unescape(template[position:], ESCAPE)


def _converted(specification: str, kind: str, argument: str, problems: list[str]) -> str:  # noqa: PLR0911 - a case a branch
    if kind == "s":
        return str((specification + "s") % argument)
    if kind == "b":
        text, stop, _ = argument.partition("\\c")
        text = str((specification + "s") % _unescape(text, ESCAPE_OF_B))
        if stop:
            raise StopPrinting(text)
        return text
    if kind == "c":
        return str((specification + "s") % argument[:1])
    if kind == "q":
        return (
            argument
            if re.fullmatch(r"[\w./:=@%+-]+", argument)
            else re.sub(r"([^\w./:=@%+-])", r"\\\1", argument)
        )
    if kind in "diouxX":
        return str((specification + kind) % _integer(argument, problems))
    if kind in "eEfFgG":
        try:
            return str((specification + kind) % float(argument or 0))
        except ValueError:
            problems.append(f"{argument}: invalid number")
            return str((specification + kind) % 0.0)
    problems.append(f"`{kind}': invalid format character")
    return ""


def _integer(argument: str, problems: list[str]) -> int:
    if argument[:1] in ("'", '"'):
        return ord(argument[1:2] or "\0")
    match = re.match(r"\s*([-+]?)(0[xX][0-9a-fA-F]+|\d+)?", argument)
    if match is None or match[2] is None or match.end() != len(argument):
        if argument:
            problems.append(f"{argument}: invalid number")
        if match is None or match[2] is None:
            return 0
    digits = match[2].lower()
    octal = len(digits) > 1 and digits[0] == "0" and digits.isdigit() and not set(digits) & set("89")
    value = int(digits, 16) if digits.startswith("0x") else int(digits, 8 if octal else 10)
    return -value if match[1] == "-" else value
