"""What one value of an exercise may be. Each check returns it, or raises a `Problem` that says why not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from steps import GUIDE, PREREQUISITES
from wizard.lab.fault_names import NAMES as FAULTS
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.nearest import nearest

MOST_NODES = 9
"""Compute nodes that an exercise can use."""
HOSTS = ("controller", *(f"compute{number}" for number in range(1, MOST_NODES + 1)))
DONE_ON_HOSTS = tuple(step for step in GUIDE if step.on is not Role.READER)
_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 60


def version(value: int) -> int:
    """Check the version of the format."""
    if value != 1:
        raise Problem("exercise-version")
    return value


def name(value: str) -> str:
    """Check the name of an exercise: small letters, digits and single hyphens."""
    if len(value) > _LONGEST_NAME or not _NAME.fullmatch(value):
        raise Problem("exercise-name")
    return value


def text(value: str) -> str:
    """Check that a text says something."""
    if not value.strip():
        raise Problem("exercise-empty-text")
    return value


def title(value: str) -> str:
    """Check a text of one line."""
    if "\n" in text(value).strip():
        raise Problem("exercise-title-lines")
    return value.strip()


def reached(value: str) -> str:
    """Check up to where the guide is done: a step, a part or a section."""
    if any(step.within(value) for step in DONE_ON_HOSTS):
        return value
    known = (name for step in DONE_ON_HOSTS for name in (step.section, step.part, step.id))
    raise _unknown("exercise-no-step", value, known)


def graded(value: str) -> str:
    """Check the ID of one step, or of a check of what the book takes for granted (`before/…`)."""
    known = [step.id for step in DONE_ON_HOSTS] + [check.id for check in PREREQUISITES]
    if value in known:
        return value
    raise _unknown("exercise-no-step", value, known)


def host(value: str) -> str:
    """Check the name of a host of the lab."""
    if value in HOSTS:
        return value
    raise _unknown("exercise-no-host", value, HOSTS)


def fault(value: str) -> str:
    """Check the name of a fault of the lab."""
    if value in FAULTS:
        return value
    raise _unknown("exercise-no-fault", value, FAULTS)


def _unknown(key: str, value: str, known: Iterable[str]) -> Problem:
    return Problem(key, near=nearest(value, dict.fromkeys(known)) or "none")
