"""What each run leaves behind: its events, and every command with its output, masked."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from wizard import trusted
from wizard.jsontext import as_json
from wizard.model.commands import Command, Result
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.plaintext import printable, printable_line

Mask = Callable[[str], str]
_PASSING = ("step.started", "step.checked", "waiting", "output")
"""Events that reach the disk with the next one: synced each for itself, they would hold up fifty hosts."""
MOST_OUTPUT = 16_000_000
"""Characters of a step's output on a host that the journal keeps; the transcript keeps the last of more."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """A run's folder, 0700: `journal.jsonl`, an event a line, and `transcript.log`; both 0600.

    Threads may share it. What hosts print passes through `mask`; events come masked from the engine, and
    commands hide their secrets by type. A disk that fills up in the middle of the run does not end the run:
    `warnings` says what is missing.
    """

    def __init__(self, state: Path, mask: Mask, now: Callable[[], datetime] = _utc_now) -> None:
        """Begin a run's folder in `state`. Raises `Problem` where it cannot be written or trusted."""
        self._mask = mask
        self._now = now
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._output: Counter[tuple[str, str]] = Counter()
        try:
            self.folder = _new_folder(state, now())
            self._events = _File(self.folder / "journal.jsonl")
            self._transcript = _File(self.folder / "transcript.log")
            self._transcript.append(f"nova-wizard  {self._time()}\n")
        except OSError as error:
            raise Problem("journal-unwritable", folder=str(state), reason=error.strerror or "") from error

    @property
    def warnings(self) -> list[Message]:
        """What could not be written, if anything."""
        return [
            Message("journal-incomplete", file=str(file.path), lost=file.lost, reason=file.reason)
            for file in (self._events, self._transcript)
            if file.lost
        ]

    def event(self, event: Mapping[str, Any]) -> None:
        """Add an event; what JSON has no type for is written as its text."""
        with self._lock:
            if event.get("event") == "output" and not self._has_room(event):
                return
            line = as_json({"time": self._time(), **event})
            self._events.keep(line + "\n", sync=_tells_a_change(event))
            if event.get("simulated"):
                self._transcript.keep("simulated hosts\n", sync=False)

    def _has_room(self, event: Mapping[str, Any]) -> bool:
        """Whether more output of a step on a host is kept; where it is not any more, the journal says so."""
        place = event.get("id", ""), event.get("host", "")
        kept = self._output[place]
        self._output[place] += len(str(event.get("line", "")))
        if kept <= MOST_OUTPUT < self._output[place]:
            cut = {"event": "output.cut", "id": place[0], "host": place[1], "kept": kept}
            self._events.keep(as_json({"time": self._time(), **cut}) + "\n", sync=False)
        return self._output[place] <= MOST_OUTPUT

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Add a command and its end to the transcript; no result where its end was not seen."""
        lines = "\n".join(self._entry(command, result))
        with self._lock:
            head = f"\n#{next(self._numbers)}  {self._time()}  {printable_line(host)}"
            tail = f"= exit={_exit(result)}  seconds={seconds:.2f}"
            self._transcript.keep(f"{head}\n{lines}\n{tail}\n", sync=command.changes)

    def close(self) -> None:
        """Close the two files; neither `event` nor `command` may be called afterwards."""
        self._events.close()
        self._transcript.close()

    def _entry(self, command: Command, result: Result | None) -> Iterator[str]:
        # No secret can stand in these by their types; masked all the same, should somebody have revealed one.
        yield from self._marked("$", self._mask(command.script))
        yield from self._marked("<", self._mask(command.stdin.shown))
        for prompt in command.prompts:
            yield from self._marked("?", f"{prompt.expects}  {prompt.answer}")
        if result:
            yield from self._marked(">", self._mask(result.text))
            yield from self._marked("!", self._mask(result.errors))

    @staticmethod
    def _marked(mark: str, text: str) -> Iterator[str]:
        for line in text.splitlines():
            yield f"{mark} {printable(line)}"

    def _time(self) -> str:
        return self._now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _tells_a_change(event: Mapping[str, Any]) -> bool:
    """Whether it tells of a change, or of the run's end; what was found to hold, the hosts tell again."""
    return event.get("event") not in _PASSING and event.get("status") != "unchanged"


def _exit(result: Result | None) -> str:
    if result is None:
        return "unknown"
    return "signal" if result.status is None else str(result.status)


def _new_folder(state: Path, now: datetime) -> Path:
    """Create a folder that was not there, named by the time. Raises `OSError`, `Untrusted`."""
    trusted.own_folder(state)
    folder = first = state / now.strftime("%Y%m%dT%H%M%SZ")
    number = 1
    while True:
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
            folder = first.with_name(f"{first.name}-{number}")
        else:
            return folder


class _File:
    """A new file, 0600, that grows by whole entries."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lost = 0
        self.reason = ""
        self._descriptor = os.open(path, _NEW, 0o600)

    def append(self, text: str, *, sync: bool = True) -> None:
        """Write an entry, whole or not at all, and through to the disk. Raises `OSError`."""
        content = memoryview(text.encode("utf-8", "backslashreplace"))
        before = os.fstat(self._descriptor).st_size
        try:
            while content:
                content = content[os.write(self._descriptor, content) :]
            if sync:
                os.fsync(self._descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._descriptor, before)
            raise

    def keep(self, text: str, *, sync: bool) -> None:
        """Write an entry, or count it as lost."""
        try:
            self.append(text, sync=sync)
        except OSError as error:
            self.lost += 1
            self.reason = error.strerror or ""

    def close(self) -> None:
        """Close it."""
        os.close(self._descriptor)
