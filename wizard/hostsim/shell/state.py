"""What the parts of a shell share: how commands end other than by running to their end."""

from __future__ import annotations


class ShellError(Exception):
    """An error of the shell itself, which ends a script."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Jump(Exception):
    """Leaves commands early."""


class Exit(Jump):
    """`exit`, and what `set -e` does."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Return(Jump):
    """`return` from a function or a sourced file."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Leave(Jump):
    """`break` out of, or `continue` with, the loop that is `levels` up."""

    def __init__(self, levels: int, *, again: bool) -> None:
        super().__init__(levels)
        self.levels = levels
        self.again = again
