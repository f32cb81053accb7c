"""Which folder a subcommand is about, and the lab that runs there."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from pathlib import Path

from wizard.labfolder import JoinedLab, joined
from wizard.model.problems import Problem, Unreachable
from wizard.nearest import nearest
from wizard.state import state_folder


def default_folder() -> Path:
    """Return where a lab lives unless another folder is asked for. Raises `Problem`."""
    return state_folder(os.environ) / "lab"


def folder_of(options: Namespace) -> Path:
    """Return the folder that --dir asks for, else the default one. Raises `Problem`."""
    return default_folder() if options.dir is None else Path(options.dir).absolute()


def running_lab(options: Namespace) -> JoinedLab:
    """Return the lab that runs in the folder. Raises `Unreachable` where none does, and `Problem`."""
    folder = folder_of(options)
    lab = joined(folder)
    if lab is None:
        raise Unreachable("lab-not-running", directory=str(folder), start=start_command(folder))
    return lab


def known_node(lab: JoinedLab, name: str) -> str:
    """Return a node's name. Raises `Problem` where the lab has none of that name."""
    if name not in lab.nodes:
        near = nearest(name, lab.nodes) or "none"
        raise Problem("lab-no-such-node", name=name, names=", ".join(lab.nodes), near=near)
    return name


def start_command(folder: Path) -> str:
    """Return how a lab is started in a folder, as typed in a shell."""
    return "nova-lab start" if _is_default(folder) else f"nova-lab start {shlex.quote(str(folder))}"


def command(name: str, folder: Path, *arguments: str) -> str:
    """Return a subcommand for a folder, as typed in a shell."""
    place = [] if _is_default(folder) else ["--dir", str(folder)]
    return shlex.join(["nova-lab", name, *place, *arguments])


def _is_default(folder: Path) -> bool:
    try:
        return folder == default_folder()
    except Problem:
        return False
