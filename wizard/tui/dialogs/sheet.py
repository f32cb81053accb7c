"""The confirmation sheet: on which hosts how much is sent, what is erased, then all of it, before it runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from wizard.model.ids import place_of, places_of
from wizard.model.message import Message
from wizard.model.steps import Step
from wizard.text import Words
from wizard.tui.dialogs.dialog import Dialog
from wizard.tui.key_names import with_keys
from wizard.tui.localized import Localized, StaticText
from wizard.tui.planned import shown_actions
from wizard.tui.preview import Preview, Seen
from wizard.tui.protocol import wizard_of
from wizard.tui.scope import Scope
from wizard.tui.shown import Shown

_NAMED = 3
"""Hosts that are named in the title; of more, their number is said."""
_WITH_TITLE = 4
"""Steps before the run that are named with their titles; of more, the places alone."""
_COLUMNS = ("sheet-host", "sheet-steps", "sheet-commands", "sheet-edits", "sheet-files")


@dataclass(frozen=True)
class Approved:
    """Steps to do, and the actions that were shown for them."""

    steps: Sequence[Step]
    seen: Seen


class Sheet(Dialog[Approved]):
    """Shows what a run would do; Enter runs it, Escape goes back."""

    BINDINGS = [  # noqa: RUF012 - Textual's form
        Binding("enter", "approve", "", show=False),
        Binding("left", "change_end(-1)", "", show=False),
        Binding("right", "change_end(1)", "", show=False),
        Binding("tab", "change_way", "", show=False),
    ]
    CSS = """
    #sheet {
        width: 110; max-width: 100%; height: 100%; padding: 0 1; border: round $primary; background: $surface;
    }
    #sheet-title { height: auto; text-style: bold; color: $text-primary; }
    #sheet-body { height: 1fr; scrollbar-size-vertical: 1; background: transparent; }
    #sheet-body Static { height: auto; width: 1fr; padding: 0 0 1 0; }
    #sheet-keys { height: auto; border-top: solid $primary 50%; }
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope

    def compose(self) -> ComposeResult:
        """Yield the title, the scrolling summary with all that is sent below it, and the keys."""
        title, summary, sent, keys = self.parts()
        with Vertical(id="sheet"):
            yield title
            with VerticalScroll(id="sheet-body"):
                yield summary
                yield sent
            yield keys

    def parts(self) -> tuple[Part, Part, Part, Part]:
        """Return the title, the summary, all that is sent, and the keys."""
        scope = self._scope
        title, keys = Title(scope, id="sheet-title"), SheetKeys(scope, id="sheet-keys")
        return title, Summary(scope), AllThatIsSent(scope), keys

    def on_mount(self) -> None:
        """Let keys scroll."""
        self.query_one("#sheet-body").focus()

    def action_approve(self) -> None:
        """Run what is shown."""
        preview = self._scope.preview
        wizard_of(self).shown.add(preview.planned, *Shown.VIEWS)
        self.dismiss(Approved(self._scope.steps, preview.seen))

    def action_change_end(self, by: int) -> None:
        """Go less far, or farther."""
        self._scope.change_end(by)
        self._show()

    def action_change_way(self) -> None:
        """Take along other steps that come before."""
        self._scope.change_way()
        self._show()

    def _show(self) -> None:
        for part in self.query(Part):
            part.refresh_text()
        self.query_one("#sheet-body").scroll_home(animate=False)


class Part(StaticText, Localized):
    """A part of the sheet, written anew when something else is chosen."""

    def __init__(self, scope: Scope, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.auto_links = False
        self._scope = scope


class Title(Part):
    """How many steps are run, and where."""

    TITLE, NOTHING = "sheet-title", "sheet-holds"

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        preview = self._scope.preview
        hosts = [on_host.host for on_host in preview.hosts]
        where = ", ".join(hosts) if len(hosts) <= _NAMED else Message("sheet-hosts", count=len(hosts))
        said = self.say(self.TITLE, count=preview.steps, hosts=where) if hosts else self.say(self.NOTHING)
        self.write(Content(said))


class Summary(Part):
    """What is erased or refused, which steps are left out, and how much is done on each host."""

    REFUSED = "sheet-refused"

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        preview = self._scope.preview
        lines = [*self.warnings(preview), *self._table(preview), *self._before()]
        self.write(Content("\n").join(lines))

    def warnings(self, preview: Preview) -> Iterator[Content]:
        """Yield what is erased, and what is refused."""
        words = self.wizard.words
        for event in preview.erased:
            said = words.say(event.printable().message)
            yield Content.styled(f"! {event.host}: {said}", "bold $text-error")
        for (host, why), ids in preview.refused.items():
            steps = "; ".join(map(words.say, places_of(ids)))
            said = self.say(self.REFUSED, steps=steps, host=host, said=why)
            yield Content.styled(f"! {said}", "$text-error")

    def _before(self) -> Iterator[Content]:
        chosen = {step.id for step in self._scope.steps}
        for key, steps in (("sheet-todo", self._scope.todo_before), ("sheet-skipped", self._scope.skipped)):
            if not steps:
                continue
            do = "run" if steps[0].id in chosen else "leave"
            yield Content()
            yield Content.styled(self.say(key, count=len(steps), do=do), "$text-warning")
            if len(steps) <= _WITH_TITLE:
                yield from (Content(f"  {_named(self.wizard.words, step)}") for step in steps)
            else:
                places = map(self.wizard.words.say, places_of(step.id for step in steps))
                yield Content(f"  {'; '.join(places)}")

    def _table(self, preview: Preview) -> Iterator[Content]:
        heads = [self.say(key) for key in _COLUMNS]
        rows = [
            [host.host, *map(str, (len(host.steps), host.commands, host.edits, len(host.files)))]
            for host in preview.hosts
        ]
        if not rows:
            return
        widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
        yield Content.styled(_row(heads, widths), "$text-muted")
        for row in rows:
            yield Content(_row(row, widths))


class AllThatIsSent(Part):
    """Every command with its reason, and every change of a file, in the order of the guide."""

    def refresh_text(self) -> None:
        """Write it in the app's language."""
        words = self.wizard.words
        parts = []
        for sent in self._scope.preview.sent:
            step = Content.assemble(
                (_named(words, sent.step), "bold"),
                (f"  {', '.join(sent.planned)}", "$text-accent"),
            )
            first = next(iter(sent.planned.values()))
            parts.append(Content("\n").join([step, shown_actions(words, first)]))
        head = self.say("sheet-all" if parts else "sheet-nothing")
        self.write(Content("\n\n").join([Content.styled(head, "bold $text-primary"), *parts]))


class SheetKeys(Part):
    """The keys of the sheet."""

    def refresh_text(self) -> None:
        """Write them in the app's language."""
        lines = []
        if self._scope.ends > 1:
            lines.append(self.say("sheet-how-far", end=Message(self._scope.end)))
        if len(self._scope.ways) > 1:
            lines.append(self.say(self._scope.way))
        lines.append(self.say("sheet-keys"))
        self.write(with_keys("\n".join(lines)))


def _named(words: Words, step: Step) -> str:
    """Return where a step stands, and its title."""
    return f"{words.say(place_of(step.id))}  {words.say(step.title)}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a line of the table: the first cell to the left, numbers to the right."""
    first, *others = zip(cells, widths, strict=True)
    numbers = (" " * (width - cell_len(cell)) + cell for cell, width in others)
    return "   ".join([set_cell_size(*first), *numbers])
