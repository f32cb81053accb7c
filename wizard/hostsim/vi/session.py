"""Runs an editor: takes commands until it ends, and says what went wrong."""

from __future__ import annotations

from wizard.hostsim.fullscreen.cells import width
from wizard.hostsim.scheduling import MatchingTooLong
from wizard.hostsim.vi import ex, scrolling
from wizard.hostsim.vi.editor import Editor, Failed, Quit
from wizard.hostsim.vi.ex_files import open_file
from wizard.hostsim.vi.ex_leaving import go_to_file
from wizard.hostsim.vi.normal import normal_command
from wizard.hostsim.vi.patterns import WrongPattern
from wizard.hostsim.vi.screen import folded
from wizard.hostsim.vi.text import TooLong

ENTER = "Press ENTER or type command to continue"
MORE = "-- More --"
ERRORS = 3
"""Beeps in a row after which vim's `:` is not told again."""


class Session:
    """An editor that runs."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.stdin: str | None = None
        """What is edited in the place of a file."""
        editor.run_command = lambda: normal_command(editor)
        editor.run_line = lambda line: ex.run_line(editor, line)
        editor.run_scroll = self._scroll

    async def run(self, names: list[str], commands: list[str], *, readonly: bool = False) -> int:
        """Edit files, after running command lines; returns the status. Raises EOFError with the last key."""
        editor = self.editor
        editor.names = list(names)
        try:
            if names:
                await go_to_file(editor, 0)
            else:
                await open_file(editor, "")
                if self.stdin:
                    editor.text.replace(0, 1, self.stdin.removesuffix("\n").split("\n"))
            if readonly:
                editor.settings.values["readonly"] = True
            for command in commands:
                await self._guarded(command)
            while True:
                await self._guarded()
                editor.window.follow(editor.at)
                await self._show_pages()
        except Quit as quit_:
            return quit_.status

    async def _guarded(self, line: str | None = None) -> None:
        """Do one command, or a line; failures are said."""
        editor = self.editor
        message = ""
        try:
            if line is None:
                await normal_command(editor)
            else:
                await ex.run_line(editor, line)
            return
        except Failed as failure:
            message = failure.message
        except WrongPattern as wrong:
            message = str(wrong)
        except TooLong:
            message = "E342: Out of memory!"
        except MatchingTooLong:
            message = "E363: pattern uses more memory than 'maxmempattern'"
        editor.input.forget()
        editor.operator = ""
        editor.running_global = False
        editor.level = 0
        editor.input.recorded = None
        editor.text.close()
        if editor.visual is None:
            editor.mode = ""
            editor.move_within()
        editor.ring()
        if message:
            editor.say(message)

    async def _scroll(self, key: str, count: int | None) -> None:
        """Scroll while something is selected."""
        editor = self.editor
        match key:
            case "\x06" | "<PageDown>":
                scrolling.page_down(editor, count or 1)
            case "\x02" | "<PageUp>":
                scrolling.page_up(editor, count or 1)
            case "\x04" | "\x15":
                scrolling.half_page(editor, count, down=key == "\x04")
            case "\x05":
                scrolling.line_down(editor, count or 1)
            case "\x19":
                scrolling.line_up(editor, count or 1)
            case "z":
                scrolling.place(editor, await editor.input.key(), count)
            case _:
                raise Failed

    async def _show_pages(self) -> None:
        """Show what commands have said, where that is more than the last row has room for."""
        editor = self.editor
        columns = editor.window.columns
        if len(editor.pages) == 1 and width(editor.pages[0]) < columns:
            editor.say(editor.pages.pop())
        elif not editor.pages and width(editor.message) >= columns:
            editor.pages, editor.message = [editor.message], ""
        if not editor.pages:
            return
        lines = [row for line in editor.pages for row in folded(line, columns)]
        editor.pages = []
        await self.page(lines)

    async def page(self, lines: list[str]) -> None:
        """Show rows over the text, a screen at a time, until a key says to go on."""
        editor = self.editor
        room = editor.window.rows
        shown = min(room, len(lines))
        try:
            while True:
                editor.pages_shown = lines[max(0, shown - room) : shown]
                more = shown < len(lines)
                editor.prompt = (MORE if more else ENTER, -1)
                key = await editor.input.key()
                if more:
                    step = {
                        " ": room,
                        "f": room,
                        "<PageDown>": room,
                        "d": room // 2 or 1,
                        "G": len(lines),
                    }.get(key, 1)
                    if key in ("q", "\x1b", "\x03"):
                        break
                    if key == ":":
                        editor.input.stuff([":"])
                        break
                    if key in (" ", "f", "<PageDown>", "d", "G", "\r", "\n", "j", "<Down>"):
                        shown = min(len(lines), shown + step)
                elif key not in (" ", "\r", "\n", "\x1b", "\x03"):
                    editor.input.stuff([key])
                    break
                else:
                    break
        finally:
            editor.pages_shown = []
            editor.prompt = None
            editor.message = ""
