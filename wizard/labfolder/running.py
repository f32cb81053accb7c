"""A lab that this process runs in a folder, until it is left."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Self

from wizard.lab import FAULTS, Lab, LabNode, LabRefused, Place, book
from wizard.lab.store import FILE, Folder
from wizard.labfolder import control, files, snapshots
from wizard.labfolder.about import About, check_is_labs_own, new_about
from wizard.labfolder.names import EXERCISE, KEY, RUNNING, WHILE_RUNNING
from wizard.labfolder.rekeying import with_keys_of
from wizard.labfolder.requests import IN_THE_LAB, FolderRequests
from wizard.labfolder.snapshots import Snapshot
from wizard.labfolder.typed import command, wizard_command
from wizard.model.message import Message
from wizard.model.problems import Problem

AFTER_A_CRASH = 20.0
"""Seconds to wait for a lab whose process was killed: its keeper keeps it before it ends."""
LOOK = 0.5
"""Seconds between two looks whether the lab's process is still there."""


class FolderLab(FolderRequests):
    """A lab in a folder, which goes on where it was when this is entered. One process at a time runs it.

    All its methods are safe from any thread.
    """

    def __init__(
        self,
        directory: Path,
        passwords: Mapping[str, str],
        places: Sequence[Place] | None = None,
        faults: Sequence[str] = (),
        niceness: int = 0,
    ) -> None:
        """Without `places`, the hosts are those that the folder has, or the book's.

        The lab's processes have a lower priority than this one by `niceness`, as nice(1) counts.
        """
        self.directory = directory.absolute()
        self.passwords = passwords
        self.nodes: dict[str, LabNode] = {}
        self.was_there = False
        self.ended = threading.Event()
        """Set where the lab's process has gone by itself."""
        self.on_end: Callable[[], None] = lambda: None
        self._places = places
        self._faults = list(faults)
        self._niceness = niceness
        self._at_work = threading.RLock()
        self._leaving = threading.Event()
        self._open = ExitStack()
        self._folder: Folder
        self._about: About
        self._lab: Lab

    def __enter__(self) -> Self:
        try:
            with ExitStack() as stack:
                self._enter(stack)
                self._open = stack.pop_all()
        except LabRefused as refused:
            raise self._problem(refused) from None
        except OSError as error:
            raise Problem("lab-not-started", reason=error.strerror or str(error)) from error
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Keep the lab and end it, unless that is done. Raises `Problem` where it could not be kept."""
        self._leaving.set()
        with self._at_work:
            try:
                self._open.close()
            except LabRefused as refused:
                raise self._problem(refused) from None

    def _enter(self, stack: ExitStack) -> None:
        files.check_name(self.directory)
        self._folder = Folder(self.directory)
        stack.callback(self._folder.close)
        check_is_labs_own(self._folder)
        try:
            lock = self._folder.lock(RUNNING, 0, os.getpid())
        except LabRefused as refused:
            key = "lab-dir-runs" if refused.key == "lab-dir-in-use" else refused.key
            raise LabRefused(key, refused.said) from None
        stack.callback(os.close, lock)
        self._about = self._read_about()
        self.was_there = self._folder.has(FILE)
        stack.callback(self._leave)
        self._start(self._faults, AFTER_A_CRASH)
        self._about.faults += [fault for fault in self._faults if fault not in self._about.faults]
        stack.callback(self._remove_files)
        self._write_files()
        stack.enter_context(control.serving(self._folder, self._obey))
        threading.Thread(target=self._watch, name="lab", daemon=True).start()

    def _read_about(self) -> About:
        """Return what the folder says of the lab, with the hosts that are asked for."""
        found = About.read(self._folder)
        if found is None:
            return new_about(book() if self._places is None else self._places)
        if self._places is not None:
            names = [place.name for place in found.places]
            if names != [place.name for place in self._places]:
                raise LabRefused("lab-dir-other", ", ".join(names))
            found.places = list(self._places)
        return found

    # --- Starting and ending it

    def _start(self, faults: Sequence[str] = (), patience: float = 0.0) -> None:
        """Start the lab in its folder. Raises `LabRefused`, OSError."""
        about, end = self._about, time.monotonic() + patience
        while True:
            lab = Lab(
                self.passwords,
                faults=faults,
                directory=self.directory,
                places=about.places,
                ports=about.ports,
                logins=about.logins,
                niceness=self._niceness,
            )
            try:
                self._lab = lab.__enter__()
                break
            except LabRefused as refused:
                ends_soon = refused.key == "lab-dir-in-use" and not _lives(refused.said)
                if not ends_soon or time.monotonic() > end:
                    raise
        self.passwords = lab.passwords
        self._about.logins = lab.logins
        self._about.ports = {name: node.port for name, node in lab.nodes.items()}
        key = str(self.directory / KEY)
        self.nodes = {name: replace(node, identity_file=key) for name, node in lab.nodes.items()}

    def _leave(self) -> None:
        """End the lab. Raises `LabRefused` where it could not be kept."""
        if self.ended.is_set():
            with suppress(LabRefused):  # whoever waits for the end knows already
                self._lab.__exit__(None, None, None)
        elif hasattr(self, "_lab"):
            self._lab.__exit__(None, None, None)

    def _write_files(self) -> None:
        self._about.write(self._folder)
        key = Path(next(iter(self._lab.nodes.values())).identity_file).read_text()
        content = files.login_files(self.directory, list(self.nodes.values()), self.passwords, key)
        for name, text in content.items():
            self._folder.write(name, text.encode())

    def _remove_files(self) -> None:
        with suppress(OSError):  # of a file system that has become read-only
            for name in WHILE_RUNNING:
                self._folder.remove(name)

    def _watch(self) -> None:
        """Wait until the lab's process ends by itself."""
        while not self._leaving.wait(LOOK):
            with self._at_work:
                if not self._leaving.is_set() and self._lab.has_ended:
                    self.ended.set()
                    self.on_end()
                    return

    def _problem(self, refused: LabRefused) -> Problem:
        directory, said = str(self.directory), refused.said
        if refused.key == "lab-dir-runs":
            shell, wizard = command("shell", self.directory, "NODE"), wizard_command(self.directory)
            return Problem("lab-dir-runs", directory=directory, said=said, shell=shell, wizard=wizard)
        return Problem(refused.key, directory=directory, said=said)

    # --- Requests

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Carry out a request, from whatever thread. Raises `Problem`, `ValueError`."""
        return self._obey(request)

    def _obey(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._at_work:
            try:
                return self._done(request)
            except LabRefused as refused:
                raise self._problem(refused) from None
            except RuntimeError:
                raise Problem("lab-request-failed", reason=Message("lab-ended-meanwhile")) from None
            except OSError as error:
                raise Problem("lab-request-failed", reason=error.strerror or str(error)) from None

    def _done(self, request: dict[str, Any]) -> dict[str, Any]:
        match request:
            case {"do": "logins"}:
                nodes = [asdict(node) for node in self.nodes.values()]
                return {"nodes": nodes, "passwords": dict(self.passwords)}
            case {"do": "status"}:
                return self._status()
            case {"do": "snapshot", "name": str(name), "overwrite": bool(overwrite)}:
                snapshots.write(self._folder, name, self._as_it_is(), overwrite=overwrite)
            case {"do": "restore", "name": str(name), "keep_as": str() | None as keep_as}:
                self._exchange(snapshots.read(self._folder, name), keep_as)
            case {"do": "replace", "kept": str(kept), "keep_as": str() | None as keep_as}:
                self._exchange(Snapshot(kept.encode()), keep_as)
            case {"do": do} if do in IN_THE_LAB:
                self._check(request)
                answer = self._lab.ask(request)
                self._note_faults(request)
                return answer
            case _:
                raise ValueError(f"unknown request: {request.get('do')}")
        return {}

    def _check(self, request: dict[str, Any]) -> None:
        """Raise `ValueError` for a request about what there is not."""
        match request:
            case {"do": "inject" | "repair", "fault": fault}:
                known = fault in FAULTS
            case {"do": "reboot", "node": node} | {"do": "console", "node": node, "script": str()}:
                known = node in list(self.nodes)
            case _:
                known = list(request) == ["do"]
        if not known:
            raise ValueError(f"no such thing: {request['do']}")

    def _status(self) -> dict[str, Any]:
        up = self._lab.up()
        return {
            "pid": os.getpid(),
            "nodes": [
                {
                    "name": node.name,
                    "management_ip": node.management_ip,
                    "port": node.port,
                    "up": up[node.name],
                }
                for node in self.nodes.values()
            ],
            "faults": self._about.faults,
            "kept": os.stat(FILE, dir_fd=self._folder.at).st_mtime if self._folder.has(FILE) else None,
            "snapshots": snapshots.listed(self._folder),
        }

    def _note_faults(self, request: dict[str, Any]) -> None:
        """Note a fault that came or went."""
        faults = self._about.faults
        match request:
            case {"do": "inject", "fault": str(fault)} if fault not in faults:
                faults.append(fault)
            case {"do": "repair", "fault": str(fault)} if fault in faults:
                faults.remove(fault)
            case _:
                return
        self._about.write(self._folder)

    def _as_it_is(self) -> Snapshot:
        """Return the lab as it is now. Raises `LabRefused`, OSError."""
        self._lab.save()
        exercise = self._folder.read(EXERCISE)
        record = None if exercise is None else exercise.decode(errors="replace")
        return Snapshot(self._folder.read(FILE) or b"", self._about.faults, record)

    def _exchange(self, new: Snapshot, keep_as: str | None) -> None:
        """Put another state in the place of the lab's, which is started with it; its keys stay.

        What the lab is now is first kept as a snapshot, if a name for it is given. Raises `LabRefused`,
        OSError; the state before is there again then.
        """
        before = self._as_it_is()
        data = with_keys_of(before.kept, new.kept)
        if keep_as is not None:
            snapshots.write(self._folder, keep_as, before, overwrite=True)
        self._leave()
        try:
            self._folder.write(FILE, data)
            self._start()
        except (LabRefused, OSError):
            self._folder.write(FILE, before.kept)
            self._start()
            raise
        finally:
            self._write_files()
        self._about.faults = list(new.faults)
        self._about.write(self._folder)
        if new.exercise is None:
            self._folder.remove(EXERCISE)
        else:
            self._folder.write(EXERCISE, new.exercise.encode())


def _lives(pid: str) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(int(pid), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True
