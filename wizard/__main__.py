"""`python -m wizard`."""

from __future__ import annotations

from wizard import safe_path  # noqa: F401 - before any module that the working directory could stand in for

# isort: split
import sys

from wizard.entry import main

sys.exit(main())
