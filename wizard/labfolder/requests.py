"""What may be asked of a lab that runs in a folder, whoever runs it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wizard.lab import LabNode, Place
from wizard.lab.store import keep_first

BEFORE_RESTORE = "before-restore"
"""The snapshot that `FolderRequests.go_back` makes first."""


class FolderRequests(ABC):
    """A lab that runs in a folder: each method is a request and raises `Problem` where it is refused.

    Also `ValueError` for what there is not: a node, a fault.
    """

    directory: Path
    nodes: dict[str, LabNode]
    passwords: Mapping[str, str]
    """The book's, by their names."""
    was_there: bool
    """Whether it was in its folder before: somebody may have worked on it."""

    def places(self) -> list[Place]:
        """Return the lab's hosts, the controller first."""
        return [Place(one.name, one.management_ip, one.disk is not None) for one in self.nodes.values()]

    @abstractmethod
    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have a request carried out and return the answer."""

    def status(self) -> dict[str, Any]:
        """Return what is to be said of the lab.

        Keys: `pid`, `nodes` (name, management_ip, port, up), `faults`, `kept` and `snapshots`
        (name, time), all times in seconds since 1970.
        """
        return self.ask({"do": "status"})

    def save(self) -> None:
        """Keep the lab as it is now."""
        self.ask({"do": "save"})

    def snapshot(self, name: str, *, overwrite: bool = False) -> None:
        """Keep the lab as it is now under a name as well."""
        self.ask({"do": "snapshot", "name": name, "overwrite": overwrite})

    def restore(self, name: str, *, keep_as: str | None = None) -> None:
        """Put the lab back to a snapshot, with the faults and the exercise of then.

        What it is now is first kept as the snapshot `keep_as`, if one is named. All connections are cut;
        keys, ports and logins stay.
        """
        self.ask({"do": "restore", "name": name, "keep_as": keep_as})

    def go_back(self, name: str) -> None:
        """Put the lab back to a snapshot, and keep what it is now: going back to that one undoes this."""
        self.restore(name, keep_as=BEFORE_RESTORE)

    def replace(self, data: bytes, *, keep_as: str | None = None) -> None:
        """Put the state of another lab with the same hosts, as `data` returns it, in the place of this one's.

        Faults and exercise end with the old state, which is kept as `restore` does. All connections are cut;
        keys, ports and logins stay.
        """
        self.ask({"do": "replace", "kept": data.decode(), "keep_as": keep_as})

    def data(self) -> bytes:
        """Return the lab, as it is now, as its folder has it."""
        return str(self.ask({"do": "keep"})["kept"]).encode()

    def reboot(self, node: str) -> str:
        """Restart a node and return as `Lab.reboot` does: `running`, or `emergency`."""
        return str(self.ask({"do": "reboot", "node": node})["power"])

    def console(self, node: str, script: str) -> tuple[int, str]:
        """Run a script at a node's console, as `Lab.console` does."""
        answer = self.ask({"do": "console", "node": node, "script": script})
        return int(answer["status"]), str(answer["output"])

    def inject(self, fault: str) -> None:
        """Give the lab a fault, by a name of `wizard.lab.FAULTS`."""
        self.ask({"do": "inject", "fault": fault})

    def repair(self, fault: str) -> None:
        """Take a fault back."""
        self.ask({"do": "repair", "fault": fault})

    def state(self) -> dict[str, Any]:
        """Return the whole state as `Lab.state` does."""
        return dict(self.ask({"do": "state"})["state"])

    def keep(self, directory: Path) -> None:
        """Keep the lab, as it is now, in another folder that keeps none yet. Raises `LabRefused`."""
        keep_first(directory, self.data())


IN_THE_LAB = ("inject", "repair", "reboot", "console", "state", "keep", "save")
"""Requests that the lab's own process carries out."""
