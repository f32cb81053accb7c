"""The report: what holds on which host, what was sent, what was skipped and why. No secrets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from wizard.engine.events import Missing
from wizard.engine.modes import Ending, RunMode, Status
from wizard.engine.origin import Origin
from wizard.facts.compute_services import ComputeService
from wizard.jsontext import as_json as to_json
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.marks import Mark
from wizard.report.progress import Progress
from wizard.text import LANGUAGES, words_in


@dataclass(frozen=True)
class Sent:
    """A command that was sent, as it was shown."""

    text: str
    diff: str


@dataclass(frozen=True)
class OnHost:
    """How a step stands on one host, and what was sent to that host for it."""

    host: str
    mark: Mark
    message: Message
    seconds: float
    sent: tuple[Sent, ...]
    would_send: tuple[Sent, ...] = ()
    """What a dry run found to be sent."""
    status: Status | None = None
    """How it ended, where a run has tried it: tells a changed step from an unchanged one."""


@dataclass(frozen=True)
class RunFacts:
    """The run that a report is about; the wizard's own report is about a session of several."""

    mode: RunMode
    hosts: tuple[str, ...]
    origin: Origin
    simulated: bool
    undo: bool
    """Whether steps were taken back."""
    began: str
    """The time in UTC, `2016-04-01T12:00:00Z`."""
    seconds: float
    ending: Ending | None
    """None where no end was recorded: it was killed, or is still at work."""


@dataclass(frozen=True)
class ReportLine:
    """How a step of the guide stands, on all of its hosts together and on each."""

    step: Step
    mark: Mark
    skipped: str
    hosts: tuple[OnHost, ...]


@dataclass(frozen=True)
class Report:
    """What is known of the guide's steps at one moment; `time` is UTC, `journal` the run's folder."""

    time: str
    lines: tuple[ReportLine, ...]
    services: tuple[ComputeService, ...]
    journal: str
    run: RunFacts | None = None
    missing: tuple[Missing, ...] = ()
    """What the book takes for granted and was not there, and hosts that could not be reached."""

    @property
    def tally(self) -> Counter[Mark]:
        """The number of steps in each state."""
        return Counter(line.mark for line in self.lines)

    @property
    def takes_back(self) -> bool:
        """Whether its steps are steps taken back."""
        return any(line.step.takes_back for line in self.lines)

    @property
    def sections(self) -> Sequence[str]:
        """The sections that have steps in it, in the guide's order."""
        return list(dict.fromkeys(line.step.section for line in self.lines))

    def of(self, section: str) -> Sequence[ReportLine]:
        """Return the lines of a section."""
        return [line for line in self.lines if line.step.section == section]

    def by_part(self, section: str) -> Sequence[tuple[str, Sequence[ReportLine]]]:
        """Return the lines of a section by the ID of their part: the section's own where it has no parts."""
        return [(part, list(lines)) for part, lines in groupby(self.of(section), lambda line: line.step.part)]


def gather(
    steps: Iterable[Step],
    progress: Progress,
    hosts_of: Callable[[Step], Sequence[str]],
    time: str,
    journal: str,
    *,
    with_plans: bool = False,
) -> Report:
    """Return the report of all that is known of these steps.

    `hosts_of` returns the names of the hosts that a step is done on; `journal` is the run's folder. With
    `with_plans` it has what would be sent, too.
    """

    def on_host(step: Step, host: str) -> OnHost:
        record = progress.record(step.id, host)
        planned = tuple(Sent(event.text, event.diff) for event in record.planned)
        return OnHost(
            host,
            record.mark,
            record.message,
            record.seconds,
            planned if record.sent else (),
            planned if with_plans and not record.sent else (),
            progress.statuses.get((step.id, host)),
        )

    lines = [
        ReportLine(
            step,
            progress.mark(step, hosts_of(step)),
            progress.skips.get(step.id, ""),
            tuple(on_host(step, host) for host in hosts_of(step)),
        )
        for step in steps
    ]
    return Report(time, tuple(lines), tuple(progress.services), journal)


def as_json(report: Report) -> str:
    """Return the report as indented JSON, its messages as `{"en": …, "ko": …}`."""
    speakers = {language: words_in(language) for language in LANGUAGES}

    def said(message: Message) -> dict[str, str]:
        return {language: words.say(message) for language, words in speakers.items()}

    def on_host(line: OnHost) -> dict[str, Any]:
        return {
            "host": line.host,
            "state": line.mark.state,
            **_refused(line.mark),
            **({"status": line.status.value} if line.status else {}),
            "message": said(line.message),
            "seconds": line.seconds,
            "sent": [asdict(sent) for sent in line.sent],
            **({"would_send": [asdict(sent) for sent in line.would_send]} if line.would_send else {}),
        }

    steps = [
        {
            "id": line.step.id,
            "title": said(line.step.title),
            "source": line.step.source.value,
            "state": line.mark.state,
            **_refused(line.mark),
            **({"skipped": line.skipped} if line.skipped else {}),
            "hosts": [on_host(host) for host in line.hosts],
        }
        for line in report.lines
    ]
    services = [asdict(service) for service in report.services]
    missing = [{"id": one.id, "host": one.host, "message": said(one.message)} for one in report.missing]
    found = {
        "time": report.time,
        **({"run": _run(report.run), "missing": missing} if report.run else {}),
        "steps": steps,
        "services": services,
        "journal": report.journal,
    }
    return to_json(found, indent=2) + "\n"


def _run(run: RunFacts) -> dict[str, Any]:
    """Return the run's facts, with `"undo": true` where steps were taken back."""
    facts = asdict(run)
    undo = {"undo": True} if facts.pop("undo") else {}
    return {**facts.pop("origin"), **undo, **facts}


def _refused(mark: Mark) -> dict[str, bool]:
    """Return what tells a difference that is to be put right by hand from one that a run changes."""
    return {"refused": True} if mark is Mark.REFUSED else {}
