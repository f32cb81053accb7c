"""The searches / ? n N * #, as motions."""

from __future__ import annotations

import re

from wizard.hostsim.vi import words
from wizard.hostsim.vi.editor import Editor, Failed, Searched
from wizard.hostsim.vi.motions import Motion
from wizard.hostsim.vi.patterns import WrongPattern
from wizard.hostsim.vi.search import Found, Searcher
from wizard.hostsim.vi.text import Position


def split_pattern(text: str, delimiter: str) -> tuple[str, str | None]:
    """Return a pattern up to its delimiter, and what stands behind that; None where there is none."""
    at = 0
    inside = False
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if char == "[" and not inside and "]" in text[at + 2 :]:
            inside = True
        elif char == "]" and inside and text[at - 1 : at] not in ("[", "^"):
            inside = False
        elif char == delimiter and not inside:
            return _unescaped(text[:at], delimiter), text[at + 1 :]
        at += 1
    return _unescaped(text, delimiter), None


def _unescaped(pattern: str, delimiter: str) -> str:
    return pattern.replace(f"\\{delimiter}", delimiter) if delimiter in "/?" else pattern


def searcher(editor: Editor, pattern: str) -> Searcher:
    """Return what finds a pattern in the text, with the case as the options say."""
    ignore = editor.settings.on("ignorecase")
    if ignore and editor.settings.on("smartcase") and re.search(r"(?<!\\)[A-Z]", pattern):
        ignore = False
    try:
        return Searcher(pattern, editor.lines, ignore_case=ignore)
    except WrongPattern as error:
        raise Failed(str(error)) from None


def typed_search(editor: Editor, text: str, delimiter: str, count: int | None) -> Motion:
    """Do what was typed behind / or ?: a pattern and an offset, either of which may be left out."""
    pattern, offset = split_pattern(text, delimiter)
    if not pattern:
        pattern = editor.pattern
        if not pattern:
            raise Failed("E35: No previous regular expression")
        if offset is None:
            offset = editor.searched.offset if not text else ""
    editor.searched = Searched(pattern, delimiter == "/", (offset or "").strip())
    editor.pattern = pattern
    editor.highlight = True
    return _go(editor, forward=delimiter == "/", count=count)


def search_again(editor: Editor, count: int | None, *, reverse: bool) -> Motion:
    """Repeat the last search, the other way with `reverse`."""
    if not editor.pattern:
        raise Failed("E35: No previous regular expression")
    if editor.pattern != editor.searched.pattern:
        editor.searched = Searched(editor.pattern, editor.searched.forward)
    editor.highlight = True
    forward = editor.searched.forward != reverse
    editor.say(("/" if forward else "?") + editor.pattern + _behind(editor, forward))
    return _go(editor, forward=forward, count=count)


def _behind(editor: Editor, forward: bool) -> str:
    return f"{'/' if forward else '?'}{editor.searched.offset}" if editor.searched.offset else ""


def _go(editor: Editor, *, forward: bool, count: int | None) -> Motion:
    """Find the count'th match, and apply the offset."""
    pattern, offset = editor.searched.pattern, editor.searched.offset
    finder = searcher(editor, pattern)
    at = _begin(editor, offset)
    ends = offset[:1] == "e"
    wraps = editor.settings.on("wrapscan")
    found: Found | None = None
    for _ in range(min(count or 1, 100_000)):
        result = finder.next(at, ends=ends, wrap=wraps) if forward else finder.previous(at, wrap=wraps)
        if result is None:
            raise Failed(_not_found(pattern, forward=forward, wraps=wraps))
        found, around = result
        at = (found[1][0], max(0, found[1][1] - 1)) if ends else found[0]
        if around:
            names = ("BOTTOM", "TOP") if forward else ("TOP", "BOTTOM")
            editor.say(f"search hit {names[0]}, continuing at {names[1]}")
    assert found is not None  # noqa: S101 - at least one was found
    return _with_offset(editor, found, offset)


def _not_found(pattern: str, *, forward: bool, wraps: bool) -> str:
    if wraps:
        return f"E486: Pattern not found: {pattern}"
    if forward:
        return f"E385: search hit BOTTOM without match for: {pattern}"
    return f"E384: search hit TOP without match for: {pattern}"


def _begin(editor: Editor, offset: str) -> Position:
    """Return where to search from: as far before the cursor as an offset in characters led behind a match."""
    line, column = editor.at
    return line, max(0, column - max(0, _number(offset[1:]))) if offset[:1] in ("e", "s", "b") else column


def _number(text: str) -> int:
    text = text[:9]
    if text in ("+", "-"):
        text += "1"
    return int(text) if re.fullmatch(r"[-+]?\d+", text) else 0


def _with_offset(editor: Editor, found: Found, offset: str) -> Motion:
    (line, column), end = found
    if re.fullmatch(r"[-+]?\d+|[-+]", offset):
        line = max(0, min(line + _number(offset), len(editor.lines) - 1))
        return Motion(line, editor.first_character(line), linewise=True, jump=True)
    if offset[:1] == "e":
        column = end[1] - 1 if end > found[0] else column
        return Motion(end[0], max(0, column + _number(offset[1:])), inclusive=True, jump=True)
    if offset[:1] in ("s", "b"):
        column = max(0, column + _number(offset[1:]))
    length = len(editor.lines[line])
    return Motion(line, min(column, length if editor.operator else max(0, length - 1)), jump=True)


def word_under_cursor(editor: Editor) -> tuple[str, int]:
    """Return the word under or behind the cursor and where it begins; else what is not blank there."""
    text = editor.current
    column = editor.column
    for least in (words.WORD, words.PUNCTUATION):
        at = column
        while at < len(text) and words.kind(text[at]) < least:
            at += 1
        if at == len(text):
            continue
        kind = words.kind(text[at])
        start = at
        while start and words.kind(text[start - 1]) == kind:
            start -= 1
        while at < len(text) and words.kind(text[at]) == kind:
            at += 1
        return text[start:at], start
    raise Failed("E348: No string under cursor")


def search_word(editor: Editor, count: int | None, *, forward: bool, whole: bool) -> Motion:
    """Search for the word under the cursor."""
    word, start = word_under_cursor(editor)
    pattern = re.sub(r"[/\\.*$^~\[\]]" if forward else r"[?\\.*$^~\[\]]", r"\\\g<0>", word)
    if whole and words.kind(word[0]) >= words.WORD:
        pattern = rf"\<{pattern}\>"
    editor.searched = Searched(pattern, forward)
    editor.pattern = pattern
    editor.highlight = True
    editor.history.patterns.append(pattern)
    editor.say(("/" if forward else "?") + pattern)
    before = editor.column
    editor.column = start
    try:
        return _go(editor, forward=forward, count=count)
    finally:
        editor.column = before
