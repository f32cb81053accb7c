"""The guide's places in their order: overview, nodes, sections, parts, steps, report. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wizard.model.ids import number_of, part_of, section_of, slug
from wizard.model.message import Message
from wizard.model.role import Role

if TYPE_CHECKING:
    from wizard.model.steps import Step

NODES = "nodes"
REPORT = "report"
OVERVIEW, CONTROLLER, COMPUTE, VERIFY = "4.4.1", "4.4.2", "4.4.3", "4.4.4"
SECTIONS = (CONTROLLER, COMPUTE, VERIFY)


@dataclass(frozen=True, eq=False)
class OutlineEntry:
    """A line of the contents: a page, the head of a section or of a part, or a step."""

    id: str
    title: Message
    step: Step | None = None
    is_part: bool = False

    @property
    def number(self) -> str:
        """What stands before the title: `4.4.2` of a section, `3c` of a step."""
        if self.step and self.step.on is not Role.READER:
            return number_of(self.id)
        return self.id if self.id[:1].isdigit() and not self.is_part else ""


class Target(NamedTuple):
    """What is to be shown: an entry, the number of its tab (0: the one that is open), one of its hosts."""

    place_id: str
    tab: int
    host: str


class Outline:
    """The entries of the contents, and the steps that they lead to."""

    def __init__(self, guide: Sequence[Step]) -> None:
        self.steps = tuple(step for step in guide if step.on is not Role.READER)
        self.places = tuple(_places(guide))
        self._by_id = {place.id: place for place in self.places}

    def __getitem__(self, place_id: str) -> OutlineEntry:
        return self._by_id[place_id]

    def after(self, place_id: str, by: int = 1) -> str:
        """Return the ID of the entry `by` places further on, or back; parts are passed over."""
        ids = [place.id for place in self.places if not place.is_part]
        return ids[min(max(ids.index(place_id) + by, 0), len(ids) - 1)]

    def within(self, prefix: str) -> tuple[Step, ...]:
        """Return the steps of a section, a part or an item."""
        return tuple(step for step in self.steps if step.within(prefix))


def title_of(place_id: str) -> Message:
    """Return the title of a page or a step."""
    kind = "place" if place_id in (NODES, *SECTIONS, REPORT) else "title"
    return Message(f"{kind}-{slug(place_id)}")


def heads_of(place_id: str) -> tuple[str, ...]:
    """Return the section and the part that an entry stands under, the section first."""
    found = dict.fromkeys((section_of(place_id), part_of(place_id)))
    return tuple(head for head in found if head not in ("", place_id))


def _places(guide: Sequence[Step]) -> Iterator[OutlineEntry]:
    overview, *steps = guide
    yield OutlineEntry(OVERVIEW, title_of(OVERVIEW), overview)
    yield OutlineEntry(NODES, title_of(NODES))
    seen: set[str] = set()
    for step in steps:
        section, part = step.section, step.part
        if section not in seen:
            seen.add(section)
            yield OutlineEntry(section, title_of(section))
        if part not in seen:
            seen.add(part)
            yield OutlineEntry(part, Message(f"part-{number_of(part)}"), is_part=True)
        yield OutlineEntry(step.id, title_of(step.id), step)
    yield OutlineEntry(REPORT, title_of(REPORT))
