"""A run over all hosts: connect, look at what the book takes for granted, then section by section."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from wizard.engine.events import (
    Emit,
    Event,
    Mask,
    Missing,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    Slow,
    StepFinished,
    Waiting,
    WaitingFor,
)
from wizard.engine.locks import LOCKING, RunLocks
from wizard.engine.modes import Ending, RunMode, State, Status
from wizard.engine.planning import missing, plan
from wizard.engine.reader import Reader, Transcript
from wizard.engine.session import Approve, Session, Unfinished, reads_of
from wizard.engine.threads import Interrupted, at_once
from wizard.hosts import Host
from wizard.model import (
    Answers,
    Fact,
    Facts,
    Guide,
    HostProblem,
    Lost,
    Message,
    Node,
    Problem,
    Refused,
    Role,
    Section,
    Step,
    UnknownKey,
    UntrustedKey,
)

CONNECT_LIMIT = 60.0
LOOK_LIMIT = 300.0
"""Seconds, to be shown beside what is waited for."""
_SSH = "before/ssh"


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
        stays: bool = False,
    ) -> None:
        """With `stays`, connections are left open for the next run on the same hosts."""
        self._answers = answers
        self._guide = guide
        self._steps = [step for step in guide.steps if step.on is not Role.READER]
        self._simulated = simulated
        self._stays = stays
        self._stopping = threading.Event()
        self._awake = threading.Event()
        """Set to end the thread that waits for `stop`."""
        self._front = emit
        self._telling = threading.Lock()
        self._tally: Counter[str] = Counter()
        self._approve = approve
        self._mask = mask
        self._unfinished = unfinished
        self._nodes = [node for node in answers.nodes if self._steps_on(node)]
        self._readers = {
            node.name: Reader(answers, hosts[node.name], transcript, self._stopping) for node in self._nodes
        }
        # The same order for all runs.
        order = sorted(self._nodes, key=lambda node: (node.role is not Role.CONTROLLER, node.name))
        self._locks = RunLocks([node.name for node in order], self._readers, self._emit, self._stopping)

    def stop(self) -> None:
        """End after the changing command at work, and at once where hosts are only opened or read.

        Safe from any thread and from a signal handler.
        """
        self._stopping.set()
        self._awake.set()

    # --- The four modes ---

    def run(self) -> Ending:
        """Do the steps; return how it ended."""
        return self._told(RunMode.RUN, self._run)

    def dry_run(self) -> Ending:
        """Show all that would be sent, and send nothing."""
        return self._told(RunMode.DRY_RUN, self._dry_run)

    def check(self) -> Ending:
        """Say how each step stands."""
        return self._told(RunMode.CHECK, self._check)

    def scan(self) -> Ending:
        """Say what is missing, how each step stands, and what it would send."""
        return self._told(RunMode.SCAN, self._scan)

    def _told(self, mode: RunMode, work: Callable[[], Ending]) -> Ending:
        start = time.monotonic()
        names = [node.name for node in self._nodes]
        steps = sum(len(self._steps_on(node)) for node in self._nodes)
        self._emit(RunStarted(mode, names, steps, self._simulated))
        ended = Ending.FAILED
        try:
            with self._letting_go():
                ended = self._barred() or work()
        except Interrupted:
            ended = Ending.INTERRUPTED
        finally:
            try:
                self._locks.give_back()
                if not self._stays:
                    at_once(self._nodes, lambda node: self._readers[node.name].close())
            finally:
                if self._stopping.is_set() and ended in (Ending.FAILED, Ending.UNREACHABLE):
                    ended = Ending.INTERRUPTED
                self._finish(ended, start)
        return ended

    def _finish(self, ended: Ending, start: float) -> None:
        """Tell how it ended, also where a defect or a lack of memory ends it."""
        for name, reader in self._readers.items():
            if reader.slowness:
                self._emit(Slow(name, Message("host-slow", host=name, seconds=f"{reader.slowness:.1f}")))
        counts = {status.value: self._tally[status.value] for status in Status}
        self._emit(RunFinished(ended, **counts, seconds=round(time.monotonic() - start, 2)))

    @contextmanager
    def _letting_go(self) -> Iterator[None]:
        """Let go of the hosts that are only opened or read once `stop` is called.

        A thread does it: closing a connection is not safe in a signal handler.
        """

        def wait() -> None:
            self._awake.wait()
            if self._stopping.is_set():
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
        if barred := self._unlocked() or self._missing(self._nodes):
            return barred
        fine = True
        for section, nodes in self._sections():
            if not fine and not section.verifies:
                self._skip(section, nodes)
                continue
            fine &= all(at_once(nodes, partial(self._run_section, section, fine)))
        self._show_services()
        return Ending.DONE if fine else Ending.FAILED

    def _dry_run(self) -> Ending:
        fine = not (barred := self._missing(self._nodes))
        if barred == Ending.UNREACHABLE:
            return barred
        for section, nodes in self._sections():
            for node in nodes:
                fine &= self._session(node).dry_run(self._of(section, node))
        return Ending.DONE if fine else Ending.REFUSED

    def _scan(self) -> Ending:
        barred = self._missing(self._nodes)
        return barred if barred == Ending.UNREACHABLE else self._check(show=True)

    def _check(self, show: bool = False) -> Ending:
        found: list[State] = []
        for section, nodes in self._sections():
            for states in at_once(nodes, partial(self._check_section, section, show)):
                found += states
        self._show_services()
        if State.UNKNOWN in found:
            return Ending.FAILED
        return Ending.DIFFERS if {State.TODO, State.DIFFERS} & set(found) else Ending.DONE

    def _run_section(self, section: Section, patient: bool, node: Node) -> bool:
        return self._session(node).run(self._of(section, node), patient)

    def _check_section(self, section: Section, show: bool, node: Node) -> list[State]:
        return self._session(node).check(self._of(section, node), show)

    # --- Before the first change ---

    def _barred(self) -> Ending | None:
        """Connect to every host at once; return how the run ends if a way is barred, else nothing."""

        def connect(node: Node) -> HostProblem | None:
            self._emit(Waiting(_SSH, node.name, Message("connecting"), CONNECT_LIMIT, WaitingFor.CONNECTION))
            try:
                self._readers[node.name].open()
            except HostProblem as problem:
                return problem
            return None

        problems = dict(zip(self._nodes, at_once(self._nodes, connect), strict=True))
        barred = {node: problem for node, problem in problems.items() if problem}
        for node, problem in barred.items():
            fingerprint = problem.fingerprint if isinstance(problem, UnknownKey) else ""
            self._emit(Missing(_SSH, node.name, problem.message, fingerprint))
        if not barred:
            return None
        self._missing([node for node in self._nodes if node not in barred])
        untrusted = any(isinstance(problem, UntrustedKey) for problem in barred.values())
        return Ending.UNTRUSTED if untrusted else Ending.UNREACHABLE

    def _unlocked(self) -> Ending | None:
        """Take the hosts' run locks; return how the run ends where one is not had, else nothing."""
        problems = self._locks.take()
        for name, problem in problems.items():
            id_ = _SSH if isinstance(problem, HostProblem) else LOCKING
            self._emit(Missing(id_, name, problem.message))
        if not problems:
            return None
        lost = any(isinstance(problem, HostProblem) for problem in problems.values())
        return Ending.UNREACHABLE if lost else Ending.REFUSED

    def _missing(self, nodes: Sequence[Node]) -> Ending | None:
        """Tell, all at once, what the book takes for granted and is not there, and what is refused.

        Return how the run ends for it, else nothing.
        """
        ended: Ending | None = None
        for node, found in zip(nodes, at_once(nodes, self._look), strict=True):
            ids = {message: id_ for id_, message in reversed(found)}
            for message, id_ in reversed(ids.items()):
                lost = id_ == _SSH
                ended = Ending.UNREACHABLE if lost else ended or Ending.REFUSED
                self._emit(Missing(id_, node.name, message))
        return ended

    def _look(self, node: Node) -> list[tuple[str, Message]]:
        """Return what is missing and what is refused on one host, with the check's or the step's ID."""
        checks = [check for check in self._guide.prerequisites if node.role in check.on]
        verifying = {section.id for section in self._guide.sections if section.verifies}
        steps = [step for step in self._steps_on(node) if step.section not in verifying]
        kinds = [kind for check in checks for kind in check.reads]
        self._emit(Waiting("before", node.name, Message("looking"), LOOK_LIMIT, WaitingFor.FACTS))
        try:
            facts = self._first_facts(node, [*kinds, *reads_of(steps)])
        except HostProblem as problem:
            return [(_SSH, problem.message)]
        except Problem as problem:
            return [("before", problem.message)]
        found = [
            (check.id, message) for check in checks for message in missing(check, self._answers, node, facts)
        ]
        refusals = ((step.id, self._refusal(step, node, facts)) for step in steps)
        return found + [(id_, refusal.message) for id_, refusal in refusals if refusal]

    def _first_facts(self, node: Node, kinds: Sequence[type[Fact]]) -> Facts:
        """Return the facts; a connection that breaks while nothing is changed yet is tried once more."""
        reader = self._readers[node.name]
        try:
            return reader.facts(kinds)
        except Lost:
            reader.close()
            reader.open()
            if self._locks.taken:
                self._locks.take_again(LOCKING, node.name)
            return reader.facts(kinds)

    def _refusal(self, step: Step, node: Node, facts: Facts) -> Refused | None:
        try:
            plan(step, self._answers, node, facts)
        except Refused as problem:
            return problem
        except Problem:
            return None
        return None

    # --- Steps, sections, hosts ---

    def _steps_on(self, node: Node) -> list[Step]:
        return [step for step in self._steps if step.on is node.role]

    def _sections(self) -> list[tuple[Section, list[Node]]]:
        """The sections that have steps, with their hosts, in the guide's order."""
        found = [
            (section, [node for node in self._nodes if self._of(section, node)])
            for section in self._guide.sections
        ]
        return [(section, nodes) for section, nodes in found if nodes]

    def _of(self, section: Section, node: Node) -> list[Step]:
        return [step for step in self._steps_on(node) if step.section == section.id]

    def _session(self, node: Node) -> Session:
        return Session(
            self._answers,
            node,
            self._readers[node.name],
            self._locks,
            self._emit,
            approve=self._approved,
            mask=self._mask,
            unfinished=self._unfinished,
            stopping=self._stopping,
        )

    def _skip(self, section: Section, nodes: Sequence[Node]) -> None:
        for node in nodes:
            for step in self._of(section, node):
                message = Message("section-not-reached")
                self._emit(StepFinished(step.id, node.name, Status.SKIPPED, 0.0, message, tried=False))

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
        with self._telling:
            if isinstance(event, StepFinished):
                self._tally[event.status.value] += 1
            self._front(event)
