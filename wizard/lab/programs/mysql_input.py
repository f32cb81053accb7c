"""Statements as they are typed in the mysql client, line by line, and the client's own commands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.lab.programs.mysql_words import LETTERS, WITH_ARGUMENT

PROMPTS = {"": "    -> ", "'": "    '> ", '"': '    "> ', "`": "    `> ", "*": "   /*> "}
"""What is asked with while a statement is open, by what in it is open: a quote, or a comment as `*`."""


@dataclass(frozen=True, slots=True)
class ClientCommand:
    """A command of the client: its letter (`g` and `G` send the statement) and its argument."""

    letter: str
    argument: str = ""


def named_command(line: str, delimiter: str) -> ClientCommand | None:
    """Return the command that a line names by its word, such as `use nova`; None for SQL.

    A line in which the delimiter stands is none: what is before it is looked at once more.
    """
    words = line.lstrip()
    name, *arguments = words.split(None, 1)[:2] if words else [""]
    argument = arguments[0] if arguments else ""
    letter = LETTERS.get(name.lower())
    inside = "\\g" in words or (delimiter in words and letter != "d")
    if letter is None or inside or (argument and letter not in WITH_ARGUMENT):
        return None
    return ClientCommand(letter, argument if letter == "R" else argument.strip())


class StatementInput:
    """What has been typed of a statement, and what of it is still open."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.size = 0
        """How many characters of a statement have been typed."""
        self.open = ""
        """The quote that is open, `*` in a comment."""
        self.delimiter = ";"

    @property
    def text(self) -> str:
        """What has been typed of the statement."""
        self._parts = ["".join(self._parts)] if self._parts else []
        return "".join(self._parts)

    @property
    def prompt(self) -> str:
        """What the next line is asked with; empty where a statement begins."""
        return PROMPTS[self.open] if self._parts or self.open == "*" else ""

    @property
    def shown(self) -> str:
        """What has been typed, with a line end."""
        return self.text if self.text.endswith("\n") else f"{self.text}\n"

    def clear(self) -> None:
        """Forget what has been typed."""
        self._parts = []
        self.size = 0
        self.open = ""

    def add(self, line: str) -> Iterator[ClientCommand]:
        """Add a line, and give the commands in it; before each one `text` is what stands before it."""
        if not self.prompt and (command := named_command(line, self.delimiter)):
            yield command
            return
        at = 0
        while at < len(line):
            command, at = self._step(line, at)
            if command is not None:
                yield command
        if self._parts:
            self._keep("\n")

    def _keep(self, part: str) -> None:
        """Add a part to the statement; it does not begin with white space."""
        if part := part if self._parts else part.lstrip():
            self._parts.append(part)
            self.size += len(part)

    def _step(self, line: str, at: int) -> tuple[ClientCommand | None, int]:
        """Take what stands at a position; return a command, if it is one, and the next position."""
        one = line[at]
        if one == "\\" and self.open not in ("`", "*"):
            return self._escaped(line, at)
        if self.open:
            return None, self._commented(line, at) if self.open == "*" else self._quoted(line, at)
        if line.startswith(self.delimiter, at):
            return self._ended(), at + len(self.delimiter)
        if self._noted(line, at):
            return None, len(line)
        if line.startswith("/*", at) and not line.startswith("/*!", at):
            self.open = "*"
            return None, at + 2
        if one in "'\"`":
            self.open, end = one, at + 1
        else:
            end = _end_of(f"\\\\'\"`#/{re.escape(self.delimiter[0])}-", line, at + 1)
        self._keep(line[at:end])
        return None, end

    def _noted(self, line: str, at: int) -> bool:
        """Whether the rest of the line is a comment."""
        begins = line.startswith("--", at) and not self._parts
        return begins or line[at] == "#" or line[at : at + 3] in ("--", "-- ", "--\t")

    def _commented(self, line: str, at: int) -> int:
        """Leave out what stands in a comment; return where it ends. A word ends there too."""
        end = line.find("*/", at)
        if end < 0:
            return len(line)
        self.open = ""
        if line[end + 2 : end + 3].strip():
            self._keep(" ")
        return end + 2

    def _quoted(self, line: str, at: int) -> int:
        """Take what stands in a quote; return where the plain part of it ends."""
        if line[at] == self.open:
            self.open = ""
            end = at + 1
        else:
            end = _end_of("`" if self.open == "`" else f"\\\\{self.open}", line, at + 1)
        self._keep(line[at:end])
        return end

    def _escaped(self, line: str, at: int) -> tuple[ClientCommand | None, int]:
        letter = line[at + 1 : at + 2]
        if not letter:  # the statement goes on in the next line, as a shell's does
            return None, at + 1
        if self.open or letter == "N":
            self._keep(line[at : at + 2])
            return None, at + 2
        if letter not in LETTERS.values():
            self._keep(line[at : at + 2])
            return ClientCommand("", letter), at + 2
        if letter not in WITH_ARGUMENT:
            return ClientCommand(letter), at + 2
        argument, delimiter, _ = line[at + 2 :].partition(self.delimiter)
        return ClientCommand(letter, argument.strip()), at + 2 + len(argument) + len(delimiter)

    def _ended(self) -> ClientCommand:
        """Return what a delimiter asks for: a command such as `exit;`, or that the statement is sent."""
        command = named_command(self.text, self.delimiter)
        if command is None:
            return ClientCommand("g")
        self.clear()
        return command


def _end_of(special: str, line: str, at: int) -> int:
    """Return where the characters end, from a position on, that are none of the special ones."""
    found = re.compile(f"[{special}]").search(line, at)
    return found.start() if found else len(line)
