"""Runs the engine for the screens: one job at a time, in the thread that calls it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

from wizard.answers.draft import Draft
from wizard.engine import run as engine
from wizard.engine.events import Event, Planned
from wizard.engine.inverse import RECORD, inverse
from wizard.engine.modes import Ending
from wizard.engine.origin import Origin, origin_of
from wizard.engine.reader import FactReader
from wizard.engine.recorded import recorded
from wizard.hosts import Host
from wizard.journal import Journal
from wizard.model.answers import Answers, Node
from wizard.model.facts import F
from wizard.model.message import Message
from wizard.model.steps import Guide, Step
from wizard.plaintext import printable_line
from wizard.redact import Redactor
from wizard.secret import Secret
from wizard.tui.guest import Guest, GuestJournal
from wizard.tui.preview import Seen
from wizard.tui.setting import Connect, Point

Ask = Callable[[Step, Node, Sequence[Planned]], bool]
"""Shows actions that the user has not seen before, and says whether they may be sent. Blocks."""


class Work:
    """Runs jobs on the hosts of the answers. Its methods block, and raise `Problem`.

    While one of them runs, only `answers`, `stop`, `let_go` and `cut_short` may be called.
    """

    def __init__(
        self,
        guide: Guide,
        state: Path,
        *,
        connect: Connect,
        point: Point,
        emit: Callable[[Event], None],
        ask: Ask,
        environ: Mapping[str, str],
        simulated: bool = False,
        rehearsal: Mapping[str, str] | None = None,
        guest: Guest | None = None,
    ) -> None:
        self._guide = guide
        self._connect = connect
        self._point = point
        self._emit = emit
        self._ask = ask
        self._environ = environ
        self._simulated = simulated
        self._rehearsal = rehearsal
        self._guest = guest
        self._state = state
        self._journal: Journal | GuestJournal | None = None
        self._hosts: dict[Node, Host] = {}
        self._secrets: dict[str, Secret] = {}
        self._redactor = Redactor(())
        self._run: engine.Run | None = None
        self._one_at_a_time = threading.Lock()
        self._loading = threading.Lock()
        self._origin = Origin()
        self._loaded: tuple[Draft, Answers] | None = None

    # --- Answers ---

    def answers(self, draft: Draft) -> Answers:
        """Return the answers, their passwords opened once. Raises `AnswersWrong`."""
        with self._loading:
            if self._loaded is None or self._loaded[0].data != draft.data:
                kept = Draft(deepcopy(draft.data), draft.file)
                given = kept.answers(self._environ, self._rehearsal).answers
                answers = self._point(given)
                self._origin = origin_of(given)
                self._loaded = kept, answers
                self._secrets |= {secret.reveal(): secret for secret in answers.secrets}
                self._redactor = Redactor(self._secrets.values())
            return self._loaded[1]

    def mask(self, text: str) -> str:
        """Return the text without any password that was ever given."""
        return self._redactor.mask(text)

    def skip(self, step_id: str, reason: str) -> str:
        """Note in the journal that a step is skipped, and why; return the reason without passwords."""
        masked = printable_line(self.mask(reason))
        self._journal_of().event({"event": "skip", "id": step_id, "reason": masked})
        return masked

    # --- Jobs ---

    def scan(self, draft: Draft, say: Callable[[Message], str]) -> Ending:
        """Read the hosts and plan all steps; return how that ended."""
        return self._job(draft, self._guide, Seen(), say, engine.Run.scan)

    def run(self, draft: Draft, steps: Sequence[Step], seen: Seen, say: Callable[[Message], str]) -> Ending:
        """Do these steps; return how the run ended. Actions in `seen` are sent without asking."""
        return self._job(draft, replace(self._guide, steps=tuple(steps)), seen, say, engine.Run.run)

    def read_to_undo(self, draft: Draft, say: Callable[[Message], str]) -> Ending:
        """Read the hosts and plan what takes the guide's steps back; return how that ended."""
        return self._job(draft, inverse(self._guide), Seen(), say, engine.Run.scan)

    def undo(self, draft: Draft, steps: Sequence[Step], seen: Seen, say: Callable[[Message], str]) -> Ending:
        """Take these steps back, the last one first; return how that ended."""
        guide = inverse(replace(self._guide, steps=tuple(steps)))
        return self._job(draft, guide, seen, say, engine.Run.run)

    def read(self, draft: Draft, node_name: str, kind: type[F], disk: str | None = None) -> F:
        """Return one fact of a host, as if its disk were this one. Raises `Problem`."""
        answers = self.answers(draft)
        node = next(node for node in answers.nodes if node.name == node_name)
        node = replace(node, disk=disk) if disk else node
        with self._one_at_a_time:
            host = self._host(node)
            host.open()
            return FactReader(answers, host, self._journal_of()).facts((kind,), max_age=0.0)[kind]

    def undisturbed(self, change: Callable[[], None]) -> None:
        """Change something under the hosts while no job is at work; their connections are made anew then."""
        with self._one_at_a_time:
            try:
                change()
            finally:
                self.let_go()

    def stop(self) -> None:
        """End the job after the command at work."""
        if self._run:
            self._run.stop()

    def close(self) -> None:
        """Stop the job, close the connections to all hosts, and close the journal."""
        self.stop()
        self.let_go()
        if self._journal:
            self._journal.close()

    def let_go(self) -> None:
        """Close the connections to all hosts; from any thread. A job at work ends then."""
        for host in list(self._hosts.values()):
            host.close()

    def cut_short(self) -> None:
        """Note in the journal that the job at work is not waited for; from any thread."""
        if self._run and self._journal:
            self._journal.event(engine.cut_short().json(str))

    @property
    def journal_folder(self) -> Path | None:
        """Where this session's journal is, once there is one."""
        return self._journal.folder if self._journal else None

    def _job(
        self,
        draft: Draft,
        guide: Guide,
        seen: Seen,
        say: Callable[[Message], str],
        work: Callable[[engine.Run], Ending],
    ) -> Ending:
        answers = self.answers(draft)
        with self._one_at_a_time:
            journal = self._journal_of()

            def emit(event: Event) -> None:
                journal.event(recorded(event, say))
                self._emit(event)

            def approve(step: Step, node: Node, planned: Sequence[Planned]) -> bool:
                is_record = step.section == RECORD.id  # of it, the sheet says when it is changed
                return is_record or all(map(seen.has, planned)) or self._ask(step, node, planned)

            self._run = engine.Run(
                answers,
                guide,
                {node.name: self._host(node) for node in answers.nodes},
                emit=emit,
                approve=approve,
                mask=self.mask,
                unfinished=self._redactor.unfinished,
                transcript=journal,
                simulated=self._simulated,
                keep_open=True,
                origin=self._origin,
            )
            try:
                return work(self._run)
            finally:
                self._run = None

    def _host(self, node: Node) -> Host:
        """Return the node's host; one whose address or login has changed is let go of."""
        if node not in self._hosts:
            for old in [old for old in self._hosts if old.name == node.name]:
                self._hosts.pop(old).close()
            self._hosts[node] = self._connect(node)
        return self._hosts[node]

    def _journal_of(self) -> Journal | GuestJournal:
        if self._journal is None:
            self._journal = self._guest.journal() if self._guest else Journal(self._state, self.mask)
        return self._journal
