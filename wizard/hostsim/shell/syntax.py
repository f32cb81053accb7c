"""The syntax tree of the shell's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LiteralText:
    """Characters that stand for themselves; quoted ones are neither split nor patterns."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name` or `${name…}`; the operator is the one after the name, or "length" for `${#name}`."""

    name: str
    quoted: bool
    operator: str = ""
    word: Word = ()


@dataclass(frozen=True, slots=True)
class Substitution:
    """`$(…)` or backquotes: what a command prints."""

    body: Command | None
    quoted: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`$((…))`: an integer expression that is expanded to its value."""

    expression: Word
    quoted: bool


Part = LiteralText | Parameter | Substitution | Arithmetic
Word = tuple[Part, ...]


@dataclass(slots=True, eq=False)
class HereDocument:
    """A here-document; its text is known once the line that announces it has ended."""

    delimiter: str
    quoted: bool
    stripped: bool
    text: Word = ()


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirection: a target, or for `<<` a here-document."""

    descriptor: int
    operator: str
    target: Word = ()
    document: HereDocument | None = None


@dataclass(frozen=True, slots=True)
class Simple:
    """A simple command: assignments, words and redirections."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by `|`, perhaps negated."""

    commands: tuple[Command, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Timed:
    """`time pipeline`, or `time` alone; `time -p` has the portable form."""

    command: Command | None
    portable: bool


@dataclass(frozen=True, slots=True)
class AndOr:
    """`left && right` or `left || right`."""

    left: Command
    operator: str
    right: Command


@dataclass(frozen=True, slots=True)
class Sequence:
    """Commands one after the other; each with whether it runs in the background."""

    items: tuple[tuple[Command, bool], ...]


@dataclass(frozen=True, slots=True)
class Subshell:
    """`( … )`: commands in a child process of the shell."""

    body: Command
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """`{ … ; }`: commands that share redirections, in the shell itself."""

    body: Command
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class If:
    """`if … then … elif … else … fi`."""

    branches: tuple[tuple[Command, Command], ...]
    otherwise: Command | None
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class While:
    """`while … do … done`, and `until` with the condition negated."""

    condition: Command
    body: Command
    until: bool
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class For:
    """`for name in words`; without `in` the words are the positional parameters."""

    name: str
    words: tuple[Word, ...] | None
    body: Command
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """`case word in pattern) … ;; esac`."""

    word: Word
    branches: tuple[tuple[tuple[Word, ...], Command | None], ...]
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """`name() …`: the definition of a function."""

    name: str
    body: Command


Compound = Subshell | Group | If | While | For | Case
Command = Simple | Pipeline | Timed | AndOr | Sequence | Compound | Function


class SyntaxProblem(Exception):
    """The shell's text is not a program; `line` is the number and `source` the text of the line at fault."""

    def __init__(self, message: str, line: int, source: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.source = source


class Incomplete(SyntaxProblem):
    """The text ends in the middle of a command."""
