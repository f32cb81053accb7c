"""Where passwords are in the memory, the system dumps no core and shows the memory to no other process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.program import ANSWERS

SHOW = """\
import ctypes, sys
from pathlib import Path
from wizard import process
from wizard.tui.start import setting_for

def dumpable():
    return ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)

assert dumpable() == 1
"""
"""prctl(2): 3 is PR_GET_DUMPABLE."""


@pytest.mark.parametrize(
    "given",
    [
        pytest.param("setting_for(None, 'en').draft()", id="answers from the keyboard"),
        pytest.param("setting_for(Path(sys.argv[1]), 'en')", id="answers of a file"),
        pytest.param("process.prepare_for_passwords()", id="without a screen"),
    ],
)
def test_nobody_reads_the_memory(tmp_path: Path, given: str) -> None:
    """From the moment on in which there are answers."""
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    answers.chmod(0o600)
    shown = subprocess.run(
        [sys.executable, "-c", f"{SHOW}{given}\nprint(dumpable())", str(answers)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (shown.stdout, shown.stderr) == ("0\n", "")
