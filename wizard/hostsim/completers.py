"""What the arguments of programs can be completed to, as bash-completion knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wizard.hostsim.process import Process

Completer = Callable[[Process, Sequence[str], str], Sequence[str]]
"""Given the process of the shell, the arguments before the word, and the word as far as it is typed."""

COMPLETERS: dict[str, Completer] = {}


def completes(*programs: str) -> Callable[[Completer], Completer]:
    """Register a function as what completes the arguments of these programs."""

    def enter(completer: Completer) -> Completer:
        for name in programs:
            COMPLETERS[name] = completer
        return completer

    return enter


def words(program: str, process: Process, arguments: Sequence[str], word: str) -> list[str]:
    """Return what a program's argument can be completed to; nothing where files are meant."""
    completer = COMPLETERS.get(program)
    return (
        [found for found in completer(process, arguments, word) if found.startswith(word)]
        if completer
        else []
    )
