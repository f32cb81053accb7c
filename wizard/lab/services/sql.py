"""The part of SQL that an installer uses: its tokens, and the errors of statements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | None
Row = Mapping[str, Value]
TOKEN = re.compile(
    r"""\s*(?:(?P<comment>--[ \t].*?(?:\n|$)|--\n|\#.*?(?:\n|$)|/\*.*?\*/)
    |(?P<string>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")|(?P<name>`[^`]*`)|(?P<number>[0-9]+)
    |(?P<word>@@?[\w.]*|[^\W\d]\w*)|(?P<mark>(?:/\*|['"`]).*|<>|!=|<=|>=|:=|.))""",
    re.VERBOSE | re.DOTALL,
)
NAME = 64
"""Characters of the name of a database, a table or a column."""
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "Z": "\x1a", "b": "\b"}


class SqlError(Exception):
    """The error that the server answers instead of a result."""

    def __init__(self, number: int, state: str, message: str) -> None:
        super().__init__(message)
        self.number = number
        self.state = state
        self.message = message


@dataclass(slots=True)
class ResultSet:
    """Rows with their columns' names; without columns, a statement that returns none."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[Value]] = field(default_factory=list)
    affected: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class SqlToken:
    """A token of a statement and its position in the text."""

    kind: str
    text: str
    at: int

    def value(self) -> str:
        """Return a string's or a name's content."""
        if self.kind == "name":
            return self.text[1:-1]
        if self.kind != "string":
            return self.text
        quote, body = self.text[0], self.text[1:-1]
        body = body.replace(quote * 2, quote)
        return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), body, flags=re.DOTALL)


def tokens(text: str) -> list[SqlToken]:
    """Return the tokens of a statement; a comment or a string without an end is one mark."""
    found = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            break
        if match.lastgroup != "comment":
            found.append(SqlToken(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    return found


class StatementReader:
    """A position in a statement's tokens, for parsers that read them one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0

    @property
    def ended(self) -> bool:
        """Whether all has been read."""
        return self.index >= len(self.tokens)

    def problem(self) -> SqlError:
        """Return the syntax error for the token here."""
        at = len(self.text) if self.ended else self.tokens[self.index].at
        near, line = self.text[at:].strip(), self.text.count("\n", 0, at) + 1
        return SqlError(
            1064,
            "42000",
            "You have an error in your SQL syntax; check the manual that corresponds to "
            "your MariaDB server version "
            f"for the right syntax to use near '{near[:80]}' at line {line}",
        )

    def peek(self, offset: int = 0) -> str:
        """Return the token here in upper case, strings and quoted names as they are."""
        at = self.index + offset
        if at >= len(self.tokens):
            return ""
        token = self.tokens[at]
        return token.text.upper() if token.kind == "word" else token.text

    def take(self) -> SqlToken:
        """Return the token here and go on."""
        if self.ended:
            raise self.problem()
        self.index += 1
        return self.tokens[self.index - 1]

    def accept(self, *words: str) -> bool:
        """Go past these words if they stand here; return whether they do."""
        if all(self.peek(offset) == word for offset, word in enumerate(words)):
            self.index += len(words)
            return True
        return False

    def expect(self, *words: str) -> None:
        """Go past these words. Raises `SqlError` where others stand here."""
        for word in words:
            if not self.accept(word):
                raise self.problem()

    def name(self) -> str:
        """Return the identifier here, quoted or not, and go on. Raises `SqlError` for anything else."""
        token = self.take()
        if token.kind not in ("word", "name"):
            self.index -= 1
            raise self.problem()
        name = token.value()
        if len(name) > NAME:
            raise SqlError(1059, "42000", f"Identifier name '{name[:NAME]}' is too long")
        return name

    def string(self) -> str:
        """Return the string literal here and go on. Raises `SqlError` for anything else."""
        token = self.take()
        if token.kind != "string":
            self.index -= 1
            raise self.problem()
        return token.value()

    def end(self) -> None:
        """Fail unless all has been read."""
        if not self.ended:
            raise self.problem()
