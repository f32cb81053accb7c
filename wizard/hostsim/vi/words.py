"""Where words, paragraphs, sentences and pairs of brackets begin and end in lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from wizard.hostsim.vi.text import Position

BLANK, PUNCTUATION, WORD = 0, 1, 2
SCRIPTS = (
    (0x3040, 0x309F, 3), (0x30A0, 0x30FF, 4), (0x31F0, 0x31FF, 4), (0x1100, 0x11FF, 5), (0x3130, 0x318F, 5),
    (0xAC00, 0xD7A3, 5), (0x3400, 0x4DBF, 6), (0x4E00, 0x9FFF, 6), (0xF900, 0xFAFF, 6), (0x20000, 0x2FA1F, 6),
)  # fmt: skip
"""Scripts whose letters are words apart from others'."""


@lru_cache(maxsize=8192)
def kind(char: str, big: bool = False) -> int:
    """Return the class of a character: blank, punctuation, letters of words; for WORDs all else is one."""
    if char in " \t\0":
        return BLANK
    if big:
        return PUNCTUATION
    code = ord(char)
    for first, last, number in SCRIPTS:
        if first <= code <= last:
            return number
    return (
        WORD
        if char.isalnum() or char == "_" or (code > 0xFF and not 0x2000 <= code < 0x3100)
        else PUNCTUATION
    )


class Walker:
    """Goes through lines a character at a time; an empty line counts as a blank."""

    def __init__(self, lines: Sequence[str], at: Position, *, big: bool) -> None:
        self.lines = lines
        self.line, self.column = at
        self.big = big

    @property
    def at(self) -> Position:
        """The position it is at."""
        return self.line, self.column

    @property
    def kind(self) -> int:
        """The class of the character there."""
        line = self.lines[self.line]
        return kind(line[self.column], self.big) if self.column < len(line) else BLANK

    @property
    def empty(self) -> bool:
        """Whether the line is empty."""
        return not self.lines[self.line]

    def forward(self) -> int:
        """Go on; 0 in the line, 1 to the next one, -1 where there is none."""
        if self.column + 1 < len(self.lines[self.line]):
            self.column += 1
            return 0
        if self.line + 1 < len(self.lines):
            self.line, self.column = self.line + 1, 0
            return 1
        return -1

    def back(self) -> int:
        """Go back; 0 in the line, 1 to the one before, -1 where there is none."""
        if self.column:
            self.column -= 1
            return 0
        if self.line:
            self.line -= 1
            self.column = max(0, len(self.lines[self.line]) - 1)
            return 1
        return -1


def next_word(lines: Sequence[str], at: Position, *, big: bool, to_end: bool = False) -> Position | None:
    """Return the start of the next word; None at the end. With `to_end` the line's end stops it too."""
    walk = Walker(lines, at, big=big)
    began = walk.kind
    last_line = walk.line == len(lines) - 1
    moved = walk.forward()
    if moved == -1 or (moved >= 1 and to_end and last_line):
        return None
    if moved >= 1 and to_end:
        return walk.at
    if began != BLANK and moved == 0:
        while walk.kind == began:
            moved = walk.forward()
            if moved == -1 or (moved >= 1 and to_end):
                return walk.at if moved == 1 else (walk.line, len(lines[walk.line]))
            if moved == 1:
                break
    while walk.kind == BLANK and not (walk.empty and walk.column == 0):
        moved = walk.forward()
        if moved == -1:
            return walk.line, len(lines[walk.line])
        if moved == 1 and to_end:
            return walk.at
    return walk.at


def word_before(lines: Sequence[str], at: Position, *, big: bool) -> Position | None:
    """Return the start of the word before; None at the beginning."""
    walk = Walker(lines, at, big=big)
    if walk.back() == -1:
        return None
    while walk.kind == BLANK:
        if walk.empty:
            return walk.at
        if walk.back() == -1:
            return walk.at
    found = walk.kind
    while walk.column and kind(lines[walk.line][walk.column - 1], big) == found:
        walk.column -= 1
    return walk.at


