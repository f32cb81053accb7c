"""The IDs of steps, parts and sections."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from wizard.model.message import Message


def section_of(id_: str) -> str:
    """Return the section that a step or a part is in: `4.4.2` of 4.4.2/prepare/3c and of 4.4.2/prepare."""
    return id_.partition("/")[0]


def part_of(step_id: str) -> str:
    """Return the part that a step is in, `4.4.2/prepare` of 4.4.2/prepare/3c; `4.4.4` of 4.4.4/1."""
    return step_id.rpartition("/")[0]


def number_of(id_: str) -> str:
    """Return the last word of a step's or a part's ID: `3c` of 4.4.2/prepare/3c, `prepare` of its part."""
    return id_.rpartition("/")[2]


def slug(id_: str) -> str:
    """Return an ID as the keys of texts and file names have it: `4-4-2-prepare-3c`."""
    return id_.replace(".", "-").replace("/", "-")


def step_title(step_id: str) -> Message:
    """Return what the step of that ID is called."""
    return Message(f"title-{slug(step_id)}")


def short_title_of(place_id: str) -> Message:
    """Return the title in a word or two, for lines that have little room."""
    return Message(f"short-{slug(place_id)}")


def place_of(step_id: str) -> Message:
    """Return where a step stands, as the contents number it: `4.4.2 Install › 3c`."""
    (place,) = places_of([step_id])
    return place


def places_of(step_ids: Iterable[str]) -> list[Message]:
    """Return where steps stand; those that follow each other in a part together: `4.4.2 Install › 3a, 3b`."""
    return [
        Message(
            "place-of-step",
            section=section_of(part),
            part=short_title_of(part),
            number=", ".join(map(number_of, within)),
        )
        for part, within in groupby(step_ids, part_of)
    ]
