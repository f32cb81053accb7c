"""What the app needs to start: answers, language, and ways to the hosts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from wizard.tui.preferences import NONE_CHOSEN, Preferences

if TYPE_CHECKING:
    from wizard.answers.draft import Draft
    from wizard.hosts import Host
    from wizard.model.answers import Answers, Node
    from wizard.model.message import Message
    from wizard.model.steps import Guide
    from wizard.text import Words
    from wizard.tui.guest import Guest
    from wizard.tui.lab_folder import LabInFolder

Connect: TypeAlias = "Callable[[Node], Host]"
Point: TypeAlias = "Callable[[Answers], Answers]"
"""Leads the answers to the hosts that are meant. Blocks. Raises `Problem`."""


def over_ssh(node: Node) -> Host:
    """Return a host that is reached over SSH."""
    from wizard.hosts.ssh import SshHost  # noqa: PLC0415 - fabric is slow to import

    return SshHost(node)


def as_they_are(answers: Answers) -> Answers:
    """Return the answers: they lead to their own hosts."""
    return answers


class LabToKeep(Protocol):
    """A lab in memory."""

    @property
    def would_be_lost(self) -> bool:
        """Whether it runs, and is kept nowhere."""

    def keep(self, directory: Path) -> None:
        """Keep it in a directory, from which `--lab-dir` goes on. Blocks. Raises `Problem`."""


@dataclass(frozen=True, eq=False)
class StartOptions:
    """How the app is started, by the command line or by a test."""

    load: Callable[[], Guide]
    """Takes its time: it is called when the first screen stands."""
    draft: Callable[[], Draft]
    """The answers to begin with."""
    words: Words
    state: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    connect: Connect = over_ssh
    point: Point = as_they_are
    simulated: bool = False
    rehearsal: Mapping[str, str] | None = field(default=None, repr=False)
    """The lab's passwords by the book's names, in the place of those of the answers."""
    hangul_missing: bool = False
    """The terminal cannot show Hangul, and no language was asked for."""
    preferences: Preferences = NONE_CHOSEN
    last: Path | None = None
    """The last session's answers, where one may go on from them; this session's are kept there."""
    lab: LabToKeep | None = None
    """The lab that is gone when the wizard is left, where there is one."""

    folder_lab: LabInFolder | None = None
    """The lab that lives in a folder, where the wizard is on one."""

    notice: Message | None = None
    """What is to be said when the first screen stands."""

    guest: Guest | None = None
    """Set for a guest of a classroom: no file of the machine is read or written, no program is started."""

    @property
    def opened_from(self) -> Mapping[str, str] | None:
        """Where passwords' variables are looked up; None on the lab, where no source is opened."""
        return None if self.rehearsal is not None else self.environ
