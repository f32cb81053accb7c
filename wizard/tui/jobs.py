"""Jobs on the hosts, one at a time: started from the screen, reported to it as Textual messages."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import cached_property, partial
from time import sleep
from typing import TYPE_CHECKING

from textual.message import Message as Posted

from wizard.answers.command import end_all
from wizard.answers.problems import AnswersWrong, Wrong
from wizard.engine.modes import Ending, RunMode
from wizard.model.problems import Problem
from wizard.tui.defect import defect

if TYPE_CHECKING:
    from wizard.engine.events import Event, Planned
    from wizard.model.answers import Node
    from wizard.model.facts import F
    from wizard.model.message import Message
    from wizard.model.steps import Step
    from wizard.tui.preview import Seen
    from wizard.tui.protocol import WizardApp
    from wizard.tui.work import Work

AT_ONCE = 2000
"""Events that are taken before the screen is painted again."""
BACKLOG = 200
"""Events that may wait to be shown before the engine, which emits them, is slowed down."""
PAUSE = 0.005
"""Seconds that the engine pauses for each further event, so that the screen gets processor time for keys."""


class Heard(Posted):
    """Posted when events of the engine wait to be taken by `Jobs.take`."""


class Asked(Posted):
    """Posted when the engine wants to send actions that the user has not seen; `answer` waits for a yes or
    no.
    """

    def __init__(self, step: Step, node: Node, planned: Sequence[Planned], answer: Future[bool]) -> None:
        super().__init__()
        self.step = step
        self.node = node
        self.planned = planned
        self.answer = answer


class JobEnded(Posted):
    """Posted when a job has ended; `ended` is the engine's ending, or the message of the problem that ended
    it.
    """

    def __init__(
        self,
        mode: RunMode,
        ended: Ending | Message,
        wrong: Sequence[Wrong] = (),
        undo: Sequence[Step] = (),
    ) -> None:
        super().__init__()
        self.mode = mode
        self.ended = ended
        self.wrong = wrong
        """What is wrong in the answers, where the job did not start for that."""
        self.undo = undo
        """The steps that an undo took back, or that the hosts were read for an undo of."""


class Jobs:
    """Starts jobs on the hosts in threads, and brings what they report to the screen's thread."""

    def __init__(self, app: WizardApp) -> None:
        self._app = app
        self.busy: RunMode | None = None
        """SCAN or RUN, while one is on."""
        self.has_begun = False
        """Whether there has been a job."""
        self.stopping = False
        self.idle = threading.Event()
        """Set while no job is on; for other threads."""
        self.idle.set()
        self._loop: asyncio.AbstractEventLoop
        self._heard: deque[Event] = deque()
        self._asked: list[Future[bool]] = []
        """Questions to the user; several hosts may ask at once."""
        self._scan_wanted = False

    @cached_property
    def work(self) -> Work:
        """The engine, which is loaded when it is first asked for."""
        from wizard.tui.work import Work  # noqa: PLC0415 - after the first screen

        setting = self._app.setting
        return Work(
            self._app.guide,
            setting.state,
            connect=setting.connect,
            point=setting.point,
            emit=self._emit,
            ask=self._ask,
            environ=setting.environ,
            simulated=setting.simulated,
            rehearsal=setting.rehearsal,
            guest=setting.guest,
        )

    def scan(self) -> None:
        """Read the hosts, at once or after the job that is on."""
        if self.busy:
            self._scan_wanted = True
            return
        app = self._app
        self._start(RunMode.SCAN, partial(self.work.scan, app.draft, app.words.say))

    def run(self, steps: Sequence[Step], seen: Seen) -> None:
        """Start to do steps; actions that are in `seen` need no further approval."""
        app = self._app
        self._start(RunMode.RUN, partial(self.work.run, app.draft, steps, seen, app.words.say))

    def read_to_undo(self, steps: Sequence[Step]) -> None:
        """Read the hosts for an undo of these steps."""
        app = self._app
        self._start(RunMode.SCAN, partial(self.work.read_to_undo, app.draft, app.words.say), steps)

    def undo(self, steps: Sequence[Step], seen: Seen) -> None:
        """Start to take steps back; actions that are in `seen` need no further approval."""
        app = self._app
        self._start(RunMode.RUN, partial(self.work.undo, app.draft, steps, seen, app.words.say), steps)

    def read(
        self, host: str, kind: type[F], take: Callable[[F | Problem], None], disk: str | None = None
    ) -> None:
        """Read one fact of a host and give it to `take`, on the screen's own thread."""

        def work() -> None:
            try:
                found: F | Problem = self.work.read(self._app.draft, host, kind, disk)
            except Problem as problem:
                found = problem
            self._on_screen(self._app.call_later, take, found)

        self._loop = asyncio.get_running_loop()
        self._app.run_worker(work, thread=True, exit_on_error=False)

    def stop(self) -> None:
        """End the job after the command at work; what is being asked is answered with no."""
        self.stopping = True
        if self.busy:
            self.work.stop()
        for asked in list(self._asked):
            if not asked.done():
                asked.set_result(False)
        end_all()

    def let_go(self) -> None:
        """Close the connections to all hosts, whatever runs there. Safe from any thread."""
        if "work" in vars(self):
            self.work.let_go()

    def cut_short(self) -> None:
        """Note in the journal that nobody waits for the job's end. Safe from any thread."""
        if "work" in vars(self):
            self.work.cut_short()

    def close(self) -> None:
        """Close the connections to all hosts, and the journal."""
        if "work" in vars(self):
            self.work.close()

    def take(self) -> bool:
        """Take up to `AT_ONCE` of the events that wait; return whether there are more."""
        for _ in range(AT_ONCE):
            if not self._heard:
                return False
            self._app.progress.note(self._heard.popleft())
        return True

    def end(self) -> None:
        """Take all remaining events of the job that has ended; then read the hosts again where that was
        asked for.
        """
        while self.take():
            pass
        was, self.busy, self.stopping = self.busy, None, False
        self._asked.clear()
        if was is RunMode.RUN or self._scan_wanted:
            self._scan_wanted = False
            self.scan()

    def _start(self, mode: RunMode, job: Callable[[], Ending], undo: Sequence[Step] = ()) -> None:
        self.busy = mode
        self.has_begun = True
        self.idle.clear()
        self._loop = asyncio.get_running_loop()
        work = partial(self._work, mode, job, undo)
        self._app.run_worker(work, thread=True, exit_on_error=False, group="job")
        self._app.show_hint()

    def _work(self, mode: RunMode, job: Callable[[], Ending], undo: Sequence[Step]) -> None:
        ended: Ending | Message
        wrong: Sequence[Wrong] = ()
        try:
            ended = job()
            self._app.keep_answers()
        except Problem as problem:
            ended = problem.message
            wrong = problem.problems if isinstance(problem, AnswersWrong) else ()
        except Exception as error:  # an unexpected error must not leave the screen waiting for ever
            ended = defect(error)
        finally:
            self.idle.set()
        self._on_screen(self._app.post_message, JobEnded(mode, ended, wrong, undo))

    def _on_screen(self, call: Callable[..., object], *given: object) -> None:
        """Call this on the screen's thread; the engine's own threads do not know the app."""
        with suppress(RuntimeError):  # the wizard has been left
            self._loop.call_soon_threadsafe(call, *given)

    def _emit(self, event: Event) -> None:
        """Note what the engine tells; a program that prints faster than can be shown waits for the screen."""
        first = not self._heard
        self._heard.append(event)
        if first:
            self._on_screen(self._app.post_message, Heard())
        elif len(self._heard) > BACKLOG:
            sleep(PAUSE)

    def _ask(self, step: Step, node: Node, planned: Sequence[Planned]) -> bool:
        asked: Future[bool] = Future()
        self._asked.append(asked)
        if self.stopping:  # `stop` has not seen this question
            return False
        self._on_screen(self._app.post_message, Asked(step, node, planned, asked))
        return asked.result()
