"""Expansion of words: parameters, substitutions, arithmetic, field splitting, pathnames."""

from __future__ import annotations

import contextlib
import errno
import re

from wizard.hostsim import limits
from wizard.hostsim.process import decode
from wizard.hostsim.shell import patterns
from wizard.hostsim.shell.arithmetic import ArithmeticProblem, Calculator
from wizard.hostsim.shell.state import Shell, ShellError
from wizard.hostsim.shell.syntax import Arithmetic, Command, LiteralText, Parameter, Substitution, Word
from wizard.hostsim.streams import os_error


class Fields:
    """The fields of a word in the making."""

    def __init__(self) -> None:
        self.fields: list[list[tuple[str, bool]]] = []
        self.open = False

    def add(self, text: str, *, quoted: bool) -> None:
        """Add to the field at the end, which begins here if none is open."""
        if not self.open:
            self.fields.append([])
            self.open = True
        self.fields[-1].append((text, quoted))

    def split(self) -> None:
        """Let the next addition begin a field."""
        self.open = False

    def add_split(self, text: str, separators: str) -> None:
        """Add the result of an unquoted expansion, split at the characters of IFS."""
        blanks = "".join(char for char in separators if char in " \t\n")
        index = 0
        start = 0
        while index < len(text):
            char = text[index]
            if char not in separators:
                index += 1
                continue
            if index > start:
                self.add(text[start:index], quoted=False)
            elif char not in blanks and not self.open:
                self.add("", quoted=True)  # an empty field between two separators
            while index < len(text) and text[index] in blanks:
                index += 1
            if (
                index < len(text)
                and text[index] in separators
                and text[index] not in blanks
                and char in blanks
            ) or char not in blanks:
                index += 1
            while index < len(text) and text[index] in blanks:
                index += 1
            self.split()
            start = index
        if start < len(text):
            self.add(text[start:], quoted=False)


_SPECIAL = re.compile(r"^~|[*?\[]")
"""What makes a word more than its text."""


