"""Reads words: quoting, parameters and substitutions, character by character."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from wizard.hostsim.shell.syntax import (
    Arithmetic,
    Command,
    Incomplete,
    LiteralText,
    Parameter,
    Part,
    Substitution,
    SyntaxProblem,
    Word,
)

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SPECIAL = re.compile(r"[0-9@*#?$!-]")
PLAIN = re.compile(r"[^\s;&|<>()\\'\"`$]+")
PLAIN_IN_QUOTES = re.compile(r'[^\\"`$]+')
PLAIN_IN_BRACES = re.compile(r"[^\\'\"`$}]+")
PLAIN_IN_DOCUMENT = re.compile(r"[^\\`$]+")
OPERATOR = re.compile(r":?[-=?+]|##?|%%?")
METACHARACTERS = " \t\n;&|<>()"


class WordReader(ABC):
    """A position in a text and the ways to read the parts of a word from there."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.text = text
        self.position = 0
        self.first_line = first_line

    @abstractmethod
    def substituted(self) -> Command | None:
        """Read the commands of a `$(…)` up to and with its closing parenthesis."""

    @abstractmethod
    def parsed(self, text: str) -> Command | None:
        """Read all of another text: what stood between backquotes."""

    def problem(self, message: str, position: int | None = None) -> SyntaxProblem:
        """Return the error for the line at a position."""
        at = self.position if position is None else position
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", start)
        source = self.text[start : len(self.text) if end < 0 else end]
        return SyntaxProblem(message, self.first_line + self.text.count("\n", 0, at), source)

    def incomplete(self, wanted: str) -> Incomplete:
        """Return the error for a text that ends too early."""
        message = (
            f"unexpected EOF while looking for matching `{wanted}'"
            if wanted
            else "syntax error: unexpected end of file"
        )
        return Incomplete(message, self.first_line + self.text.count("\n"))

    def _peek(self, offset: int = 0) -> str:
        at = self.position + offset
        return self.text[at] if at < len(self.text) else ""

    def word(self) -> Word:
        """Read one word, up to an unquoted metacharacter."""
        parts: list[Part] = []
        while (char := self._peek()) and char not in METACHARACTERS:
            if not self._common(char, parts, quoted=False):
                self._run(PLAIN, parts, quoted=False)
        return tuple(parts)

    def document(self) -> Word:
        """Read the text of a here-document, in which quotes mean nothing."""
        parts: list[Part] = []
        while char := self._peek():
            if char == "\\":
                self._escape("$`\\", parts)
            elif char in "$`":
                self._expansion(char, parts, quoted=True)
            else:
                self._run(PLAIN_IN_DOCUMENT, parts, quoted=True)
        return tuple(parts)

    def _run(self, pattern: re.Pattern[str], parts: list[Part], *, quoted: bool) -> None:
        match = pattern.match(self.text, self.position)
        text = match[0] if match else self._peek()
        self.position += len(text)
        parts.append(LiteralText(text, quoted))

    def _common(self, char: str, parts: list[Part], *, quoted: bool) -> bool:
        """Read what means the same in a word and in the word of a `${…}`; False if it is none of these."""
        if char == "\\":
            if self._peek(1) != "\n":
                parts.append(LiteralText(self._peek(1) or "\\", quoted=True))
            self.position += 2
        elif char == "'":
            end = self.text.find("'", self.position + 1)
            if end < 0:
                raise self.incomplete("'")
            parts.append(LiteralText(self.text[self.position + 1 : end], quoted=True))
            self.position = end + 1
        elif char == '"':
            self.position += 1
            self._double_quoted(parts)
        elif char in "$`":
            self._expansion(char, parts, quoted=quoted)
        else:
            return False
        return True

    def _double_quoted(self, parts: list[Part]) -> None:
        parts.append(LiteralText("", quoted=True))
        while (char := self._peek()) != '"':
            if not char:
                raise self.incomplete('"')
            if char == "\\":
                self._escape('$`"\\', parts)
            elif char in "$`":
                self._expansion(char, parts, quoted=True)
            else:
                self._run(PLAIN_IN_QUOTES, parts, quoted=True)
        self.position += 1

    def _escape(self, special: str, parts: list[Part]) -> None:
        """Read a backslash where it is special only before some characters."""
        following = self._peek(1)
        if following == "\n":
            self.position += 2
        elif following and following in special:
            parts.append(LiteralText(following, quoted=True))
            self.position += 2
        else:
            parts.append(LiteralText("\\", quoted=True))
            self.position += 1

    def _expansion(self, char: str, parts: list[Part], *, quoted: bool) -> None:
        if char == "`":
            parts.append(Substitution(self.parsed(self._backquoted(quoted=quoted)), quoted))
            return
        self.position += 1
        following = self._peek()
        if following == "{":
            self.position += 1
            parts.append(self._braces(quoted=quoted))
        elif following == "(":
            parts.append(self._parentheses(quoted=quoted))
        elif match := NAME.match(self.text, self.position) or SPECIAL.match(self.text, self.position):
            self.position = match.end()
            parts.append(Parameter(match[0], quoted))
        else:
            parts.append(LiteralText("$", quoted))

    def _backquoted(self, *, quoted: bool) -> str:
        special = '$`\\"' if quoted else "$`\\"
        self.position += 1
        text = ""
        while (char := self._peek()) != "`":
            if not char:
                raise self.incomplete("`")
            if char == "\\" and self._peek(1) in special:
                char = self._peek(1)
                self.position += 1
            text += char
            self.position += 1
        self.position += 1
        return text

    def _parentheses(self, *, quoted: bool) -> Part:
        if self._peek(1) == "(" and (end := self._arithmetic_end()) >= 0:
            inner = self.text[self.position + 2 : end]
            self.position = end + 2
            return Arithmetic(type(self)(inner).document(), quoted)
        self.position += 1
        return Substitution(self.substituted(), quoted)

    def _arithmetic_end(self) -> int:
        """Return where the `))` of a `$((` stands, or -1 when it is a subshell in a substitution."""
        depth = 0
        for index in range(self.position + 2, len(self.text)):
            char = self.text[index]
            if char == "(":
                depth += 1
            elif char == ")":
                if depth == 0:
                    return index if self.text.startswith("))", index) else -1
                depth -= 1
        return -1

    def _braces(self, *, quoted: bool) -> Part:
        start = self.position
        if self._peek() == "#" and self._peek(1) != "}":
            self.position += 1
            name = self._parameter_name(start)
            if self._peek() != "}":
                raise self.problem(self._bad(start))
            self.position += 1
            return Parameter(name, quoted, "length")
        name = self._parameter_name(start)
        operator = ""
        if match := OPERATOR.match(self.text, self.position):
            operator = match[0]
            self.position = match.end()
        elif self._peek() != "}":
            raise self.problem(self._bad(start))
        word = self._brace_word(quoted=quoted and operator[:1] not in ("#", "%"))
        self.position += 1
        return Parameter(name, quoted, operator, word)

    def _bad(self, start: int) -> str:
        end = self.text.find("}", start)
        return f"${{{self.text[start : end if end >= 0 else None]}}}: bad substitution"

    def _parameter_name(self, start: int) -> str:
        match = NAME.match(self.text, self.position) or re.compile(r"\d+|[@*#?$!-]").match(
            self.text, self.position
        )
        if match is None:
            if self.position >= len(self.text):
                raise self.incomplete("}")
            raise self.problem(self._bad(start))
        self.position = match.end()
        return match[0]

    def _brace_word(self, *, quoted: bool) -> Word:
        parts: list[Part] = []
        while (char := self._peek()) != "}":
            if not char:
                raise self.incomplete("}")
            if quoted and char == "\\":
                self._escape('$`"\\}', parts)
            elif quoted and char == "'":
                parts.append(LiteralText("'", quoted=True))
                self.position += 1
            elif not self._common(char, parts, quoted=quoted):
                self._run(PLAIN_IN_BRACES, parts, quoted=quoted)
        return tuple(parts)
