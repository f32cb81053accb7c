"""The confirmation sheet of an undo: what goes first, what goes along, what stays, then all that is sent."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from wizard.facts.record import RECORD
from wizard.model.ids import place_of, places_of, step_title
from wizard.tui.dialogs.sheet import AllThatIsSent, Part, Sheet, SheetKeys, Summary, Title
from wizard.tui.key_names import with_keys
from wizard.tui.preview import Preview
from wizard.tui.undo_scope import UndoScope


class UndoSheet(Sheet):
    """Shows what an undo would do; Enter does it, unless something of it is refused."""

    def __init__(self, scope: UndoScope) -> None:
        super().__init__(scope)
        self._undo = scope

    def parts(self) -> tuple[Part, Part, Part, Part]:
        """Return the title, the summary, all that is sent, and the keys."""
        return (
            UndoTitle(self._undo, id="sheet-title"),
            UndoSummary(self._undo),
            AllThatIsSent(self._undo),
            UndoKeys(self._undo, id="sheet-keys"),
        )

    def action_approve(self) -> None:
        """Undo what is shown, where that is possible."""
        if can_be_undone(self._undo):
            super().action_approve()
        else:
            self.dismiss(None)


def can_be_undone(scope: UndoScope) -> bool:
    """Return whether there is something to undo, and nothing of it is refused."""
    return bool(scope.steps) and not scope.preview.refused


class UndoTitle(Title):
    """How many steps are undone, and where."""

    TITLE, NOTHING = "sheet-undo-title", "sheet-undo-nothing"


class UndoSummary(Summary):
    """What is lost or refused, how much is done on each host, what goes first and along, what stays."""

    REFUSED = "sheet-undo-refused"

    def __init__(self, scope: UndoScope) -> None:
        super().__init__(scope)
        self._undo = scope

    def warnings(self, preview: Preview) -> Iterator[Content]:
        """Yield what is lost, refused or not known."""
        yield from super().warnings(preview)
        for kept in self._undo.unknown:
            place = self.wizard.words.say(place_of(kept.step.id))
            said = self.say("sheet-undo-unknown", host=kept.host, step=place, said=kept.why)
            yield Content.styled(f"! {said}", "$text-error")

    def _before(self) -> Iterator[Content]:
        words, undo = self.wizard.words, self._undo
        if undo.before:
            yield Content()
            yield Content.styled(self.say("sheet-undo-before", count=len(undo.before)), "$text-warning")
            for step in undo.before:
                yield Content(f"  {words.say(place_of(step.id))}  {words.say(step_title(step.id))}")
        if undo.covered:
            places = "; ".join(map(words.say, places_of(step.id for step in undo.covered)))
            yield Content()
            yield Content.styled(self.say("sheet-undo-covered", steps=places), "$text-warning")
        for kept in undo.stays:
            yield Content()
            yield Content(f"– {kept.host}: {words.say(kept.why)}")
        if can_be_undone(undo):
            yield Content()
            yield Content.styled(self.say("sheet-undo-record", path=RECORD), "$text-muted")


class UndoKeys(SheetKeys):
    """The keys of the sheet; where nothing can be undone, those that leave it."""

    def __init__(self, scope: UndoScope, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(scope, id)
        self._undo = scope

    def refresh_text(self) -> None:
        """Write them in the app's language."""
        key = "sheet-undo-keys" if can_be_undone(self._undo) else "sheet-undo-back"
        self.write(with_keys(self.say(key)))
