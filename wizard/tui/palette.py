"""What the command palette finds: actions, places, hosts, tabs and settings, by any of their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from rich.text import Text
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape
from textual.widgets import Tab, Tabs

from wizard.model.ids import place_of, section_of
from wizard.model.message import Message
from wizard.text import LANGUAGES, Words, words_in
from wizard.tui import drafted, hosts, key_actions
from wizard.tui.outline import NODES, title_of
from wizard.tui.protocol import WizardApp
from wizard.tui.questions import host_of, name_of, nodes_questions, questions
from wizard.tui.shell_beside import copy_command_line, open_shell

_WORD = re.compile(r"[\w.]+")


@dataclass(frozen=True)
class Entry:
    """Something to find: what is shown of it, all that it is found by, and what it leads to."""

    title: str
    what: str
    found_by: str
    """Its texts in both languages, and the ID that the command line has for it."""
    go: Callable[[], Any]
    is_action: bool = False

    def score(self, words: Sequence[str]) -> float:
        """Return how well it fits the words: 0 where one of them is not in it, 1 where each is one of its
        own.
        """
        text = f"{self.title} {self.what} {self.found_by}".casefold()
        own = set(_WORD.findall(text))
        return min(
            1.0 if word in own else 0.7 if any(one.startswith(word) for one in own) else 0.4 * (word in text)
            for word in words
        )


class WizardPalette(CommandPalette):
    """Textual's palette, in the user's language."""

    def __init__(self, words: Words) -> None:
        super().__init__([Finder], placeholder=words.label("palette-search"), id="--command-palette")


class Finder(Provider):
    """Yields what fits the words that are typed, the best first; the actions where nothing is typed."""

    async def startup(self) -> None:
        """Collect all that can be found."""
        self._entries = list(entries(cast(WizardApp, self.app)))

    async def discover(self) -> Hits:
        """Yield the actions."""
        for entry in self._entries:
            if entry.is_action:
                yield DiscoveryHit(_display(entry.title), entry.go, entry.title, escape(entry.what))

    async def search(self, query: str) -> Hits:
        """Yield what has all of the words."""
        words = query.casefold().split()
        found = [(score, entry) for entry in self._entries if (score := entry.score(words)) > 0]
        for score, entry in found:
            yield Hit(score, _display(entry.title, words), entry.go, entry.title, escape(entry.what))
        if not found:
            nothing = cast(WizardApp, self.app).words.label("palette-none")
            yield Hit(1.0, Text(nothing, "dim"), lambda: None, query)


def _display(title: str, words: Sequence[str] = ()) -> Text:
    text = Text(title)
    text.highlight_words(words, "bold underline", case_sensitive=False)
    return text


# --- What can be found ----------------------------------------------------------------------------------


def entries(app: WizardApp) -> Iterator[Entry]:
    """Yield all that can be found, in the order in which equally good ones are shown."""
    both = [app.words, *(words_in(lang) for lang in LANGUAGES if lang != app.words.lang)]
    yield from _actions(app, both)
    yield from _tabs(app, both)
    yield from _lab(app, both)
    yield from _hosts(app)
    yield from _places(app, both)
    yield from _settings(app, both)
    yield from _answers(app, both)


def _said(both: Sequence[Words], *messages: Message) -> str:
    return " ".join(words.say(message) for words in both for message in messages)


def _actions(app: WizardApp, both: Sequence[Words]) -> Iterator[Entry]:
    keys = key_actions.keys(app)
    for action in key_actions.offered(app):
        name = action.replace("_", "-")
        title, what = Message(f"key-{name}"), Message(f"help-{name}")
        yield Entry(
            f"{app.words.say(title)}  {keys.get(action, '')}",
            app.words.say(what),
            _said(both, title, what),
            getattr(app, f"action_{action}"),
            is_action=True,
        )


def _places(app: WizardApp, both: Sequence[Words]) -> Iterator[Entry]:
    for place in app.outline.places:
        if not place.is_part:
            title = f"{place.number}  {app.words.say(place.title)}".strip()
            found_by = f"{place.id} {_said(both, place.title, title_of(section_of(place.id)))}"
            where = app.words.say(place_of(place.id)) if place.step in app.outline.steps else ""
            yield Entry(title, where, found_by, partial(app.go, place.id))


def _tabs(app: WizardApp, both: Sequence[Words]) -> Iterator[Entry]:
    for tabs in app.page.query(Tabs):
        for tab in tabs.query(Tab) if tabs.region else ():
            title = Message(str(tab.id))
            if tab.display and app.words.has(title.key):
                where = app.words.say(app.outline[app.place].title)
                go = partial(setattr, tabs, "active", tab.id)
                yield Entry(app.words.say(title), where, _said(both, title, Message("palette-tab")), go)


def _lab(app: WizardApp, both: Sequence[Words]) -> Iterator[Entry]:
    if lab := app.setting.folder_lab:
        from wizard.tui.training import actions  # noqa: PLC0415 - only where there is such a lab

        for said, go in actions(app, lab):
            found_by = f"nova-lab {_said(both, said)}"
            yield Entry(app.words.say(said), str(lab.folder), found_by, go)


def _hosts(app: WizardApp) -> Iterator[Entry]:
    for at, (path, name) in enumerate(drafted.hosts(app.draft)):
        address = str(app.draft.get(f"{path}.host") or "")
        yield Entry(name, address, path, partial(hosts.choose, app, at))
        shell = app.words.label("palette-shell", host=name)
        yield Entry(shell, app.words.label("help-shell"), f"ssh {name}", partial(open_shell, app, name))
        line = app.words.label("palette-shell-line", host=name)
        yield Entry(line, address, f"ssh {name}", partial(copy_command_line, app, name))


def _settings(app: WizardApp, both: Sequence[Words]) -> Iterator[Entry]:
    for step in app.outline.steps:
        where = f"{app.words.say(place_of(step.id))}  {app.words.say(step.title)}"
        for option in step.sets:
            section, _, name = option.partition(" ")
            found_by = f"{option} {step.id} {_said(both, step.title, title_of(step.section))}"
            yield Entry(f"{name}  {section}", where, found_by, partial(app.go, step.id))


def _answers(app: WizardApp, both: Sequence[Words]) -> Iterator[Entry]:
    places = dict.fromkeys(nodes_questions(app.draft, every=False), NODES)
    for step in app.outline.steps:
        for path in questions(step, app.draft):
            places.setdefault(path, step.id)
    for path, place in places.items():
        label = Message(f"field-{name_of(path).replace('_', '-')}")
        host = app.draft.get(f"{host_of(path)}.name") if host_of(path) else ""
        title = f"{host or ''}  {app.words.say(label)}".strip()
        where = app.words.say(app.outline[place].title)
        yield Entry(title, f"{path}  {where}", _said(both, label), partial(app.ask_for, place, path))
