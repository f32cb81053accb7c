"""nova-wizard at the workstation of a site: its answers, its runs, and what they told."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .centos import too_new
from .site import Site
from .transcript import Entry, entries

PROGRAM = Path(sys.executable).with_name("nova-wizard")
DISK = "/dev/sdb"
BOOK = {"novadbpass": "novadbpass", "novapass": "novapass"}
"""The passwords that this section of the book chooses."""

Event = Mapping[str, Any]
At = tuple[str, str]
"""A step's ID and a host."""


def answers_for(site: Site, passwords: Mapping[str, str] = BOOK) -> dict[str, Any]:
    """Return the answers that fit a site: what answers.yaml holds."""

    def node(name: str, address: str) -> dict[str, Any]:
        return {"host": address, "name": name, "management_ip": address}

    return {
        "version": 1,
        "controller": node("controller", site.controller.address),
        "compute": [{**node(machine.name, machine.address), "disk": DISK} for machine in site.computes],
        "ssh": {"user": "root"},
        "passwords": {
            "dbpassword": site.passwords.dbpassword,
            "rabbitpass": site.passwords.rabbitpass,
            **passwords,
        },
    }


@dataclass(frozen=True)
class Ended:
    """A run that ended: its exit status, and all that it said and left behind."""

    status: int
    stdout: str
    stderr: str
    folder: Path | None
    """The run's own folder; None where it ended before there was one."""

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


class Wizard:
    """nova-wizard at a site's workstation, with one file of answers."""

    def __init__(self, site: Site, answers: Mapping[str, Any] | None = None, name: str = "answers") -> None:
        self.site = site
        self.answers: dict[str, Any] = deepcopy(dict(answers or answers_for(site)))
        self.file = site.home / f"{name}.yaml"
        self.state = site.home / f"{name}.state"

    def run(self, *words: str, output: str = "json", env: Mapping[str, str] | None = None) -> Ended:
        """Run it to its end."""
        before = self.folders()
        done = self.site.workstation(
            self._argv(words, output), env={"NOVA_WIZARD_STATE": str(self.state), **(env or {})}, limit=900
        )
        return self._ended(before, done.returncode, done.stdout, done.stderr)

    def start(self, *words: str) -> Running:
        """Start it, for something to happen to it."""
        before = self.folders()
        process = self.site.start_on_workstation(
            self._argv(words, "json"), env={"NOVA_WIZARD_STATE": str(self.state)}
        )
        return Running(self, process, before)

    def folders(self) -> list[Path]:
        """The folders of the runs so far."""
        return sorted(self.state.glob("*/")) if self.state.exists() else []

    def _argv(self, words: Sequence[str], output: str) -> list[str]:
        # Every JSON text is YAML.
        self.file.touch(mode=0o600)
        self.file.write_text(json.dumps(self.answers, ensure_ascii=False, indent=2))
        return [str(PROGRAM), "--replay", str(self.file), "--output", output, "--lang", "en", *words]

    def _ended(self, before: Sequence[Path], status: int, stdout: str, stderr: str) -> Ended:
        new = [folder for folder in self.folders() if folder not in before]
        ended = Ended(status, stdout, stderr, new[-1] if new else None)
        assert too_new(ended.commands) == []
        return ended


def _fits(event: Event, fields: Mapping[str, str]) -> bool:
    """Whether an event has this ID, and these words in its other texts."""
    return all(event[key] == text if key == "id" else text in event[key] for key, text in fields.items())


class Running:
    """A run that is under way, with --output json."""

    def __init__(self, wizard: Wizard, process: subprocess.Popen[str], before: Sequence[Path]) -> None:
        self.process = process
        self._wizard = wizard
        self._before = before
        self._told: list[str] = []
        self._warned = ""

    def warned(self, words: str) -> None:
        """Wait until it has said this on stderr."""
        assert self.process.stderr is not None
        while words not in self._warned:
            line = self.process.stderr.readline()
            assert line, self._warned
            self._warned += line

    def until(self, name: str, fields: Mapping[str, str] | None = None, limit: float = 300.0) -> Event | None:
        """Follow it to an event that fits; None where it ends without."""
        alarm = threading.Timer(limit, self.process.kill)
        alarm.start()
        try:
            for line in self._lines():
                event = json.loads(line)
                if event["event"] == name and _fits(event, fields or {}):
                    return dict(event)
            return None
        finally:
            alarm.cancel()

    def _lines(self) -> Iterator[str]:
        assert self.process.stdout is not None
        while line := self.process.stdout.readline():
            self._told.append(line)
            yield line

    def end(self, limit: float = 600.0) -> Ended:
        """Wait for its end."""
        self.until("nothing", limit=limit)
        _, stderr = self.process.communicate(timeout=limit)
        told, warned = "".join(self._told), self._warned + stderr
        return self._wizard._ended(self._before, self.process.returncode, told, warned)

    def kill(self) -> Ended:
        """End it with SIGKILL."""
        self.process.kill()
        return self.end()
