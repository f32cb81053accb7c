"""The bundle: one file that runs anywhere, whatever the home is; pip gets the libraries to build it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from release.bundle import bundle

pytestmark = pytest.mark.long
WAIT = 600


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, named as nova-lab too."""
    made = tmp_path_factory.mktemp("bundle") / "nova-wizard.pyz"
    bundle(made)
    made.with_name("nova-lab").symlink_to(made)
    return made


def run(file: Path, folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the bundle from another folder, in an environment with nothing else in it."""
    environ = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(folder),
        "NOVA_WIZARD_STATE": str(folder / "state"),
    }
    command = [sys.executable, "-I", str(file), *arguments, "--lang", "en"]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=WAIT, check=False
    )


@pytest.mark.parametrize("home", ["home", "/proc/1"], ids=["a home", "a home that cannot be written to"])
def test_it_runs_with_any_home(file: Path, tmp_path: Path, home: str) -> None:
    (tmp_path / "home").mkdir()
    tmp_path.chmod(0o755)
    assert run(file, tmp_path, tmp_path / home, "-V").stdout == f"nova-wizard {version('nova-wizard')}\n"
    done = run(file, tmp_path, tmp_path / home, "--lab", "--replay", "--output", "plain")
    assert done.returncode == 0, done.stdout + done.stderr
    lab = run(file.with_name("nova-lab"), tmp_path, tmp_path / home, "exercises")
    assert "endpoint-wrong-port" in lab.stdout


def test_a_folder_that_others_could_have_filled_is_not_used(file: Path, tmp_path: Path) -> None:
    odd = tmp_path / f"nova-wizard-{os.geteuid()}"
    odd.mkdir()
    odd.chmod(0o777)
    ended = run(file, tmp_path, Path("/proc/1"), "-V")
    assert ended.returncode == 1
    assert "SHIV_ROOT" in ended.stderr
    assert list(odd.iterdir()) == []
