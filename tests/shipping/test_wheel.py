"""The wheel: what is in it, and that it works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from docs.manpage import FOLDERS, PAGES, manpage
from wizard.exercises.load import shipped
from wizard.helptext import described
from wizard.text import LANGUAGES, Words

ROOT = Path(__file__).parents[2]
WAIT = 300


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without network, and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    built = subprocess.run(
        [*pip, "-w", str(folder), str(ROOT)], capture_output=True, timeout=WAIT, check=False
    )
    assert built.returncode == 0, built.stderr.decode()
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_everything_travels_in_it(unpacked: Path) -> None:
    (data,) = unpacked.glob("*.data/data/share")
    for program in PAGES:
        for place in FOLDERS.values():
            assert (data / "man" / place / f"{program}.1").is_file()
    assert (data / "nova-wizard" / "examples" / "answers.yaml").is_file()
    assert (unpacked / "wizard" / "py.typed").is_file()
    assert (unpacked / "steps" / "py.typed").is_file()
    exercises = unpacked / "wizard" / "exercises" / "shipped"
    assert sorted(file.stem for file in exercises.glob("*.yaml")) == shipped()
    assert not (unpacked / "tests").exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_works_without_the_checkout(unpacked: Path, tmp_path: Path, lang: str) -> None:
    def run(module: str, *arguments: str) -> str:
        ended = subprocess.run(
            [
                sys.executable,
                "-c",
                f"import {module} as m, sys; sys.exit(m.main())",
                *arguments,
                "--lang",
                lang,
            ],
            env={**os.environ, "PYTHONPATH": str(unpacked), "NOVA_WIZARD_STATE": str(tmp_path / "state")},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=WAIT,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    assert run("wizard.cli", "--help") == Words(lang).page("help.txt")
    assert str(tmp_path) in run("wizard.cli", "--init", str(tmp_path / "answers.yaml"))
    run("wizard.cli", "--validate", str(tmp_path / "answers.yaml"))
    assert all(name in run("wizard.labcli.cli", "exercises") for name in shipped()[:2])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("program", PAGES)
def test_the_manual_page_says_what_the_help_says(program: str, lang: str) -> None:
    page = manpage(program, lang, "1.2.3")
    assert f'"{program} 1.2.3"' in page.splitlines()[0]
    for option, entry in described(Words(lang).page(PAGES[program])).items():
        assert f"\\fB{entry.term}\\fR".replace("-", "\\-") in page, option
        assert entry.text.replace("-", "\\-") in page, option
    assert not [line for line in page.splitlines() if line.startswith("'")]
