"""What is missing or wrong in the answers: found before a job starts, and gone to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wizard.model.message import Message
from wizard.tui.outline import NODES
from wizard.tui.questions import host_of, name_of, nodes_questions, questions

if TYPE_CHECKING:
    from wizard.answers.problems import Wrong
    from wizard.tui.protocol import WizardApp


def wrong_answers(app: WizardApp) -> list[Wrong]:
    """Return all that can be told to be wrong without opening a file, in the order of the fields."""
    draft = app.draft
    return _in_order(app, (*draft.unfinished(), *draft.problems(app.setting.opened_from)))


def listed(app: WizardApp) -> list[Wrong]:
    """Return all that is wrong, that which the last job found as well."""
    return _in_order(app, (*wrong_answers(app), *app.draft.noted()))


async def show_wrong(app: WizardApp, found: Iterable[Wrong]) -> None:
    """Go to the first field that is missing or wrong, focus it, and say how many there are."""
    wrong = _in_order(app, found)
    path = field_of(app, wrong[0].path)
    place = _place_of(app, path)
    await app.go(place)
    first = name_in_words(app, wrong[0].path)
    app.show_message(Message("answers-incomplete", count=len(wrong), first=first), "warning")
    await app.ask_for(place, path)  # the last: the message takes room from the page


def name_in_words(app: WizardApp, path: str) -> Message:
    """Return the name of an answer as its field has it, with its host."""
    name = f"field-{name_of(path).replace('_', '-')}"
    if not app.words.has(name):
        return Message("answer-path", path=path or str(app.draft.file))
    if host := host_of(path):
        given = app.draft.get(f"{host}.name")
        return Message("answer-of-host", host=str(given or host), answer=Message(name))
    return Message(name)


def field_of(app: WizardApp, path: str) -> str:
    """Return the path of the field in which a wrong answer is put right, or the same path where none is."""
    host, _, name = path.rpartition(".")
    path = f"{host}.disk" if name == "erase" else path
    inside = (f"{path}.", f"{path}[")
    return next((asked for asked in _asked(app) if asked == path or asked.startswith(inside)), path)


def _in_order(app: WizardApp, found: Iterable[Wrong]) -> list[Wrong]:
    """Return the first complaint of each path, in the order in which the pages ask."""
    first: dict[str, Wrong] = {}
    for wrong in found:
        first.setdefault(wrong.path, wrong)
    place = {path: at for at, path in enumerate(_asked(app))}
    return sorted(first.values(), key=lambda wrong: place.get(field_of(app, wrong.path), len(place)))


def _asked(app: WizardApp) -> list[str]:
    of_steps = (path for step in app.outline.steps for path in questions(step, app.draft))
    return list(dict.fromkeys((*nodes_questions(app.draft, every=True), *of_steps)))


def _place_of(app: WizardApp, path: str) -> str:
    if path in nodes_questions(app.draft, every=True):
        return NODES
    steps = (step.id for step in app.outline.steps if path in questions(step, app.draft))
    return next(steps, NODES)
