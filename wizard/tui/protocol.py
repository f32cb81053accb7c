"""What widgets, dialogs and jobs use of the app, so that they need not import it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.message import Message as TextualMessage
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from wizard.answers.draft import Draft
    from wizard.engine.modes import RunMode
    from wizard.model.facts import F
    from wizard.model.message import Message
    from wizard.model.problems import Problem
    from wizard.model.steps import Guide, Step
    from wizard.report.marks import Mark
    from wizard.report.progress import Progress
    from wizard.text import Words
    from wizard.tui.outline import Outline, Target
    from wizard.tui.preview import Seen
    from wizard.tui.setting import StartOptions
    from wizard.tui.shown import Shown
    from wizard.tui.work import Work

R = TypeVar("R")


class RunningJobs(Protocol):
    """The work on the hosts, as the screens see it."""

    busy: RunMode | None
    """SCAN or RUN, while one is on."""
    has_begun: bool
    """Whether there has been one."""

    @property
    def work(self) -> Work:
        """What runs the jobs; the engine is loaded when it is first used."""

    def read(
        self, host: str, kind: type[F], take: Callable[[F | Problem], None], disk: str | None = None
    ) -> None:
        """Read one fact of a host and give it to `take`, on the screen's own thread."""

    def read_to_undo(self, steps: Sequence[Step]) -> None:
        """Read the hosts for an undo of these steps."""

    def undo(self, steps: Sequence[Step], seen: Seen) -> None:
        """Start to take steps back; actions that are in `seen` need no further approval."""

    def stop(self) -> None:
        """End the job after the command at work."""


class WizardApp(Protocol):
    """The app: its answers, the guide, what is known of the hosts, and a few of Textual's own methods."""

    BINDINGS: ClassVar[list[BindingType]]
    words: Words
    setting: StartOptions
    place: str
    host: str
    """The host that the user has chosen, empty where none was."""

    @property
    def draft(self) -> Draft:
        """The answers as they are now."""

    def use_answers(self, draft: Draft) -> None:
        """Replace the present answers by others."""

    @property
    def guide(self) -> Guide:
        """The guide's steps, prerequisites and sections."""

    @property
    def outline(self) -> Outline:
        """The entries of the contents, in their order."""

    @property
    def progress(self) -> Progress:
        """What the engine has reported so far."""

    @property
    def jobs(self) -> RunningJobs:
        """The jobs on the hosts: reading, running, and whether one is on."""

    @property
    def step(self) -> Step | None:
        """The step that is shown."""

    def hosts_of(self, step: Step) -> list[str]:
        """Return the names of the hosts that a step is done on."""

    def mark(self, step: Step) -> Mark:
        """Return how a step stands on all of its hosts."""

    def answer_changed(self) -> None:
        """Plan anew what an answer touches."""

    def keep_answers(self) -> None:
        """Keep the answers for the next session. Blocks."""

    def show_progress(self) -> None:
        """Let everything on the screen show what is known now."""

    @property
    def shown(self) -> Shown:
        """The planned actions that have been on the screen."""

    def has_shown_all(self) -> bool:
        """Return whether all that the step which is shown would send has been on the screen."""

    def perform(self, steps: Sequence[Step], seen: Seen) -> None:
        """Start to do these steps, where the answers are complete and the hosts have been read."""

    def show_hint(self) -> None:
        """Say above the keys which key comes next, unless a message stands there."""

    async def go(self, place_id: str) -> None:
        """Show the page, the section or the step of that ID."""

    async def ask_for(self, place_id: str, path: str) -> None:
        """Show a place, and focus its field of that answer."""

    async def show_target(self, target: Target) -> None:
        """Show a host at a place of the contents, in a tab of it."""

    def show_message(
        self,
        message: Message | None,
        severity: SeverityLevel = "information",
        *,
        and_next: bool = False,
        of_job: bool = False,
    ) -> None:
        """Show a message above the keys, with `of_job` while a job is on.

        With `and_next` it is followed by the key that comes next.
        """

    def action_read(self) -> None:
        """Read the hosts again, and plan all steps anew."""

    def action_run_step(self) -> None:
        """Do the step that is shown."""

    # For the search, the palette, copying and the shell.

    @property
    def page(self) -> Widget:
        """The page that is shown."""

    @property
    def main(self) -> Screen[object]:
        """The screen below any open dialog."""

    def copy_to_clipboard(self, text: str) -> None:
        """Have the terminal copy this."""

    def suspend(self) -> AbstractContextManager[None]:
        """Give the terminal to another program. Raises `SuspendNotSupported`."""

    # Textual's own, as its documentation describes them.

    def push_screen(self, screen: Screen[R], callback: Callable[[R | None], Any] | None = None) -> Any:
        """Show a dialog; its result goes to `callback`."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Call this on the screen's thread, after the messages that wait."""

    def call_from_thread(self, callback: Callable[..., Any], *args: Any) -> Any:
        """Call this on the screen's thread, from another one, and wait for it."""

    def post_message(self, message: TextualMessage) -> bool:
        """Send the app a message, from any thread."""

    def run_worker(
        self,
        work: Callable[[], None] | Awaitable[None],
        *,
        thread: bool = ...,
        exit_on_error: bool = ...,
        group: str = ...,
        exclusive: bool = ...,
    ) -> Any:
        """Run this in a thread, or a coroutine; an exclusive one ends the others of its group."""

    def exit(self, result: int, *, message: Text | None = None) -> None:
        """End the app; `result` is the exit status, `message` stays on the terminal."""

    def refresh_bindings(self) -> None:
        """Look again which keys can be used."""

    def get_key_display(self, binding: Binding) -> str:
        """Return how a key is written."""


def wizard_of(node: DOMNode) -> WizardApp:
    """Return the app that a widget belongs to."""
    return cast(WizardApp, node.app)
