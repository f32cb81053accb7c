"""No process of nova-wizard imports from the working directory, whatever lies there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.security.programs import CONSOLE, MODULE, run
from wizard.lab.lab import import_path

NAMES = (
    "argparse",
    "ast",
    "asyncio",
    "asyncssh",
    "concurrent",
    "cryptography",
    "ctypes",
    "dataclasses",
    "encodings",
    "fabric",
    "gc",
    "graphlib",
    "hmac",
    "io",
    "json",
    "locale",
    "os",
    "pathlib",
    "paramiko",
    "pydantic",
    "queue",
    "re",
    "rich",
    "ruamel",
    "runpy",
    "secrets",
    "shutil",
    "signal",
    "site",
    "sitecustomize",
    "socket",
    "stat",
    "steps",
    "tempfile",
    "traceback",
    "typing",
    "usercustomize",
)
"""All but importlib and types, which `python -m` itself takes from there before it runs a module of ours."""
CHECK = ("--lab", "--replay", "--check", "--only", "4.4.3/finish/1", "--output", "plain")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder in which every module says that it was imported, and does what it stands in for no more."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name in NAMES:
        said = f"open({str(tmp_path / 'imported')!r}, 'a').write({name!r} + '\\n')\n"
        (folder / f"{name}.py").write_text(said)
        package = folder / name
        package.mkdir()
        (package / "__init__.py").write_text(said)
    return folder


def imported(hostile: Path) -> str:
    """Return what was imported from the folder."""
    note = hostile.with_name("imported")
    return note.read_text() if note.exists() else ""


@pytest.mark.parametrize("start", [CONSOLE, MODULE], ids=["console", "module"])
def test_the_working_directory_is_not_imported_from(
    tmp_path: Path, hostile: Path, start: Sequence[str]
) -> None:
    """The program and its lab, started where every name of a module is taken."""
    done = run(tmp_path, *CHECK, start=start, cwd=hostile)
    assert imported(hostile) == ""
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_package_of_our_name(tmp_path: Path, hostile: Path) -> None:
    """The installed program does not take another wizard for itself, nor does its lab."""
    for name in ("wizard", "wizard/lab"):
        (hostile / name).mkdir()
        said = f"open({str(tmp_path / 'imported')!r}, 'a').write('wizard')\n"
        (hostile / name / "__init__.py").write_text(said)
    done = run(tmp_path, *CHECK, cwd=hostile)
    assert imported(hostile) == ""
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", ["{hostile}", "", ":", ".:{hostile}", "../hostile"])
def test_the_lab_takes_nothing_from_the_environment(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Relative entries and the working directory are not among where the lab's process looks."""
    monkeypatch.chdir(hostile)
    monkeypatch.setattr(sys, "path", ["", ".", *path.format(hostile=hostile).split(":"), *sys.path])
    found = import_path()
    assert all(Path(entry).is_absolute() for entry in found)
    assert str(hostile) not in found
    assert (Path(found[-1]) / "wizard" / "lab").is_dir()


def test_beside_the_package(tmp_path: Path) -> None:
    """In a checkout, what lies beside the package stands in for no module of Python's."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    own = Path(__file__).parents[2]
    for name in ("wizard", "steps", "locale"):
        (checkout / name).symlink_to(own / name)
    for name in ("json", "argparse", "asyncio"):
        (checkout / f"{name}.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'a').write({name!r})\n")
    done = run(tmp_path, "--list", start=MODULE, cwd=checkout)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "imported").exists()
