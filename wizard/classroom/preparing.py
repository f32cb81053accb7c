"""What every student's lab begins with: the book's hosts, with the class's exercise made ready and broken."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wizard.exercises import load, record
from wizard.exercises.preparing import broken_standings, exercise_lab
from wizard.exercises.record import Record
from wizard.exercises.schema import Exercise
from wizard.exercises.starting import reference
from wizard.lab import LabRefused, Place, book
from wizard.lab.store import FILE, keep_first
from wizard.model.problems import Problem
from wizard.prepared import prepared
from wizard.simulation import BOOKS_OWN


@dataclass(frozen=True)
class Beginning:
    """The state of a fresh lab, and the exercise that it is broken for."""

    data: bytes
    places: Sequence[Place]
    exercise: Exercise | None = None
    record: Record | None = None

    @property
    def nodes(self) -> list[str]:
        """The names of the lab's nodes, the controller first."""
        return [place.name for place in self.places]

    def put_into(self, folder: Path) -> None:
        """Begin a lab in a folder that has none yet. Raises `Problem`."""
        if (folder / FILE).exists():
            return
        try:
            keep_first(folder, self.data)
        except LabRefused as refused:
            raise Problem(refused.key, directory=str(folder), said=refused.said) from None
        if self.record:
            record.write(folder, self.record.model_copy(update={"started": time.time()}))


def beginning(asked: str | None) -> Beginning:
    """Return what the labs of a class begin with. Takes a while for an exercise. Raises `Problem`."""
    if asked is None:
        places = book()
        return Beginning(prepared(places, BOOKS_OWN, None), places)
    exercise = load.find(asked)
    with exercise_lab(exercise) as ready:
        ready.break_(exercise)
        begun = record.begun(reference(asked), broken_standings(exercise, ready.answers))
        data = ready.lab.data()
    return Beginning(data, book(exercise.compute_nodes), exercise, begun)
