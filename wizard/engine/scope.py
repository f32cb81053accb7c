"""Which steps of the guide a run does on which hosts."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wizard.model.answers import Answers, Node
from wizard.model.role import Role
from wizard.model.steps import Guide, Section, Step


class Scope:
    """The hosts of a run, and the steps that each of them has."""

    def __init__(self, answers: Answers, guide: Guide, limit: Collection[str] = ()) -> None:
        """`limit` names the only hosts that the run works at; with none, those are all that have steps."""
        self._sections = guide.sections
        self.steps = [step for step in guide.steps if step.on is not Role.READER]
        with_steps = [node for node in answers.nodes if self.steps_on(node)]
        self.nodes = [node for node in with_steps if not limit or node.name in limit]
        """In the answers' order."""
        self.left_alone = [node for node in with_steps if node not in self.nodes]
        """The hosts that have steps, but that the run does not work at."""

    def steps_on(self, node: Node) -> list[Step]:
        """Return the host's steps."""
        return [step for step in self.steps if step.on is node.role]

    def steps_of(self, section: Section, node: Node) -> list[Step]:
        """Return the host's steps of a section."""
        return [step for step in self.steps_on(node) if step.section == section.id]

    def steps_at_once(self, node: Node) -> list[Step]:
        """Return the host's steps that are done while other hosts do theirs, in the guide's order."""
        sections = [section for section in self._sections if not section.verifies]
        return [step for section in sections for step in self.steps_of(section, node)]

    def sections(self, nodes: Iterable[Node]) -> list[tuple[Section, list[Node]]]:
        """Return the sections that these hosts have steps of, with those hosts, in the guide's order."""
        nodes = list(nodes)
        found = [
            (section, [node for node in nodes if self.steps_of(section, node)]) for section in self._sections
        ]
        return [(section, nodes) for section, nodes in found if nodes]

    def last_section(self, node: Node) -> Section:
        """Return the last section that the host has steps of."""
        return [section for section in self._sections if self.steps_of(section, node)][-1]
