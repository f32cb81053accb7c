"""The text of an editor: its lines, marks, and what can be undone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from wizard.hostsim import clock

Position = tuple[int, int]
"""Line and character in it, both from 0."""

UNDO = 8 * 1024 * 1024
"""Characters that all steps together keep for undoing; the oldest are forgotten."""


def _size(lines: Sequence[str]) -> int:
    return sum(map(len, lines)) + len(lines)


@dataclass(slots=True)
class Change:
    """Lines that took the place of others."""

    start: int
    old: list[str]
    new: list[str]

    def size(self) -> int:
        """Return the characters it keeps, with something for each line."""
        return _size(self.old) + _size(self.new)


@dataclass(slots=True, eq=False)
class Step:
    """What one command changed, undone at once."""

    before: Position
    number: int
    changes: list[Change] = field(default_factory=list)
    made: float = field(default_factory=clock.now)

    def age(self) -> str:
        """Return how long ago it was, as vim says it."""
        seconds = max(0, int(clock.now() - self.made))
        return (
            f"{seconds} seconds ago" if seconds < 100 else time.strftime("%H:%M:%S", time.gmtime(self.made))
        )


LARGEST = 16 * 1024 * 1024
"""Characters and lines together that a text may have."""


class TooLong(Exception):
    """The text would have more than an editor keeps."""


class Text:
    """Lines that can be changed, with marks that move along, and steps to undo. There is always a line."""

    def __init__(self, lines: list[str] | None = None) -> None:
        self.lines: list[str] = lines or [""]
        self.no_lines = not lines
        """Whether its only line stands for none."""
        self.size = _size(self.lines)
        self.marks: dict[str, Position] = {}
        self.step: Step | None = None
        """The open step, which changes are added to."""
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.count = 0
        self.line_before: tuple[int, str] | None = None
        """The line that was changed last as it was before, for U."""
        self._saved: Step | None = None

    def __len__(self) -> int:
        """Return how many lines it has; the one that stands for none does not count."""
        return 0 if self.no_lines else len(self.lines)

    # --- changing

    def replace(self, start: int, stop: int, new: Sequence[str]) -> None:
        """Put lines in the place of those from `start` to before `stop`. Raises TooLong."""
        old = self.lines[start:stop]
        lines = list(new)
        grows = _size(lines) - _size(old)
        if grows > 0 and self.size + grows > LARGEST:
            raise TooLong
        emptied = not lines and len(old) == len(self.lines)
        if emptied:
            lines = [""]
        if old == lines:
            return
        self._put(start, old, lines)
        self.no_lines = emptied
        if self.step is None:
            self.begin((start, 0))
        assert self.step is not None  # noqa: S101 - just begun
        last = self.step.changes[-1] if self.step.changes else None
        if last and last.start == start and len(last.new) == len(old) == len(lines):
            last.new = lines
        else:
            self.step.changes.append(Change(start, old, lines))

    def _put(self, start: int, old: list[str], new: list[str]) -> None:
        self.no_lines = False
        self.size += _size(new) - _size(old)
        self.lines[start : start + len(old)] = new
        if len(old) != len(new):
            self._move_marks(start, start + len(old), start + len(new))

    def _move_marks(self, start: int, stop: int, end: int) -> None:
        """Lines up to `stop` now reach up to `end`: marks behind move, those of lines that went are gone."""
        for name, (line, column) in list(self.marks.items()):
            if line >= stop:
                self.marks[name] = (line + end - stop, column)
            elif start <= line and line >= end:
                if name in "<>[]":
                    self.marks[name] = (max(0, min(end, len(self.lines) - 1)), 0)
                else:
                    del self.marks[name]

    def set_line(self, line: int, text: str) -> None:
        """Change one line."""
        if self.line_before is None or self.line_before[0] != line:
            self.line_before = line, self.lines[line]
        if self.lines[line] != text:
            self.replace(line, line + 1, [text])

    # --- pieces of lines

    def get(self, start: Position, stop: Position) -> list[str]:
        """Return the text from a position to before another, as pieces of lines."""
        if start[0] == stop[0]:
            return [self.lines[start[0]][start[1] : stop[1]]]
        middle = self.lines[start[0] + 1 : stop[0]]
        return [self.lines[start[0]][start[1] :], *middle, self.lines[stop[0]][: stop[1]]]

    def delete(self, start: Position, stop: Position) -> None:
        """Remove the text from a position to before another, joining lines."""
        joined = self.lines[start[0]][: start[1]] + self.lines[stop[0]][stop[1] :]
        self.replace(start[0], stop[0] + 1, [joined])

    def insert(self, at: Position, pieces: Sequence[str]) -> Position:
        """Put pieces of lines in at a position, and return the position behind them."""
        line = self.lines[at[0]]
        before, after = line[: at[1]], line[at[1] :]
        if len(pieces) == 1:
            self.set_line(at[0], before + pieces[0] + after)
            return at[0], at[1] + len(pieces[0])
        self.replace(at[0], at[0] + 1, [before + pieces[0], *pieces[1:-1], pieces[-1] + after])
        return at[0] + len(pieces) - 1, len(pieces[-1])

    # --- undoing

    def begin(self, cursor: Position) -> None:
        """Let what is changed from now on be a step of its own."""
        self.close()
        self.step = Step(cursor, self.count + 1)

    def close(self) -> None:
        """End the open step."""
        step, self.step = self.step, None
        if step is None or not step.changes:
            return
        self.count += 1
        self.undone.clear()
        self.done.append(step)
        kept = sum(change.size() for change in step.changes)
        for number in range(len(self.done) - 2, -1, -1):
            kept += sum(change.size() for change in self.done[number].changes)
            if kept > UNDO:
                del self.done[: number + 1]
                break

    def undo(self) -> Step | None:
        """Take the last step back and return it; None where there is none."""
        self.close()
        if not self.done:
            return None
        step = self.done.pop()
        for change in reversed(step.changes):
            self._put(change.start, change.new, change.old)
        self.undone.append(step)
        return step

    def redo(self) -> Step | None:
        """Do the step again that was undone last, and return it; None where there is none."""
        self.close()
        if not self.undone:
            return None
        step = self.undone.pop()
        for change in step.changes:
            self._put(change.start, change.old, change.new)
        self.done.append(step)
        return step

    # --- whether it is saved

    @property
    def modified(self) -> bool:
        """Whether it differs from what was saved last."""
        if self.step is not None and self.step.changes:
            return True
        return (self.done[-1] if self.done else None) is not self._saved

    def saved(self) -> None:
        """Remember that it was saved as it is now."""
        self.close()
        self._saved = self.done[-1] if self.done else None
