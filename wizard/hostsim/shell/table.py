"""The table of builtins, and the way into it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from wizard.hostsim.shell.state import Shell

Body = Callable[["Shell", list[str]], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Builtin:
    """A builtin; assignments before a special one stay."""

    run: Body
    special: bool = False


BUILTINS: dict[str, Builtin] = {}


def builtin(*names: str, special: bool = False) -> Callable[[Body], Body]:
    """Register a function as the builtin of these names."""

    def enter(body: Body) -> Body:
        for name in names:
            BUILTINS[name] = Builtin(body, special)
        return body

    return enter
