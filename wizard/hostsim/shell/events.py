"""History expansion: `!!`, `!n`, `!text`, `!$` and the like, as bash has it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

from wizard.hostsim import limits
from wizard.hostsim.interactive import History

EVENT = re.compile(
    r"""!(?:(?P<last>!)|(?P<number>-?\d+)|\?(?P<inside>[^?\n]*)\??
        |(?P<begin>[^\s:$^*!?\-"';&|()<>]+))?""",
    re.VERBOSE,
)
DESIGNATOR = re.compile(
    r"""(?::(?P<from>\d+|[\^$*-])|(?P<short>[\^$*]))(?P<to>-(?:\d+|\$)?|\*)?""",
    re.VERBOSE,
)
MODIFIER = re.compile(
    r""":(?:(?P<kind>[htrepqx])|(?P<all>[ga])?s(?P<mark>.)(?P<old>(?:\\.|(?!(?P=mark)).)*)(?P=mark)
        (?P<new>(?:\\.|(?!(?P=mark)).)*)(?:(?P=mark)|$))""",
    re.VERBOSE,
)
QUICK = re.compile(r"\^([^^]*)\^([^^]*)\^?(.*)$", re.DOTALL)


class NoEvent(Exception):
    """An event, or a word of it, that there is not; the text is what bash says."""


def expanded(line: str, history: History) -> tuple[str, bool]:
    """Return a line with its history references replaced, and whether it is only to be printed (`:p`)."""
    if line.startswith("^") and (match := QUICK.match(line)):
        old, new, rest = match.groups()
        last = _event(history, last=True)
        if not last or old not in last:
            raise NoEvent(f":s{line}: substitution failed")
        return last.replace(old, new, 1) + rest, False
    parts: list[str] = []
    only_printed = False
    at = 0
    quote = ""
    while at < len(line):
        char = line[at]
        if char == "\\" and quote != "'" and at + 1 < len(line):
            parts.append(line[at : at + 2])
            at += 2
            continue
        if char in "'\"" and quote in ("", char):
            quote = "" if quote else char
        if char != "!" or quote == "'" or line[at + 1 : at + 2] in ("", " ", "\t", "\n", "=", "("):
            parts.append(char)
            at += 1
            continue
        text, end, printed = _reference(line, at, history)
        parts.append(text)
        only_printed = only_printed or printed
        at = end
        if sum(map(len, parts)) > limits.EDITED:
            raise NoEvent(f"{line[:20]}: event too long")
    return "".join(parts), only_printed


def _reference(line: str, at: int, history: History) -> tuple[str, int, bool]:
    """Return what a reference stands for, where it ends, and whether the line is only to be printed."""
    match = EVENT.match(line, at)
    assert match is not None  # noqa: S101 - begins with `!`
    end = match.end()
    named = match["last"] or match["number"] or match["inside"] is not None or match["begin"]
    if not named and line[end : end + 1] not in ("$", "^", "*", ":", "-"):
        raise NoEvent(f"{line[at : at + 2]}: event not found")
    event = _event(
        history,
        last=not named or bool(match["last"]),
        number=match["number"],
        inside=match["inside"],
        begin=match["begin"],
    )
    if event is None:
        raise NoEvent(f"{match[0]}: event not found")
    text = event
    if chosen := DESIGNATOR.match(line, end):
        text = _words(event, chosen, line[at : chosen.end()])
        end = chosen.end()
    printed = False
    while modifier := MODIFIER.match(line, end):
        end = modifier.end()
        printed = printed or modifier["kind"] == "p"
        text = _modified(text, modifier)
    return text, end, printed


def _event(
    history: History,
    *,
    last: bool = False,
    number: str | None = None,
    inside: str | None = None,
    begin: str | None = None,
) -> str | None:
    lines = history.lines
    if last:
        return lines[-1] if lines else None
    if number is not None:
        index = int(number) - history.first if int(number) > 0 else len(lines) + int(number)
        return lines[index] if 0 <= index < len(lines) and int(number) else None
    fits: Callable[[str], bool]
    if inside is not None:
        wanted = inside
        fits = lambda entry: wanted in entry  # noqa: E731 - one of two
    else:
        prefix = begin or ""
        fits = lambda entry: entry.startswith(prefix)  # noqa: E731 - one of two
    return next(filter(fits, reversed(lines)), None)


def _words(event: str, chosen: re.Match[str], shown: str) -> str:
    try:
        words = shlex.split(event, posix=False)
    except ValueError:
        words = event.split()
    first, to = chosen["short"] or chosen["from"], chosen["to"]
    last = len(words) - 1
    if first == "*":
        return " ".join(words[1:])
    if first == "-":
        first, to = "0", "-" if to is None else to
    begin = {"^": 1, "$": last}.get(first)
    begin = int(first) if begin is None else begin
    if to is None:
        end = begin
    elif to == "*":
        end = last
    else:
        end = last - 1 if to == "-" else last if to == "-$" else int(to[1:])
    if begin > last or end > last:
        raise NoEvent(f"{shown.lstrip('!')}: bad word specifier")
    return " ".join(words[begin : end + 1])


def _modified(text: str, modifier: re.Match[str]) -> str:
    if modifier["mark"]:
        old, new = modifier["old"], modifier["new"]
        if old not in text:
            raise NoEvent(f"{modifier[0]}: substitution failed")
        return text.replace(old, new.replace("&", old), -1 if modifier["all"] else 1)
    head, slash, tail = text.rpartition("/")
    stem, dot, suffix = text.rpartition(".")
    return {
        "h": head if slash else text,
        "t": tail,
        "r": stem if dot else text,
        "e": dot + suffix if dot else "",
        "q": shlex.quote(text),
        "x": " ".join(map(shlex.quote, text.split())),
    }.get(modifier["kind"], text)
