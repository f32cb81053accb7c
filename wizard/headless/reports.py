"""The reports that a command line asks for: checked before any host is contacted, written as the run ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.engine.events import Event, Output, RunFinished
from wizard.engine.modes import Ending
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.model.steps import Step
from wizard.report.recorder import Recorder
from wizard.text import Words

if TYPE_CHECKING:
    from wizard.report.files import ReportFile

_NOT_READ = (Ending.UNREACHABLE, Ending.UNTRUSTED, Ending.INTERRUPTED)
"""Endings after which there is no runbook: the hosts were not all read."""


def files_of(reports: Sequence[Path], runbook: Path | None) -> tuple[Sequence[ReportFile], ReportFile | None]:
    """Return the reports' files and the runbook's. Raises `Problem` for one that cannot be written."""
    if not reports and runbook is None:
        return (), None
    from wizard.report.files import (  # noqa: PLC0415 - only where they are asked for
        report_files,
        runbook_file,
    )

    return report_files(reports), runbook_file(runbook) if runbook else None


class Reports:
    """Takes a run's events, and writes what was asked for."""

    def __init__(
        self, files: tuple[Sequence[ReportFile], ReportFile | None], steps: Sequence[Step], words: Words
    ) -> None:
        self._files, self._runbook = files
        self._words = words
        self._recorder = Recorder(steps)
        self._ended: Ending | None = None

    def note(self, event: Event) -> None:
        """Take an event."""
        if isinstance(event, RunFinished):
            self._ended = event.status
        if not isinstance(event, Output) and (self._files or self._runbook):
            self._recorder.note(event, _now())

    def write(self, journal: Path, tell: Callable[[Message], None] = lambda message: None) -> bool:
        """Write all files; tell what could not be written, and return whether all was."""
        if not self._files and self._runbook is None:
            return True
        report = self._recorder.report(_now(), str(journal))
        files = list(self._files)
        if self._runbook and self._ended in _NOT_READ:
            tell(Message("runbook-not-written"))
        elif self._runbook:
            files.append(self._runbook)
        all_written = True
        for file in files:
            try:
                file.write(report, self._words)
            except Problem as problem:
                all_written = False
                tell(problem.message)
            else:
                if file is self._runbook:
                    tell(Message("runbook-written", file=str(file.path)))
        return all_written


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
