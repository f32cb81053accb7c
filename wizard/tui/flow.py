"""What happens between the pages: preparing a run, reporting its end, skipping, saving, leaving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.notifications import SeverityLevel

from wizard.answers.problems import AnswersWrong
from wizard.engine.modes import LOCK_CHECK, Ending, RunMode
from wizard.model.ids import places_of
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.report.marks import Mark
from wizard.saving import typed_path
from wizard.trusted import own_folder
from wizard.tui import drafted, guidance, leaving, missing
from wizard.tui.outline import NODES
from wizard.tui.unanswered import show_wrong, wrong_answers

if TYPE_CHECKING:
    from wizard.engine.events import Missing
    from wizard.model.steps import Step
    from wizard.tui.dialogs.sheet import Approved
    from wizard.tui.jobs import JobEnded
    from wizard.tui.protocol import WizardApp
    from wizard.tui.scope import End

_NOT_READ = (Ending.UNREACHABLE, Ending.UNTRUSTED, Ending.INTERRUPTED)
"""How a reading ends that leaves things unread."""


# --- Before a run ---------------------------------------------------------------------------------------


def answered(app: WizardApp) -> bool:
    """Return whether the answers are complete; where they are not, go to the first that is not."""
    wrong = wrong_answers(app)
    if wrong:
        app.call_later(show_wrong, app, wrong)
    else:
        app.draft.note(())
    return not wrong


def ready(app: WizardApp) -> bool:
    """Return whether a run may begin: nothing is sent that was not on the screen before."""
    if app.jobs.busy:
        app.show_message(Message("busy"), "warning", of_job=True)
        return False
    if not answered(app):
        return False
    if not app.progress.was_read:
        app.show_message(Message("read-first"), of_job=True)
        app.action_read()
        return False
    return True


def run_step(app: WizardApp, step: Step) -> None:
    """Do one step; what it sends is shown first, unless all of it was on the screen."""
    if not ready(app):
        return
    if app.has_shown_all():
        from wizard.tui.preview import Preview  # noqa: PLC0415 - after the first screen

        app.perform([step], Preview([step], app.progress, app.hosts_of).seen)
    else:
        confirm(app, [("run-this-step", [step])], alone=True)


def run_on(app: WizardApp) -> None:
    """Show what is sent from the step that is shown to the end of the part, the section or the guide."""
    guide, here = app.outline.steps, app.outline.within(app.place)
    steps = guide[guide.index(here[0]) :] if here else guide
    ends = {"run-to-end": ""}
    if here:
        ends = {"run-to-section": here[0].section, **ends}
    if app.step:
        ends = {"run-to-part": app.step.part, **ends}
    names: dict[tuple[Step, ...], str] = {}
    for name, prefix in ends.items():  # of two ends that are the same, the farther one gives the name
        names[tuple(step for step in steps if not prefix or step.within(prefix))] = name
    confirm(app, [(name, within) for within, name in names.items()])


def undo(app: WizardApp) -> None:
    """Show what takes back the step that is shown, or all that is below a head, and take it back."""
    if ready(app):
        from wizard.tui import undoing  # noqa: PLC0415 - only when needed

        undoing.undo(app)


def confirm(app: WizardApp, ends: Sequence[End], alone: bool = False) -> None:
    """Show the sheet for steps up to one of these ends, and run what is approved there."""
    if not ready(app):
        return
    from wizard.tui.dialogs.sheet import Sheet  # noqa: PLC0415 - only when needed
    from wizard.tui.scope import Scope  # noqa: PLC0415 - only when needed

    def go(approved: Approved | None) -> None:
        if approved:
            for step in approved.steps:
                app.progress.skips.pop(step.id, None)
            app.perform(approved.steps, approved.seen)

    app.push_screen(Sheet(Scope(ends, app.outline.steps, app.progress, app.hosts_of, alone)), go)


# --- After a job ----------------------------------------------------------------------------------------


def ended(app: WizardApp, event: JobEnded) -> None:
    """Show how a job ended; ask about a host key that is not known yet."""
    if event.wrong:
        app.draft.note(event.wrong)
        app.call_later(show_wrong, app, event.wrong)
        return
    if isinstance(event.ended, Message):
        app.show_message(event.ended, "error")
        return
    unknown = [found for found in app.progress.missing if found.fingerprint]
    if unknown:
        ask_for_trust(app, unknown[0])
    elif event.undo:
        from wizard.tui import undoing  # noqa: PLC0415 - only when needed

        undoing.ended(app, event, event.ended)
    elif event.mode is RunMode.RUN:
        _run_ended(app, event.ended)
    elif app.progress.missing:
        app.show_message(missing.said(app), "warning", and_next=True)
    elif event.ended in _NOT_READ:
        app.show_message(Message(f"ended-{event.ended}"), "warning", and_next=True)
    elif not first_failed(app) and not app.progress.after_run:
        again = 0 if app.progress.scans == 1 else _replanned(app)
        said = (
            Message("survey-done", again=again)
            if first_open(app, app.outline.steps)
            else Message("survey-read")
        )
        app.show_message(said, and_next=True)


def _run_ended(app: WizardApp, ending: Ending) -> None:
    locked = [found for found in app.progress.missing if found.id == LOCK_CHECK]
    said = Message(f"ended-{ending}")
    if locked:
        said = locked[0].message
    elif ending is Ending.DONE and app.progress.slow:
        said = app.progress.slow[0].message
    elif ending is Ending.FAILED and app.progress.skips:
        said = Message(
            "ended-failed-skipped", steps="; ".join(map(app.words.say, places_of(app.progress.skips)))
        )
    severity: SeverityLevel = "information" if said.key == "ended-done" else "warning"
    app.show_message(said, severity, and_next=True)


def first_open(app: WizardApp, steps: Iterable[Step]) -> str:
    """Return the first of these steps that does not hold, if there is one."""
    return next((step.id for step in steps if guidance.is_open(app, step)), "")


def first_failed(app: WizardApp) -> str:
    """Return the first step that a run has left failed or unknown, if there is one."""
    return next((step.id for step in app.outline.steps if app.mark(step) is Mark.FAILED), "")


def _replanned(app: WizardApp) -> int:
    return sum(record.changed_plan for record in app.progress.records.values())


def ask_for_trust(app: WizardApp, unknown: Missing) -> None:
    """Show the fingerprint of a host's key; where it is confirmed, the answers pin it."""
    from wizard.tui.dialogs.choice import Choice  # noqa: PLC0415 - after the first screen

    def trust(answer: str | None) -> None:
        if answer == "trust-yes":
            path = drafted.path_of(app.draft, unknown.host)
            app.draft.set(f"{path}.host_key", unknown.fingerprint)
            app.action_read()

    title, body = Message("trust-title", host=unknown.host), [unknown.message, Message("trust-how")]
    app.push_screen(Choice(title, body, ["trust-no", "trust-yes"]), trust)


