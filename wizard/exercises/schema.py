"""The schema of an exercise's file: which keys there are, and what each may be."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from wizard.answers.schema import Keys, ours
from wizard.exercises import checks

Words = Annotated[str, AfterValidator(ours(checks.text))]
Line = Annotated[str, AfterValidator(ours(checks.title))]
Host = Annotated[str, AfterValidator(ours(checks.host))]
Cost = Annotated[int, Field(ge=0)]
Points = Annotated[int, Field(ge=1)]


class Text(Keys):
    """A text in both languages."""

    ko: Words
    en: Words

    def of(self, lang: str) -> str:
        """Return the text in `ko` or `en`."""
        text: str = getattr(self, lang)
        return text.strip()


class Title(Text):
    """A text of one line in both languages."""

    ko: Line
    en: Line


class Hint(Text):
    """A hint, and the points that it costs."""

    costs: Cost = 1


class Typed(Keys):
    """An sh script that root runs on a host, as a student could type it."""

    on: Host
    sh: Words


class Change(Keys):
    """One change that breaks something: a script on a host, or a fault of the lab."""

    on: Host | None = None
    sh: Words | None = None
    fault: Annotated[str, AfterValidator(ours(checks.fault))] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        scripted = (self.on is not None, self.sh is not None)
        if scripted != (self.fault is None,) * 2:
            raise PydanticCustomError("exercise-change", "see the key")
        return self


class Graded(Keys):
    """A step that is graded, and the points for it on each of its hosts."""

    step: Annotated[str, AfterValidator(ours(checks.graded))]
    points: Points = 1


class Exercise(Keys):
    """Everything that an exercise's file says."""

    version: Annotated[int, AfterValidator(ours(checks.version))]
    name: Annotated[str, AfterValidator(ours(checks.name))]
    title: Title
    task: Text
    minutes: Points | None = None
    before: Annotated[str, AfterValidator(ours(checks.reached))] | None = None
    """The guide is done up to and with this step, part or section; None for nothing of it."""
    changes: Annotated[list[Change], Field(alias="break", default_factory=list)]
    hints: Annotated[list[Hint], Field(default_factory=list)]
    solve: Annotated[list[Typed], Field(min_length=1)]
    grade: Annotated[list[Graded], Field(min_length=1)] | None = None
    """None for one point for each step that did not hold at the start."""
    leaves: Annotated[list[Words], Field(default_factory=list)]
    """Beginnings of the names of differences that a solution is meant to leave."""

    @property
    def compute_nodes(self) -> int:
        """The number of compute nodes that the exercise needs, at least one."""
        named = [change.on for change in self.changes if change.on is not None]
        named += [typed.on for typed in self.solve]
        return max(1, *(checks.HOSTS.index(host) for host in named))

    @property
    def points(self) -> dict[str, int] | None:
        """The points of each graded step; None where the start decides which steps are graded."""
        return None if self.grade is None else {one.step: one.points for one in self.grade}