def word_end(lines: Sequence[str], at: Position, *, big: bool, stay: bool = False) -> Position | None:
    """Return the end of the word, or of the next one where it is at an end and may not `stay`; or None."""
    walk = Walker(lines, at, big=big)
    began = walk.kind
    moved = walk.forward()
    if moved == -1:
        return None
    if not (walk.kind == began and began != BLANK and moved == 0) and not (stay and began != BLANK):
        while walk.kind == BLANK:
            if walk.forward() == -1:
                return walk.at
    elif stay and (walk.kind != began or moved != 0):
        return at
    found = walk.kind
    line = lines[walk.line]
    while walk.column + 1 < len(line) and kind(line[walk.column + 1], big) == found:
        walk.column += 1
    return walk.at


def end_before(lines: Sequence[str], at: Position, *, big: bool) -> Position | None:
    """Return the end of the word before (`ge`); None at the beginning."""
    walk = Walker(lines, at, big=big)
    began = walk.kind
    moved = walk.back()
    if moved == -1:
        return None
    while began != BLANK and walk.kind == began and moved == 0:
        moved = walk.back()
        if moved == -1:
            return walk.at
    while walk.kind == BLANK and not walk.empty:
        if walk.back() == -1:
            return walk.at
    return walk.at


def paragraph(lines: Sequence[str], line: int, step: int) -> int | None:
    """Return the empty line that ends the paragraph (or begins it, with -1); None where there is no way."""
    last = len(lines) - 1
    if (step > 0 and line >= last) or (step < 0 and line <= 0):
        return None
    number = line
    inside = False
    while True:
        if lines[number]:
            inside = True
        elif inside and number != line:
            return number
        number += step
        if not 0 <= number <= last:
            return last if step > 0 else 0


PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
OPENING = {closing: opening for opening, closing in PAIRS.items()}


def other_bracket(lines: Sequence[str], at: Position) -> Position | None:
    """Return the bracket that belongs to the first one at or behind a position in its line."""
    line, column = at
    match = re.compile(r"[()\[\]{}]").search(lines[line], column)
    if match is None:
        return None
    char = match[0]
    if char in PAIRS:
        return closing(lines, (line, match.end()), char)
    return opening(lines, (line, match.start()), OPENING[char])


def closing(lines: Sequence[str], at: Position, opener: str) -> Position | None:
    """Return the bracket that closes what is open at a position."""
    line, column = at
    wanted = re.compile("[" + re.escape(opener + PAIRS[opener]) + "]")
    depth = 1
    for number in range(line, len(lines)):
        for match in wanted.finditer(lines[number], column if number == line else 0):
            depth += 1 if match[0] == opener else -1
            if not depth:
                return number, match.start()
    return None


def opening(lines: Sequence[str], at: Position, opener: str) -> Position | None:
    """Return the bracket before a position that opens what is open there."""
    line, column = at
    wanted = re.compile("[" + re.escape(opener + PAIRS[opener]) + "]")
    depth = 1
    for number in range(line, -1, -1):
        text = lines[number][:column] if number == line else lines[number]
        for match in reversed(list(wanted.finditer(text))):
            depth += -1 if match[0] == opener else 1
            if not depth:
                return number, match.start()
    return None


SENTENCE = re.compile(r"[.!?][)\]\"']*(?:[ \t]+|$)")


def sentence_starts(lines: Sequence[str], first: int, last: int) -> list[Position]:
    """Return where sentences begin in some lines; empty lines are sentences of their own."""
    starts: list[Position] = []
    fresh = True
    for number in range(max(0, first), min(last, len(lines) - 1) + 1):
        line = lines[number]
        if not line:
            if not starts or lines[number - 1] or number == first:
                starts.append((number, 0))
            fresh = True
            continue
        column = len(line) - len(line.lstrip())
        if fresh:
            starts.append((number, min(column, len(line) - 1)))
        fresh = False
        for match in SENTENCE.finditer(line):
            if match.end() < len(line):
                starts.append((number, match.end()))
            else:
                fresh = True
    return starts
