"""A run over all hosts: connect, look at what the book takes for granted, then the sections' steps."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from wizard.engine.context import Approve, HostContext
from wizard.engine.events import (
    Emit,
    Event,
    Mask,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    Slow,
    StepFinished,
)
from wizard.engine.host_run import HostRun, holds
from wizard.engine.locks import RunLocks
from wizard.engine.masked_output import Unfinished
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.engine.order import Order
from wizard.engine.origin import Origin
from wizard.engine.planning import FRESH
from wizard.engine.preflight import Preflight
from wizard.engine.reader import FactReader, Transcript
from wizard.engine.threads import Interrupted, in_parallel
from wizard.hosts import Host
from wizard.model import (
    Answers,
    Guide,
    Message,
    Node,
    Problem,
    Role,
    Section,
    Step,
)


def cut_short() -> RunFinished:
    """Return the end of a run that is not waited for."""
    return RunFinished(
        Ending.INTERRUPTED, **dict.fromkeys((status.value for status in Status), 0), seconds=0.0
    )


class Run:
    """One run, dry run, check or scan of some steps on the answers' hosts."""

    def __init__(
        self,
        answers: Answers,
        guide: Guide,
        hosts: Mapping[str, Host],
        *,
        emit: Emit,
        approve: Approve,
        mask: Mask,
        unfinished: Unfinished = lambda _: False,
        transcript: Transcript,
        simulated: bool = False,
        keep_open: bool = False,
        origin: Origin | None = None,
    ) -> None:
        """With `keep_open`, connections are left open for the next run on the same hosts."""
        self._answers = answers
        self._guide = guide
        self._steps = [step for step in guide.steps if step.on is not Role.READER]
        self._simulated = simulated
        self._keep_open = keep_open
        self._origin = origin or Origin()
        self._stopping = threading.Event()
        self._awake = threading.Event()
        """Set to end the thread that waits for `stop`."""
        self._listener = emit
        self._emitting = threading.Lock()
        self._tally: Counter[str] = Counter()
        self._approve = approve
        self._mask = mask
        self._unfinished = unfinished
        self._nodes = [node for node in answers.nodes if self._steps_on(node)]
        self._readers = {
            node.name: FactReader(answers, hosts[node.name], transcript, self._stopping)
            for node in self._nodes
        }
        # All runs take locks in the same order, so that two runs never wait for each other.
        order = sorted(self._nodes, key=lambda node: (node.role is not Role.CONTROLLER, node.name))
        self._locks = RunLocks([node.name for node in order], self._readers, self._emit, self._stopping)
        self._preflight = Preflight(answers, guide, self._nodes, self._readers, self._locks, self._emit)
        places = [(step, node.name) for node in self._nodes for step in self._steps_at_once(node)]
        self._order = Order(places, self._stopping)

    def stop(self) -> None:
        """End after the changing command at work, and at once where hosts are only opened or read.

        Safe from any thread and from a signal handler.
        """
        self._stopping.set()
        self._awake.set()

    # --- The four modes ---

    def run(self) -> Ending:
        """Do the steps; return how it ended."""
        return self._run_mode(RunMode.RUN, self._run)

    def dry_run(self) -> Ending:
        """Show all that would be sent, and send nothing."""
        return self._run_mode(RunMode.DRY_RUN, self._dry_run)

    def check(self) -> Ending:
        """Say how each step stands."""
        return self._run_mode(RunMode.CHECK, self._check)

    def scan(self) -> Ending:
        """Say what is missing, how each step stands, and what it would send."""
        return self._run_mode(RunMode.SCAN, self._scan)

    def _run_mode(self, mode: RunMode, work: Callable[[], Ending]) -> Ending:
        start = time.monotonic()
        self._emit(self._started(mode))
        ended = Ending.FAILED
        try:
            with self._closing_on_stop():
                ended = self._preflight.connect() or work()
        except Interrupted:
            ended = Ending.INTERRUPTED
        finally:
            try:
                self._locks.give_back()
                if not self._keep_open:
                    in_parallel(self._nodes, lambda node: self._readers[node.name].close())
            finally:
                if self._stopping.is_set() and ended in (Ending.FAILED, Ending.UNREACHABLE):
                    ended = Ending.INTERRUPTED
                self._finish(ended, start)
        return ended

    def _started(self, mode: RunMode) -> RunStarted:
        names = [node.name for node in self._nodes]
        steps = sum(len(self._steps_on(node)) for node in self._nodes)
        roles = [node.role.value for node in self._nodes]
        ids = [step.id for step in self._steps]
        return RunStarted(mode, names, steps, self._simulated, **vars(self._origin), roles=roles, ids=ids)

    def _finish(self, ended: Ending, start: float) -> None:
        """Tell how it ended, also where a defect or a lack of memory ends it."""
        for name, reader in self._readers.items():
            if reader.slowness:
                self._emit(Slow(name, Message("host-slow", host=name, seconds=f"{reader.slowness:.1f}")))
        counts = {status.value: self._tally[status.value] for status in Status}
        self._emit(RunFinished(ended, **counts, seconds=round(time.monotonic() - start, 2)))

    @contextmanager
    def _closing_on_stop(self) -> Iterator[None]:
        """Once `stop` is called, let go of the hosts that wait for others, or are only opened or read.

        A thread does it: closing a connection is not safe in a signal handler.
        """

        def wait() -> None:
            self._awake.wait()
            if self._stopping.is_set():
                self._order.wake()
                for reader in self._readers.values():
                    reader.let_go()

        if not self._stopping.is_set():
            self._awake.clear()
        waiting = threading.Thread(target=wait, name="stop", daemon=True)
        waiting.start()
        try:
            yield
        finally:
            self._awake.set()
            waiting.join()

    def _run(self) -> Ending:
        if early_ending := self._preflight.lock() or self._preflight.check(self._nodes):
            return early_ending
        looked_at = time.monotonic()
        ok = self._run_at_once()
        if self._tally[Status.CHANGED] or time.monotonic() - looked_at > FRESH:
            self._forget()
        for section, nodes in self._sections():
            if section.verifies:
                ok &= all(in_parallel(nodes, partial(self._run_section, section, ok)))
        self._show_services()
        return Ending.DONE if ok else Ending.FAILED

    def _run_at_once(self) -> bool:
        """Do the sections that do not verify on all hosts at once, each host its steps in their order."""

        def run_host(node: Node) -> bool:
            try:
                return self._host_run(node).run(self._steps_at_once(node))
            finally:
                self._order.leave(node.name)

        names = [node.name for node in self._nodes]
        return all(in_parallel(self._nodes, run_host, not_all_started=lambda: self._order.leave(*names)))

    def _forget(self) -> None:
        """Drop what was read of all hosts: what one of them has changed, another may show."""
        for reader in self._readers.values():
            reader.forget()

    def _dry_run(self) -> Ending:
        ok = not (early_ending := self._preflight.check(self._nodes))
        if early_ending == Ending.UNREACHABLE:
            return early_ending
        for section, nodes in self._sections():
            for node in nodes:
                ok &= self._host_run(node).dry_run(self._steps_of(section, node))
        return Ending.DONE if ok else Ending.REFUSED

    def _scan(self) -> Ending:
        early_ending = self._preflight.check(self._nodes)
        return early_ending if early_ending == Ending.UNREACHABLE else self._check(show=True)

    def _check(self, show: bool = False) -> Ending:
        found: list[StepState] = []
        for section, nodes in self._sections():
            patient = not show and holds(found)
            for states in in_parallel(nodes, partial(self._check_section, section, show, patient)):
                found += states
        self._show_services()
        if StepState.UNKNOWN in found:
            return Ending.FAILED
        return Ending.DIFFERS if {StepState.TODO, StepState.DIFFERS} & set(found) else Ending.DONE

    def _run_section(self, section: Section, patient: bool, node: Node) -> bool:
        return self._host_run(node).run(self._steps_of(section, node), patient, read_ahead=True)

    def _check_section(self, section: Section, show: bool, patient: bool, node: Node) -> list[StepState]:
        return self._host_run(node).check(self._steps_of(section, node), show=show, patient=patient)

    # --- Steps, sections, hosts ---

    def _steps_on(self, node: Node) -> list[Step]:
        return [step for step in self._steps if step.on is node.role]

    def _sections(self) -> list[tuple[Section, list[Node]]]:
        """The sections that have steps, with their hosts, in the guide's order."""
        found = [
            (section, [node for node in self._nodes if self._steps_of(section, node)])
            for section in self._guide.sections
        ]
        return [(section, nodes) for section, nodes in found if nodes]

    def _steps_of(self, section: Section, node: Node) -> list[Step]:
        return [step for step in self._steps_on(node) if step.section == section.id]

    def _steps_at_once(self, node: Node) -> list[Step]:
        """The host's steps that a run does while it does those of other hosts, in the guide's order."""
        sections = [section for section in self._guide.sections if not section.verifies]
        return [step for section in sections for step in self._steps_of(section, node)]

    def _host_run(self, node: Node) -> HostRun:
        context = HostContext(
            self._answers,
            node,
            self._readers[node.name],
            self._locks,
            self._order,
            self._emit,
            self._approved,
            self._mask,
            self._unfinished,
            self._stopping,
        )
        return HostRun(context)

    def _show_services(self) -> None:
        """Show each table that a step shows, as the first of the step's hosts has it."""
        for step in self._steps:
            nodes = [node for node in self._nodes if node.role is step.on]
            if step.shows and nodes:
                with suppress(Problem):
                    table = self._readers[nodes[0].name].facts((step.shows,))[step.shows]
                    self._emit(Services(list(table.rows)))

    # --- Where everything leaves the engine, masked ---

    def _approved(self, step: Step, node: Node, planned: Sequence[Planned]) -> bool:
        return self._approve(step, node, [event.masked(self._mask) for event in planned])

    def _emit(self, event: Event) -> None:
        event = event.masked(self._mask)
        with self._emitting:
            if isinstance(event, StepFinished):
                self._tally[event.status.value] += 1
            self._listener(event)
