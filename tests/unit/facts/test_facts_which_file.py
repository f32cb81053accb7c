"""Which file a fact is about, where the guide's path is meant to be a link: its script on this machine."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.cases import ANSWERS, COMPUTE1
from wizard.facts.files import File
from wizard.model.commands import Result


@pytest.fixture
def kind(tmp_path: Path) -> type[File]:
    class Config(File):
        path = str(tmp_path / "book")
        read = str(tmp_path / "real")

    return Config


def read(kind: type[File]) -> File:
    script = kind.script(ANSWERS, COMPUTE1).wire()
    done = subprocess.run(["sh"], input=script.encode(), capture_output=True, check=False)
    return kind.parse(Result(done.returncode, done.stdout, done.stderr))


def test_a_link_leads_to_the_file_that_is_read(kind: type[File]) -> None:
    Path(kind.read).write_text("x")
    Path(kind.path).symlink_to("real")
    found = read(kind)
    assert (found.content, found.target, found.edited) == (b"x", kind.read, kind.path)


@pytest.mark.parametrize("book", ["y", None])
def test_a_file_in_the_links_place_is_read_by_nobody(kind: type[File], book: str | None) -> None:
    Path(kind.read).write_text("x")
    if book is not None:
        Path(kind.path).write_text(book)
    found = read(kind)
    assert (found.content, found.target, found.edited) == (b"x", kind.read, kind.read)


def test_neither_is_there(kind: type[File]) -> None:
    assert read(kind).content is None
