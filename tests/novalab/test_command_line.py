"""The command line of nova-lab: help, version, and what is wrong with a call."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.novalab.programs import LAB, run
from wizard.labcli.commands import COMMANDS
from wizard.text import LANGUAGES, Words


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["start", "--help"], ["shell", "-h"]])
def test_help(tmp_path: Path, lang: str, words: list[str]) -> None:
    """The same text wherever it is asked for."""
    ended = run(tmp_path, LAB, "--lang", lang, *words)
    assert (ended.returncode, ended.stdout) == (0, Words(lang).page("nova-lab.txt"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_is_complete(lang: str) -> None:
    """It fits a terminal, and has every subcommand and exit status."""
    page = Words(lang).page("nova-lab.txt")
    assert max(cell_len(line) for line in page.splitlines()) <= 80
    assert [name for name in COMMANDS if f"  nova-lab {name}" not in page] == []
    assert re.findall(r"^  (\d+)  ", page, re.M) == ["0", "1", "2", "3", "4", "5", "130"]


@pytest.mark.parametrize("word", ["-V", "--version"])
def test_version(tmp_path: Path, word: str) -> None:
    """As nova-wizard's."""
    assert run(tmp_path, LAB, word).stdout == f"nova-lab {version('nova-wizard')}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["statsu"], "status"),
        (["snapshot"], "nova-lab snapshot NAME"),
        (["reboot"], "nova-lab reboot NODE"),
        (["shell"], "nova-lab shell"),
        (["status", "more"], "nova-lab status"),
        (["start", "--nodes", "0"], "nova-lab start"),
        (["start", "--nodes", "101"], "nova-lab start"),
        (["start", "--nodes", "x"], "nova-lab start"),
        (["start", "--bla"], "nova-lab start"),
        (["start", "--nods", "2"], "--nodes"),
        (["--versoin"], "--version"),
        (["--bla"], "nova-lab COMMAND"),
        (["--lang", "de"], "nova-lab COMMAND"),
        (["start", "--fault"], "nova-lab start"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_call(tmp_path: Path, words: list[str], said: str, lang: str) -> None:
    """One line that says how it is called; nothing is made."""
    ended = run(tmp_path, LAB, *words, LANG=f"{lang}.UTF-8")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "state").exists()
