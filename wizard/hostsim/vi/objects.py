"""Text objects: what an operator or a selection takes around the cursor (`iw`, `a"`, `ip`, `i(` …)."""

from __future__ import annotations

from wizard.hostsim.vi import words
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.motions import Motion
from wizard.hostsim.vi.text import Position

BRACKETS = {
    "(": "(", ")": "(", "b": "(", "{": "{", "}": "{", "B": "{", "[": "[", "]": "[", "<": "<", ">": "<",
}  # fmt: skip


def text_object(editor: Editor, around: bool, key: str, count: int) -> Motion:
    """Return what an object covers. Raises Failed where there is none."""
    if key in "wW":
        return _word(editor, around, key == "W", count)
    if key in "\"'`":
        return _quoted(editor, around, key)
    if key in BRACKETS:
        return _bracketed(editor, around, BRACKETS[key], count)
    if key == "p":
        return _paragraph(editor, around, count)
    if key == "s":
        return _sentence(editor, around)
    if key == "t":
        return _tag(editor, around)
    raise Failed


def _run(text: str, column: int, big: bool) -> tuple[int, int]:
    """Return the piece of one kind around a column, to before its end."""
    kind = words.kind(text[column], big)
    start = end = column
    while start and words.kind(text[start - 1], big) == kind:
        start -= 1
    while end < len(text) and words.kind(text[end], big) == kind:
        end += 1
    return start, end


def _word(editor: Editor, around: bool, big: bool, count: int) -> Motion:
    text = editor.current
    if not text:
        return Motion(editor.line, 0, whole=True, start=(editor.line, 0))
    start, end = _run(text, editor.column, big)
    blank = words.kind(text[start], big) == words.BLANK
    for number in range(count):
        if number:
            if end >= len(text):
                raise Failed
            end = _run(text, end, big)[1]
        if not around:
            continue
        if end < len(text) and (blank or words.kind(text[end], big) == words.BLANK):
            end = _run(text, end, big)[1]
        elif not number and not blank and start and words.kind(text[start - 1], big) == words.BLANK:
            before = _run(text, start - 1, big)[0]
            start = before if before or not text[:start].isspace() else start
    return Motion(editor.line, end - 1, inclusive=True, whole=True, start=(editor.line, start))


def _quoted(editor: Editor, around: bool, quote: str) -> Motion:
    text = editor.current
    pairs: list[tuple[int, int]] = []
    first: int | None = None
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text[at] == quote:
            if first is None:
                first = at
            else:
                pairs.append((first, at))
                first = None
        at += 1
    pair = next((pair for pair in pairs if editor.column <= pair[1]), None)
    if pair is None:
        raise Failed
    start, end = pair
    if not around:
        return _between(editor, (editor.line, start + 1), (editor.line, end))
    stop = end + 1
    while stop < len(text) and text[stop] in " \t":
        stop += 1
    if stop == end + 1:
        while start and text[start - 1] in " \t":
            start -= 1
    return _between(editor, (editor.line, start), (editor.line, stop))


def _between(editor: Editor, start: Position, stop: Position) -> Motion:
    """Return the text from a position to before another, as an exclusive motion."""
    return Motion(*stop, whole=True, start=start)


def _bracketed(editor: Editor, around: bool, opener: str, count: int) -> Motion:
    lines = editor.lines
    line, column = editor.at
    char = lines[line][column : column + 1]
    if char == opener:
        opened: Position | None = (line, column)
    else:
        opened = words.opening(lines, (line, column), opener)
    for _ in range(count - 1):
        opened = words.opening(lines, opened, opener) if opened else None
    closed = words.closing(lines, (opened[0], opened[1] + 1), opener) if opened else None
    if opened is None or closed is None:
        raise Failed
    if around:
        return _between(editor, opened, (closed[0], closed[1] + 1))
    start = opened[0], opened[1] + 1
    if start[1] >= len(lines[start[0]]) and closed[0] > start[0]:
        start = start[0] + 1, 0
        if not lines[closed[0]][: closed[1]].strip():
            last = closed[0] - 1
            if last < start[0]:
                raise Failed
            return Motion(last, 0, linewise=True, whole=True, start=start)
    return _between(editor, start, closed)


def _paragraph(editor: Editor, around: bool, count: int) -> Motion:
    lines = editor.lines

    def blank(number: int) -> bool:
        return not lines[number].strip()

    start = end = editor.line
    while start and blank(start - 1) == blank(editor.line):
        start -= 1
    end = start - 1
    for _ in range(count * 2 if around else count):
        if end + 1 >= len(lines):
            break
        kind = blank(end + 1)
        while end + 1 < len(lines) and blank(end + 1) == kind:
            end += 1
    if around and end == len(lines) - 1 and not blank(editor.line) and not blank(end):
        while start and blank(start - 1):
            start -= 1
    return Motion(end, 0, linewise=True, whole=True, start=(start, 0))


def _sentence(editor: Editor, around: bool) -> Motion:
    lines = editor.lines
    starts = words.sentence_starts(lines, editor.line - 200, editor.line + 200)
    begins = [start for start in starts if start <= editor.at]
    if not begins:
        raise Failed
    start = begins[-1]
    last = len(lines) - 1
    stop = next((other for other in starts if other > editor.at), (last, len(lines[last])))
    if stop[0] > start[0] and stop[1] == 0:
        stop = stop[0] - 1, len(lines[stop[0] - 1])
    if around and stop[1] and not lines[stop[0]][stop[1] - 1].isspace():
        before = lines[start[0]][: start[1]]
        start = start[0], len(before.rstrip())
    if not around:
        kept = lines[stop[0]][: stop[1]].rstrip()
        stop = stop[0], len(kept)
    return _between(editor, start, stop)


def _tag(editor: Editor, around: bool) -> Motion:
    raise Failed
