"""CONTRIBUTING.md's example is done to a copy of the repository: it is complete, and what it says works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BELOW = {
    "steps/compute.py": 'configure("4.4.3/install/2g"',
    "locale/en/steps.ftl": "holds-4-4-3-install-2g",
    "locale/ko/steps.ftl": "holds-4-4-3-install-2g",
    "tests/unit/steps/test_guide.py": "4.4.3/install/2g",
    "tests/unit/steps/test_steps_conf_compute.py": 'Case(f"{N}g", "no package yet"',
}
"""The line that each block goes below; where a file has none, it is new."""
CONCERNED = ("tests/unit/steps", "tests/unit/test_locale.py", "tests/tui/test_prose.py")


def test_the_example_is_complete(tmp_path: Path) -> None:
    for part in ("wizard", "steps", "locale", "tests"):
        shutil.copytree(ROOT / part, tmp_path / part, symlinks=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    blocks = _BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert {path for path, _ in blocks} >= BELOW.keys()
    for path, text in blocks:
        insert(tmp_path / path, text, BELOW.get(path))
    renewed = pytest(tmp_path, "tests/unit/steps", RENEW_CASES="1")
    assert "is renewed" in renewed.stdout
    after = pytest(tmp_path, *CONCERNED)
    assert after.returncode == 0, after.stdout[-3000:]
    expected = (tmp_path / "tests/unit/steps/expected/conf-compute.txt").read_text(encoding="utf-8")
    assert "+resume_guests_state_on_host_boot = True" in expected


def insert(file: Path, text: str, below: str | None) -> None:
    """Write a new file, or put the text below the line of the file that begins like `below`."""
    if below is None:
        assert not file.exists()
        file.write_text(text, encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.strip().startswith(below))
    lines.insert(at + 1, text)
    file.write_text("".join(lines), encoding="utf-8")


def pytest(root: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run tests of the copy, which comes before the installed package on the path."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
