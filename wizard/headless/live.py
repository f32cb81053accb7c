"""Rich output, for a terminal: what ended stays above, what is at work moves below."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.live import Live as RichLive
from rich.padding import Padding
from rich.spinner import Spinner
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from wizard.colour import Colour, wished
from wizard.engine.events import (
    Event,
    HostLeftOut,
    LookedAt,
    Missing,
    Output,
    Planned,
    RunFinished,
    RunStarted,
    Services,
    Slow,
    StepChecked,
    StepFinished,
    StepStarted,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.headless.front import Front
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.report.folding import width_of
from wizard.report.marks import Mark, glyph_of
from wizard.report.services import services_table
from wizard.text import Words

_STYLES: Mapping[Status | StepState, str] = {
    Status.CHANGED: "green",
    Status.UNCHANGED: "dim green",
    Status.SKIPPED: "dim",
    Status.FAILED: "bold red",
    Status.UNKNOWN: "bold yellow",
    StepState.DONE: "green",
    StepState.TODO: "cyan",
    StepState.DIFFERS: "bold yellow",
    StepState.SKIPPED: "dim",
    StepState.UNKNOWN: "bold red",
}
_REFUSED = "bold red"
_MOVING = 30
"""Hosts at work that are shown at once."""


class _AtWork:
    """A host's line below: what it does, or waits for, for how long, and its limit."""

    def __init__(self, what: str, limit: float | None = None, *, waits: bool = False) -> None:
        self.what = what
        self.limit = limit
        self.waits = waits
        self.said = ""
        self.since = time.monotonic()

    def text(self, host: str) -> Text:
        spent = time.monotonic() - self.since
        limit = f" / {self.limit:.0f} s" if self.limit else ""
        line = Text.assemble((f"{host}  ", "bold"), self.what, (f"  {spent:.0f} s{limit}", "dim"))
        return line.append(f"  {self.said}", "dim italic") if self.said else line


def _console(out: TextIO) -> Console:
    """Return a console that moves lines on a terminal alone, and has colours where they are wished for."""
    wish = wished(os.environ)
    is_terminal = out.isatty()
    return Console(
        file=out,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=is_terminal,
        no_color=wish is Colour.NEVER,
        color_system="standard" if wish is Colour.ALWAYS and not is_terminal else "auto",
    )


