"""Earlier runs, as their journals in the state folder have them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard import trusted
from wizard.engine.events import RunFinished, RunStarted
from wizard.engine.modes import Ending, RunMode
from wizard.engine.recorded import event_of
from wizard.model.problems import Problem
from wizard.model.steps import Step
from wizard.nearest import nearest
from wizard.report.recorder import Recorder, tells_more
from wizard.report.report import Report

_ID = re.compile(r"(\d{8}T\d{6}Z)(?:-(\d{1,6}))?")
"""A run's ID is the name of its folder: the time, and a number where several began in that second."""
_JOURNAL = "journal.jsonl"
_OF_A_RUN = '"event": "run.'
"""What the lines of a run's beginning and end have in them."""
_RUN_STARTED = f'"event": "{RunStarted.name}"'
_OUTPUT = '"event": "output'


@dataclass(frozen=True)
class PastRun:
    """A line of the list of earlier runs."""

    id: str
    began: str
    """The time in UTC, `2016-04-01T12:00:00Z`."""
    mode: RunMode
    hosts: tuple[str, ...]
    ending: Ending | None
    """None where no end was recorded: it was killed, or is still at work."""
    undo: bool = False
    """Whether it took steps back."""


def past_runs(state: Path) -> list[PastRun]:
    """Return the runs whose journals are in the state folder, the oldest first. Raises `Problem`.

    A journal without a run, of a wizard that read no host, is none.
    """
    found = (_summary(state / run_id) for run_id in _ids(state))
    return [run for run in found if run]


def report_of(state: Path, run_id: str, guide: Sequence[Step], backwards: Sequence[Step] = ()) -> Report:
    """Return the report of an earlier run, read as far as its journal goes.

    `backwards` are the guide's steps taken back: those of a run that did nothing else. Steps that the guide
    does not have any more are left out. Raises `Problem` where there is no such run, or its journal cannot be
    read.
    """
    known = _ids(state)
    if run_id not in known:
        raise Problem("no-such-run", id=run_id, near=nearest(run_id, known) or "none")
    started = [event_of(record) for record in _records(state / run_id, only=_RUN_STARTED)]
    undo = bool(started) and all(isinstance(event, RunStarted) and event.undo for event in started)
    recorder = Recorder(backwards if undo else guide)
    last = ""
    for record in _records(state / run_id):
        last = _time(record)
        if record.get("event") == "skip":
            recorder.skip(str(record.get("id")), str(record.get("reason")))
        elif event := event_of(record):
            recorder.note(event, last)
    return recorder.report(last, str(state / run_id))


def _summary(folder: Path) -> PastRun | None:
    """Return what the list says of a run: of a session, its last run that was no mere reading."""
    told: tuple[RunStarted, str] | None = None
    ending: Ending | None = None
    in_told = False
    for record in _records(folder, only=_OF_A_RUN):
        event = event_of(record)
        if isinstance(event, RunStarted):
            if in_told := tells_more(event, told and told[0]):
                told, ending = (event, _time(record)), None
        elif isinstance(event, RunFinished) and in_told:
            ending = event.status
    if told is None:
        return None
    started, began = told
    return PastRun(folder.name, began, started.mode, tuple(started.hosts), ending, started.undo)


def _ids(state: Path) -> list[str]:
    """Return the IDs in the order in which the runs began. Raises `Problem`."""
    try:
        names = [folder.name for folder in state.iterdir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Problem("runs-unreadable", file=str(state), reason=error.strerror or "") from error
    found = [match for name in names if (match := _ID.fullmatch(name))]
    return [match[0] for match in sorted(found, key=lambda match: (match[1], int(match[2] or 1)))]


def _records(folder: Path, only: str = "") -> Iterator[Mapping[str, Any]]:
    """Yield the journal's objects but for output; with `only`, of the lines that have this text in them.

    A line that was not written to its end is left out.
    """
    path = folder / _JOURNAL
    try:
        trusted.check(path)
        with path.open(encoding="utf-8", errors="backslashreplace") as lines:
            for line in lines:
                if only in line and _OUTPUT not in line and (record := _object(line)) is not None:
                    yield record
    except FileNotFoundError:
        return
    except OSError as error:
        raise Problem("runs-unreadable", file=str(path), reason=error.strerror or "") from error


def _object(line: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _time(record: Mapping[str, Any]) -> str:
    """Return when it was, to the second: `2016-04-01T12:00:00Z`."""
    whole, _, _ = str(record.get("time", "")).partition(".")
    return f"{whole.removesuffix('Z')}Z" if whole else ""
