"""How a function becomes a step of the guide, or a thing that the guide takes for granted."""

from __future__ import annotations

from collections.abc import Callable

from wizard.model import Fact, FindMissing, Plan, Prerequisite, Role, Source, Step, TableFact

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
) -> Callable[[Plan], Plan]:
    """Enter a function into the guide, in the order of the files; see `Step` for the words."""

    def enter(plan: Plan) -> Plan:
        _steps.append(
            Step(id_, on, source, reads, plan, asks, book_commands, misprint, settle_timeout, shows)
        )
        return plan

    return enter


def prerequisite(
    id_: str, on: tuple[Role, ...], reads: tuple[type[Fact], ...]
) -> Callable[[FindMissing], FindMissing]:
    """Enter a check that comes before the first change."""

    def enter(missing: FindMissing) -> FindMissing:
        _prerequisites.append(Prerequisite(id_, on, reads, missing))
        return missing

    return enter


def entered() -> tuple[tuple[Step, ...], tuple[Prerequisite, ...]]:
    """Return all that has been entered so far."""
    return tuple(_steps), tuple(_prerequisites)
