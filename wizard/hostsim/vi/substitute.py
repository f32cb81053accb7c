"""`:s` and `:g`: substituting, and running commands on lines that match."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.hostsim.scheduling import matching
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.looking import searcher, split_pattern
from wizard.hostsim.vi.patterns import groups, span
from wizard.hostsim.vi.search import Searcher
from wizard.hostsim.vi.text import TooLong

PIECE = 1 << 20


@dataclass(slots=True)
class Substitution:
    """What a `:s` says."""

    pattern: str
    replacement: str
    flags: str = ""
    count: int | None = None


@dataclass(slots=True)
class Outcome:
    """How many substitutions were made, on how many lines, and where the last one was."""

    made: int = 0
    lines: int = 0
    last: int = 0
    stopped: bool = False


def read_substitution(editor: Editor, argument: str) -> Substitution:
    """Parse what stands behind `:s`, and remember it."""
    text = argument.lstrip()
    delimiter = text[:1]
    if delimiter and not (delimiter.isalnum() or delimiter in '"|\\ &~#'):
        pattern, rest = split_pattern(text[1:], delimiter)
        replacement, flags = _split_replacement(rest or "", delimiter)
        if not pattern:
            pattern = editor.pattern
            if not pattern:
                raise Failed("E35: No previous regular expression")
        if replacement == "~" and editor.substitution:
            replacement = editor.substitution[1]
    elif editor.substitution is None:
        raise Failed("E35: No previous regular expression")
    else:
        pattern, replacement, flags = editor.substitution[0], editor.substitution[1], text
    match = re.fullmatch(r"([&cegiInp#lr~]*)\s*(\d{1,9})?\s*", flags)
    if match is None:
        raise Failed("E488: Trailing characters")
    letters = match[1]
    if letters.startswith("&") and editor.substitution:
        letters = editor.substitution[2] + letters[1:]
    if "r" in letters and editor.pattern:
        pattern = editor.pattern
    editor.pattern = pattern
    editor.substitution = pattern, replacement, letters
    editor.highlight = True
    return Substitution(pattern, replacement, letters, int(match[2]) if match[2] else None)


def _split_replacement(text: str, delimiter: str) -> tuple[str, str]:
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == delimiter:
            return text[:at].replace("\\" + delimiter, delimiter), text[at + 1 :]
        else:
            at += 1
    return text.replace("\\" + delimiter, delimiter), ""


def filled(template: str, match: re.Match[str]) -> str:
    r"""Return a replacement: `&` is the match, `\1` … its parts, `\r` a line end, `\u` `\L` the case."""
    start, end = span(match)
    whole = match.string[start:end]
    parts = groups(match)
    result: list[str] = []
    lasting = once = ""
    for piece in re.findall(r"\\[\s\S]|[^\\]|\\", template):
        if piece in ("&", "\\0"):
            text = whole
        elif len(piece) == 2 and piece[1].isdigit():
            number = int(piece[1])
            text = parts[number - 1] if number <= len(parts) else ""
        elif piece in ("\\u", "\\l"):
            once = piece[1]
            continue
        elif piece in ("\\U", "\\L", "\\e", "\\E"):
            lasting = piece[1] if piece[1] in "UL" else ""
            continue
        elif piece == "\r":
            text = "\n"
        else:
            text = {"\\r": "\n", "\\n": "\0", "\\t": "\t", "\\&": "&"}.get(piece, piece[-1])
        if text and lasting:
            text = text.upper() if lasting == "U" else text.lower()
        if text and once:
            text = (text[0].upper() if once == "u" else text[0].lower()) + text[1:]
            once = ""
        result.append(text)
    return "".join(result)


async def substitute(editor: Editor, argument: str, first: int, last: int) -> None:
    """Substitute in lines."""
    wanted = read_substitution(editor, argument)
    if wanted.count is not None:
        if wanted.count == 0:
            raise Failed("E939: Positive count required")
        first, last = last, min(last + wanted.count - 1, len(editor.lines) - 1)
    finder = searcher(editor, wanted.pattern)
    if "i" in wanted.flags or "I" in wanted.flags:
        finder = Searcher(wanted.pattern, editor.lines, ignore_case="i" in wanted.flags)
    outcome = Outcome()
    every = ("g" in wanted.flags) != editor.settings.on("gdefault")
    if "n" not in wanted.flags:
        editor.begin_change()
    if "c" in wanted.flags:
        await _asking(editor, finder.expression, wanted, first, last, outcome, every=every)
    elif finder.joined:
        _over_lines(editor, finder.expression, wanted, first, last, outcome, every=every)
    else:
        _by_line(editor, finder.expression, wanted, first, last, outcome, every=every)
    if not outcome.made and not outcome.stopped:
        if "e" not in wanted.flags and not editor.running_global:
            raise Failed(f"E486: Pattern not found: {wanted.pattern}")
        return
    if "n" in wanted.flags:
        _say(editor, outcome, "match", "matches", always=True)
        return
    if outcome.made:
        editor.move_to_first(outcome.last)
    _say(editor, outcome, "substitution", "substitutions")
    if "p" in wanted.flags or "#" in wanted.flags or "l" in wanted.flags:
        editor.pages.append(editor.current)


def _say(editor: Editor, outcome: Outcome, one: str, many: str, *, always: bool = False) -> None:
    if editor.running_global:
        editor.substituted = editor.substituted[0] + outcome.made, editor.substituted[1] + outcome.lines
        return
    if always or outcome.made > editor.settings.number("report"):
        noun = one if outcome.made == 1 else many
        lines = "line" if outcome.lines == 1 else "lines"
        editor.say(f"{outcome.made} {noun} on {outcome.lines} {lines}")


def _replaced(
    expression: re.Pattern[str], text: str, wanted: Substitution, *, every: bool
) -> tuple[str, int]:
    parts: list[str] = []
    at = made = resume = 0
    nonempty = -1
    size = len(text)
    for match in expression.finditer(text):
        start, end = span(match)
        if start < at or (made and start == end and (start == nonempty or resume >= len(text))):
            resume = max(resume, start + 1)
            continue
        new = filled(wanted.replacement, match) if "n" not in wanted.flags else ""
        size += len(new)
        if size > PIECE * 16:
            raise TooLong
        parts += text[at:start], new
        at = end
        if end > start:
            nonempty = end
        resume = max(end, start + 1)
        made += 1
        if not every:
            break
    return "".join(parts) + text[at:], made


def _by_line(
    editor: Editor, expression: re.Pattern[str], wanted: Substitution, first: int, last: int,
    outcome: Outcome,
    *, every: bool,
) -> None:  # fmt: skip
    """Substitute line by line, and put all lines that changed in their place at once."""
    result: list[str] = []
    grown = 0
    for number in range(first, last + 1):
        with matching():
            text, made = _replaced(expression, editor.lines[number], wanted, every=every)
        outcome.made += made
        outcome.lines += bool(made)
        lines = text.split("\n") if made else [text]
        if made:
            outcome.last = number + grown + len(lines) - 1
        grown += len(lines) - 1
        result += [line.replace("\0", "\x00") for line in lines]
    if outcome.made and "n" not in wanted.flags:
        editor.text.replace(first, last + 1, result)
        editor.changed_marks((first, 0), (outcome.last, 0))


def _over_lines(
    editor: Editor, expression: re.Pattern[str], wanted: Substitution, first: int, last: int,
    outcome: Outcome,
    *, every: bool,
) -> None:  # fmt: skip
    """Substitute what may reach over line ends: the lines are one text."""
    text = "\n".join(editor.lines[first : last + 1]) + ("\n" if last + 1 < len(editor.lines) else "")
    parts: list[str] = []
    at = 0
    line_of_last = -1
    with matching():
        for match in expression.finditer(text):
            start, end = span(match)
            if start < at or start >= max(1, len(text)):
                continue
            line = text.count("\n", 0, start)
            if not every and line == line_of_last and "\n" not in text[at:start]:
                continue
            outcome.lines += line != line_of_last
            line_of_last = line
            parts += text[at:start], filled(wanted.replacement, match)
            at = end
            outcome.made += 1
    if not outcome.made or "n" in wanted.flags:
        return
    made = "".join(parts) + text[at:]
    if last + 1 < len(editor.lines) and not made.endswith("\n"):
        made += editor.lines[last + 1]
        last += 1
    elif last + 1 < len(editor.lines):
        made = made[:-1]
    outcome.last = first + "".join(parts).count("\n")
    editor.text.replace(first, last + 1, made.split("\n"))


async def _asking(
    editor: Editor, expression: re.Pattern[str], wanted: Substitution, first: int, last: int,
    outcome: Outcome,
    *, every: bool,
) -> None:  # fmt: skip
    number = first
    answer = ""
    while number <= last:
        at = 0
        changed = False
        while (match := expression.search(editor.lines[number], at)) is not None:
            start, end = span(match)
            if answer != "a":
                answer = await _ask(editor, wanted, number, start)
            if answer in ("q", "\x1b", "\x03"):
                outcome.stopped = True
                return
            length = len(editor.lines[number])
            if answer in ("y", "a", "l"):
                new = filled(wanted.replacement, match).split("\n")
                line = editor.lines[number]
                pieces = "\n".join(new)
                whole = (line[:start] + pieces + line[end:]).split("\n")
                editor.text.replace(number, number + 1, whole)
                outcome.made += 1
                outcome.lines += not changed
                changed = True
                number += len(new) - 1
                last += len(new) - 1
                outcome.last = number
                at = len(new[-1]) + (start if len(new) == 1 else 0) + (start == end)
            else:
                at = end + (start == end)
            if answer == "l":
                outcome.stopped = True
                return
            if not every or at > max(length, len(editor.lines[number])):
                break
        number += 1


async def _ask(editor: Editor, wanted: Substitution, line: int, column: int) -> str:
    editor.move(line, column)
    while True:
        editor.prompt = (f"replace with {wanted.replacement} (y/n/a/q/l/^E/^Y)?", -1)
        try:
            key = await editor.input.key()
        finally:
            editor.prompt = None
        if key in ("y", "n", "a", "q", "l", "\x1b", "\x03"):
            return key
