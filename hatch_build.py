"""What the build adds to the wheel: the manual pages, made from the texts of --help."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualPages(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the pages into a temporary folder, from which they go into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the pages; they are installed under share/man."""
        sys.path.insert(0, self.root)
        from docs.manpage import write  # noqa: PLC0415 - found in the project's folder alone

        self._folder = Path(tempfile.mkdtemp(prefix="nova-wizard-man-"))
        for path, place in write(self._folder, self.metadata.version).items():
            build_data["shared_data"][str(path)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        shutil.rmtree(self._folder)
