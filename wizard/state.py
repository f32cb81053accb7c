"""Where things are kept between runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_state_path


def state_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder: `NOVA_WIZARD_STATE`, else the user's state directory."""
    chosen = environ.get("NOVA_WIZARD_STATE")
    return Path(chosen).absolute() if chosen else user_state_path("nova-wizard", appauthor=False)
