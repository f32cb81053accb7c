"""nova-wizard in a process of its own, as a user starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CONSOLE = (str(Path(sys.executable).with_name("nova-wizard")),)
MODULE = (sys.executable, "-m", "wizard")


def run(
    home: Path, *words: str, start: Sequence[str] = CONSOLE, cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run it with a home and a folder for temporary files of its own."""
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    return subprocess.run(
        [*start, "--lang", "en", *words],
        cwd=cwd or home,
        env={
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "NOVA_WIZARD_STATE": str(home / "state"),
            **environ,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
