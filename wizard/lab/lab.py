"""A lab as the wizard and the tests use it: started, pointed at, broken and mended, and gone."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wizard.lab.fault_names import NAMES as FAULTS
from wizard.lab.store import LabRefused, keep_first, opened


@dataclass(frozen=True, slots=True)
class LabNode:
    """A simulated host, and how to log in to it as root."""

    name: str
    management_ip: str
    host: str
    port: int
    fingerprint: str
    """Its key's, as `SHA256:…`."""
    public_key: str
    """The key itself, as a line of known_hosts has it."""
    user: str
    identity_file: str
    disk: str | None
    password: str = field(repr=False)
    """root's; the key is for stack too."""
    student_password: str = field(repr=False)
    """For the user stack, and for its sudo."""


@dataclass(frozen=True, slots=True)
class Place:
    """A host to simulate: the name and address that the guide gives it, and whether /dev/sdb is in it."""

    name: str
    management_ip: str
    disk: bool = False


_FIRST_COMPUTE = IPv4Address("10.0.0.31")


def book(compute_nodes: int = 1) -> list[Place]:
    """Return the book's hosts: a controller and compute nodes."""
    numbers = range(1, compute_nodes + 1)
    return [
        Place("controller", "10.0.0.11"),
        *(Place(f"compute{one}", str(_FIRST_COMPUTE + one - 1), disk=True) for one in numbers),
    ]


START = "import sys; _, folder, *sys.path[:] = sys.argv; from wizard.lab.keeper import main; main(folder)"
"""The lab's process; its arguments are the folder that it takes away in the end, and the import path."""


def import_path() -> list[str]:
    """Return where the lab's process finds its modules: as here, but never by the working directory.

    This package's own folder comes after Python's, so that what lies beside it cannot stand in for a module
    of Python's. Where it is there already it keeps its place: older libraries of the system may follow.
    """
    own = str(Path(__file__).resolve().parents[2])
    python = os.path.realpath(Path(os.__file__).parent)
    here = ""
    with suppress(OSError):  # the working directory is gone
        here = os.path.realpath(".")
    real = [os.path.realpath(path) if os.path.isabs(path) else here for path in sys.path]  # noqa: PTH117
    after_python = real.index(python) if python in real else len(real)
    found = [path for path in real[:after_python] if path not in (here, own)]
    found += [path for path in real[after_python:] if path == own or path != here]
    return list(dict.fromkeys([*found, own]))


KEEP = {"do": "keep"}
"""The request for the state that a folder keeps."""
SAVE = {"do": "save"}
"""The request to keep the state in its folder now."""
ENDING = 10.0
"""Seconds that a lab has to end."""
KEEPING = 120.0
"""Seconds for that where it is kept: it may have many files."""
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
"""What the lab's process gets of the environment."""


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _new_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)


