"""The site, built once for all tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documentation.pages import ROOT

WAIT = 300


def build(target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build the site into a folder, as `make docs` does."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site."""
    target: Path = tmp_path_factory.mktemp("site")
    built = build(target)
    assert built.returncode == 0, built.stdout + built.stderr
    return target
