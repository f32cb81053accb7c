"""`make bundle`: the program with all libraries in one file, for a workstation without network.

Some libraries are compiled, so the file runs where system and Python version (3.11, say) are those of the
machine that made it.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
START = Path(__file__).with_name("bundle_start.py")


def bundle(target: Path) -> None:
    """Write the bundle; pip gets the libraries. Raises `subprocess.CalledProcessError`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_suffix(".part")
    command = [sys.executable, "-m", "shiv", "--compressed", "--reproducible", "--entry-point"]
    python = f"/usr/bin/env python{sys.version_info.major}.{sys.version_info.minor}"
    subprocess.run(
        [*command, "wizard.entry:by_name", "--python", python, "-o", str(made), str(ROOT)], check=True
    )
    _replace_start(made, target)
    made.unlink()


def _replace_start(made: Path, target: Path) -> None:
    """Copy a file of shiv's with our `__main__`, which says where it may be unpacked."""
    start = START.read_text(encoding="utf-8").replace("(0, 0)", f"{sys.version_info[:2]}")
    with made.open("rb") as source, target.open("wb") as file:
        file.write(source.readline())
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w") as new:
            for entry in old.infolist():
                is_start = entry.filename == "__main__.py"
                new.writestr(entry, start.encode() if is_start else old.read(entry), entry.compress_type)
    target.chmod(0o755)


if __name__ == "__main__":
    bundle(Path(sys.argv[1]).absolute())
