"""What the three outputs have in common."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TextIO

from wizard.engine.events import Event, RunFinished, Status, StepFinished
from wizard.facts.catalogue import Service
from wizard.model import Message, Step
from wizard.text import Words


class Front(ABC):
    """Shows events as they come, from any thread, one at a time."""

    def __init__(self, words: Words, steps: Sequence[Step], out: TextIO = sys.stdout) -> None:
        self.words = words
        self._titles: Mapping[str, str] = {step.id: words.say(step.title) for step in steps}
        self._out = out

    def show(self, event: Event) -> None:
        """Show an event; what a host or a server put into it cannot steer the terminal."""
        self._show(event.printable())

    @abstractmethod
    def _show(self, event: Event) -> None:
        """Show an event whose text is printable."""

    @abstractmethod
    def warn(self, message: Message) -> None:
        """Say something that belongs to no step."""

    def close(self) -> None:  # noqa: B027 - most outputs have nothing to close
        """Nothing more comes."""

    def title(self, step_id: str) -> str:
        """What the step is called."""
        return self._titles.get(step_id, "")

    def write(self, *lines: str) -> None:
        """Write lines."""
        self._out.write("".join(f"{line}\n" for line in lines))
        self._out.flush()


def indented(text: str, by: int = 4) -> list[str]:
    """Return the text's lines, set in."""
    return [f"{' ' * by}{line}".rstrip() for line in text.splitlines()]


def services_table(rows: Sequence[Service], width: int | None = None) -> list[str]:
    """Return the table of `openstack compute service list`, as the book prints it.

    Where it is wider than `width` columns, it goes without its last column, then without the IDs.
    """
    columns = {
        "Id": [row.id for row in rows],
        "Binary": [row.binary for row in rows],
        "Host": [row.host for row in rows],
        "Zone": [row.zone for row in rows],
        "Status": ["enabled" if row.enabled else "disabled" for row in rows],
        "State": ["up" if row.up else "down" for row in rows],
        "Updated At": [row.updated for row in rows],
    }
    table = _table(columns)
    for name in ("Updated At", "Id"):
        if width is not None and len(table[0]) > width:
            del columns[name]
            table = _table(columns)
    return table


def _table(columns: Mapping[str, Sequence[str]]) -> list[str]:
    cells = [[name, *values] for name, values in columns.items()]
    wide = [max(map(len, column)) for column in cells]
    rule = "+" + "+".join("-" * (width + 2) for width in wide) + "+"
    head, *body = (
        "|" + "|".join(f" {cell:<{width}} " for cell, width in zip(line, wide, strict=True)) + "|"
        for line in zip(*cells, strict=True)
    )
    return [rule, head, rule, *body, rule]


def ending(words: Words, mode: str, event: RunFinished) -> str:
    """Return the last line: how a run, a preview or a check ended."""
    key = f"{mode}-{event.status}"
    counts = {status.value: getattr(event, status.value) for status in Status}
    return words.label(key if words.has(key) else event.status, seconds=f"{event.seconds:.1f}", **counts)


class Ledger:
    """What each host has and has not, as the run tells it."""

    def __init__(self) -> None:
        self._hosts: dict[str, dict[str, str]] = {}

    def note(self, event: StepFinished) -> None:
        """Take a step's end."""
        self._hosts.setdefault(event.host, {})[event.id] = event.status.value

    def lines(self, words: Words) -> list[str]:
        """Return a line a host: how many steps hold, and which do not."""
        lines = []
        for host, ended in self._hosts.items():
            holding = [id_ for id_, status in ended.items() if status in ("changed", "unchanged")]
            others = [f"{id_} ({status})" for id_, status in ended.items() if id_ not in holding]
            said = words.label("ledger-host", host=host, holding=len(holding), all=len(ended))
            lines.append(said + (f" {words.label('ledger-not', steps=', '.join(others))}" if others else ""))
        return lines
