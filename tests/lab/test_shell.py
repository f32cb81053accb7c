"""The lab's shell does what a real one does: the same table for both."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lab import inside
from tests.lab.snippets import Snippet, snippets

ROWS = snippets()
DASH = shutil.which("dash")
BASH = shutil.which("bash")


def name(row: Snippet) -> str:
    """Return the beginning of a snippet, as the test's ID."""
    return row.script[:60]


def test_table_is_large() -> None:
    """Several hundred snippets, so that a shell is covered, not a few lines of it."""
    assert len(ROWS) > 500


@pytest.mark.parametrize("row", ROWS, ids=name)
async def test_in_the_lab(row: Snippet) -> None:
    """Output and status are a real shell's."""
    ended = await inside.run(inside.node(), row.script)
    assert (ended.stdout, ended.status) == (row.output, row.status), ended.stderr


def real(shell: Path, folder: Path, script: str) -> tuple[str, int]:
    """Run a snippet by a shell of this machine, called `sh` as CentOS calls its bash."""
    names = folder / "bin"
    names.mkdir()
    (names / "sh").symlink_to(shell)
    here = folder / "here"
    here.mkdir()
    ended = subprocess.run(
        [names / "sh", "-c", script],
        cwd=here,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C", "PATH": f"{names}:{os.environ['PATH']}", "HOME": "/root"},
        timeout=20,
        check=False,
    )
    status = ended.returncode if ended.returncode >= 0 else 128 - ended.returncode
    return ended.stdout.decode("utf-8", "surrogateescape"), status


@pytest.mark.long
@pytest.mark.skipif(BASH is None, reason="no bash on this machine")
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the table is one of Linux programs")
@pytest.mark.parametrize("row", ROWS, ids=name)
def test_by_bash(row: Snippet, tmp_path: Path) -> None:
    """The table says what bash as sh does."""
    assert real(Path(str(BASH)), tmp_path, row.script) == (row.output, row.status)


@pytest.mark.long
@pytest.mark.skipif(DASH is None, reason="no dash on this machine")
@pytest.mark.parametrize("row", [row for row in ROWS if not row.bash_only], ids=name)
def test_by_dash(row: Snippet, tmp_path: Path) -> None:
    """The rows for any sh are dash's too."""
    assert real(Path(str(DASH)), tmp_path, row.script) == (row.output, row.status)
