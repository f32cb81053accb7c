"""`make lab`: the wizard on a terminal, the guide without a question elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """`make lab` with a nova-wizard that only says how it was called."""
    program = tmp_path / "bin" / "nova-wizard"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "called with $*"\n')
    program.chmod(0o755)
    (tmp_path / "ready").touch()
    return ["make", "--directory", str(CHECKOUT), "lab", f"VENV={tmp_path}"]


def test_on_a_terminal_it_opens_the_wizard(words: list[str]) -> None:
    ours, its = pty.openpty()
    process = subprocess.Popen(words, stdin=its, stdout=its, stderr=its)
    os.close(its)
    printed = b"".join(screen(ours)).decode()
    os.close(ours)
    assert process.wait() == 0
    assert "called with --lab\r\n" in printed


def screen(terminal: int) -> Iterator[bytes]:
    """What comes to a terminal, until nobody has its other side any more."""
    try:
        while data := os.read(terminal, 4096):
            yield data
    except OSError:
        return


@pytest.mark.parametrize("terminal", ["stdin", "stdout", ""])
def test_elsewhere_it_does_the_guide(words: list[str], terminal: str) -> None:
    """Also where only one of the two is a terminal."""
    ours, its = pty.openpty()
    stdin = its if terminal == "stdin" else subprocess.DEVNULL
    stdout = its if terminal == "stdout" else subprocess.PIPE
    process = subprocess.Popen(words, stdin=stdin, stdout=stdout, text=True)
    os.close(its)
    printed = b"".join(screen(ours)).decode() if terminal == "stdout" else process.communicate()[0]
    os.close(ours)
    assert process.wait() == 0
    assert "called with --lab --replay examples/answers.yaml" in printed
    assert (CHECKOUT / "examples/answers.yaml").exists()
