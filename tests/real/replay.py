"""nova-wizard at the workstation of a site: its answers, its runs, and what they told."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from tests.support.centos import too_new
from tests.support.ended import Event, RunResult

from .site import Site

PROGRAM = Path(sys.executable).with_name("nova-wizard")
DISK = "/dev/sdb"
BOOK = {"novadbpass": "novadbpass", "novapass": "novapass"}
"""The passwords that this section of the book chooses."""


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


class SiteWizard:
    """nova-wizard at a site's workstation, with one file of answers."""

    def __init__(self, site: Site, answers: Mapping[str, Any] | None = None, name: str = "answers") -> None:
        self.site = site
        self.answers: dict[str, Any] = deepcopy(dict(answers or answers_for(site)))
        self.file = site.home / f"{name}.yaml"
        self.state = site.home / f"{name}.state"

    def run(self, *words: str, output: str = "json", env: Mapping[str, str] | None = None) -> RunResult:
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

    def _ended(self, before: Sequence[Path], status: int, stdout: str, stderr: str) -> RunResult:
        new = [folder for folder in self.folders() if folder not in before]
        ended = RunResult(status, stdout, stderr, new[-1] if new else None)
        assert too_new(ended.commands) == []
        return ended


def _fits(event: Event, fields: Mapping[str, str]) -> bool:
    """Whether an event has this ID, and these words in its other texts."""
    return all(event[key] == text if key == "id" else text in event[key] for key, text in fields.items())


class Running:
    """A run that is under way, with --output json."""

    def __init__(self, wizard: SiteWizard, process: subprocess.Popen[str], before: Sequence[Path]) -> None:
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

    def end(self, limit: float = 600.0) -> RunResult:
        """Wait until the program has ended, at most `limit` seconds; return what it left."""
        self.until("nothing", limit=limit)
        _, stderr = self.process.communicate(timeout=limit)
        told, warned = "".join(self._told), self._warned + stderr
        return self._wizard._ended(self._before, self.process.returncode, told, warned)

    def kill(self) -> RunResult:
        """Kill the program with SIGKILL; return what it left."""
        self.process.kill()
        return self.end()
