"""The table of programs, and the way into it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from wizard.hostsim.process import Process

Body = Callable[[Process], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a program's file is, and which package brings it; none means that it is always there."""

    path: str
    program: str
    package: str


PROGRAMS: dict[str, Body] = {}
LISTINGS: list[Listing] = []
HELPFUL: set[str] = set()
"""Programs that print a help of their own for `--help`; others print the usage of their manual page."""


def program(
    *names: str, directory: str = "/usr/bin", package: str = "", helps: bool = False
) -> Callable[[Body], Body]:
    """Register a function as the program of these names; whether it `helps` is about `--help`."""

    def enter(body: Body) -> Body:
        for name in names:
            PROGRAMS[name] = body
            if helps:
                HELPFUL.add(name)
            LISTINGS.append(Listing(f"{directory}/{name}", name, package))
        return body

    return enter
