"""Where things are kept between runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_state_path

from wizard.model.problems import Problem


def state_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder: `NOVA_WIZARD_STATE`, else the user's state directory.

    Raises `Problem` where there is none: the user has no home, or the working directory is gone.
    """
    chosen = environ.get("NOVA_WIZARD_STATE")
    if chosen:
        try:
            return Path(chosen).absolute()
        except OSError as error:
            raise Problem("state-nowhere", reason=error.strerror or "") from None
    folder = user_state_path("nova-wizard", appauthor=False)
    if not folder.is_absolute():
        raise Problem("state-no-home")
    return folder
