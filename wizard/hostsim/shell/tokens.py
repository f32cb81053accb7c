"""Reads tokens: operators, words, here-documents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.hostsim.shell.syntax import HereDocument, LiteralText, SyntaxProblem, Word
from wizard.hostsim.shell.words import WordReader

OPERATORS = re.compile(r"<<-|<<|>>|<&|>&|<>|>\||&&|\|\||;;|[;&|<>()\n]")
REDIRECTIONS = {"<": 0, ">": 1, ">>": 1, "<<": 0, "<<-": 0, "<&": 0, ">&": 1, "<>": 0, ">|": 1}
BLANKS = re.compile(r"(?:[ \t\r]|\\\n)+")
COMMENT = re.compile(r"#[^\n]*")
ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=")
RESERVED = frozenset(
    (
        "!",
        "{",
        "}",
        "case",
        "do",
        "done",
        "elif",
        "else",
        "esac",
        "fi",
        "for",
        "if",
        "in",
        "then",
        "until",
        "while",
    )
)
TIME = "time"
"""A keyword only where a pipeline begins: behind a `|` it is the name of a program."""
KEYWORDS = RESERVED | {TIME}


@dataclass(slots=True)
class Token:
    """An operator, the end, or a word; `plain` is the text of a word without quotes and expansions."""

    start: int
    operator: str = ""
    word: Word = ()
    plain: str | None = None
    descriptor: int | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is a word: neither an operator nor the end."""
        return bool(self.word)


class TokenReader(WordReader):
    """A position in a text, with a look at the token there."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        super().__init__(text, first_line)
        self._token: Token | None = None
        self._documents: list[HereDocument] = []

    def _look(self) -> Token:
        if self._token is None:
            self._token = self._read_token()
        return self._token

    def _take(self) -> Token:
        token = self._look()
        self._token = None
        if token.operator == "\n":
            self._read_documents()
        return token

    def _read_token(self) -> Token:
        if match := BLANKS.match(self.text, self.position):
            self.position = match.end()
        if match := COMMENT.match(self.text, self.position):
            self.position = match.end()
        start = self.position
        if start >= len(self.text):
            return Token(start)
        if match := OPERATORS.match(self.text, start):
            self.position = match.end()
            return Token(start, match[0])
        word = self.word()
        if not word:  # a backslash and the line's end, alone
            return self._read_token()
        plain = self.text[start : self.position]
        following = self._peek()
        if plain.isdigit() and following and following in "<>":
            match = OPERATORS.match(self.text, self.position)
            assert match is not None  # noqa: S101 - `<` and `>` are operators
            self.position = match.end()
            return Token(start, match[0], descriptor=int(plain))
        texts = [part.text for part in word if isinstance(part, LiteralText) and not part.quoted]
        return Token(start, "", word, "".join(texts) if len(texts) == len(word) else None)

    def _read_documents(self) -> None:
        """Read the here-documents that begin on this line."""
        documents, self._documents = self._documents, []
        for document in documents:
            lines = []
            while True:
                if self.position >= len(self.text):
                    raise self.incomplete("")
                end = self.text.find("\n", self.position)
                end = len(self.text) if end < 0 else end
                line = self.text[self.position : end]
                self.position = min(end + 1, len(self.text))
                if document.stripped:
                    line = line.lstrip("\t")
                if line == document.delimiter:
                    break
                lines.append(line + "\n")
            text = "".join(lines)
            document.text = (
                (LiteralText(text, quoted=True),) if document.quoted else type(self)(text).document()
            )

    def _unexpected(self, token: Token | None = None) -> SyntaxProblem:
        token = token or self._look()
        if not token.is_word and not token.operator:
            return self.incomplete("")
        shown = "newline" if token.operator == "\n" else token.operator or self._source(token)
        return self.problem(f"syntax error near unexpected token `{shown}'", token.start)

    def _source(self, token: Token) -> str:
        return token.plain if token.plain is not None else self.text[token.start : self.position]

    def _is(self, *operators: str) -> bool:
        return self._look().operator in operators

    def _reserved(self) -> str:
        plain = self._look().plain
        return plain if plain in RESERVED else ""

    def _expect(self, reserved: str) -> None:
        if self._reserved() != reserved:
            raise self._unexpected()
        self._take()

    def _newlines(self) -> None:
        while self._is("\n"):
            self._take()
