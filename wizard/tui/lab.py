"""The wizard on the lab: it is started when hosts are first read, and every login points at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from wizard.answers.draft import Draft
from wizard.answers.passwords import Kind, Source
from wizard.answers.places import BOOK_PASSWORDS
from wizard.lab import book
from wizard.labfolder import FolderRequests
from wizard.labfolder.typed import command
from wizard.model.answers import Answers, Login, Node, Passwords
from wizard.model.message import Message
from wizard.model.problems import Unreachable
from wizard.simulation import BOOKS_OWN, AnyLab, Simulation, answers_for, answers_of, keep, lab_of
from wizard.tui.lab_folder import LabInFolder
from wizard.tui.setting import StartOptions

DISK = "/dev/sdb"
"""In each of the lab's compute nodes, whether the answers use it or not."""


@contextmanager
def on_lab(setting: StartOptions, simulation: Simulation, fill_in: bool) -> Iterator[StartOptions]:
    """Return the setting on the lab; where no answers were given, with the book's passwords and disks."""

    def draft() -> Draft:
        found = setting.draft()
        if fill_in:
            fill_in_passwords(found)
        if simulation.compute_nodes is not None:
            fill_in_nodes(found, simulation.compute_nodes)
        if fill_in:
            fill_in_disks(found)
        return found

    with closing(LabSite(simulation)) as site:
        notice = site.begin(simulation.exercise) if simulation.exercise else None
        yield replace(
            setting,
            draft=draft,
            point=site.point,
            simulated=True,
            rehearsal=simulation.passwords,
            last=None,
            lab=site,
            folder_lab=LabInFolder(simulation.directory) if simulation.directory else None,
            notice=notice,
        )


def fill_in_passwords(draft: Draft) -> None:
    """Put the book's own passwords into the draft; a lab that is made for it has the same."""
    for name in BOOK_PASSWORDS:
        draft.set(f"passwords.{name}", Source(Kind.TYPED, name))


def fill_in_disks(draft: Draft) -> None:
    """Give each compute node the disk that the book adds to it."""
    for at in range(len(draft.get("compute") or [])):
        draft.set(f"compute[{at}].disk", DISK)


def fill_in_nodes(draft: Draft, count: int) -> None:
    """Replace the draft's compute nodes by that many of the book's."""
    _, *computes = book(count)
    draft.remove("compute")
    for at, place in enumerate(computes):
        draft.set(f"compute[{at}].host", place.management_ip)
        draft.set(f"compute[{at}].name", place.name)
        draft.set(f"compute[{at}].management_ip", place.management_ip)


class LabSite:
    """The lab that the wizard's answers are pointed at; its methods block."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._lab: AnyLab | None = None
        self._kept = simulation.directory is not None
        self._open = ExitStack()
        self._logins: dict[str, Login] = {}
        self._passwords: Passwords

    def point(self, answers: Answers) -> Answers:
        """Return the answers with the lab's logins and passwords.

        Raises `Unreachable` for a host it has not.
        """
        if not self._logins:
            with_disks = tuple(replace(node, disk=node.disk or DISK) for node in answers.compute)
            site = lab_of(replace(answers, compute=with_disks), self._simulation)
            self._lab, there = self._open.enter_context(site)
            self._logins = {node.name: node.login for node in there.nodes}
            self._passwords = there.passwords
        compute = tuple(map(self._pointed, answers.compute))
        controller = self._pointed(answers.controller)
        return replace(answers, controller=controller, compute=compute, passwords=self._passwords)

    def begin(self, exercise: str) -> Message | None:
        """Start the lab, which lives in a folder, and begin an exercise there, by name or file.

        One that is at work there goes on. Return where to find what it has taken the place of, None for
        nothing. Raises `Problem`.
        """
        from wizard.exercises.starting import begin  # noqa: PLC0415 - slow to import

        self.point(answers_for(book(self._simulation.compute_nodes or 1), BOOKS_OWN))
        if not isinstance(self._lab, FolderRequests):
            return None
        _, kept_as = begin(exercise, self._lab, answers_of(self._lab))
        if kept_as is None:
            return None
        restore = command("restore", self._lab.directory, kept_as)
        return Message("exercise-kept-before", name=kept_as, restore=restore)

    @property
    def would_be_lost(self) -> bool:
        """Whether the lab runs, and nothing of it is kept when it ends."""
        return self._lab is not None and not self._kept

    def keep(self, directory: Path) -> None:
        """Keep the lab as it is now in a folder, from which `--lab-dir` goes on. Raises `Problem`."""
        if self._lab is not None:
            keep(self._lab, directory)
            self._kept = True

    def close(self) -> None:
        """End the lab, if it was started."""
        self._open.close()

    def _pointed(self, node: Node) -> Node:
        if node.name not in self._logins:
            raise Unreachable("lab-has-no-node", host=node.name, names=", ".join(self._logins))
        return replace(node, login=self._logins[node.name])
