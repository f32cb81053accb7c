"""The wizard: the guide's places, one at a time, and the work on the hosts behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SystemCommand
from textual.containers import Horizontal, Vertical
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import MountError
from textual.widgets import ContentSwitcher

from wizard.engine.modes import RunMode
from wizard.model.message import Message
from wizard.report.marks import SETTLED, Mark
from wizard.saving import is_there
from wizard.tui import drafted, flow, key_actions
from wizard.tui.jobs import Asked, Heard, JobEnded, Jobs
from wizard.tui.localized import Localized
from wizard.tui.navigation import AppWithPlaces, page_id
from wizard.tui.outcome import show_end, show_outcome
from wizard.tui.outline import OVERVIEW
from wizard.tui.pages import new_page
from wizard.tui.unanswered import wrong_answers
from wizard.tui.widgets.head import Head

if TYPE_CHECKING:
    from wizard.answers.draft import Draft
    from wizard.model.steps import Step
    from wizard.report.progress import Progress
    from wizard.tui.preview import Seen
    from wizard.tui.setting import StartOptions
    from wizard.tui.shown import Shown

REST_CSS = Path(__file__).with_name("rest.tcss")
BEAT = 0.07
"""Seconds between two paintings of what the engine tells: 14 a second."""
GUESTS_BEAT = 0.2
"""The same for the guests of a class, who share its processors."""


class Wizard(AppWithPlaces):
    """The whole of front 2.

    The first screen is there to be read at once: guide and engine are loaded behind it.
    """

    def __init__(self, setting: StartOptions) -> None:
        super().__init__(setting)
        self._beat = GUESTS_BEAT if setting.guest else BEAT
        if setting.guest:  # nothing moves, and dialogs cover all: both take the processor's time
            self.animation_level = "none"
            self.add_class("-guest")
        self.jobs = Jobs(self)
        self.has_run = False
        """A run has ended in this session."""
        self._at_end = False
        """The guide may be done after the run that goes on."""
        self._leads = False
        """The user has asked for the reading that goes on: what is missing is shown when it ends."""
        self._followed_to = ""
        """The place of the run that the screen has gone to last; there the user may look into other tabs."""
        self._steps: Sequence[Step] = ()
        """The steps of the latest run."""
        self._told: Message | None = None
        """What stands above the keys; where that is nothing, the hint does."""
        self._with_next = False
        """The key that comes next follows it."""
        self._goes_with_job = False
        self._severity: SeverityLevel = "information"

    @cached_property
    def draft(self) -> Draft:
        """The answers as they are now."""
        return self.setting.draft()

    def use_answers(self, draft: Draft) -> None:
        """Put other answers in the place of those that are there."""
        self.draft = draft

    @cached_property
    def progress(self) -> Progress:
        """What the engine has told so far."""
        from wizard.report.progress import Progress  # noqa: PLC0415 - after the first screen

        return Progress()

    @cached_property
    def shown(self) -> Shown:
        """The planned actions that have been on the screen."""
        from wizard.tui.shown import Shown  # noqa: PLC0415 - after the first screen

        return Shown()

    def compose(self) -> ComposeResult:
        """The contents to the left, a page to the right."""
        yield Head()
        with Horizontal(id="middle"):
            yield Vertical(id="side")
            with ContentSwitcher(id="pages", initial=page_id(OVERVIEW)):
                yield new_page(OVERVIEW, page_id(OVERVIEW))

    def on_mount(self) -> None:
        """Begin where one begins to read."""
        self.call_after_refresh(self._fill)

    async def _fill(self) -> None:
        """Put up what the first screen does without, unless the wizard is left by now."""
        with suppress(MountError):
            await self._mount_rest()

    async def _mount_rest(self) -> None:
        from wizard.tui.widgets.contents import Contents  # noqa: PLC0415
        from wizard.tui.widgets.keys import Keys  # noqa: PLC0415
        from wizard.tui.widgets.status import HostStrip  # noqa: PLC0415
        from wizard.tui.widgets.told import Told  # noqa: PLC0415

        self.stylesheet.add_source(REST_CSS.read_text(encoding="utf-8"), (str(REST_CSS), ""))
        await self.main.mount(Told(), HostStrip(), Keys())
        self.refresh_bindings()
        await self.main.query_one("#side").mount(Contents())
        self.show_hint()
        if self.setting.hangul_missing:
            self.show_message(Message("hangul-not-shown"), "warning")
        if self.setting.notice:
            self.show_message(self.setting.notice)
        if self.setting.last and is_there(self.setting.last):
            flow.offer_to_go_on(self, self.setting.last)
        if key_actions.is_offered(self, "exercise"):
            self.action_exercise()

    def on_unmount(self) -> None:
        """Nothing more is sent, and nobody waits for an answer."""
        self.jobs.stop()

    # --- What the hosts say ---

    def hosts_of(self, step: Step) -> list[str]:
        """Return the names of the hosts that a step is done on."""
        return drafted.hosts_of(self.draft, step)

    def mark(self, step: Step) -> Mark:
        """Return how a step stands on all of its hosts."""
        return self.progress.mark(step, self.hosts_of(step))

    def on_heard(self, event: Heard) -> None:
        """Wait a moment for more, then paint once."""
        self.set_timer(self._beat, self._paint)

    async def _paint(self) -> None:
        if self.jobs.take():
            self.set_timer(self._beat, self._paint)
        if not self.screen_stack:  # the wizard has been left
            return
        self.show_progress()
        await self._follow()

    def show_progress(self) -> None:
        """Let everything on the screen show what is known now."""
        for contents in self.contents:
            contents.refresh_marks()
        self.main.query_one(Head).show_progress()
        for strip in self.main.query("#hosts").results(Localized):
            strip.refresh_text()
        if self.page.is_mounted:
            self.page.show_progress()
        self.show_hint()

    def show_message(
        self,
        message: Message | None,
        severity: SeverityLevel = "information",
        *,
        and_next: bool = False,
        of_job: bool = False,
    ) -> None:
        """Show a message above the keys until the user goes elsewhere; the hint comes after it.

        With `and_next` the key that comes next follows it, by what is known at any time. With `of_job` it
        goes as soon as the job that is on has ended.
        """
        self._told, self._severity, self._with_next = message, severity, and_next
        self._goes_with_job = of_job
        super().show_message(message, severity)
        self.show_hint()

    def has_shown_all(self) -> bool:
        """Return whether all that the step which is shown would send has been on the screen."""
        return self.page.has_shown_all()

    def show_hint(self) -> None:
        """Say above the keys which key comes next, unless a message without it stands there."""
        if (self._told is None or self._with_next) and self.main.query("#told"):
            from wizard.tui import guidance  # noqa: PLC0415 - after the first screen

            said = guidance.and_next(self, self._told) if self._told else guidance.hint(self)
            super().show_message(said, self._severity)

    async def _follow(self) -> None:
        at_steps = any(work.of_step for work in self.progress.at_work.values())
        if self._follows and at_steps:
            work = self.progress.at_work.get(self.host)
            first_open = self.progress.first_open(self._steps, self.hosts_of)
            place = work.id if work and work.of_step else first_open
            if place and place != self._followed_to:
                self._followed_to = place
                await self.go(place, follow=True)

    def on_asked(self, event: Asked) -> None:
        """Show what the user has not seen before it is sent."""
        from wizard.tui.dialogs.approve import Approve  # noqa: PLC0415 - only when needed

        def answer(approved: bool | None) -> None:
            if not event.answer.done():
                event.answer.set_result(bool(approved))

        self.push_screen(Approve(event), answer)

    async def on_job_ended(self, event: JobEnded) -> None:
        """Say how a job ended, and ask for what only the user can tell."""
        self.jobs.end()
        if self._goes_with_job:
            self.show_message(None)
        self.show_progress()
        self.has_run |= event.mode is RunMode.RUN
        if self._follows and event.mode is RunMode.RUN:
            self._follows = False
            await show_end(self, self._steps)
        self.main.query_one(Head).refresh_text()
        self.refresh_bindings()
        if event.mode is RunMode.SCAN and not event.undo:
            leads, at_end, self._leads, self._at_end = self._leads, self._at_end, False, False
            await show_outcome(self, leads=leads, at_end=at_end)
        flow.ended(self, event)

    # --- What the user does ---

    def action_run_step(self) -> None:
        """Do the step that is shown; at a head, all that is below it; elsewhere, read the hosts."""
        if self.step:
            flow.run_step(self, self.step)
        elif steps := self.outline.within(self.place):
            flow.confirm(self, [("run-all", steps)])
        else:
            self.action_read()

    def action_run_on(self) -> None:
        """Do this step and what comes after it, as far as the user says."""
        flow.run_on(self)

    def action_undo(self) -> None:
        """Take back the step that is shown; at a head, all that is below it; elsewhere, the guide."""
        flow.undo(self)

    def perform(self, steps: Sequence[Step], seen: Seen) -> None:
        """Do steps, but for those that the user skips; what was `seen` is sent without asking."""
        if not flow.ready(self):
            return
        steps = [step for step in steps if step.id not in self.progress.skips]
        if not steps:
            return
        self._follows, self._followed_to, self._steps, self.host = True, "", steps, ""
        left = any(self.mark(step) not in SETTLED for step in self.outline.steps)
        self._at_end = left or steps == list(self.outline.steps)
        self.show_message(None)
        self.jobs.run(steps, seen)
        self.main.query_one(Head).refresh_text()
        self.refresh_bindings()

    def action_read(self) -> None:
        """Read the hosts again."""
        if flow.answered(self):
            self._leads = True
            self.jobs.scan()
            self.main.query_one(Head).refresh_text()

    def answer_changed(self) -> None:
        """Plan anew what an answer touches."""
        self.show_progress()
        if self.progress.was_read and not wrong_answers(self):
            self.jobs.scan()

    def keep_answers(self) -> None:
        """Keep the answers for the next session. Blocks."""
        flow.keep(self)

    def action_skip(self) -> None:
        """Skip this step, for a reason; or no longer."""
        flow.skip(self)

    def action_stop(self) -> None:
        """End the run after the command at work."""
        if self.jobs.busy:
            self.jobs.stop()
            self.show_message(Message("stopping-after-this"), of_job=True)

    def action_save(self) -> None:
        """Save the answers."""
        flow.save(self)

    def action_help(self) -> None:
        """Say what the keys do."""
        key_actions.show_help(self)

    def action_leave(self) -> None:
        """Leave; with work unfinished, only after asking."""
        flow.leave(self)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """All keys, in the command palette."""
        yield from key_actions.commands(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what cannot be done now."""
        if action == "stop":
            return bool(self.jobs.busy)
        if action in key_actions.OF_FOLDER_LABS:
            return key_actions.is_offered(self, action)
        if action in ("run_step", "run_on", "skip", "undo") and self.jobs.busy is RunMode.RUN:
            return None
        if action == "skip":
            return True if self.step else None
        return True
