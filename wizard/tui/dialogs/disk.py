"""Which disk may be used: what is on the node's disks is shown first, then the name is typed."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input

from wizard.answers import checks
from wizard.answers.problems import AnswersWrong
from wizard.facts.disk import Disk
from wizard.facts.disks import Disks
from wizard.model.facts import F
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.plaintext import printable
from wizard.tui.dialogs.dialog import Dialog, DialogKeys
from wizard.tui.line_input import LineInput, PastedInPart
from wizard.tui.localized import LocalizedButton, LocalizedLabel, StaticText
from wizard.tui.protocol import wizard_of
from wizard.tui.unanswered import show_wrong

Chosen = tuple[str, str]
"""The disk, and its identity where it may be erased; empty where it need not be."""


class ChooseDisk(Dialog[Chosen]):
    """Shows the disks of one node; what is typed is looked at once more before it counts."""

    def __init__(self, host_path: str) -> None:
        super().__init__()
        self._path = host_path
        self._disk = ""
        self._shown: Disk | None = None
        """The disk whose content is shown and that may be erased if its name is typed once more."""

    def compose(self) -> ComposeResult:
        """The disks, the field, what was found on the one that is named."""
        name = str(wizard_of(self).draft.get(f"{self._path}.name") or self._path)
        with Vertical(classes="dialog -large"):
            yield LocalizedLabel(Message("disk-title", host=name), classes="dialog-title")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield StaticText(id="disks")
                yield LocalizedLabel(Message("looking"), id="found", classes="dialog-text")
                yield LocalizedLabel(id="wrong", classes="dialog-text -warning")
            yield LineInput(disabled=True, select_on_focus=False)
            with Horizontal(classes="dialog-buttons"):
                yield LocalizedButton("disk-take", id="take", variant="primary")
                yield LocalizedButton("answer-cancel", id="cancel")
            yield DialogKeys(Message("line-keys", go=Message("disk-take")))

    def on_mount(self) -> None:
        """Read the disks."""
        self._read(Disks, self._list)

    def _read(self, kind: type[F], take: Callable[[F | Problem], None], disk: str | None = None) -> None:
        """Read a fact of the host and give it to `take`, unless the dialog is closed by then."""

        def heard(found: F | Problem) -> None:
            if self in self.app.screen_stack:
                take(found)

        wizard_of(self).jobs.read(self._host, kind, heard, disk)

    @property
    def _host(self) -> str:
        return str(wizard_of(self).draft.get(f"{self._path}.name"))

    def _list(self, found: Disks | Problem) -> None:
        if isinstance(found, AnswersWrong):
            app = wizard_of(self)
            app.draft.note(found.problems)
            app.call_later(show_wrong, app, found.problems)
            self.dismiss(None)
            return
        if isinstance(found, Problem):
            self._show_message("found", found.message)
            return
        mask = wizard_of(self).jobs.work.mask
        self.query_one("#disks", StaticText).write(Content(printable(mask("\n".join(found.lines)))))
        self.query_one("#found", LocalizedLabel).show_message(Message("disk-type-name"))
        entry = self.query_one(Input)
        entry.disabled = False
        entry.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter."""
        event.stop()
        self._look()

    def on_pasted_in_part(self, event: PastedInPart) -> None:
        """Say that one line was taken."""
        self._show_message("wrong", Message("pasted-in-part", count=event.count))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the one that is named, or none."""
        if event.button.id == "take":
            self._look()
        else:
            self.dismiss(None)

    def _look(self) -> None:
        typed = self.query_one(Input).value.strip()
        shown, self._shown = self._shown, None
        if shown is not None and typed == shown.path:
            self.dismiss((shown.path, shown.identity))
            return
        try:
            self._disk = checks.disk(typed)
        except Problem as problem:
            self._show_message("wrong", problem.message)
            return
        self._show_message("wrong", Message("looking"))
        from steps.facts import InstancesDisk  # noqa: PLC0415 - slow to import

        self._read(InstancesDisk, self._judge, self._disk)

    def _judge(self, found: Disk | Problem) -> None:
        if isinstance(found, Disk) and found.path != self._disk:
            return  # another one has been typed since
        if isinstance(found, Problem):
            self._show_message("wrong", found.message)
        elif not found.there:
            self._show_message("wrong", Message("disk-absent", disk=self._disk))
        elif found.in_use and not found.is_done:
            self._show_message("wrong", Message("disk-in-use", disk=self._disk, uses="\n".join(found.in_use)))
        elif found.empty or found.is_done:
            self.dismiss((self._disk, ""))
        else:
            self._ask_to_erase(found)

    def _show_message(self, where: str, said: Message) -> None:
        """Say what came from the host, without anybody's passwords, and bring it into sight from its top."""
        label = self.query_one(f"#{where}", LocalizedLabel)
        label.show_message(said.mapped(wizard_of(self).jobs.work.mask))
        self.call_after_refresh(label.scroll_visible, animate=False, top=True)

    def _ask_to_erase(self, found: Disk) -> None:
        """What is on it is shown; the name typed once more is the consent."""
        self._shown = found
        self._show_message("wrong", Message("disk-erase-again", disk=self._disk, found=found.content))
        entry = self.query_one(Input)
        entry.value = ""
        entry.focus()
