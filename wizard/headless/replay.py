"""nova-wizard --replay: answers in, the guide done, shown as a dry run, or checked."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ParamSpec, TextIO

from steps import GUIDE, PREREQUISITES, SECTIONS
from wizard.answers.load import Loaded, load
from wizard.engine import run as engine
from wizard.engine.events import Event, RunFinished
from wizard.engine.forks import FORKS
from wizard.engine.inverse import inverse
from wizard.engine.modes import Ending, RunMode
from wizard.engine.origin import Origin, origin_of
from wizard.engine.recorded import recorded
from wizard.headless.front import Front
from wizard.headless.output import PATIENCE, OutputWriter
from wizard.headless.reports import Reports, files_of
from wizard.hosts import Host
from wizard.journal import Journal
from wizard.model.answers import Answers
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.model.steps import Guide, Step
from wizard.redact import Redactor
from wizard.selection import check_limit, selected
from wizard.simulation import Simulation, books_answers, simulated
from wizard.state import state_folder
from wizard.stopping import Stopping
from wizard.text import Words, choose, words_in

P = ParamSpec("P")

EXITS: Mapping[Ending, int] = {
    Ending.DONE: 0,
    Ending.FAILED: 1,
    Ending.REFUSED: 1,
    Ending.UNREACHABLE: 3,
    Ending.UNTRUSTED: 4,
    Ending.DIFFERS: 5,
    Ending.INTERRUPTED: 130,
}


@dataclass(frozen=True)
class Options:
    """What the command line says of a replay."""

    answers: Path | None
    """None for the lab's own answers."""
    mode: RunMode = RunMode.RUN
    """RUN, DRY_RUN or CHECK."""
    undo: bool = False
    """Whether the steps are taken back."""
    only: Sequence[str] = ()
    start: str | None = None
    skip: Sequence[str] = ()
    limit: Sequence[str] = ()
    """The names of the only hosts to work at; empty for all."""
    keep_going: bool = False
    forks: int = FORKS
    output: str | None = None
    lang: str | None = None
    simulation: Simulation | None = None
    reports: Sequence[Path] = ()
    runbook: Path | None = None
    """With DRY_RUN: the runbook is written there, and nothing else is shown than what is missing."""


def replay(options: Options) -> int:
    """Do what the options ask for and return the exit status.

    Raises `AnswersWrong`, and `Problem` for the command line or a state folder that cannot be written.
    """
    with Stopping() as stopping:
        guide = _guide(options)
        files = files_of(options.reports, options.runbook)
        loaded = _loaded(options)
        words = words_in(choose(options.lang, loaded.answers.language, os.environ))
        with _hosts_of(loaded.answers, options.simulation) as (answers, hosts):
            check_limit(options.limit, guide.steps, answers.nodes)
            reports = Reports(files, guide.steps, words)
            origin = origin_of(loaded.answers)
            return _run(options, guide, answers, hosts, origin, loaded.warnings, words, reports, stopping)


def _guide(options: Options) -> Guide:
    """Return the steps that are asked for, or those steps backwards. Raises `Problem` where none is left."""
    steps = selected(GUIDE, options.only, options.start, options.skip)
    guide = Guide(steps, PREREQUISITES, SECTIONS)
    if not options.undo:
        return guide
    backwards = inverse(guide)
    if not backwards.steps:
        raise Problem("nothing-to-undo")
    return backwards


def _loaded(options: Options) -> Loaded:
    if options.answers is None:
        return Loaded(books_answers(), ())
    return load(options.answers, os.environ, options.simulation.passwords if options.simulation else None)


@contextmanager
def _hosts_of(
    answers: Answers, simulation: Simulation | None
) -> Iterator[tuple[Answers, Mapping[str, Host]]]:
    from wizard.hosts.ssh import SshHost  # noqa: PLC0415 - fabric is slow to import

    with simulated(answers, simulation) if simulation else nullcontext(answers) as found:
        yield found, {node.name: SshHost(node) for node in found.nodes}


