"""nova-wizard --replay: answers in, the guide done, previewed or checked."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from steps import GUIDE, PREREQUISITES
from wizard.answers.load import Loaded, load
from wizard.engine import run as engine
from wizard.engine.events import Event
from wizard.headless.front import Front
from wizard.hosts import Host
from wizard.journal import Journal
from wizard.model import Answers, Message, Step
from wizard.redact import Redactor
from wizard.selection import selected
from wizard.simulation import Simulation, books_answers, simulated
from wizard.state import state_folder
from wizard.text import Words, choose

EXITS: Mapping[str, int] = {
    engine.DONE: 0,
    engine.FAILED: 1,
    engine.REFUSED: 1,
    engine.UNREACHABLE: 3,
    engine.UNTRUSTED: 4,
    engine.DIFFERS: 5,
    engine.INTERRUPTED: 130,
}


@dataclass(frozen=True)
class Options:
    """What the command line says of a replay."""

    answers: Path | None
    """None for the lab's own answers."""
    mode: str = "run"
    """run, dry-run or check."""
    only: Sequence[str] = ()
    start: str | None = None
    skip: Sequence[str] = ()
    output: str | None = None
    lang: str | None = None
    simulation: Simulation | None = None


def replay(options: Options) -> int:
    """Do what the options ask for and return the exit status.

    Raises `AnswersWrong`, and `Problem` for the command line or a state folder that cannot be written.
    """
    steps = selected(GUIDE, options.only, options.start, options.skip)
    loaded = _loaded(options)
    words = Words(choose(options.lang, loaded.answers.language, os.environ))
    with _hosts_of(loaded.answers, options.simulation) as (answers, hosts):
        return _run(options, steps, answers, hosts, loaded.warnings, words)


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
    steps: Sequence[Step],
    answers: Answers,
    hosts: Mapping[str, Host],
    warnings: Iterable[Message],
    words: Words,
) -> int:
    redactor = Redactor(answers.secrets)
    journal = Journal(state_folder(os.environ), redactor.mask)
    front = _front(options.output, words, steps)

    def tell(event: Event) -> None:
        journal.event(event.json(words.say))
        front.show(event)

    run = engine.Run(
        answers,
        steps,
        PREREQUISITES,
        hosts,
        emit=tell,
        approve=lambda step, node, actions: True,
        mask=redactor.mask,
        transcript=journal,
        simulated=options.simulation is not None,
    )
    front.on_broken_pipe = run.stop
    modes = {"run": run.run, "dry-run": run.preview, "check": run.check}
    try:
        for warning in warnings:
            front.warn(warning)
        with _stopping(run, front, hosts.values()):
            ended = modes[options.mode]()
        for warning in journal.warnings:
            front.warn(warning)
    finally:
        front.close()
        journal.close()
    return EXITS[ended]


def _front(output: str | None, words: Words, steps: Sequence[Step]) -> Front:
    output = output or ("rich" if sys.stdout.isatty() else "plain")
    if output == "json":
        from wizard.headless.jsonl import Json  # noqa: PLC0415

        return Json(words, steps, sys.stdout)
    if output == "plain":
        from wizard.headless.plain import Plain  # noqa: PLC0415

        return Plain(words, steps, sys.stdout)
    from wizard.headless.live import Live  # noqa: PLC0415 - rich is slow to import

    return Live(words, steps, sys.stdout)


@contextmanager
def _stopping(run: engine.Run, front: Front, hosts: Iterable[Host]) -> Iterator[None]:
    """End after the command at work on Ctrl-C or SIGTERM; at the second, let go of the hosts at once."""
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        run.stop()
        front.warn(Message("stopping-now" if asked else "stopping"))
        if asked:
            for host in hosts:
                host.close()
        asked = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
