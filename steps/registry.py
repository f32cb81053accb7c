"""The decorators by which a function becomes a step of the guide or one of its prerequisites."""

from __future__ import annotations

from collections.abc import Callable

from wizard.model.facts import Fact, TableFact
from wizard.model.role import Role
from wizard.model.steps import FindMissing, Inverse, Plan, Prerequisite, Source, Step

_steps: list[Step] = []
_prerequisites: list[Prerequisite] = []


def step(
    id_: str,
    on: Role,
    source: Source,
    *,
    reads: tuple[type[Fact], ...] = (),
    asks: tuple[str, ...] = (),
    book_commands: tuple[str, ...] = (),
    misprint: str = "",
    settle_timeout: float = 0.0,
    shows: type[TableFact] | None = None,
    after: str = "",
    sets: tuple[str, ...] = (),
    inverse: Inverse | None = None,
) -> Callable[[Plan], Plan]:
    """Register a plan as a step; the guide has the steps in the order of the files.

    See `Step` for the parameters.
    """

    def register(plan: Plan) -> Plan:
        _steps.append(
            Step(
                *(id_, on, source, reads, plan),
                asks=asks,
                book_commands=book_commands,
                misprint=misprint,
                settle_timeout=settle_timeout,
                shows=shows,
                after=after,
                sets=sets,
                inverse=inverse,
            )
        )
        return plan

    return register


def prerequisite(
    id_: str, on: tuple[Role, ...], reads: tuple[type[Fact], ...], *, for_undo: bool = False
) -> Callable[[FindMissing], FindMissing]:
    """Register a check that is made on hosts of these roles before the first change; see `Prerequisite`."""

    def register(missing: FindMissing) -> FindMissing:
        _prerequisites.append(Prerequisite(id_, on, reads, missing, for_undo))
        return missing

    return register


def registered() -> tuple[tuple[Step, ...], tuple[Prerequisite, ...]]:
    """Return the steps and the prerequisites of the modules that have been imported so far."""
    return tuple(_steps), tuple(_prerequisites)
