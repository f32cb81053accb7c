"""The text of a line that is edited: cursor, killed text, undo."""

from __future__ import annotations

import re
from collections import deque

from wizard.hostsim import limits
from wizard.hostsim.width import char_width

KILLS = 10
UNDONE = 200
"""Changes of a line that can be taken back."""
WORD = re.compile(r"\w+")


class KillRing:
    """Text that was killed, the newest first; readline keeps it from line to line."""

    def __init__(self) -> None:
        self.texts: deque[str] = deque(maxlen=KILLS)

    def add(self, text: str, *, joins: bool, before: bool) -> None:
        """Keep a text; one that was killed right after another is joined with it."""
        if not text:
            return
        if joins and self.texts:
            newest = self.texts.popleft()
            text = text + newest if before else newest + text
        self.texts.appendleft(text[-limits.EDITED :])


class Line:
    """Text with a cursor. Each change can be taken back."""

    def __init__(self, kills: KillRing) -> None:
        self.text = ""
        self.cursor = 0
        self.kills = kills
        self._undo: deque[tuple[str, int]] = deque(maxlen=UNDONE)
        self._inserting = False

    def begin_command(self, *, inserts: bool) -> None:
        """Tell that a command begins: text that is typed in one go is taken back in one go."""
        self._inserting = self._inserting and inserts

    def _keep(self) -> None:
        self._undo.append((self.text, self.cursor))

    def set(self, text: str, cursor: int | None = None) -> None:
        """Replace all of it."""
        self._keep()
        self.text = text[: limits.EDITED]
        self.cursor = len(self.text) if cursor is None else min(cursor, len(self.text))

    def take(self, text: str) -> None:
        """Begin with another text, of which nothing can be taken back."""
        self.text, self.cursor = text, len(text)
        self._undo.clear()

    def insert(self, text: str) -> bool:
        """Insert at the cursor; False where the line would be too long."""
        if len(self.text) + len(text) > limits.EDITED:
            return False
        if not self._inserting:
            self._keep()
            self._inserting = True
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
        return True

    def delete(self, begin: int, end: int) -> str:
        """Delete a range and return it."""
        begin, end = max(begin, 0), min(end, len(self.text))
        deleted = self.text[begin:end]
        if deleted:
            self._keep()
            self.text = self.text[:begin] + self.text[end:]
            self.cursor = begin
        return deleted

    def kill(self, begin: int, end: int, *, joins: bool) -> None:
        """Delete a range and keep it for yanking."""
        before = end <= self.cursor
        self.kills.add(self.delete(begin, end), joins=joins, before=before)

    def undo(self) -> bool:
        """Take the last change back; False where there is none."""
        if not self._undo:
            return False
        self.text, self.cursor = self._undo.pop()
        self._inserting = False
        return True

    def undo_all(self) -> None:
        """Take all changes back."""
        while self.undo():
            pass

    # --- places

    def before(self) -> int:
        """Return where the character before the cursor begins, with what combines with it."""
        at = self.cursor - 1
        while at > 0 and _combines(self.text[at]):
            at -= 1
        return max(at, 0)

    def after(self) -> int:
        """Return where the character at the cursor ends."""
        at = min(self.cursor + 1, len(self.text))
        while at < len(self.text) and _combines(self.text[at]):
            at += 1
        return at

    def word_begin(self) -> int:
        """Return where the word before the cursor begins."""
        begin = 0
        for match in WORD.finditer(self.text, 0, self.cursor):
            begin = match.start()
        return begin

    def word_end(self) -> int:
        """Return where the word at or behind the cursor ends."""
        match = WORD.search(self.text, self.cursor)
        return match.end() if match else len(self.text)

    def blank_begin(self) -> int:
        """Return where what stands between blanks before the cursor begins."""
        return self.text[: self.cursor].rstrip().rfind(" ") + 1


def _combines(char: str) -> bool:
    return char > "\u02ff" and char_width(char) == 0
