"""What is said to a person: a text of locale/ by its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Variable: TypeAlias = "str | int | float | Message"


class Message:
    """Something to be said to a person: a key of locale/*/*.ftl and its variables.

    Variables are plain text, never a `Secret`'s value, or messages themselves.
    """

    __slots__ = ("key", "variables")

    def __init__(self, key: str, **variables: Variable) -> None:
        self.key = key
        self.variables = variables

    def mapped(self, change: Callable[[str], str]) -> Message:
        """Return the message with every text among its variables changed."""

        def changed(value: Variable) -> Variable:
            if isinstance(value, Message):
                return value.mapped(change)
            return change(value) if isinstance(value, str) else value

        return Message(self.key, **{name: changed(value) for name, value in self.variables.items()})

    def __repr__(self) -> str:
        return f"Message({self.key!r}, {self.variables!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.key, self.variables) == (other.key, other.variables)

    def __hash__(self) -> int:
        return hash((self.key, tuple(sorted(self.variables))))
