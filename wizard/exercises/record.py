"""What a lab's folder keeps of the exercise that is done there: when it began, what held, the hints taken."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wizard import saving, trusted
from wizard.exercises.standing import Place, Standing
from wizard.labfolder.names import EXERCISE
from wizard.model.problems import Problem

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
    """How many hints have been shown."""

    @property
    def held_places(self) -> frozenset[Place]:
        """The places that held at the start."""
        return frozenset(self.held)

    @property
    def seconds(self) -> float:
        """How long ago it began."""
        return max(0.0, time.time() - self.started)


def begun(exercise: str, start: Iterable[Standing]) -> Record:
    """Return the record of an exercise that begins now, on a lab whose steps stand so."""
    return Record(exercise=exercise, started=time.time(), held=[one.place for one in start if one.is_done])


def read(folder: Path) -> Record | None:
    """Return the record in a lab's folder, None where no exercise was begun. Raises `Problem`."""
    path = folder / EXERCISE
    try:
        content = trusted.read(path, _LONGEST)
        return Record.model_validate_json(content.data)
    except FileNotFoundError:
        return None
    except ValidationError:
        raise Problem("exercise-record-damaged", file=str(path)) from None
    except OSError as error:
        raise Problem("exercise-record-unreadable", file=str(path), reason=error.strerror or "") from None


def write(folder: Path, record: Record) -> None:
    """Write the record into a lab's folder. Raises `Problem`."""
    saving.replace(folder / EXERCISE, record.model_dump_json(indent=1) + "\n")
