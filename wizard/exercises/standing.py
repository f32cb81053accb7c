"""How the guide's steps stand on the hosts: read by the functions that the wizard itself goes by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from steps import GUIDE, PREREQUISITES, SECTIONS
from wizard.engine.events import Event, Missing, StepChecked
from wizard.engine.modes import SSH_CHECK, StepState
from wizard.engine.run import Run
from wizard.hosts import Host
from wizard.model.answers import Answers
from wizard.model.commands import Command, Result
from wizard.model.message import Message
from wizard.model.role import Role
from wizard.model.steps import Guide, Step
from wizard.redact import Redactor

Place = tuple[str, str]
"""The ID of a step and the name of a host."""


@dataclass(frozen=True)
class Standing:
    """How a step, or a check of what the book takes for granted, stands on a host, and why."""

    id: str
    host: str
    state: StepState
    message: Message

    @property
    def place(self) -> Place:
        """Where it stands so."""
        return self.id, self.host

    @property
    def is_step(self) -> bool:
        """Whether it is a step of the guide; else it is a check of what the book takes for granted."""
        return not self.id.startswith("before/")

    @property
    def is_done(self) -> bool:
        """Whether it holds; what is refused or cannot be told does not."""
        return self.state is StepState.DONE

    @property
    def is_settling(self) -> bool:
        """Whether a service has just been started, so that nothing can be told of it yet."""
        return self.message.key == "units-settling"

    @property
    def is_missing(self) -> bool:
        """Whether it could hold and does not: a step that does not apply here does not count."""
        return self.state not in (StepState.DONE, StepState.SKIPPED)


class _NoTranscript:
    """Takes the commands of a run that nobody reads about."""

    def command(self, host: str, command: Command, result: Result | None, seconds: float) -> None:
        """Forget it."""


class GuideOnHosts:
    """The guide on the hosts of some answers, read as it stands."""

    def __init__(self, answers: Answers) -> None:
        from wizard.hosts.ssh import SshHost  # noqa: PLC0415 - fabric is slow to import

        self.answers = answers
        self._hosts: Mapping[str, Host] = {node.name: SshHost(node) for node in answers.nodes}
        self._redactor = Redactor(answers.secrets)

    def standings(self) -> list[Standing]:
        """Read what the book takes for granted and how all steps stand. Changes nothing, waits for nothing.

        Where a host cannot be reached, nothing is known of its steps, nor of those that verify what all hosts
        have done.
        """
        events: list[Event] = []
        self._scan(self.answers, GUIDE, events.append)
        unreachable = {
            event.host: event.message
            for event in events
            if isinstance(event, Missing) and event.id == SSH_CHECK
        }
        if unreachable:
            return self._without(unreachable)
        return [*_prerequisites(self.answers, events), *_checked(events)]

    def _without(self, unreachable: Mapping[str, Message]) -> list[Standing]:
        """Return how the steps stand on the other hosts, the rest as unknown with the reason for it."""
        answers = self.answers
        reachable = replace(answers, compute=tuple(n for n in answers.compute if n.name not in unreachable))
        verifying = {section.id for section in SECTIONS if section.verifies}
        steps = [
            step
            for step in GUIDE
            if step.section not in verifying
            and not (step.on is Role.CONTROLLER and answers.controller.name in unreachable)
        ]
        events: list[Event] = []
        self._scan(reachable, steps, events.append)
        read = [*_prerequisites(reachable, events), *_checked(events)]
        found = {standing.place: standing for standing in read if standing.host not in unreachable}
        why = next(iter(unreachable.values()))
        return [
            found.get(place) or Standing(*place, StepState.UNKNOWN, unreachable.get(place[1], why))
            for place in (*_prerequisite_places(answers), *_step_places(answers))
        ]

    def close(self) -> None:
        """Let go of all connections."""
        for host in self._hosts.values():
            host.close()

    def _scan(self, answers: Answers, steps: Iterable[Step], emit: Callable[[Event], None]) -> None:
        run = Run(
            answers,
            Guide(tuple(steps), PREREQUISITES, SECTIONS),
            self._hosts,
            emit=emit,
            approve=lambda step, node, actions: False,
            mask=self._redactor.mask,
            unfinished=self._redactor.unfinished,
            transcript=_NoTranscript(),
        )
        run.scan()


def _step_places(answers: Answers) -> list[Place]:
    return [(step.id, node.name) for step in GUIDE for node in answers.nodes if step.on is node.role]


def _prerequisite_places(answers: Answers) -> list[Place]:
    return [
        (check.id, node.name) for check in PREREQUISITES for node in answers.nodes if node.role in check.on
    ]


def _checked(events: Sequence[Event]) -> list[Standing]:
    checked = (event for event in events if isinstance(event, StepChecked))
    return [Standing(event.id, event.host, event.state, event.message) for event in checked]


def _prerequisites(answers: Answers, events: Sequence[Event]) -> list[Standing]:
    """Return how each of the guide's prerequisites stands by what a scan has missed."""
    missed = {(event.id, event.host): event.message for event in events if isinstance(event, Missing)}
    found = []
    for id_, host in _prerequisite_places(answers):
        unread = missed.get(("before", host))
        message = missed.get((id_, host)) or unread
        state = StepState.UNKNOWN if unread else StepState.TODO if message else StepState.DONE
        found.append(Standing(id_, host, state, message or Message("exercise-holds")))
    return found
