"""The commands for a lab's folder, as typed in a shell."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from wizard.model.problems import Problem
from wizard.state import lab_folder


def default_folder() -> Path:
    """Return where a lab lives unless another folder is asked for. Raises `Problem`."""
    return lab_folder(os.environ)


def start_command(folder: Path, *arguments: str) -> str:
    """Return how a lab is started in a folder."""
    place = [] if _is_default(folder) else [str(folder)]
    return shlex.join(["nova-lab", "start", *place, *arguments])


def command(name: str, folder: Path, *arguments: str) -> str:
    """Return a subcommand for a folder."""
    place = [] if _is_default(folder) else ["--dir", str(folder)]
    return shlex.join(["nova-lab", name, *place, *arguments])


def wizard_command(folder: Path) -> str:
    """Return how the wizard is opened on the lab in a folder."""
    return shlex.join(["nova-wizard", "--lab-dir", str(folder)])


def _is_default(folder: Path) -> bool:
    try:
        return folder == default_folder()
    except Problem:
        return False