class Expander:
    """Expands the words of one shell."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    async def words(self, words: tuple[Word, ...]) -> list[str]:
        """Return the arguments that a command's words make."""
        result: list[str] = []
        size = 0
        for word in words:
            if len(word) == 1 and isinstance(first := word[0], LiteralText) and not _special(first):
                result.append(first.text)
                continue
            fields = Fields()
            await self._expand(self._home(word), fields)
            for parts in fields.fields:
                result.extend(paths := self._paths(tuple(parts)))
                size += sum(map(len, paths))
            if len(result) > limits.WORDS or size > limits.INPUT:
                raise os_error(errno.ENOMEM)
        return result

    def _paths(self, field: patterns.Field) -> list[str]:
        if "f" not in self.shell.options and patterns.magic(field):
            return patterns.paths(self.shell.process, field) or [patterns.literal(field)]
        return [patterns.literal(field)]

    async def text(self, word: Word) -> str:
        """Expand without splitting: an assignment's value, a redirection's target."""
        return patterns.literal(await self.pattern(word))

    async def pattern(self, word: Word) -> patterns.Field:
        """Expand without splitting, and keep what was quoted apart from what was not."""
        pieces: list[tuple[str, bool]] = []
        for part in self._home(word):
            if isinstance(part, LiteralText):
                pieces.append((part.text, part.quoted))
            elif isinstance(part, Parameter) and part.name in "@*" and not part.operator:
                pieces.append((self._joined(part.name), part.quoted))
            elif isinstance(part, Parameter):
                value, alternative = await self._parameter(part)
                pieces += [(value, part.quoted)] if alternative is None else await self.pattern(alternative)
            elif isinstance(part, Substitution):
                pieces.append((await self.output(part.body), part.quoted))
            else:
                pieces.append((await self._arithmetic(part), part.quoted))
        if sum(len(text) for text, _ in pieces) > limits.INPUT:
            raise os_error(errno.ENOMEM)
        return tuple(pieces)

    def _joined(self, name: str) -> str:
        separators = self.shell.variables.get("IFS", " \t\n")
        return (" " if name == "@" else separators[:1]).join(self.shell.positional)

    def _home(self, word: Word) -> Word:
        """Replace a `~` at the beginning."""
        first = word[0] if word else None
        if not isinstance(first, LiteralText) or first.quoted or not first.text.startswith("~"):
            return word
        name, slash, rest = first.text[1:].partition("/")
        home = self.shell.variables.get("HOME", "") if not name else ""
        if name:
            with contextlib.suppress(KeyError):
                home = self.shell.process.node.users.by_name(name).home
        if not home or (not slash and len(word) > 1):
            return word
        return (LiteralText(home, quoted=True), LiteralText(slash + rest, quoted=False), *word[1:])

    async def _expand(self, word: Word, fields: Fields, *, nested: bool = False) -> None:
        separators = self.shell.variables.get("IFS", " \t\n")
        for part in word:
            if isinstance(part, LiteralText):
                if nested and not part.quoted:
                    fields.add_split(part.text, separators)
                else:
                    fields.add(part.text, quoted=part.quoted)
                continue
            if isinstance(part, Parameter):
                default = part.operator in ("-", ":-") and self.shell.positional
                if part.name in "@*" and (default or not part.operator):
                    self._positional(part, fields, separators)
                    continue
                value, alternative = await self._parameter(part)
                if alternative is not None and not part.quoted:
                    await self._expand(alternative, fields, nested=True)
                    continue
                if alternative is not None:
                    value = await self.text(alternative)
            elif isinstance(part, Substitution):
                value = await self.output(part.body)
            else:
                value = await self._arithmetic(part)
            if part.quoted:
                fields.add(value, quoted=True)
            else:
                fields.add_split(value, separators)

    def _positional(self, part: Parameter, fields: Fields, separators: str) -> None:
        arguments = self.shell.positional
        if part.quoted and part.name == "*":
            fields.add(separators[:1].join(arguments), quoted=True)
            return
        if part.quoted and not arguments and fields.open and fields.fields[-1] == [("", True)]:
            # "$@" without arguments is no field, whereas "" is one: take back the quotes' own.
            fields.fields.pop()
            fields.split()
        for number, argument in enumerate(arguments):
            if number:
                fields.split()
            if part.quoted:
                fields.add(argument, quoted=True)
            else:
                fields.add_split(argument, separators)

    async def _parameter(self, part: Parameter) -> tuple[str, Word | None]:  # noqa: PLR0911 - a case a branch
        """Return a parameter's value, or the word that its operator puts in its place."""
        value = self.shell.parameter(part.name)
        operator = part.operator
        if operator == "length":
            count = len(self.shell.positional) if part.name in "@*" else len(self._set(part.name, value))
            return str(count), None
        if operator[:1] in ("#", "%") and operator:
            pattern = await self.pattern(part.word)
            return patterns.trimmed(self._set(part.name, value), pattern, operator), None
        missing = value is None or (operator.startswith(":") and value == "")
        kind = operator[-1:]
        if kind == "+":
            return "", None if missing else part.word
        if not kind:
            return self._set(part.name, value), None
        if not missing:
            return value or "", None
        if kind == "-":
            return "", part.word
        replacement = await self.text(part.word)
        if kind == "=":
            self.shell.assign(part.name, replacement)
            return replacement, None
        raise ShellError(f"{part.name}: {replacement or 'parameter null or not set'}")

    def _set(self, name: str, value: str | None) -> str:
        if value is None and "u" in self.shell.options and name not in "@*":
            raise ShellError(f"{name}: unbound variable")
        return value or ""

    async def _arithmetic(self, part: Arithmetic) -> str:
        text = await self.text(part.expression)
        try:
            return str(Calculator(text, self.shell.variables).value())
        except ArithmeticProblem as problem:
            raise ShellError(f"{text}: {problem}") from None
        except RecursionError:
            raise ShellError(f"{text}: expression recursion level exceeded") from None

    async def output(self, body: Command | None) -> str:
        """Return what a command prints, without the line ends at its end."""
        if body is None:
            self.shell.status = self.shell.substitution_status = 0
            return ""
        process = self.shell.process
        reader, writer = process.pipe()
        reader.open()
        child = await self.shell.subshell(body)
        child.process.set_fd(1, writer)
        child.begin()
        try:
            data = await reader.read_all()
            self.shell.status = self.shell.substitution_status = await child.process.wait()
        finally:
            reader.close()
        return decode(data.replace(b"\0", b"")).rstrip("\n")


def _special(part: LiteralText) -> bool:
    return not part.quoted and _SPECIAL.search(part.text) is not None
