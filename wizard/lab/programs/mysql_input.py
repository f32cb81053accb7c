"""Statements as they are typed in the mysql client, line by line, and the client's own commands in them."""

from __future__ import annotations

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
        self.text = ""
        self.open = ""
        """The quote that is open, `*` in a comment."""
        self.delimiter = ";"

    @property
    def prompt(self) -> str:
        """What the next line is asked with; empty where a statement begins."""
        return PROMPTS[self.open] if self.text or self.open == "*" else ""

    @property
    def shown(self) -> str:
        """What has been typed, with a line end."""
        return self.text if self.text.endswith("\n") else f"{self.text}\n"

    def clear(self) -> None:
        """Forget what has been typed."""
        self.text = self.open = ""

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
        if self.text:
            self.text += "\n"

    def _step(self, line: str, at: int) -> tuple[ClientCommand | None, int]:
        """Take what stands at a position; return a command, if it is one, and the next position."""
        one, rest = line[at], line[at:]
        if self.open == "*":
            ended = rest.startswith("*/")
            self.open = "" if ended else "*"
            return None, at + 1 + ended
        if one == "\\" and self.open != "`":
            return self._escaped(line, at)
        if self.open:
            self.open = "" if one == self.open else self.open
        elif rest.startswith(self.delimiter):
            return self._ended(), at + len(self.delimiter)
        elif one == "#" or rest[:3] in ("--", "-- ", "--\t") or (rest.startswith("--") and not self.text):
            return None, len(line)
        elif rest.startswith("/*") and not rest.startswith("/*!"):
            self.open = "*"
            return None, at + 2
        elif one in "'\"`":
            self.open = one
        if self.text or not one.isspace():
            self.text += one
        return None, at + 1

    def _escaped(self, line: str, at: int) -> tuple[ClientCommand | None, int]:
        letter = line[at + 1 : at + 2]
        if self.open or letter in ("N", ""):
            self.text += line[at : at + 2]
            return None, at + 2
        if letter not in LETTERS.values():
            self.text += line[at : at + 2]
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
        self.text = ""
        return command