class Live(Front):
    """Prints with colours what has ended, and below it a line for each host with what it is doing."""

    def __init__(self, words: Words, steps: Sequence[Step], out: TextIO) -> None:
        super().__init__(words, steps, out)
        self._console = _console(out)
        self._mode = RunMode.RUN
        self._host = 0
        self._hosts: Sequence[str] = ()
        self._at_work: dict[str, _AtWork] = {}
        self._live = RichLive(console=self._console, get_renderable=self._moving, transient=True)
        self._live.start()

    def close(self) -> None:
        """Take the moving lines away."""
        self._live.stop()

    def _show(self, event: Event) -> None:  # noqa: PLR0912 - one short branch an event
        """Print what ended; keep what is at work."""
        match event:
            case RunStarted():
                self._mode = event.mode
                self._hosts = event.hosts
                self._host = width_of(event.hosts)
                if event.simulated:
                    self._print(Text(self.words.label("simulated"), "bold magenta"))
                if event.mode is RunMode.DRY_RUN:
                    self._print(Text("\n".join(self.at_once()), "bold"))
            case Waiting() if event.reason is WaitingFor.SETTLING and self._mode is RunMode.DRY_RUN:
                self._plan(event.id, event.host)
                self._say(event.message)
            case Waiting() if event.reason is WaitingFor.OTHER_RUN:
                self.warn(event.message)
            case LookedAt():
                self._print(Text.assemble(("✓ ", "green"), (f"{event.id}  {event.host}", "bold")))
                self._say(event.message)
            case Missing() | HostLeftOut():
                self._print(Text.assemble(("✗ ", "bold red"), (f"{event.id}  {event.host}", "bold")))
                self._say(event.message)
            case Planned():
                self._show_plan(event)
            case StepFinished():
                self._line(event.status, event.id, event.host, f"{event.seconds:.1f} s")
                self._looks(event.id, event.host)
                if event.status not in (Status.CHANGED, Status.UNCHANGED):
                    self._say(event.message)
            case StepChecked():
                self._line(event.state, event.id, event.host, refused=event.refused)
                if event.refused:
                    self._print(Padding(Text(self.words.label("refused-by-hand"), _REFUSED), (0, 0, 0, 4)))
                if event.state is not StepState.DONE:
                    self._say(event.message)
            case Services() if event.rows:
                self._print(Text("\n".join(services_table(event.rows, self._console.width))))
            case Slow():
                self.warn(event.message)
            case RunFinished():
                self._show_end(event)

    def note(self, event: Event) -> None:
        """Keep what the host is doing."""
        super().note(event)
        match event:
            case Waiting() if event.reason is WaitingFor.OTHER_HOSTS:
                said = f"{event.id}  {self.words.say(event.message)}"
                self._at_work[event.host] = _AtWork(said, waits=True)
            case Waiting() if event.reason is WaitingFor.SETTLING and self._mode is RunMode.DRY_RUN:
                pass
            case Waiting():
                self._at_work[event.host] = _AtWork(self.words.say(event.message), event.limit)
            case StepStarted():
                self._at_work[event.host] = _AtWork(f"{event.id}  {self.title(event.id)}")
            case Output() if event.host in self._at_work:
                self._at_work[event.host].said = event.line.strip()[:60]
            case StepFinished() | StepChecked() | Missing():
                self._at_work.pop(event.host, None)
            case RunFinished():
                self._at_work.clear()

    def warn(self, message: Message) -> None:
        """In yellow, above the moving lines."""
        self._print(Text(self.words.say(message), "yellow"))

    def _moving(self) -> RenderableType:
        """The hosts at work first: where there are many, those that wait are left out."""
        lines = Table.grid(padding=(0, 1))
        at_work_now = dict(self._at_work)
        busy = [(host, at_work_now[host]) for host in self._hosts if host in at_work_now]
        for host, at_work in sorted(busy, key=lambda entry: entry[1].waits)[:_MOVING]:
            lines.add_row(Mark.WAITING.glyph if at_work.waits else Spinner("dots"), at_work.text(host))
        return lines

    def _line(
        self, how: Status | StepState, id_: str, host: str, seconds: str = "", *, refused: bool = False
    ) -> None:
        style = _REFUSED if refused else _STYLES[how]
        line = Table.grid(padding=(0, 1), expand=True)
        for width in (1, 9, 16, self._host):
            line.add_column(width=width, no_wrap=True)
        line.add_column(ratio=1)
        line.add_column(justify="right")
        line.add_row(
            Text(glyph_of(how, refused=refused), style),
            Text(how.value, style),
            Text(id_),
            Text(host, "dim"),
            Text(self.title(id_)),
            seconds,
        )
        self._print(line)

    def _show_plan(self, event: Planned) -> None:
        said = f"# {self.words.say(event.message)}"
        note = f"\n# {self.words.say(event.note)}" if event.note else ""
        self._plan(event.id, event.host)
        parts: list[RenderableType] = [
            Padding(Text(f"{said}{note}", "dim"), (0, 0, 0, 4)),
            Padding(Text(event.text, "cyan"), (0, 0, 0, 4)),
        ]
        if event.diff:
            diff = Syntax(event.diff, "diff", background_color="default", word_wrap=True)
            parts.append(Padding(diff, (0, 0, 0, 4)))
        self._print(Group(*parts))

    def _plan(self, id_: str, host: str) -> None:
        self._print(Text(f"{id_}  {host}  {self.title(id_)}", "bold cyan"))
        self._looks(id_, host)

    def _looks(self, id_: str, host: str) -> None:
        if self._mode is RunMode.DRY_RUN and (commands := self.book_commands(id_, host)):
            self._print(Padding(Text(commands, "cyan"), (0, 0, 0, 4)))

    def _say(self, message: Message) -> None:
        self._print(Padding(Text(self.words.say(message)), (0, 0, 0, 4)))

    def _show_end(self, event: RunFinished) -> None:
        for line in self._ledger.lines(self.words, event.status, undo=self._undo):
            self._print(Text(line))
        said = self.end(self._mode, event)
        self._print(Text(said, "bold green" if event.status is Ending.DONE else "bold red"))

    def _print(self, what: RenderableType) -> None:
        self._console.print(what)
