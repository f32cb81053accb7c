"""What a lab's folder keeps of the exercise that is done there: when it began, what held, the hints taken."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from wizard import saving, trusted
from wizard.exercises.standing import Place, Standing
from wizard.labfolder.names import EXERCISE, HINTS
from wizard.model.problems import Problem

T = TypeVar("T")
_LONGEST = 1_000_000


class Record(BaseModel):
    """An exercise at work in a lab's folder."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    exercise: str
    """Its name, or the full path of its file."""
    started: float = Field(ge=0, allow_inf_nan=False)
    """Seconds since 1970."""
    held: list[tuple[str, str]]
    """The places that held at the start, which count nothing."""
    hints: int = Field(default=0, ge=0)
    """How many hints have been shown. Only `read` knows: a state of the lab may be older than a hint."""

    @property
    def held_places(self) -> frozenset[Place]:
        """The places that held at the start."""
        return frozenset(self.held)

    @property
    def attempt(self) -> str:
        """What is the same of it in all states of the lab: the exercise, and when it was begun."""
        return f"{self.exercise} {self.started}"

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return max(0.0, time.time() - self.started)


_RECORD = TypeAdapter(Record)
_HINTS = TypeAdapter(dict[str, Annotated[int, Field(ge=0)]])


def begun(exercise: str, start: Iterable[Standing]) -> Record:
    """Return the record of an exercise that begins now, on a lab whose steps stand so."""
    return Record(exercise=exercise, started=time.time(), held=[one.place for one in start if one.is_done])


def read(folder: Path) -> Record | None:
    """Return the record in a lab's folder, None where no exercise was begun. Raises `Problem`."""
    found = _read(folder / EXERCISE, _RECORD)
    if found is None:
        return None
    return found.model_copy(update={"hints": max(found.hints, _paid(folder).get(found.attempt, 0))})


def take_hint(folder: Path, found: Record, hints: int) -> Record:
    """Note that the next of so many hints is taken, if one is left, before it is shown; return the record.

    Raises `Problem`.
    """
    taken = min(found.hints + 1, hints)
    if taken > found.hints:
        paid = {**_paid(folder), found.attempt: taken}
        saving.replace(folder / HINTS, json.dumps(paid, ensure_ascii=False, indent=1) + "\n")
    return found.model_copy(update={"hints": taken})


def write(folder: Path, record: Record) -> None:
    """Write the record into a lab's folder. Raises `Problem`."""
    saving.replace(folder / EXERCISE, record.model_dump_json(indent=1) + "\n")


def _paid(folder: Path) -> dict[str, int]:
    """Return how many hints were taken in each attempt that was begun in the folder. Raises `Problem`."""
    return _read(folder / HINTS, _HINTS) or {}


def _read(path: Path, form: TypeAdapter[T]) -> T | None:
    """Return what a file holds, None where there is none. Raises `Problem`."""
    try:
        return form.validate_json(trusted.read(path, _LONGEST).data)
    except FileNotFoundError:
        return None
    except ValidationError:
        raise Problem("exercise-record-damaged", file=str(path)) from None
    except OSError as error:
        raise Problem("exercise-record-unreadable", file=str(path), reason=error.strerror or "") from None