def _temporary() -> Path:
    """Return the folder for temporary files. Raises `LabRefused` where others could exchange its files."""
    folder = Path(tempfile.gettempdir()).absolute()
    try:
        os.close(opened(folder, sticky=True))
    except LabRefused as refused:
        raise LabRefused("lab-tmp-untrusted", refused.said) from None
    return folder


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
        ports: Mapping[str, int] | None = None,
        logins: Mapping[str, str] | None = None,
        niceness: int = 0,
    ) -> None:
        """`ports` are taken again where they are free; `logins`: the passwords of root and stack.

        Its processes have a lower priority than this one by `niceness`, as nice(1) counts.
        """
        for fault in faults:
            if fault not in FAULTS:
                raise ValueError(fault)
        self.places = list(places) if places is not None else book(compute_nodes)
        self.passwords = dict(passwords or {})
        """Of the earlier chapters; those of a lab that was kept are known when it goes on."""
        self.faults = list(faults)
        self.directory = directory
        self.logins = dict(logins or {})
        self._ports = dict(ports or {})
        self._niceness = niceness
        self._asking = threading.Lock()
        self.nodes: dict[str, LabNode] = {}
        self._process: subprocess.Popen[str] | None = None
        self._folder = ""

    def __enter__(self) -> Self:
        try:
            self._start()
            self._meet()
        except BaseException:  # a signal may come at any moment
            self.__exit__(*sys.exc_info())
            raise
        return self

    def _start(self) -> None:
        """Start the lab's process. Raises `LabRefused` where there is no safe place for its key."""
        try:
            self._folder = str(_temporary() / f"nova-wizard-lab-{secrets.token_hex(8)}")
            Path(self._folder).mkdir(0o700)
        except OSError as error:
            raise LabRefused("lab-tmp-refused", error.strerror or str(error)) from None
        with open(self._log, "x", opener=_new_for_owner) as log:
            self._process = subprocess.Popen(
                # -I: neither the environment nor the working directory says what is imported.
                [sys.executable, "-I", "-c", START, self._folder, *import_path()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd="/",
                # No password of the environment goes there, nor an agent.
                # Libraries want a home, which this user need not have; nothing is read there.
                env={"HOME": "/", **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}},
                start_new_session=True,  # the terminal's signals are the wizard's, which may need its hosts
            )
        if self._niceness:
            ours = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PGRP, self._process.pid, ours + self._niceness)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        said = ""
        try:
            said = self._ended(self._process) if self._process is not None else ""
        finally:
            if self._folder:
                shutil.rmtree(self._folder, ignore_errors=True)
        if said and kind is None:
            self._understood(said)

    def _ended(self, process: subprocess.Popen[str]) -> str:
        """Wait for the end of the lab's process, or bring it about; return what it says last."""
        try:
            return process.communicate(timeout=KEEPING if self.directory else ENDING)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        lost = {"refused": "lab-dir-not-kept", "said": f"> {KEEPING:.0f} s"}
        return json.dumps(lost) if self.directory else ""

    def _meet(self) -> None:
        """Tell the lab's process what to simulate, and learn where it is."""
        answer = self.ask(
            {
                "places": [
                    {"name": place.name, "management_ip": place.management_ip, "disk": place.disk}
                    for place in self.places
                ],
                "passwords": self.passwords,
                "faults": self.faults,
                "directory": str(self.directory.absolute()) if self.directory else None,
                "ports": self._ports,
                "logins": self.logins,
            }
        )
        identity = Path(self._folder) / "id_ed25519"
        with open(identity, "x", opener=_for_owner) as file:
            file.write(answer["client_key"])
        self.passwords = answer["passwords"]
        self.logins = answer["logins"]
        for place in self.places:
            found = answer["nodes"][place.name]
            self.nodes[place.name] = LabNode(
                name=place.name,
                management_ip=place.management_ip,
                host=found["host"],
                port=found["port"],
                fingerprint=found["fingerprint"],
                public_key=found["public_key"],
                user="root",
                identity_file=str(identity),
                disk="/dev/sdb" if place.disk else None,
                password=answer["logins"]["root"],
                student_password=answer["logins"]["stack"],
            )

    @property
    def _log(self) -> Path:
        """What goes wrong in the lab's own process is written there."""
        return Path(self._folder) / "log"

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have the lab's process carry out a request and return its answer; see `wizard.lab.control`.

        Raises `LabRefused`, `ValueError` for a request that is none, `RuntimeError` where the lab has ended.
        """
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("the lab has not been started")
        with self._asking:
            try:
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except BrokenPipeError:
                line = ""
        if not line:
            said = self._log.read_text(errors="replace").strip().splitlines()
            raise RuntimeError(f"the lab has ended: {said[-1] if said else '-'}")
        return self._understood(line)

    @property
    def has_ended(self) -> bool:
        """Whether the lab's process is gone, which it should not be before this lab is left."""
        return self._process is None or self._process.poll() is not None

    @staticmethod
    def _understood(line: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(line)
        if "refused" in answer:
            raise LabRefused(answer["refused"], answer["said"])
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer

    def save(self) -> None:
        """Keep the lab, as it is now, in its folder. Raises `LabRefused` where that cannot be."""
        self.ask(SAVE)

    def data(self) -> bytes:
        """Return the lab, as it is now, as its folder would have it. Raises `LabRefused`."""
        return str(self.ask(KEEP)["kept"]).encode()

    def keep(self, directory: Path) -> None:
        """Keep the lab, as it is now, in a folder that keeps none yet; a lab started with it goes on there.

        Raises `LabRefused` where that cannot be.
        """
        keep_first(directory, self.data())

    # --- for tests and instructors

    def inject(self, fault: str) -> None:
        """Give the running lab a fault, by a name of `FAULTS`. Raises `ValueError` for another name."""
        self.ask({"do": "inject", "fault": fault})

    def repair(self, fault: str) -> None:
        """Take an injected fault back. Raises `ValueError` where it was not injected."""
        self.ask({"do": "repair", "fault": fault})

    def cut(self, node: str, pattern: str, when: str, skip: int = 0) -> None:
        """Cut the node's connections before, in or after the next command that a pattern is found in."""
        self.ask({"do": "cut", "node": node, "pattern": pattern, "when": when, "skip": skip})

    def up(self) -> dict[str, bool]:
        """Return for each node whether its SSH server listens."""
        return dict(self.ask({"do": "up"})["up"])

    def reboot(self, node: str) -> str:
        """Restart a node, or switch on one that is off; return after its boot, within half a minute.

        Returns `running`, or `emergency` where /etc/fstab names what cannot be mounted: then sshd does not
        run, and `console` leads to the node. Raises `ValueError` for a name that no node has.
        """
        return str(self.ask({"do": "reboot", "node": node})["power"])

    def console(self, node: str, script: str) -> tuple[int, str]:
        """Run a script as root at a node's console; return its status and what it printed.

        It needs no network and no sshd, so it also reaches a node in emergency mode. Raises `ValueError` for
        a node that is off, and a script that takes more than a minute or prints more than 4 MiB.
        """
        answer = self.ask({"do": "console", "node": node, "script": script})
        return answer["status"], answer["output"]

    def state(self) -> dict[str, Any]:
        """Return the whole state, without what differs from run to run."""
        return dict(self.ask({"do": "state"})["state"])