# --- Going on from the last time ------------------------------------------------------------------------


def offer_to_go_on(app: WizardApp, file: Path) -> None:
    """Ask whether to take the last session's answers."""
    from wizard.tui.dialogs.choice import Choice  # noqa: PLC0415 - after the first screen

    async def take(answer: str | None) -> None:
        if answer == "resume-yes":
            from wizard.answers.draft import Draft  # noqa: PLC0415 - after the first screen

            try:
                draft = Draft.read(file)
            except Problem as problem:
                app.show_message(problem.message, "error")
                return
            draft.file = Path("answers.yaml")
            app.use_answers(draft)
            app.show_progress()
            await app.go(NODES)

    body = Message("resume-text", file=str(file))
    app.push_screen(Choice(Message("resume-title"), [body], ["resume-yes", "resume-no"]), take)


def keep(app: WizardApp) -> None:
    """Keep the answers for the next session. Blocks; where they cannot be kept, nothing is said."""
    if app.setting.last:
        with suppress(Problem, OSError):
            own_folder(app.setting.last.parent)
            _save(app, app.setting.last)


# --- Skipping, saving, leaving --------------------------------------------------------------------------


def skip(app: WizardApp) -> None:
    """Ask for a reason and skip the step that is shown; undo that where it is skipped already."""
    from wizard.tui.dialogs.line import Line  # noqa: PLC0415 - after the first screen

    step = app.step
    if step is None:
        return
    if app.progress.skips.pop(step.id, None) is not None:
        app.show_progress()
        return

    def take(reason: str | None) -> None:
        if reason:
            app.progress.skips[step.id] = app.jobs.work.skip(step.id, reason)
            app.show_progress()

    title = Message("skip-title", id=step.title)
    app.push_screen(Line(title, Message("skip-text"), go="skip-go"), take)


def save(app: WizardApp) -> None:
    """Ask for a file's name, and save the answers there."""
    from wizard.tui.dialogs.line import Line  # noqa: PLC0415 - after the first screen

    def take(path: str | None) -> None:
        if path:
            write(app, path)

    app.push_screen(Line(Message("save-title"), Message("save-text"), str(app.draft.file), "save-go"), take)


def write(app: WizardApp, path: str) -> None:
    """Save the answers in a file; passwords that were typed stay out of it."""
    try:
        if app.setting.guest:
            from wizard.answers.save import content_of  # noqa: PLC0415 - after the first screen

            app.setting.guest.hand_over(path, content_of(app.draft, Path(), app.words))
        else:
            _save(app, typed_path(path))
    except AnswersWrong as wrong:
        app.call_later(show_wrong, app, wrong.problems)
    except Problem as problem:
        app.show_message(problem.message, "error")
    else:
        app.show_message(Message("saved", file=path), and_next=True)


def _save(app: WizardApp, path: Path) -> None:
    from wizard.answers.save import save  # noqa: PLC0415 - after the first screen

    save(app.draft, path, app.words)


def leave(app: WizardApp) -> None:
    """Leave the wizard; ask first where something is unfinished or would be lost."""
    leaving.leave(app, save)
