"""One line, read from a terminal with line editing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wizard.hostsim.interactive.history import History
from wizard.hostsim.process import Process, decode


@dataclass(frozen=True, slots=True)
class Completions:
    """What could stand from `start` up to the cursor.

    A single one is followed by a blank, unless it ends in `/` or `=`.
    """

    start: int
    words: list[str]


Complete = Callable[[str], Completions]
"""Given the line up to the cursor."""


async def edited_line(
    process: Process, prompt: str, *, history: History | None = None, complete: Complete | None = None
) -> str:
    """Show a prompt and return one line, without its end, that is typed with line editing as readline has it.

    The line is not added to the history. Raises EOFError for Ctrl-D on an empty line and for a closed
    terminal, KeyboardInterrupt for Ctrl-C.
    """
    await process.flush()
    process.out(prompt)
    await process.flush()
    line = await process.stdin.read_line()
    if not line:
        raise EOFError
    return decode(line.removesuffix(b"\n"))
