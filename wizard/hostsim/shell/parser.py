"""Reads commands: a recursive descent over the grammar of POSIX sh, one complete command at a time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from wizard.hostsim import limits
from wizard.hostsim.shell.syntax import (
    AndOr,
    Case,
    Command,
    For,
    Function,
    Group,
    HereDocument,
    If,
    LiteralText,
    Pipeline,
    Redirect,
    Sequence,
    Simple,
    Subshell,
    SyntaxProblem,
    Timed,
    While,
    Word,
)
from wizard.hostsim.shell.tokens import ASSIGNMENT, REDIRECTIONS, TIME, Token, TokenReader
from wizard.hostsim.shell.words import NAME


class Parser(TokenReader):
    """Gives the complete commands of a text, one after the other."""

    def __init__(self, text: str, first_line: int = 1, aliases: Mapping[str, str] | None = None) -> None:
        super().__init__(text, first_line)
        self.aliases = aliases or {}
        self.grown = 0
        """By how many characters aliases have made the text longer."""
        self._inside: list[tuple[str, int]] = []
        """The aliases whose text is being read, and how much of the whole text stands behind each."""
        self._next_too: int | None = None
        """Behind an alias that ends in a blank the next word may be one too: how much text is left there."""

    def _expand_alias(self) -> None:
        """Replace the word that comes next by what it is an alias of; nothing inside its own text."""
        while (name := self._look().plain or "") in self.aliases:
            start, end = self._look().start, self.position
            self._inside = [(other, rest) for other, rest in self._inside if start < len(self.text) - rest]
            if any(name == other for other, _ in self._inside):
                return
            value = self.aliases[name]
            self._inside.append((name, len(self.text) - end))
            self.text = self.text[:start] + value + self.text[end:]
            self.grown += len(value) - (end - start)
            self.position, self._token = start, None
            if value[-1:] in (" ", "\t"):
                self._next_too = len(self.text) - start - len(value)

    def _is_behind_alias(self) -> bool:
        """Whether the next word is the first one behind an alias that ends in a blank."""
        if self._next_too is None or self._look().start < len(self.text) - self._next_too:
            return False
        self._next_too = None
        return True

    def next_command(self) -> Command | None:
        """Return the next complete command, up to the end of its line; None at the end of the text."""
        self._newlines()
        if not self._look().is_word and not self._look().operator:
            return None
        command = self._list(stop_at_newline=True)
        if self._is("\n"):
            self._take()
        elif self._look().is_word or self._look().operator:
            raise self._unexpected()
        elif self._documents:
            raise self.incomplete("")
        return command

    def substituted(self) -> Command | None:
        """Read the commands of a `$(…)` up to and with its closing parenthesis."""
        outer_token, outer_documents = self._token, self._documents
        self._token, self._documents = None, []
        self._newlines()
        body = None if self._is(")") else self._list()
        if not self._is(")"):
            raise (
                self._unexpected() if self._look().operator or self._look().is_word else self.incomplete(")")
            )
        self._token, self._documents = outer_token, outer_documents
        return body

    def parsed(self, text: str) -> Command | None:
        """Read all of another text: what stood between backquotes."""
        parser = Parser(text, self.first_line)
        items = []
        while (command := parser.next_command()) is not None:
            items.append((command, False))
        return Sequence(tuple(items)) if items else None

    def _list(self, *, stop_at_newline: bool = False) -> Command:
        items: list[tuple[Command, bool]] = []
        while True:
            command = self._and_or()
            background = self._is("&")
            items.append((command, background))
            if not self._is(";", "&", "\n") or (stop_at_newline and self._is("\n")):
                break
            self._take()
            if not stop_at_newline:
                self._newlines()
            if self._ends_list():
                break
        if len(items) == 1 and not items[0][1]:
            return items[0][0]
        return Sequence(tuple(items))

    def _ends_list(self) -> bool:
        token = self._look()
        if not token.is_word:
            return token.operator not in REDIRECTIONS and token.operator != "("
        return self._reserved() in ("}", "do", "done", "elif", "else", "esac", "fi", "then")

    def _and_or(self) -> Command:
        left = self._pipeline()
        while self._is("&&", "||"):
            operator = self._take().operator
            self._newlines()
            left = AndOr(left, operator, self._pipeline())
        return left

    def _pipeline(self) -> Command:
        if self._look().plain == TIME:
            return self._timed()
        negated = self._reserved() == "!"
        if negated:
            self._take()
            if self._look().plain == TIME:
                return Pipeline((self._timed(),), negated)
        commands = [self._command()]
        while self._is("|"):
            self._take()
            self._newlines()
            commands.append(self._command())
        if len(commands) == 1 and not negated:
            return commands[0]
        return Pipeline(tuple(commands), negated)

    def _timed(self) -> Command:
        self._take()
        portable = self._look().plain == "-p"
        if portable:
            self._take()
        return Timed(None if self._ends_list() else self._pipeline(), portable)

    def _command(self) -> Command:
        if self.aliases:
            self._expand_alias()
        if self._is("("):
            self._take()
            body = self._compound_list()
            if not self._is(")"):
                raise self._unexpected()
            self._take()
            return Subshell(body, self._redirects())
        reserved = self._reserved()
        reader = {
            "{": self._group,
            "if": self._if,
            "while": self._while,
            "until": self._while,
            "for": self._for,
            "case": self._case,
        }.get(reserved)
        if reader:
            return reader()
        if reserved and reserved != "in":
            raise self._unexpected()
        return self._simple()

    def _compound_list(self) -> Command:
        self._newlines()
        return self._list()

    def _group(self) -> Command:
        self._take()
        body = self._compound_list()
        self._expect("}")
        return Group(body, self._redirects())

    def _if(self) -> Command:
        branches = []
        otherwise = None
        while self._reserved() in ("if", "elif"):
            self._take()
            condition = self._compound_list()
            self._expect("then")
            branches.append((condition, self._compound_list()))
        if self._reserved() == "else":
            self._take()
            otherwise = self._compound_list()
        self._expect("fi")
        return If(tuple(branches), otherwise, self._redirects())

    def _while(self) -> Command:
        until = self._take().plain == "until"
        condition = self._compound_list()
        return While(condition, self._do_group(), until, self._redirects())

    def _do_group(self) -> Command:
        self._expect("do")
        body = self._compound_list()
        self._expect("done")
        return body

    def _for(self) -> Command:
        self._take()
        name = self._take()
        if name.plain is None or not NAME.fullmatch(name.plain):
            raise self._unexpected(name)
        self._newlines()
        words: list[Word] | None = None
        if self._reserved() == "in":
            self._take()
            words = []
            while self._look().is_word:
                words.append(self._take().word)
            if not self._is(";", "\n"):
                raise self._unexpected()
        if self._is(";"):
            self._take()
        self._newlines()
        body = self._do_group()
        return For(name.plain, None if words is None else tuple(words), body, self._redirects())

    def _case(self) -> Command:
        self._take()
        subject = self._take()
        if not subject.is_word:
            raise self._unexpected(subject)
        self._newlines()
        self._expect("in")
        self._newlines()
        branches = []
        while self._reserved() != "esac":
            branches.append(self._case_branch())
            self._newlines()
        self._take()
        return Case(subject.word, tuple(branches), self._redirects())

    def _case_branch(self) -> tuple[tuple[Word, ...], Command | None]:
        if self._is("("):
            self._take()
        patterns = []
        while True:
            pattern = self._take()
            if not pattern.is_word:
                raise self._unexpected(pattern)
            patterns.append(pattern.word)
            if not self._is("|"):
                break
            self._take()
        if not self._is(")"):
            raise self._unexpected()
        self._take()
        self._newlines()
        empty = self._is(";;") or self._reserved() == "esac"
        body = None if empty else self._list()
        if self._is(";;"):
            self._take()
        elif self._reserved() != "esac":
            raise self._unexpected()
        return tuple(patterns), body

    def _simple(self) -> Command:
        assignments: list[tuple[str, Word]] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        start = self._look().start
        while True:
            if self.aliases and (not words or self._is_behind_alias()):
                self._expand_alias()
            token = self._look()
            if token.operator in REDIRECTIONS:
                redirects.append(self._redirect())
            elif token.is_word and not words and (assignment := _assignment(token.word)):
                self._take()
                assignments.append(assignment)
            elif token.is_word:
                self._take()
                words.append(token.word)
                if len(words) == 1 and not assignments and self._is("("):
                    return self._function(token)
            else:
                break
        if not (assignments or words or redirects):
            raise self._unexpected()
        line = self.first_line + self.text.count("\n", 0, start)
        return Simple(tuple(assignments), tuple(words), tuple(redirects), line)

    def _function(self, name: Token) -> Command:
        parenthesis = self._take()
        if not self._is(")") or name.plain is None or not NAME.fullmatch(name.plain):
            raise self._unexpected(parenthesis if name.plain is None else None)
        self._take()
        self._newlines()
        return Function(name.plain, self._command())

    def _redirects(self) -> tuple[Redirect, ...]:
        redirects = []
        while self._look().operator in REDIRECTIONS:
            redirects.append(self._redirect())
        return tuple(redirects)

    def _redirect(self) -> Redirect:
        token = self._take()
        operator = token.operator
        target = self._take()
        if not target.is_word:
            raise self._unexpected(target)
        descriptor = REDIRECTIONS[operator] if token.descriptor is None else token.descriptor
        if operator not in ("<<", "<<-"):
            return Redirect(descriptor, operator, target.word)
        delimiter = "".join(part.text for part in target.word if isinstance(part, LiteralText))
        quoted = any(isinstance(part, LiteralText) and part.quoted for part in target.word)
        document = HereDocument(delimiter, quoted, stripped=operator == "<<-")
        self._documents.append(document)
        return Redirect(descriptor, "<<", document=document)


def _assignment(word: Word) -> tuple[str, Word] | None:
    """Return name and value of a word that is an assignment."""
    first = word[0]
    if not isinstance(first, LiteralText) or first.quoted:
        return None
    match = ASSIGNMENT.match(first.text)
    if match is None:
        return None
    rest = first.text[match.end() :]
    return match[1], ((LiteralText(rest, quoted=False), *word[1:]) if rest else word[1:])


def first_command(
    text: str, line: int = 1, aliases: Mapping[str, str] | None = None
) -> tuple[Command | None, int]:
    """Return the first complete command of a text and the length of the lines that it takes.

    The same scripts run on every node, so what was read once is kept, unless it is very long.
    """
    try:
        if aliases:
            parser = Parser(text, line, aliases)
            command = parser.next_command()
            return command, parser.position - parser.grown
        return (_first_command if len(text) <= limits.CACHED else _first_command.__wrapped__)(text, line)
    except RecursionError:
        raise SyntaxProblem("memory exhausted", line) from None


@lru_cache(maxsize=1024)
def _first_command(text: str, line: int) -> tuple[Command | None, int]:
    parser = Parser(text, line)
    command = parser.next_command()
    return command, parser.position
