"""The guide: its steps, the actions that they ask for, and what they take for granted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from wizard.model.answers import Answers, Node
from wizard.model.commands import Command
from wizard.model.facts import Fact, Facts, TableFact
from wizard.model.ids import number_of, part_of, section_of, slug, step_title
from wizard.model.message import Message
from wizard.model.role import Role


@dataclass(frozen=True)
class Action(ABC):
    """One change of a host. It renders itself for people, for the wire and, where it edits, as a diff."""

    kind: ClassVar[str]

    reason: Message = field(kw_only=True)
    """Why it is needed: what was found."""
    replaces: bool = field(default=False, kw_only=True)
    """Something else stands in its place now; otherwise it is just not there yet."""
    note: Message | None = field(default=None, kw_only=True)
    """What the reader should know of how it is done."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What is done, as the book prints it, masked."""

    @property
    def typed(self) -> str:
        """What is pasted where the same is done by hand, masked: without what only tells how it is typed."""
        return self.text

    @property
    def diff(self) -> str:
        """A unified diff, masked; empty where the action edits no file."""
        return ""

    @property
    @abstractmethod
    def command(self) -> Command:
        """The command that is sent to the host, which nobody but the engine runs."""


class Source(StrEnum):
    """Where a step comes from."""

    GUIDE = "guide"
    CORRECTED = "corrected"
    RESTORED = "restored"
    ADDED = "added"


Plan = Callable[[Answers, Node, Facts], Iterable[Action]]
Found = Mapping[str, Any]
"""What a step found of its own before it was first done, as plain values of JSON; empty for nothing."""


@dataclass(frozen=True)
class Inverse:
    """How a step is taken back: from answers, facts and what it found to the actions still to be sent."""

    plan: Callable[[Answers, Node, Facts, Found], Iterable[Action]]
    """Raises `Skipped` for what stays, and `Refused` for what others use or have changed."""
    reads: tuple[type[Fact], ...] = ()
    finds: Callable[[Answers, Node, Facts], Found] | None = None
    """Returns by the step's own facts what it finds; None where the step can be taken back without."""
    first: bool = False
    """Whether it is done before all other steps of its host: services are stopped first."""
    after: tuple[str, ...] = ()
    """The IDs of steps that have to be taken back before it, besides those that are `first`."""
    covers: tuple[str, ...] = ()
    """IDs or prefixes of steps that are taken back with it, and have no inverse of their own."""


@dataclass(frozen=True)
class Step:
    """A step of the guide: from answers and facts to the actions that are still missing."""

    id: str
    on: Role
    source: Source
    reads: tuple[type[Fact], ...]
    plan: Plan
    asks: tuple[str, ...] = ()
    """The paths of the answers that are asked for here; `compute[*]` stands for every compute node."""
    book_commands: tuple[str, ...] = ()
    """The commands that the book prints, where the step itself changes nothing."""
    misprint: str = ""
    """For a corrected step: the form that the book prints."""
    settle_timeout: float = 0.0
    """Seconds in which what `Pending` says may still come to hold."""
    shows: type[TableFact] | None = None
    """The table that this step is about; it is shown when a run or a check has ended."""
    after: str = ""
    """The ID of a section that has to hold on its hosts before this step is done.

    Hosts otherwise wait for nothing.
    """
    sets: tuple[str, ...] = ()
    """The options that it sets in a file, each with its section: `[DEFAULT] my_ip`."""
    inverse: Inverse | None = None
    """How it is taken back; None where there is nothing to take back."""
    takes_back: bool = False
    """Whether it is itself a step taken back."""

    @property
    def section(self) -> str:
        """The ID of the section that the step is in: `4.4.2` of 4.4.2/prepare/3c."""
        return section_of(self.id)

    @property
    def part(self) -> str:
        """The ID of the part that the step is in, or of its section where that has no parts."""
        return part_of(self.id)

    @property
    def number(self) -> str:
        """The step's number in its part: `3c` of 4.4.2/prepare/3c."""
        return number_of(self.id)

    @property
    def title(self) -> Message:
        """The step's title: the text `title-ID` of locale/; where it is taken back, a sentence with it."""
        title = step_title(self.id)
        return Message("title-taken-back", step=title) if self.inverse and self.takes_back else title

    @property
    def holds(self) -> Message:
        """The sentence for what is true of the host when the step is done: the text `holds-ID`."""
        if self.takes_back:
            return Message("taken-back")
        return Message(f"holds-{slug(self.id)}")

    def within(self, prefix: str) -> bool:
        """Whether `prefix` selects this step: its ID, or a prefix at a `/`, or `3` for 3a to 3i."""
        if self.id == prefix or self.id.startswith(prefix.rstrip("/") + "/"):
            return True
        item = self.id.removeprefix(prefix)
        return item != self.id and prefix[-1:].isdigit() and item.isalpha()


@dataclass(frozen=True)
class Section:
    """A section of the guide.

    A run does all sections that do not verify on all hosts at once, each host its steps in the book's order;
    then the verifying sections, one after another.
    """

    id: str
    verifies: bool = False
    """Its steps only look at what the other sections have done.

    They are done where others have failed too, and nothing of them is asked before the first change.
    """


FindMissing = Callable[[Answers, Node, Facts], Iterable[Message]]


@dataclass(frozen=True)
class Prerequisite:
    """Something that the book's earlier chapters have left; `missing` yields what is not there."""

    id: str
    on: tuple[Role, ...]
    reads: tuple[type[Fact], ...]
    missing: FindMissing
    for_undo: bool = False
    """Whether undoing takes it for granted too."""


@dataclass(frozen=True)
class Guide:
    """What a run is given: steps, what they take for granted, and the sections in their order.

    Raises ValueError for a step of a section that is not declared, which would never be done, and for one
    that comes after a section that is not done before its own, for which it would wait for ever.
    """

    steps: tuple[Step, ...]
    prerequisites: tuple[Prerequisite, ...]
    sections: tuple[Section, ...]
    takes_back: bool = False
    """Whether its steps are those of another guide, taken back."""

    def __post_init__(self) -> None:
        declared = [section.id for section in self.sections]
        if undeclared := [step.id for step in self.steps if step.section not in declared]:
            raise ValueError(f"steps of no section: {', '.join(undeclared)}")
        for step in self.steps:
            earlier = self.sections[: declared.index(step.section)]
            if step.after and step.after not in [section.id for section in earlier if not section.verifies]:
                raise ValueError(f"{step.id} would wait for ever for {step.after}")
