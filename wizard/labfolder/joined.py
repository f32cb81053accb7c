"""Joins a lab that another process runs in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wizard.lab import LabNode, LabRefused
from wizard.labfolder import control
from wizard.labfolder.requests import FolderRequests
from wizard.labfolder.typed import start_command
from wizard.model.problems import Problem, Unreachable


class JoinedLab(FolderRequests):
    """A lab that another process runs: its nodes and passwords, and what may be asked of it."""

    def __init__(self, directory: Path, nodes: dict[str, LabNode], passwords: dict[str, str]) -> None:
        self.directory = directory
        self.nodes = nodes
        self.passwords = passwords
        self.was_there = True

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have whoever runs the lab carry out a request. Raises `Problem`, also where it has ended."""
        answer = _asked(self.directory, request)
        if answer is None:
            raise Unreachable("lab-ended", directory=str(self.directory), start=start_command(self.directory))
        return answer


def joined(directory: Path) -> JoinedLab | None:
    """Return the lab that runs in a folder, None where none does. Raises `Problem`."""
    found = _asked(directory, {"do": "logins"})
    if found is None:
        return None
    nodes = {node["name"]: LabNode(**node) for node in found["nodes"]}
    return JoinedLab(directory, nodes, found["passwords"])


def _asked(directory: Path, request: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return control.ask(directory, request)
    except LabRefused as refused:
        raise Problem(refused.key, directory=str(directory), said=refused.said) from None
