"""Motions by words, paragraphs, brackets, and to marks."""

from __future__ import annotations

from wizard.hostsim.vi import words
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.motions import Motion, first_of, motion
from wizard.hostsim.vi.text import Position


@motion("w", "W")
def word(editor: Editor, count: int | None, key: str) -> Motion:
    """Go to the start of the next word; an operator's last one ends with its line."""
    at = editor.at
    big = key == "W"
    for number in range(count or 1):
        last = number == (count or 1) - 1
        found = words.next_word(editor.lines, at, big=big, to_end=bool(editor.operator) and last)
        if found is None:
            if not editor.operator and number == 0:
                raise Failed
            at = at[0], len(editor.lines[at[0]])
            break
        at = found
    if editor.operator and at[0] > editor.line and at[1] <= _indent(editor, at[0]):
        at = at[0] - 1, len(editor.lines[at[0] - 1])
    return Motion(*at)


def _indent(editor: Editor, line: int) -> int:
    text = editor.lines[line]
    return len(text) - len(text.lstrip(" \t"))


@motion("b", "B", "<S-Left>")
def back(editor: Editor, count: int | None, key: str) -> Motion:
    """Go back to the start of a word."""
    at = editor.at
    for number in range(count or 1):
        found = words.word_before(editor.lines, at, big=key == "B")
        if found is None:
            if number == 0:
                raise Failed
            break
        at = found
    return Motion(*at)


@motion("e", "E")
def word_end(editor: Editor, count: int | None, key: str) -> Motion:
    """Go to the end of a word."""
    at = editor.at
    for number in range(count or 1):
        found = words.word_end(editor.lines, at, big=key == "E")
        if found is None:
            if number == 0 and not editor.operator:
                raise Failed
            break
        at = found
    return Motion(*at, inclusive=True)


@motion("ge", "gE")
def end_before(editor: Editor, count: int | None, key: str) -> Motion:
    """Go back to the end of a word."""
    at = editor.at
    for number in range(count or 1):
        found = words.end_before(editor.lines, at, big=key == "gE")
        if found is None:
            if number == 0:
                raise Failed
            break
        at = found
    return Motion(*at, inclusive=True)


# --- larger pieces


@motion("}", "{")
def paragraph(editor: Editor, count: int | None, key: str) -> Motion:
    """Go to the empty line behind, or before, a paragraph."""
    step = 1 if key == "}" else -1
    line = editor.line
    for number in range(count or 1):
        found = words.paragraph(editor.lines, line, step)
        if found is None:
            if (
                number == 0
                and (step < 0 or editor.column + 1 >= len(editor.current))
                and editor.at != (line, 0)
            ):
                break
            if number == 0 and editor.at in ((line, 0), (line, max(0, len(editor.current) - 1))):
                raise Failed
            break
        line = found
    last = len(editor.lines) - 1
    if step > 0 and line == last and editor.lines[line]:
        end = len(editor.lines[line]) - 1
        return Motion(line, end, inclusive=True, jump=True)
    return Motion(line, 0, jump=True)


@motion(")", "(")
def sentence(editor: Editor, count: int | None, key: str) -> Motion:
    """Go to the start of a sentence."""
    lines = editor.lines
    starts = words.sentence_starts(lines, editor.line - 200, editor.line + 200)
    at = editor.at
    for _ in range(count or 1):
        if key == ")":
            end = (len(lines) - 1, max(0, len(lines[-1]) - 1))
            at = next((start for start in starts if start > at), end)
        else:
            at = next((start for start in reversed(starts) if start < at), (0, 0))
    if at == editor.at:
        raise Failed
    return Motion(*at, jump=True)


@motion("%")
def matching_bracket(editor: Editor, count: int | None, _: str) -> Motion:
    """Go to the bracket that belongs to the next one in the line, or that many percent down."""
    if count is not None:
        if count > 100:
            raise Failed
        return first_of(editor, (count * len(editor.lines) + 99) // 100 - 1, jump=True)
    found = words.other_bracket(editor.lines, editor.at)
    if found is None:
        raise Failed
    return Motion(*found, inclusive=True, jump=True)


@motion("[[", "]]", "[]", "][")
def section(editor: Editor, count: int | None, key: str) -> Motion:
    """Go to a line that begins with a brace."""
    brace = "{" if key in ("[[", "]]") else "}"
    step = 1 if key[0] == "]" else -1
    line = editor.line
    for _ in range(count or 1):
        line += step
        while 0 <= line < len(editor.lines) and not editor.lines[line].startswith(brace):
            line += step
    line = max(0, min(line, len(editor.lines) - 1))
    return Motion(line, 0, jump=True)


@motion("[(", "[{", "])", "]}")
def unclosed(editor: Editor, count: int | None, key: str) -> Motion:
    """Go to the bracket around the cursor."""
    line, column = editor.at
    if key[0] == "[":
        found = words.opening(editor.lines, (line, column), key[1])
    else:
        found = words.closing(editor.lines, (line, column + 1), words.OPENING[key[1]])
    if found is None:
        raise Failed
    return Motion(*found, inclusive=key[0] == "]", jump=True)


# --- marks


@motion("'", "`")
def to_mark(editor: Editor, count: int | None, char: str) -> Motion:
    """Go to a mark: the line's with a quote, the very place with a backquote (in `char` before the name)."""
    how, name = char[:1], char[1:]
    at = mark(editor, name)
    if how == "'":
        return first_of(editor, at[0], jump=True)
    return Motion(at[0], min(at[1], max(0, len(editor.lines[at[0]]) - 1)), jump=True)


def mark(editor: Editor, name: str) -> Position:
    """Return where a mark is. Raises Failed where it is not set."""
    name = "'" if name == "`" else name
    at = editor.text.marks.get(name)
    if at is None and name in "'\"":
        at = (0, 0)
    if at is None and name in "[]":
        at = (0 if name == "[" else len(editor.lines) - 1, 0)
    if at is None:
        raise Failed("E20: Mark not set" if name.isalnum() or name in "<>.^" else "E78: Unknown mark")
    return min(at[0], len(editor.lines) - 1), at[1]
