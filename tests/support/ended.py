"""A run of nova-wizard that ended: what it told, sent and left behind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.support.transcript import Entry, entries

Event = Mapping[str, Any]
At = tuple[str, str]
"""A step's ID and a host."""


@dataclass(frozen=True)
class RunResult:
    """A run that ended: its exit status, and all that it said and left behind."""

    status: int
    stdout: str
    stderr: str
    folder: Path | None
    """The run's own folder; None where it ended before there was one."""

    def __repr__(self) -> str:
        """What a failed test has to say of it: what did not go well, and not all that was said."""
        bad = ("failed", "unknown", "todo", "differs")
        told = [event for event in self.events if {event.get("status"), event.get("state")} & {*bad}]
        return f"RunResult(status={self.status}, {told}, stderr={self.stderr!r}, folder={self.folder})"

    @cached_property
    def events(self) -> list[Event]:
        """What it told with --output json; with another, what its journal has."""
        told = self.stdout
        if self.folder and not told.startswith("{"):
            told = (self.folder / "journal.jsonl").read_text()
        return [json.loads(line) for line in told.splitlines()]

    @cached_property
    def commands(self) -> list[Entry]:
        """What the transcript has of it."""
        return entries((self.folder / "transcript.log").read_text()) if self.folder else []

    @property
    def sent(self) -> list[Entry]:
        """The commands that may have changed something."""
        return [entry for entry in self.commands if entry.changes]

    def told(self, name: str) -> list[Event]:
        """The events of a name."""
        return [event for event in self.events if event["event"] == name]

    @property
    def statuses(self) -> dict[At, str]:
        """How each step ended on each host."""
        return {(event["id"], event["host"]): event["status"] for event in self.told("step.finished")}

    def ending_in(self, *statuses: str) -> set[At]:
        """The steps that ended so."""
        return {at for at, status in self.statuses.items() if status in statuses}

    @property
    def changed(self) -> set[At]:
        """The steps that changed something."""
        return self.ending_in("changed")

    @property
    def differing(self) -> dict[At, str]:
        """With --check: what each step that does not hold says."""
        return {
            (event["id"], event["host"]): event["message"]
            for event in self.told("check")
            if event["state"] not in ("done", "skipped")
        }

    @property
    def missing(self) -> dict[At, str]:
        """What is said before the first change: of each thing and host, all of it."""
        found: dict[At, str] = {}
        for event in self.told("prerequisite"):
            at = (event["id"], event["host"])
            found[at] = "\n".join([found[at], event["message"]] if at in found else [event["message"]])
        return found

    @property
    def table(self) -> set[tuple[str, str, bool, bool]]:
        """The services of the last table: binary, host, enabled, up."""
        tables = self.told("services")
        rows = tables[-1]["rows"] if tables else []
        return {(row["binary"], row["host"], row["enabled"], row["up"]) for row in rows}

    def __str__(self) -> str:
        ends = [
            f"{event['status']:9} {event['id']} {event['host']}: {event['message']}"
            for event in self.told("step.finished")
            if event["status"] not in ("changed", "unchanged")
        ]
        missing = [f"missing {id_} {host}: {said}" for (id_, host), said in self.missing.items()]
        return "\n".join([f"exit {self.status}", *missing, *ends, self.stderr[-3000:]])
