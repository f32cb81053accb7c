"""A lab that lives in a folder, as the dialogs use it: what nova-lab's commands do, by the same functions."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.labfolder.names import EXERCISE, SSH_CONFIG
from wizard.model.problems import Unreachable

if TYPE_CHECKING:
    from wizard.exercises.grading import Grade
    from wizard.exercises.record import Record
    from wizard.exercises.schema import Exercise
    from wizard.exercises.standing import Standing
    from wizard.labfolder import JoinedLab
    from wizard.text import Words


@dataclass(frozen=True)
class Checked:
    """What a check of the exercise has found on the hosts."""

    exercise: Exercise
    found: Sequence[Standing]
    time: float = field(default_factory=time.time)
    """Seconds since 1970."""

    def grade(self, record: Record, words: Words) -> Grade:
        """Return the grade with the hints that are taken by now, its texts in a language."""
        from wizard.exercises.grading import graded  # noqa: PLC0415 - slow to import

        return graded(self.exercise, self.found, words, "", record)


class LabInFolder:
    """The lab in a folder, whoever runs it. Its methods block, and raise `Problem`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.checked: Checked | None = None
        """The last check of this session."""

    # --- The exercise

    @property
    def has_exercise(self) -> bool:
        """Whether an exercise is at work in the folder."""
        return (self.folder / EXERCISE).exists()

    def at_work(self) -> tuple[Exercise, Record]:
        """Return the exercise that was begun in the folder, and its record."""
        from wizard.exercises.starting import at_work  # noqa: PLC0415 - slow to import

        return at_work(self.folder)

    def take_hint(self) -> Record:
        """Note that the next hint is taken, unless everything holds already, and return the record."""
        from wizard.exercises.hints import take_next  # noqa: PLC0415 - slow to import

        return take_next(self._lab())

    def check(self) -> Checked:
        """Read the hosts, and keep what was found as `checked`. Changes nothing on them."""
        exercise, record = self.at_work()
        self.checked = Checked(exercise, self._read(exercise, record))
        return self.checked

    def _read(self, exercise: Exercise, record: Record) -> Sequence[Standing]:
        from wizard.exercises.grading import read  # noqa: PLC0415 - slow to import
        from wizard.simulation import answers_of  # noqa: PLC0415

        return read(exercise, answers_of(self._lab()), record)

    # --- The states of the lab

    def snapshots(self) -> Sequence[dict[str, Any]]:
        """Return `name` and `time` of each snapshot, the oldest first."""
        found: list[dict[str, Any]] = self._lab().status()["snapshots"]
        return found

    def snapshot(self, name: str, *, overwrite: bool = False) -> None:
        """Keep the lab as it is now under a name."""
        self._lab().snapshot(name, overwrite=overwrite)

    def restore(self, name: str) -> None:
        """Put the lab back to a snapshot, with the exercise of then; what it was before is one, too."""
        self._lab().go_back(name)
        self.checked = None

    def reset(self, until: str | None) -> None:
        """Put the lab to where the guide is done up to and with a step, part or section, None for a new lab.

        What it was before is a snapshot; an exercise that is at work ends, and comes back with that.
        """
        from wizard.prepared import reset  # noqa: PLC0415 - slow to import

        reset(self._lab(), until)
        self.checked = None

    # --- Logging in

    def logins(self) -> Sequence[str]:
        """Return the command line of a shell on each host, for another terminal."""
        config = shlex.quote(str(self.folder / SSH_CONFIG))
        return [f"ssh -F {config} {name}" for name in self._lab().nodes]

    def _lab(self) -> JoinedLab:
        from wizard.labfolder import joined  # noqa: PLC0415 - pydantic is slow to import
        from wizard.labfolder.typed import start_command  # noqa: PLC0415

        lab = joined(self.folder)
        if lab is None:
            raise Unreachable("lab-ended", directory=str(self.folder), start=start_command(self.folder))
        return lab
