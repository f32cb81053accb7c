"""The parts of a step's ID: `4.4.2/install/3a` is step 3a of the part `4.4.2/install` of section 4.4.2."""

from __future__ import annotations


def section_of(place_id: str) -> str:
    """Return the section or page that a step or place is in: `4.4.2`."""
    return place_id.partition("/")[0]


def part_of(step_id: str) -> str:
    """Return the part that a step is in (`4.4.2/install`), or its section where that has no parts."""
    return step_id.rpartition("/")[0]


def number_of(step_id: str) -> str:
    """Return the book's number of a step: `3a`."""
    return step_id.rpartition("/")[2]


def slug(place_id: str) -> str:
    """Return an ID as text keys and file names have it: `4-4-2-install-3a`."""
    return place_id.replace(".", "-").replace("/", "-")
