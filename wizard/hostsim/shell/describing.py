"""Commands as text: how `jobs` shows them."""

from __future__ import annotations

from wizard.hostsim.shell.syntax import (
    AndOr,
    Arithmetic,
    Command,
    LiteralText,
    Parameter,
    Pipeline,
    Redirect,
    Sequence,
    Simple,
    Subshell,
    Timed,
    Word,
)


def described(command: Command) -> str:
    """Return a command as text; compound ones with their first word only."""
    match command:
        case Simple():
            parts = [f"{name}={_word(word)}" for name, word in command.assignments]
            parts += [_word(word) for word in command.words]
            parts += [_redirect(redirect) for redirect in command.redirects]
            return " ".join(parts)
        case Pipeline() | Timed():
            return _pipeline(command)
        case AndOr():
            return f"{described(command.left)} {command.operator} {described(command.right)}"
        case Sequence():
            return "; ".join(
                described(item) + (" &" if background else "") for item, background in command.items
            )
        case Subshell():
            return f"( {described(command.body)} )"
    return f"{type(command).__name__.lower()} ..."


def _pipeline(command: Pipeline | Timed) -> str:
    if isinstance(command, Pipeline):
        return ("! " if command.negated else "") + " | ".join(map(described, command.commands))
    form = "time -p" if command.portable else "time"
    return f"{form} {described(command.command)}" if command.command else form


def _redirect(redirect: Redirect) -> str:
    usual = 0 if redirect.operator.startswith("<") else 1
    number = "" if redirect.descriptor == usual else str(redirect.descriptor)
    target = redirect.document.delimiter if redirect.document else _word(redirect.target)
    blank = "" if redirect.operator in (">&", "<&", "<<") else " "
    return f"{number}{redirect.operator}{blank}{target}"


def _word(word: Word) -> str:
    text = "".join(map(_part, word))
    return text or "''"


def _part(part: object) -> str:
    match part:
        case LiteralText(text, quoted=False):
            return text
        case LiteralText(text):
            return text if text.isalnum() else f'"{text}"'
        case Parameter(name):
            return f"${name}"
        case Arithmetic():
            return "$((...))"
        case _:
            return "$(...)"
