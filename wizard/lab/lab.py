"""A lab as the wizard and the tests use it: started, pointed at, broken and mended, and gone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wizard.lab.fault_names import NAMES as FAULTS


@dataclass(frozen=True, slots=True)
class LabNode:
    """A simulated host, and how to log in to it as root."""

    name: str
    management_ip: str
    host: str
    port: int
    fingerprint: str
    """Its key's, as `SHA256:…`."""
    user: str
    identity_file: str
    disk: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A host to simulate: the name and address that the guide gives it, and whether /dev/sdb is in it."""

    name: str
    management_ip: str
    disk: bool = False


def book(compute_nodes: int = 1) -> list[Place]:
    """Return the book's hosts: a controller and compute nodes."""
    numbers = range(1, compute_nodes + 1)
    return [
        Place("controller", "10.0.0.11"),
        *(Place(f"compute{one}", f"10.0.0.{30 + one}", disk=True) for one in numbers),
    ]


class OtherLab(Exception):
    """The folder keeps a lab of other hosts, or one that this version cannot read."""


class FolderRefused(Exception):
    """A lab cannot be kept in the folder."""


class Lab:
    """Simulated hosts in a process of their own, which ends when this one does, however it ends."""

    def __init__(
        self,
        passwords: Mapping[str, str] | None = None,
        compute_nodes: int = 1,
        faults: Sequence[str] = (),
        directory: Path | None = None,
        *,
        places: Sequence[Place] | None = None,
    ) -> None:
        for fault in faults:
            if fault not in FAULTS:
                raise ValueError(fault)
        self.places = list(places) if places is not None else book(compute_nodes)
        self.passwords = dict(passwords or {})
        self.faults = list(faults)
        self.directory = directory
        self.nodes: dict[str, LabNode] = {}
        self._process: subprocess.Popen[str] | None = None
        self._folder = ""

    def __enter__(self) -> Self:
        self._folder = tempfile.mkdtemp(prefix="nova-wizard-lab-")
        paths = os.pathsep.join(path for path in sys.path if path)
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "wizard.lab.server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "PYTHONPATH": paths},
                start_new_session=True,  # the terminal's signals are the wizard's, which may need its hosts
            )
        try:
            self._meet()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _meet(self) -> None:
        """Tell the lab's process what to simulate, and learn where it is."""
        answer = self._ask(
            {
                "places": [
                    {"name": place.name, "management_ip": place.management_ip, "disk": place.disk}
                    for place in self.places
                ],
                "passwords": self.passwords,
                "faults": self.faults,
                "directory": str(self.directory) if self.directory else None,
                "folder": self._folder,
            }
        )
        identity = Path(self._folder) / "id_ed25519"
        identity.touch(0o600)
        identity.write_text(answer["client_key"])
        for place in self.places:
            found = answer["nodes"][place.name]
            self.nodes[place.name] = LabNode(
                name=place.name,
                management_ip=place.management_ip,
                host="127.0.0.1",
                port=found["port"],
                fingerprint=found["fingerprint"],
                user="root",
                identity_file=str(identity),
                disk="/dev/sdb" if place.disk else None,
            )

    @property
    def _log(self) -> Path:
        """What goes wrong in the lab's own process is written there."""
        return Path(self._folder) / "log"

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("the lab has not been started")
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            said = self._log.read_text(errors="replace").strip().splitlines()
            raise RuntimeError(f"the lab has ended: {said[-1] if said else '-'}")
        answer: dict[str, Any] = json.loads(line)
        if "other" in answer:
            raise OtherLab(answer["other"])
        if "folder" in answer:
            raise FolderRefused(answer["folder"])
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer

    # --- for tests and instructors

    def begin(self, fault: str) -> None:
        """Break something."""
        self._ask({"do": "break", "fault": fault})

    def mend(self, fault: str) -> None:
        """Mend it."""
        self._ask({"do": "mend", "fault": fault})

    def cut(self, node: str, pattern: str, when: str, skip: int = 0) -> None:
        """Cut the node's connections before, in or after the next command that a pattern is found in."""
        self._ask({"do": "cut", "node": node, "pattern": pattern, "when": when, "skip": skip})

    def state(self) -> dict[str, Any]:
        """Return the whole state, without what differs from run to run."""
        return dict(self._ask({"do": "state"})["state"])
