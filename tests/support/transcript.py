"""Reads a run's transcript: the commands that were sent, and how they ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

_HEAD = re.compile(r"#\d+  (?P<time>\S+)  (?P<host>\S+)")
READS = "exec sh -s"
"""What reads facts: the script comes over stdin. All else may change something."""


@dataclass(frozen=True)
class Entry:
    """One command: when it ended, where it was sent, the script, its stdin, its prompts, and how it ended."""

    time: str
    host: str
    script: str
    stdin: str
    prompts: str
    stdout: str
    stderr: str
    end: str

    @property
    def changes(self) -> bool:
        """Whether it may have changed something."""
        return self.script != READS

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When it began and when it ended."""
        end = datetime.fromisoformat(self.time)
        return end - timedelta(seconds=float(self.end.rpartition("seconds=")[2])), end

    @property
    def shell(self) -> str:
        """What a shell on the host was given to run."""
        return self.script if self.changes else self.stdin


def entries(text: str) -> list[Entry]:
    """Return the commands of a transcript in their order."""
    return list(_entries(text.splitlines()))


def _entries(lines: list[str]) -> Iterator[Entry]:
    time = host = ""
    parts: dict[str, list[str]] = {}
    for line in lines:
        if head := _HEAD.fullmatch(line):
            time, host, parts = head["time"], head["host"], {}
        elif line.startswith("= ") and host:
            script, stdin, prompts, stdout, stderr = ("\n".join(parts.get(mark, [])) for mark in "$<?>!")
            yield Entry(time, host, script, stdin, prompts, stdout, stderr, end=line[2:])
        else:
            parts.setdefault(line[:1], []).append(line[2:])
