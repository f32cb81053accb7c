"""The start of the bundle: chooses a folder to unpack it in, which nobody else may write to, and starts it.

Standard library only: nothing else is there yet.
"""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

BUILT_WITH = (0, 0)
"""The Python version that the compiled libraries are for; put in when the bundle is made."""


def main() -> None:
    """Unpack where needed and run the program."""
    if sys.version_info[:2] != BUILT_WITH:
        sys.exit(f"nova-wizard: this file requires Python {BUILT_WITH[0]}.{BUILT_WITH[1]}")
    if not os.environ.get("SHIV_ROOT"):
        os.environ["SHIV_ROOT"] = str(root())
    from _bootstrap import bootstrap  # noqa: PLC0415 - in the bundle alone

    bootstrap()


def root() -> Path:
    """Return the first folder that can be used; ends the program where there is none."""
    for folder in _places():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = folder.lstat()
        except OSError:
            continue
        is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
        if is_own and not found.st_mode & 0o022 and os.access(folder, os.W_OK | os.X_OK):
            return folder
    sys.exit("nova-wizard: no folder to unpack this file in; set SHIV_ROOT to one of your own")


def _places() -> Iterator[Path]:
    """Yield the user's cache, then a folder of the user's where temporary files go."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    home = os.environ.get("HOME", "")
    if cache.startswith("/"):
        yield Path(cache, "nova-wizard")
    elif home.startswith("/"):
        yield Path(home, ".cache", "nova-wizard")
    yield Path(tempfile.gettempdir(), f"nova-wizard-{os.geteuid()}")


if __name__ == "__main__":
    main()
