"""A student: a lab, the wizard and the shells on it, what was handed over, how the steps stand."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from wizard.classroom import limits
from wizard.classroom.people import Pupil
from wizard.classroom.preparing import Beginning
from wizard.classroom.shells import ShellTerminal
from wizard.classroom.terminals import Terminal
from wizard.classroom.wizards import WizardTerminal, Zygote
from wizard.labfolder import FolderLab
from wizard.model.problems import Problem
from wizard.simulation import BOOKS_OWN

R = TypeVar("R")
WIZARD = "wizard"
_FILE_NAME = re.compile(r"\w[\w.-]{0,59}")
_STEP = re.compile("[0-9A-Za-z./_-]{1,60}")
_MOST_PLACES = 1000


class Student:
    """One of the class. Its lab is started when it is needed, and its programs go on without a page."""

    def __init__(
        self,
        pupil: Pupil,
        folder: Path,
        beginning: Beginning,
        zygote: Zygote,
        starting: asyncio.Semaphore,
        lang: str,
    ) -> None:
        self.pupil = pupil
        self.folder = folder
        self.lang = lang
        self.sockets = 0
        self.seen = time.monotonic()
        """When a page of the student's was last open."""
        self.places: dict[tuple[str, str], str] = {}
        """How each step stands on each host, as the student's wizard last read it."""
        self.files: dict[str, tuple[str, str]] = {}
        """Name and content of the files to be downloaded, by their keys."""
        self.on_file: set[Callable[[str, str], None]] = set()
        self.points: Mapping[str, Any] | None = None
        """What the last check of the work found."""
        self.checked = 0.0
        self.removed = False
        """Whether the teacher has taken the student out of the class: nothing of the student's is started."""
        self._beginning = beginning
        self._starting = starting
        self._lab: FolderLab | None = None
        self._opening = asyncio.Lock()
        self._terminals: dict[str, Terminal] = {
            WIZARD: WizardTerminal(zygote, self._request, self._told),
        }
        for node in beginning.nodes:
            self._terminals[node] = ShellTerminal(lambda node=node: self._running().nodes[node])  # type: ignore[misc]

    @property
    def name(self) -> str:
        """The name that the student gave."""
        return self.pupil.name

    @property
    def terminals(self) -> Mapping[str, Terminal]:
        """The wizard and the nodes' shells, by their names."""
        return self._terminals

    @property
    def lab_folder(self) -> Path:
        """Where the lab lives."""
        return self.folder / "lab"

    async def open_lab(self) -> FolderLab:
        """Return the lab, started unless it runs. Raises `Problem`."""
        async with self._opening:
            if self._lab is not None and self._lab.ended.is_set():
                await self._end()
            if self.removed:
                raise Problem("classroom-removed")
            if self._lab is None:
                async with self._starting:
                    self._lab = await asyncio.to_thread(self._start_lab)
            return self._lab

    async def in_lab(self, work: Callable[[FolderLab], R]) -> R:
        """Have something done with the lab, in a thread. Raises what it raises, and `Problem`."""
        lab = await self.open_lab()
        return await asyncio.to_thread(work, lab)

    async def end(self) -> None:
        """End the programs and the lab, which is kept."""
        async with self._opening:
            await self._end()

    @property
    def runs(self) -> bool:
        """Whether the lab runs."""
        return self._lab is not None

    async def _end(self) -> None:
        for terminal in self._terminals.values():
            await terminal.end()
        lab, self._lab = self._lab, None
        if lab is not None:
            await asyncio.to_thread(_closed, lab)

    def _start_lab(self) -> FolderLab:
        self._beginning.put_into(self.lab_folder)
        lab = FolderLab(self.lab_folder, BOOKS_OWN, self._beginning.places, niceness=limits.LAB_NICE)
        lab.__enter__()
        return lab

    def _running(self) -> FolderLab:
        if self._lab is None:
            raise OSError("the lab does not run")
        return self._lab

    def _request(self) -> Mapping[str, Any]:
        lab = self._running()
        nodes = {
            node.name: {
                "host": node.host,
                "port": node.port,
                "user": node.user,
                "password": node.password,
                "fingerprint": node.fingerprint,
            }
            for node in lab.nodes.values()
        }
        passwords = dict(lab.passwords)
        return {"nodes": nodes, "passwords": passwords, "computes": len(nodes) - 1, "lang": self.lang}

    def _told(self, said: Mapping[str, Any]) -> None:
        """Take what the student's wizard tells; what is none of its messages is left out."""
        match said:
            case {"step": {"id": str(id_), "host": str(host), "state": str(state)}}:
                fits = _STEP.fullmatch(id_) and host in self._terminals and _STEP.fullmatch(state)
                if fits and (len(self.places) < _MOST_PLACES or (id_, host) in self.places):
                    self.places[id_, host] = state
            case {"file": str(name), "content": str(content)}:
                if _FILE_NAME.fullmatch(name) and len(content) <= limits.FILE:
                    self._keep_file(name, content)

    def _keep_file(self, name: str, content: str) -> None:
        while len(self.files) >= limits.FILES:
            del self.files[next(iter(self.files))]
        key = secrets.token_urlsafe(12)
        self.files[key] = name, content
        for tell in list(self.on_file):
            tell(key, name)


def _closed(lab: FolderLab) -> None:
    try:
        lab.close()
    except Problem:  # the disk is full: what was kept before is there
        return
