"""Insert and replace mode."""

from __future__ import annotations

from wizard.hostsim.fullscreen.cells import width
from wizard.hostsim.vi import words
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.edits import content_of, indented
from wizard.hostsim.vi.text import Position

ESCAPES = ("\x1b", "\x03")
MOVES = ("<Left>", "<Right>", "<Up>", "<Down>", "<Home>", "<End>", "<PageUp>", "<PageDown>")


class Inserting:
    """One stay in insert mode, or in replace mode."""

    def __init__(self, editor: Editor, *, replace: bool = False) -> None:
        self.editor = editor
        self.replace = replace
        self.start: Position = editor.at
        self.typed: list[str] = []
        self.replaced: list[str | None] = []
        """In replace mode, what stood where characters were typed; None behind the line's end."""
        self.indented = False
        """Whether the line has nothing but an indent that was not typed."""
        self.pasting = False

    @property
    def literal(self) -> bool:
        """Whether what comes is taken as it is: it is pasted."""
        return self.pasting or self.editor.settings.on("paste")

    async def run(self, *, until_pasted: bool = False) -> None:
        """Take keys until Escape, or until what is pasted ends."""
        editor = self.editor
        while self.pasting or not until_pasted:
            editor.mode = "-- REPLACE --" if self.replace else "-- INSERT --"
            if editor.settings.on("paste"):
                editor.mode = editor.mode[:-3] + " (paste) --"
            key = await editor.input.key()
            if key in ESCAPES and not self.pasting:
                return
            try:
                await self.take(key)
            except Failed as failure:
                editor.ring()
                if failure.message:
                    editor.say(failure.message)

    async def take(self, key: str) -> None:
        """Do what a key does."""
        if len(key) == 1 and (key >= " " or key in "\r\n\t") and key != "\x7f":
            self.text(key + (self.editor.input.text() if self.flows else ""))
        elif key in MOVES:
            self.move(key)
        elif self.pasting:
            self.pasting = key != "<PasteEnd>"
        else:
            await self.control(key)

    @property
    def flows(self) -> bool:
        """Whether more characters may be taken at once: each stands for itself."""
        settings = self.editor.settings
        return self.literal or not (
            settings.on("autoindent") or settings.on("expandtab") or settings.number("softtabstop")
        )

    def text(self, run: str) -> None:
        """Insert characters that were typed."""
        self.typed += run
        self.editor.begin_change()
        if not self.literal and run == "\t":
            self._tab()
            return
        if not self.literal and run in ("\r", "\n"):
            self._new_line()
            return
        pieces = run.replace("\r", "\n").split("\n")
        if self.replace:
            for number, piece in enumerate(pieces):
                if number:
                    self._new_line()
                self._overwrite(piece)
        else:
            self.put(pieces)
        if run.strip("\r\n"):
            self.indented = False

    def put(self, pieces: list[str]) -> None:
        """Insert pieces of lines at the cursor, and go behind them."""
        editor = self.editor
        end = editor.text.insert(editor.at, pieces)
        editor.move(*end, past_end=True)

    def _overwrite(self, piece: str) -> None:
        editor = self.editor
        text = editor.current
        at = editor.column
        self.replaced += [
            text[at + number] if at + number < len(text) else None for number in range(len(piece))
        ]
        editor.text.set_line(editor.line, text[:at] + piece + text[at + len(piece) :])
        editor.move(editor.line, at + len(piece), past_end=True)

    def _new_line(self) -> None:
        editor = self.editor
        text = editor.current
        indent = ""
        if editor.settings.on("autoindent") and not self.literal:
            indent = text[: len(text) - len(text.lstrip(" \t"))][: editor.column]
            rest = text[editor.column :].lstrip(" \t")
            before = text[: editor.column]
            if self.indented:
                before = ""
            editor.text.replace(editor.line, editor.line + 1, [before, indent + rest])
            editor.move(editor.line + 1, len(indent), past_end=True)
            self.indented = bool(indent)
        else:
            self.put(["", ""])
        self.replaced.clear()

    def _tab(self) -> None:
        editor = self.editor
        stop = editor.settings.number("softtabstop") or editor.tabstop
        if editor.settings.on("expandtab") or editor.settings.number("softtabstop"):
            column = width(editor.current[: editor.column], editor.tabstop)
            blanks = stop - column % stop
            tab = " " * blanks
            if not editor.settings.on("expandtab"):
                before = editor.current[: editor.column]
                kept = before.rstrip(" ")
                size = width(kept, editor.tabstop)
                while size // editor.tabstop < (column + blanks) // editor.tabstop:
                    kept += "\t"
                    size += editor.tabstop - size % editor.tabstop
                kept += " " * (column + blanks - size)
                editor.text.set_line(editor.line, kept + editor.current[editor.column :])
                editor.move(editor.line, len(kept), past_end=True)
                return
        else:
            tab = "\t"
        if self.replace:
            self._overwrite(tab)
        else:
            self.put([tab])
        self.indented = False

    # --- moving

    def move(self, key: str) -> None:
        """Go somewhere else: what is typed there is undone and repeated on its own."""
        editor = self.editor
        line, column = editor.at
        match key:
            case "<Left>":
                if column:
                    editor.move(line, column - 1, past_end=True)
            case "<Right>":
                editor.move(line, column + 1, past_end=True)
            case "<Up>" | "<Down>":
                editor.move_to_line(line + (1 if key == "<Down>" else -1), past_end=True)
            case "<Home>":
                editor.move(line, 0, past_end=True)
            case "<End>":
                editor.move(line, len(editor.current), past_end=True)
            case _:
                step = max(1, editor.window.rows - 2)
                editor.move_to_line(line + (step if key == "<PageDown>" else -step), past_end=True)
        editor.text.close()
        self.start = editor.at
        self.typed.clear()
        self.replaced.clear()
        self.indented = False
        if editor.input.recorded is not None:
            editor.input.recorded[:] = ["R" if self.replace else "i"]

    # --- control keys

    async def control(self, key: str) -> None:  # noqa: PLR0912 - a key a branch
        """Do what a control key does."""
        editor = self.editor
        match key:
            case "\x7f" | "\x08" | "<BS>":
                self._erase(editor.column - 1)
            case "\x17":
                self._erase(self._word_before())
            case "\x15":
                start = self.start[1] if self.start[0] == editor.line and self.start[1] < editor.column else 0
                self._erase(start if editor.column else -1)
            case "<Del>":
                editor.begin_change()
                if editor.column < len(editor.current):
                    editor.text.delete(editor.at, (editor.line, editor.column + 1))
                elif editor.line + 1 < len(editor.lines):
                    editor.text.delete(editor.at, (editor.line + 1, 0))
            case "<Paste>":
                self.pasting = True
            case "\x16" | "\x11":
                await self._literally()
            case "\x12":
                await self._register()
            case "\x01":
                self.text("".join(key for key in editor.inserted if len(key) == 1))
            case "\x14" | "\x04":
                self._shift(left=key == "\x04")
            case "\x05" | "\x19":
                self._copy(1 if key == "\x05" else -1)
            case "\x0f":
                await self._one_command()
            case "<Insert>":
                self.replace = not self.replace
            case _:
                raise Failed

    def _word_before(self) -> int:
        editor = self.editor
        if not editor.column:
            return -1
        text = editor.current
        at = editor.column
        while at and text[at - 1] in " \t":
            at -= 1
        if at:
            kind = words.kind(text[at - 1])
            while at and words.kind(text[at - 1]) == kind:
                at -= 1
        if self.start[0] == editor.line and at < self.start[1] < editor.column:
            return self.start[1]
        return at

    def _erase(self, start: int) -> None:
        """Remove what is between a column and the cursor; -1 stands for the line end before."""
        editor = self.editor
        if self.replace:
            while editor.column > max(start, 0) and self.replaced:
                before = self.replaced.pop()
                at = editor.column - 1
                text = editor.current
                editor.text.set_line(editor.line, text[:at] + (before or "") + text[at + 1 :])
                editor.move(editor.line, at, past_end=True)
            if editor.column > max(start, 0):
                editor.move(editor.line, editor.column - 1, past_end=True)
            return
        editor.begin_change()
        if start < 0:
            if not editor.line:
                raise Failed
            column = len(editor.lines[editor.line - 1])
            editor.text.delete((editor.line - 1, column), editor.at)
            editor.move(editor.line - 1, column, past_end=True)
            gone = 1
        else:
            gone = editor.column - start
            editor.text.delete((editor.line, start), editor.at)
            editor.move(editor.line, start, past_end=True)
        del self.typed[max(0, len(self.typed) - gone) :]
        self.start = min(self.start, editor.at)

    async def _literally(self) -> None:
        """Insert the next key itself, or the character of a number."""
        editor = self.editor
        key = await editor.input.key()
        if key in ("u", "U", "x", "X") or key.isdigit():
            base, longest = (10, 3) if key.isdigit() else (16, {"x": 2, "X": 2, "u": 4, "U": 8}[key])
            digits = key if key.isdigit() else ""
            allowed = "0123456789abcdef"[:base]
            while len(digits) < longest:
                key = await editor.input.key()
                if key.lower() not in allowed or len(key) != 1:
                    editor.input.stuff([key])
                    break
                digits += key
            code = int(digits or "0", base)
            key = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "?"
        if len(key) != 1:
            raise Failed
        editor.begin_change()
        self.typed.append(key)
        if key == "\n":
            key = "\0"
        if self.replace:
            self._overwrite(key)
        else:
            self.put([key])

    async def _register(self) -> None:
        name = await self.editor.input.key()
        if name in ("\x12", "\x0f", "\x10"):
            name = await self.editor.input.key()
        content = content_of(self.editor, name)
        ending = "\n" if content.kind.name != "CHARACTERS" else ""
        pieces = ("\n".join(content.lines) + ending).split("\n")
        self.editor.begin_change()
        self.typed += "\r".join(pieces)
        self.put(pieces)

    def _shift(self, *, left: bool) -> None:
        editor = self.editor
        editor.begin_change()
        before = editor.current
        size = editor.settings.number("shiftwidth") or editor.tabstop
        column = width(before[: len(before) - len(before.lstrip(" \t"))], editor.tabstop)
        by = -(column % size or size) if left else size - column % size
        made = indented(editor, before, by)
        editor.text.set_line(editor.line, made)
        editor.move(editor.line, max(0, editor.column + len(made) - len(before)), past_end=True)

    def _copy(self, step: int) -> None:
        """Insert the character of the line above or below."""
        editor = self.editor
        line = editor.line + step
        if not 0 <= line < len(editor.lines) or editor.column >= len(editor.lines[line]):
            raise Failed
        self.text(editor.lines[line][editor.column])

    async def _one_command(self) -> None:
        editor = self.editor
        editor.mode = "-- (insert) --"
        editor.text.close()
        await editor.run_command()
        self.start = editor.at


