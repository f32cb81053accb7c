"""Which folder a subcommand is about, and the lab that runs there."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from wizard.labfolder import JoinedLab, joined
from wizard.labfolder.typed import default_folder, start_command
from wizard.model.problems import Problem, Unreachable
from wizard.nearest import nearest


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
