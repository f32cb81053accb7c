"""The IDs of steps, parts and sections."""

from __future__ import annotations

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