def _run(
    options: Options,
    guide: Guide,
    answers: Answers,
    hosts: Mapping[str, Host],
    origin: Origin,
    warnings: Iterable[Message],
    words: Words,
    reports: Reports,
    stopping: Stopping,
) -> int:
    redactor = Redactor(answers.secrets)
    journal = Journal(state_folder(os.environ), redactor.mask)
    shown = _Shown("brief" if options.runbook else options.output, words, guide.steps)

    telling = threading.Lock()
    over = threading.Event()

    def emit(event: Event) -> None:
        with telling:
            if over.is_set():
                return
            if isinstance(event, RunFinished):
                over.set()
            journal.event(recorded(event, words.say))
            reports.note(event)
            shown.event(event)

    run = engine.Run(
        answers,
        guide,
        hosts,
        emit=emit,
        approve=lambda step, node, actions: True,
        mask=redactor.mask,
        unfinished=redactor.unfinished,
        transcript=journal,
        simulated=options.simulation is not None,
        limit=options.limit,
        keep_going=options.keep_going,
        forks=options.forks,
        origin=origin,
    )
    shown.on_failure(run.stop)

    def end_after_this() -> None:
        run.stop()
        shown.hurry()
        shown.warn(Message("stopping"))

    def let_go() -> None:
        shown.warn(Message("stopping-now"))
        for host in hosts.values():
            host.close()

    def end_now() -> None:
        leave = partial(os._exit, EXITS[Ending.INTERRUPTED])
        threading.Timer(2 * PATIENCE, leave).start()  # whatever the disk or the reader does
        emit(engine.cut_short())
        reports.write(journal.folder)
        shown.wait()
        leave()

    stopping.hand_over(end_after_this, let_go, end_now)
    modes = {RunMode.RUN: run.run, RunMode.DRY_RUN: run.dry_run, RunMode.CHECK: run.check}
    try:
        for warning in warnings:
            shown.warn(warning)
        ended = modes[options.mode]()
        for warning in journal.warnings:
            shown.warn(warning)
    finally:
        reported = reports.write(journal.folder, shown.warn)
        all_written = shown.finish(journal.folder) and reported
        journal.close()
    if stopping.asked and ended != Ending.DONE:
        return EXITS[Ending.INTERRUPTED]
    return EXITS[ended] if all_written else 1


class _Shown:
    """The front and its two streams. Nothing that goes wrong in showing ends a command at work."""

    def __init__(self, output: str | None, words: Words, steps: Sequence[Step]) -> None:
        self._words = words
        self._defect: Exception | None = None
        self._stop: Callable[[], None] = lambda: None
        self._out, self._err = OutputWriter(sys.stdout), OutputWriter(sys.stderr)
        self._front = _front(output, words, steps, self._out.text, self._err.text)

    def on_failure(self, stop: Callable[[], None]) -> None:
        """Have the run stopped where its output cannot be shown."""
        self._stop = self._out.on_error = stop
        if self._out.error or self._defect:
            stop()

    def event(self, event: Event) -> None:
        """Show an event."""
        self._show(self._front.show, event)

    def warn(self, message: Message) -> None:
        """Say something that belongs to no step."""
        self._show(self._front.warn, message)

    def hurry(self) -> None:
        """Do not wait for a reader any more."""
        self._out.hurry()
        self._err.hurry()

    def wait(self) -> None:
        """Wait until what has been shown is written."""
        self._out.finish()

    def finish(self, record: Path) -> bool:
        """Wait until all is written, or say why it cannot be, and return whether it was.

        Raises what is a defect of the front's.
        """
        self._show(self._front.close)
        self._out.finish()
        lost = self._out.error
        if lost:
            told = None if isinstance(lost, BrokenPipeError) else lost.strerror
            reason = told or self._words.label("output-not-read")
            said = self._words.label("output-lost", reason=reason, folder=str(record))
            self._err.text.write(f"{said}\n")
        if lost:
            self._err.hurry()
        self._err.finish()
        if self._defect:
            raise self._defect
        return not lost

    def _show(self, show: Callable[P, None], *given: P.args, **named: P.kwargs) -> None:
        try:
            show(*given, **named)
        except Exception as error:
            self._defect = self._defect or error
            self._stop()


def _front(output: str | None, words: Words, steps: Sequence[Step], out: TextIO, err: TextIO) -> Front:
    if output == "brief":
        from wizard.headless.brief import Brief  # noqa: PLC0415

        return Brief(words, steps, out)
    output = output or ("rich" if out.isatty() else "plain")
    if output == "json":
        from wizard.headless.jsonl import Json  # noqa: PLC0415

        return Json(words, steps, out, err)
    if output == "plain":
        from wizard.headless.plain import Plain  # noqa: PLC0415

        return Plain(words, steps, out)
    from wizard.headless.live import Live  # noqa: PLC0415 - rich is slow to import

    return Live(words, steps, out)
