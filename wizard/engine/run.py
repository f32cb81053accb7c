"""A run over all hosts: connect, look at what the book takes for granted, then the sections' steps."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial

from wizard.engine.context import Approve, HostContext
from wizard.engine.events import (
    Emit,
    Event,
    HostLeftOut,
    Mask,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    Slow,
    StepFinished,
)
from wizard.engine.forks import FORKS, affordable
from wizard.engine.host_run import HostRun, holds
from wizard.engine.left_alone import LeftAlone
from wizard.engine.left_out import LeftOut
from wizard.engine.locks import RunLocks
from wizard.engine.masked_output import Unfinished
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.engine.order import Order
from wizard.engine.origin import Origin
from wizard.engine.planning import FRESH
from wizard.engine.preflight import Preflight
from wizard.engine.reader import FactReader, Transcript
from wizard.engine.record import Recorder
from wizard.engine.scope import Scope
from wizard.engine.slowness import slow_hosts
from wizard.engine.threads import Interrupted, in_parallel
from wizard.engine.turns import Turn, in_turns
from wizard.hosts import Host
from wizard.model.answers import Answers, Node
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.model.steps import Guide, Section, Step


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
        limit: Collection[str] = (),
        keep_going: bool = False,
        forks: int = FORKS,
        origin: Origin | None = None,
        records: Collection[Step] = (),
    ) -> None:
        """With `keep_open`, connections are left open for the next run on the same hosts.

        `limit` names the only hosts to work at, `forks` is how many are at work at once. With `keep_going`,
        hosts on which something is missing are left out. What the steps of `records` find is noted on the
        hosts before the first change, as it is of the guide's own.
        """
        self._answers = answers
        self._simulated = simulated
        self._keep_open = keep_open
        self._forks = forks
        self._origin = origin or Origin()
        self._stopping = threading.Event()
        self._awake = threading.Event()
        """Set to end the thread that waits for `stop`."""
        self._listener = emit
        self._emitting = threading.Lock()
        self._tally: Counter[str] = Counter()
        self._slow: Mapping[str, float] = {}
        self._approve = approve
        self._mask = mask
        self._unfinished = unfinished
        self._takes_back = guide.takes_back
        self._records = records
        self._scope = Scope(answers, guide, limit)
        self._left_out = LeftOut(keep_going=keep_going)
        self._readers = {
            node.name: FactReader(answers, hosts[node.name], transcript, self._stopping)
            for node in (*self._scope.nodes, *self._scope.left_alone)
        }
        # All runs take locks in the same order, so that two runs never wait for each other.
        order = sorted(self._scope.nodes, key=lambda node: (node.role is not Role.CONTROLLER, node.name))
        self._locks = RunLocks([node.name for node in order], self._readers, self._emit, self._stopping)
        self._recorders = {
            node.name: Recorder(answers, node, self._readers[node.name], self._steps_to_record(node))
            for node in self._scope.nodes
        }
        self._preflight = Preflight(
            *(answers, guide, self._readers, self._recorders, self._locks, self._left_out, self._emit)
        )
        places = [(step, node.name) for node in self._scope.nodes for step in self._scope.steps_at_once(node)]
        self._order = Order(places, self._stopping, takes_back=guide.takes_back)

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
        """Do the work between the first and the last event. Raises `Problem` before both."""
        start = time.monotonic()
        nodes = self._scope.nodes
        self._count_files(mode)
        self._emit(self._started(mode))
        ended = Ending.FAILED
        try:
            with self._closing_on_stop():
                ended = (None if self._late else self._preflight.connect(nodes)) or work()
                self._slow = self._slow_hosts()
        except Interrupted:
            ended = Ending.INTERRUPTED
        finally:
            try:
                self._locks.give_back()
                if not self._keep_open:
                    in_parallel(list(self._readers.values()), FactReader.close, self._at_once)
            finally:
                if self._stopping.is_set() and ended in (Ending.FAILED, Ending.UNREACHABLE):
                    ended = Ending.INTERRUPTED
                self._finish(ended, start)
        return ended

    def _count_files(self, mode: RunMode) -> None:
        """Decide how many hosts are at work at once, and whether their connections are kept.

        Those of a run are: they hold its locks. Raises `Problem` where too few files may be open.
        """
        hosts = len(self._scope.nodes)
        self._late = mode is not RunMode.RUN and not self._keep_open and hosts > self._forks
        try:
            self._at_once = affordable(self._forks, hosts, kept=not self._late)
        except Problem:
            if mode is RunMode.RUN:
                raise
            self._late = True
            self._at_once = affordable(self._forks, hosts, kept=False)
        self._preflight.late = self._late
        self._preflight.at_once = self._locks.at_once = self._at_once

    def _slow_hosts(self) -> dict[str, float]:
        """Return the hosts that are slow, with their seconds; none where the user does not wait for it."""
        with suppress(Interrupted):
            return dict(slow_hosts(self._readers))
        return {}

    def _started(self, mode: RunMode) -> RunStarted:
        nodes = self._scope.nodes
        return RunStarted(
            mode,
            [node.name for node in nodes],
            sum(len(self._scope.steps_on(node)) for node in nodes),
            self._simulated,
            self._takes_back,
            **vars(self._origin),
            roles=[node.role.value for node in nodes],
            ids=[step.id for step in self._scope.steps],
        )

    def _finish(self, ended: Ending, start: float) -> None:
        """Tell how it ended, also where a defect or a lack of memory ends it."""
        if self._left_out.keep_going:
            for host, lacks in self._left_out.hosts.items():
                for lack in lacks:
                    self._emit(HostLeftOut(lack.id, host, lack.message))
        for name, seconds in self._slow.items():
            self._emit(Slow(name, Message("host-slow", host=name, seconds=f"{seconds:.1f}")))
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
        if early_ending := self._preflight.lock(self._nodes) or self._look_before():
            return early_ending
        looked_at = time.monotonic()
        ok = self._run_at_once()
        if self._tally[Status.CHANGED] or time.monotonic() - looked_at > FRESH:
            self._forget()
        for section, nodes in self._scope.sections(self._nodes):
            if section.verifies:
                patient = ok and not self._left_out.hosts
                turns = [self._verified(section, patient, node) for node in nodes]
                ok &= all(in_turns(turns, self._order, self._at_once))
        self._show_services()
        return self._left_out.ended(Ending.DONE if ok else Ending.FAILED)

    def _run_at_once(self) -> bool:
        """Do the sections that do not verify on all hosts at once, each host its steps in their order."""

        def turn(node: Node) -> Turn[bool]:
            try:
                return (yield from self._host_run(node).run(self._scope.steps_at_once(node)))
            finally:
                self._order.leave(node.name)

        return all(in_turns([turn(node) for node in self._nodes], self._order, self._at_once))

    def _verified(self, section: Section, patient: bool, node: Node) -> Turn[bool]:
        return self._host_run(node).run(self._scope.steps_of(section, node), patient, read_ahead=True)

    def _look_before(self) -> Ending | None:
        """Look at what is missing or refused, and at what the hosts wait for where the run does nothing.

        Return how the run ends for it, else nothing.
        """
        self._preflight.check(self._nodes)
        nodes = self._nodes
        self._order.leave_out(*self._left_out.hosts)
        beyond = LeftAlone(self._answers, self._scope, self._readers, self._emit)
        for section, lacks in beyond.lacks(nodes).items():
            why = next(iter(lacks.values())).message
            self._order.fail(section, Message("section-not-there", why=why))
            for node, lack in lacks.items():
                if node in self._scope.left_alone:
                    self._preflight.tell(node, [lack])
        return self._preflight.ended(nodes)

    def _forget(self) -> None:
        """Drop what was read of all hosts: what one of them has changed, another may show."""
        for reader in self._readers.values():
            reader.forget()

    def _dry_run(self) -> Ending:
        ok = not (early_ending := self._look_before())
        if early_ending in (Ending.UNREACHABLE, Ending.UNTRUSTED):
            return early_ending
        for section, nodes in self._scope.sections(self._nodes):
            for node in nodes:
                ok &= self._host_run(node).dry_run(self._scope.steps_of(section, node))
        return self._left_out.ended(Ending.DONE if ok else Ending.REFUSED)

    def _scan(self) -> Ending:
        early_ending = self._preflight.check(self._scope.nodes)
        return early_ending if early_ending == Ending.UNREACHABLE else self._check(show=True)

    def _check(self, show: bool = False) -> Ending:
        found: list[StepState] = []
        for section, nodes in self._scope.sections(self._scope.nodes):
            patient = not show and holds(found) and not self._left_out.hosts
            at_work = nodes if show else self._left_out.without(nodes)
            check = partial(self._check_section, section, show, patient)
            for states in in_parallel(at_work, check, self._at_once):
                found += states
        self._show_services()
        if StepState.UNKNOWN in found:
            ended = Ending.FAILED
        else:
            ended = Ending.DIFFERS if {StepState.TODO, StepState.DIFFERS} & set(found) else Ending.DONE
        return ended if show else self._left_out.ended(ended)

    def _check_section(self, section: Section, show: bool, patient: bool, node: Node) -> list[StepState]:
        steps = self._scope.steps_of(section, node)
        if not self._late or show:
            return self._host_run(node).check(steps, show=show, patient=patient)
        if not self._preflight.reach(node):
            return []
        try:
            return self._host_run(node).check(steps, patient=patient)
        finally:
            if section == self._scope.last_section(node):
                self._readers[node.name].close()

    @property
    def _nodes(self) -> list[Node]:
        """The hosts that the run works at; without those that are left out, where it goes on without them."""
        nodes = self._scope.nodes
        return self._left_out.without(nodes) if self._left_out.keep_going else nodes

    @property
    def _gone_without(self) -> frozenset[str]:
        """The names of the hosts that the run goes on without."""
        return frozenset(self._left_out.hosts if self._left_out.keep_going else ())

    def _steps_to_record(self, node: Node) -> list[Step]:
        """The host's steps that note what they find; none where steps are taken back."""
        if self._takes_back:
            return []
        more = [step for step in self._records if step.on is node.role]
        return list({step.id: step for step in (*self._scope.steps_on(node), *more)}.values())

    def _host_run(self, node: Node) -> HostRun:
        context = HostContext(
            replace(self._answers, left_out=self._gone_without),
            node,
            self._readers[node.name],
            self._recorders[node.name],
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
        for step in self._scope.steps:
            nodes = [node for node in self._left_out.without(self._scope.nodes) if node.role is step.on]
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
