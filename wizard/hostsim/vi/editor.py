"""The state of an editor: text, cursor, registers, options, messages; the modules beside it change it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from wizard.hostsim.fullscreen.cells import column_of, index_at
from wizard.hostsim.vi.registers import Registers
from wizard.hostsim.vi.settings import Settings
from wizard.hostsim.vi.text import Position, Text
from wizard.hostsim.vi.typed import Keys, Typed
from wizard.hostsim.vi.window import Window
from wizard.hostsim.vi.world import World

END = 1 << 40
"""The column that `$` wants: the end of each line."""


class Failed(Exception):
    """A command cannot be done; vim beeps, and says the message if there is one."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class Quit(Exception):
    """The editor ends, with this status."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Command:
    """A normal command as it can be repeated: its keys behind register and count."""

    keys: list[str]
    count: int | None = None
    register: str = ""
    extent: tuple[str, int, int] | None = None
    """Of what was selected: the kind of selection, lines, and characters or cells."""


@dataclass(slots=True)
class FindChar:
    """A search for a character in a line, by f, F, t or T."""

    kind: str
    char: str


@dataclass(slots=True)
class Searched:
    """What was searched for last: a pattern, where to and with what offset."""

    pattern: str = ""
    forward: bool = True
    offset: str = ""


@dataclass(slots=True)
class File:
    """The file that is edited, as it was read or written last."""

    name: str = ""
    written: bool = True
    """Whether its file is there under that name: a name alone does not make one."""
    stamp: float | None = None
    new: bool = False


@dataclass(slots=True)
class Visual:
    """A selection from `start` to the cursor: `v`, `V` or `^V`."""

    kind: str
    start: Position
    to_end: bool = False


@dataclass(slots=True)
class History:
    """Lines that were typed at `:`, and those at `/` and `?`."""

    commands: list[str] = field(default_factory=list)
    patterns: list[str] = field(default_factory=list)

    def of(self, prompt: str) -> list[str]:
        """Return the lines for a prompt."""
        return self.commands if prompt == ":" else self.patterns


class Editor:
    """What all commands work on."""

    def __init__(  # noqa: PLR0915 - the parts of the state
        self, keys: Keys, world: World, *, columns: int, rows: int, show: Callable[[], Awaitable[None]]
    ) -> None:
        self.input = Typed(keys, show)
        self.show = show
        self.world = world
        self.settings = Settings()
        self.registers = Registers()
        self.window = Window(columns, rows, self.settings)
        self.history = History()
        self.file = File()
        self.names: list[str] = []
        """The files of the command line."""
        self.name_at = 0
        self.alternate = ""
        self.seen: dict[str, Position] = {}
        """Where the cursor was in files that were left."""
        self.mode = ""
        """What is said of the mode: `-- INSERT --`."""
        self.message = ""
        self.prompt: tuple[str, int] | None = None
        """The command line while it is typed, and where the cursor is in it."""
        self.pages: list[str] = []
        """Lines that are to be shown over the text."""
        self.pages_shown: list[str] = []
        """Those that are shown now."""
        self.ringing = False
        self.repaint = False
        """Whether the whole screen is to be painted anew."""
        self.highlight = True
        self.visual: Visual | None = None
        self.last_visual: tuple[Visual, Position] | None = None
        self.last_command: Command | None = None
        self.last_find: FindChar | None = None
        self.searched = Searched()
        self.pattern = ""
        """The pattern used last, by a search or a substitution."""
        self.substitution: tuple[str, str, str] | None = None
        self.inserted: list[str] = []
        self.last_macro = self.last_played = ""
        self.last_shell = ""
        self.operator = ""
        """The operator that waits for a motion."""
        self.running_global = False
        self.substituted = (0, 0)
        """Substitutions that the running :g has made, and on how many lines."""
        self.warned = False
        self.level = 0
        self.quit_asked = False
        """Whether it was said that there are more files."""
        self.run_command: Callable[[], Awaitable[None]] = _nothing
        """Reads and does one normal command."""
        self.run_shell: Callable[[str], Awaitable[None]] = _no_line
        """Runs a command on the terminal, or a shell for none."""
        self.run_scroll: Callable[[str, int | None], Awaitable[None]] = _no_scroll
        """Does what a key that scrolls says, wherever it is allowed."""
        self.run_line: Callable[[str], Awaitable[None]] = _no_line
        """Does what a line of the command line says."""
        self.load(Text())

    # --- text and cursor

    def load(self, text: Text) -> None:
        """Edit another text, from its beginning."""
        self.text = text
        self.window.lines = text.lines
        self.window.top = self.window.skip = 0
        self.line = self.column = 0
        self.want = 0

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.lines

    @property
    def at(self) -> Position:
        """The cursor's position."""
        return self.line, self.column

    @property
    def current(self) -> str:
        """The cursor's line."""
        return self.text.lines[self.line]

    @property
    def tabstop(self) -> int:
        """How many cells a tab stop has."""
        return self.settings.number("tabstop")

    def move(self, line: int, column: int, *, past_end: bool = False) -> None:
        """Put the cursor somewhere, within the text."""
        self.line = max(0, min(line, len(self.lines) - 1))
        length = len(self.current)
        self.column = max(0, min(column, length if past_end else max(0, length - 1)))
        self.want = column_of(self.current, self.column, self.tabstop)

    def move_within(self) -> None:
        """Take the cursor back to the line's last character where it is behind that."""
        want = self.want
        self.move(self.line, self.column)
        self.want = want

    def move_to_line(self, line: int, *, past_end: bool = False) -> None:
        """Put the cursor into a line, in the column that it wants."""
        want = self.want
        self.line = max(0, min(line, len(self.lines) - 1))
        self.column = self.wanted(self.line, past_end=past_end)
        self.want = want

    def wanted(self, line: int, *, past_end: bool = False) -> int:
        """Return the character of a line in the column that the cursor wants."""
        text = self.lines[line]
        length = len(text) if past_end else max(0, len(text) - 1)
        return length if self.want >= END else min(index_at(text, self.want, self.tabstop), length)

    def first_character(self, line: int) -> int:
        """Return where a line's text begins behind its indent."""
        text = self.lines[line]
        column = len(text) - len(text.lstrip(" \t"))
        return max(0, column - 1) if text and column == len(text) else column

    def move_to_first(self, line: int) -> None:
        """Put the cursor on the first character of a line that is no blank."""
        line = max(0, min(line, len(self.lines) - 1))
        self.move(line, self.first_character(line))

    def mark_jump(self) -> None:
        """Remember where the cursor is, for two quotes."""
        self.text.marks["'"] = self.at

    def begin_change(self) -> None:
        """Let what changes from now on be undone at once; warns first where the file is read-only."""
        if not self.settings.on("modifiable"):
            raise Failed("E21: Cannot make changes, 'modifiable' is off")
        if self.text.step is None:
            self.text.begin(self.at)
        if self.settings.on("readonly") and not self.warned and not self.text.modified:
            self.warned = True
            self.message = "W10: Warning: Changing a readonly file"

    def changed_marks(self, first: Position, last: Position) -> None:
        """Remember what changed last, for '[ and ']."""
        bottom = len(self.lines) - 1
        self.text.marks["["] = (min(first[0], bottom), first[1])
        self.text.marks["]"] = (min(last[0], bottom), last[1])

    # --- messages

    def say(self, message: str) -> None:
        """Show a message in the last row."""
        self.message = message

    def report_lines(self, count: int, done: str = "") -> None:
        """Say how many lines came or went, or what was done to how many, where that are many."""
        if abs(count) > self.settings.number("report"):
            if done:
                self.say(f"{count} lines {done}")
            else:
                self.say(f"{count} more lines" if count > 0 else f"{-count} fewer lines")

    def ring(self) -> None:
        """Beep."""
        self.ringing = True


async def _nothing() -> None:
    raise Failed


async def _no_line(line: str) -> None:
    raise Failed


async def _no_scroll(key: str, count: int | None) -> None:
    raise Failed
