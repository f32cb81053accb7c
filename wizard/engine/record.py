"""Keeping on a host what the steps of a run found there, before anything of them is changed."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.actions.record import replace_record
from wizard.engine.reader import FactReader
from wizard.facts.record import Entry, FoundBefore, record_of
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.problems import Problem, Unknown
from wizard.model.steps import Found, Step


class Recorder:
    """Notes what the steps of one host find before the first change, and writes it there with that change.

    An entry stays as the first run wrote it, until the step has been taken back.
    """

    def __init__(self, answers: Answers, node: Node, reader: FactReader, steps: Iterable[Step]) -> None:
        self._answers = answers
        self._node = node
        self._reader = reader
        self._steps = [step for step in steps if step.inverse and step.inverse.finds]
        self._before = b""
        self._after = b""
        self._problem: Problem | None = None

    @property
    def reads(self) -> list[type[FoundBefore]]:
        """The record itself, where a step has something to note."""
        return [FoundBefore] if self._steps else []

    def look(self, facts: Facts) -> None:
        """Note by the facts that were read before the first change what is not in the record yet."""
        if not self._steps:
            return
        try:
            record = facts[FoundBefore]
        except Problem as problem:
            self._problem = problem
            return
        self._problem = None
        self._before = record.content
        known = {id_: entry for id_, entry in record.entries.items() if not entry.taken_back}
        new = {step.id: Entry(self._found(step, facts)) for step in self._steps if step.id not in known}
        self._after = record_of({**record.entries, **new}) if new else record.content

    def write(self) -> None:
        """Write what was noted, once, before the first change. Raises `Problem` where that fails."""
        if self._problem:
            raise self._problem
        if self._after == self._before:
            return
        result = self._reader.run(replace_record(self._before, self._after))
        if result.status != 0:
            raise Unknown("record-unwritten", said=result.errors.strip())
        self._before = self._after

    def _found(self, step: Step, facts: Facts) -> Found | None:
        assert step.inverse and step.inverse.finds  # noqa: S101 - for the type checker
        try:
            return step.inverse.finds(self._answers, self._node, facts)
        except Exception:  # whatever is odd of one step's facts, the others are noted
            return None