async def insert_mode(
    editor: Editor, count: int = 1, *, replace: bool = False, opened: bool = False, pasted: bool = False
) -> None:
    """Stay in insert mode until Escape, or with `pasted` until that ends; what was typed is then inserted
    count times, in lines of their own where one was opened for it.
    """
    editor.say("")
    inserting = Inserting(editor, replace=replace)
    inserting.pasting = pasted
    inserting.indented = opened and bool(editor.current)
    editor.begin_change()
    await inserting.run(until_pasted=pasted)
    again = "".join(key for key in inserting.typed)
    inserting.pasting = True
    for _ in range(min(count, 10_000) - 1):
        if opened:
            editor.text.replace(editor.line + 1, editor.line + 1, [""])
            editor.move(editor.line + 1, 0, past_end=True)
        if again:
            inserting.text(again)
    if inserting.indented and not editor.current.strip(" \t"):
        editor.text.set_line(editor.line, "")
        editor.move(editor.line, 0, past_end=True)
    if inserting.typed:
        editor.inserted = inserting.typed
    editor.mode = ""
    editor.text.marks["^"] = editor.at
    editor.text.marks["["] = min(inserting.start, editor.at)
    editor.move(editor.line, editor.column - 1)
    editor.text.marks["]"] = editor.at
    if editor.text.step is not None and editor.text.step.changes:
        editor.text.marks["."] = editor.at
