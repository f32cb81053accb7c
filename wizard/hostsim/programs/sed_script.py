"""sed's scripts: addresses, s, p, d, q, a, i, c, =, y, n, N, {…}, !."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wizard.hostsim.process import Failure
from wizard.hostsim.programs.grep import translated

Address = int | str | re.Pattern[str]


@dataclass(slots=True)
class Instruction:
    """One command of a script, with the addresses that it is for."""

    name: str
    first: Address | None = None
    last: Address | None = None
    inverted: bool = False
    text: str = ""
    pattern: re.Pattern[str] | None = None
    replacement: str = ""
    flags: str = ""
    block: list[Instruction] = field(default_factory=list)
    active: bool = False


class ScriptReader:
    """Parses the text of a sed script into instructions."""

    def __init__(self, script: str, *, extended: bool) -> None:
        self.script = script
        self.position = 0
        self.extended = extended

    def _peek(self) -> str:
        return self.script[self.position : self.position + 1]

    def block(self, *, nested: bool = False) -> list[Instruction]:
        """Read instructions up to the end or, in a block, its closing brace."""
        result: list[Instruction] = []
        while True:
            while self._peek() and self._peek() in " \t\n;":
                self.position += 1
            if not self._peek():
                if nested:
                    raise self._problem("unmatched `{'")
                return result
            if self._peek() == "#":
                self.position = (self.script + "\n").find("\n", self.position)
                continue
            if self._peek() == "}" and nested:
                self.position += 1
                return result
            result.append(self._instruction())

    def _problem(self, text: str) -> Failure:
        return Failure(f"-e expression #1, char {self.position}: {text}")

    def _instruction(self) -> Instruction:
        first = self._address()
        last = None
        if first is not None and self._peek() == ",":
            self.position += 1
            last = self._address()
            if last is None:
                raise self._problem("unexpected `,'")
        self._blanks()
        inverted = self._peek() == "!"
        if inverted:
            self.position += 1
            self._blanks()
        name = self._peek()
        self.position += 1
        made = Instruction(name, first, last, inverted)
        if name == "{":
            made.block = self.block(nested=True)
        elif name == "s":
            self._substitution(made)
        elif name == "y":
            made.text, made.replacement = self._delimited(), self._delimited(again=True)
        elif name in ("a", "i", "c") and name:
            self._text(made)
        elif name not in ("p", "d", "q", "=", "n", "N", "D", "P", "h", "H", "g", "G", "x"):
            raise self._problem("missing command" if not name else f"unknown command: `{name}'")
        return made

    def _blanks(self) -> None:
        while self._peek() and self._peek() in " \t":
            self.position += 1

    def _address(self) -> Address | None:
        if match := re.compile(r"\d+").match(self.script, self.position):
            self.position = match.end()
            return int(match[0])
        if self._peek() == "$":
            self.position += 1
            return "$"
        if self._peek() == "/" or self._peek() == "\\":
            if self._peek() == "\\":
                self.position += 1
            pattern = self._delimited()
            flags = re.IGNORECASE if self._peek() == "I" else 0
            self.position += bool(flags)
            return re.compile(translated(pattern, extended=self.extended), flags)
        return None

    def _delimited(self, *, again: bool = False) -> str:
        """Read up to the delimiter, which is the character here, or with `again` the one before."""
        if again:
            delimiter = self.script[self.position - 1]
        else:
            delimiter = self._peek()
            self.position += 1
        text = ""
        bracket = False
        while (char := self._peek()) != delimiter or bracket:
            if not char:
                raise self._problem("unterminated `s' command" if again else "unterminated address regex")
            if char == "\\" and not bracket:
                following = self.script[self.position + 1 : self.position + 2]
                text += following if following == delimiter and delimiter not in "&" else char + following
                self.position += 2
                continue
            if not again:
                bracket = char == "[" or (bracket and not (char == "]" and text[-1:] not in ("[", "^")))
            text += char
            self.position += 1
        self.position += 1
        return text

    def _substitution(self, made: Instruction) -> None:
        pattern = self._delimited()
        made.replacement = self._delimited(again=True)
        match = re.compile(r"[gpIi0-9]*").match(self.script, self.position)
        made.flags = match[0] if match else ""
        self.position += len(made.flags)
        if self._peek() not in ("", " ", "\t", "\n", ";", "}"):
            raise self._problem("unknown option to `s'")
        flags = re.IGNORECASE if "i" in made.flags.lower() else 0
        try:
            made.pattern = re.compile(translated(pattern, extended=self.extended), flags)
        except re.error:
            raise self._problem("Unmatched ( or \\(") from None

    def _text(self, made: Instruction) -> None:
        match = re.compile(r"[ \t]*(?:\\\n)?").match(self.script, self.position)
        self.position = match.end() if match else self.position
        lines = ""
        while self._peek() and self._peek() != "\n":
            if self._peek() == "\\":
                self.position += 1
            lines += self._peek()
            self.position += 1
        if not lines:
            raise self._problem("expected \\ after `a', `c' or `i'")
        made.text = lines
