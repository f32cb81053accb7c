"""A class that all tests of a module share."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.classroom.served import Served, served

_numbers = count(1)
_NAMES = 12


@pytest.fixture(scope="module")
def class_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A class without an exercise."""
    folder: Path = tmp_path_factory.mktemp("class") / "class"
    with served(folder) as one:
        yield one


@pytest.fixture
def name() -> str:
    """The name of a student, whom an earlier test may have been: a class is full at some time."""
    return f"student {next(_numbers) % _NAMES}"


@pytest.fixture
def new_name() -> str:
    """A name that nobody in the class has."""
    return f"new student {next(_numbers)}"
