"""Goes from place to place: by the contents, by keys, to a host, to a field, to what is to do next."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual.css.query import DOMQuery
from textual.widgets import ContentSwitcher

from wizard.model.ids import section_of
from wizard.tui import hosts
from wizard.tui.missing import first_target
from wizard.tui.outline import OVERVIEW, Outline, Target
from wizard.tui.pages import Page, new_page
from wizard.tui.sight import in_sight
from wizard.tui.tools import AppWithTools
from wizard.tui.widgets.head import Head

if TYPE_CHECKING:
    from wizard.model.steps import Guide, Step
    from wizard.tui.setting import StartOptions
    from wizard.tui.widgets.contents import Chosen, Contents


class AppWithPlaces(AppWithTools):
    """The app with the guide's places, of which one is shown."""

    def __init__(self, setting: StartOptions) -> None:
        super().__init__(setting)
        self.place = OVERVIEW
        self.host = ""
        """The host that the user has chosen."""
        self._going = asyncio.Lock()
        """One page is put up at a time."""
        self._follows = False
        """The screen goes along with the run, until the user goes elsewhere."""

    @cached_property
    def guide(self) -> Guide:
        """What is to be done."""
        return self.setting.load()

    @cached_property
    def outline(self) -> Outline:
        """The guide's places."""
        return Outline(self.guide.steps)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.main.query_one(f"#{page_id(section_of(self.place))}", Page)

    @property
    def contents(self) -> DOMQuery[Contents]:
        """The contents, when they have come up."""
        return cast("DOMQuery[Contents]", self.main.query("#contents"))

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        place = self.outline[self.place]
        return place.step if place.step in self.outline.steps else None

    async def go(self, place_id: str, *, follow: bool = False) -> None:
        """Show a place, with its output to `follow` a run; its page is made when it is first asked for."""
        async with self._going:
            id_ = page_id(section_of(place_id))
            switcher = self.main.query_one("#pages", ContentSwitcher)
            if not switcher.query(f"#{id_}"):
                await switcher.add_content(new_page(section_of(place_id), id_))
            if place_id != self.place:
                self.show_message(None)
            self.place = place_id
            switcher.current = id_
            (self.page.follow if follow else self.page.show)(place_id)
        for contents in self.contents:
            contents.show(place_id)
        self.keep_focus_in_sight()
        self.main.query_one(Head).refresh_text()
        self.show_hint()
        self.refresh_bindings()

    async def ask_for(self, place_id: str, path: str) -> None:
        """Show a place, and focus its field of that answer."""
        await self.go(place_id)
        self.page.focus_answer(path)

    def focus_what_is_shown(self) -> None:
        """Focus the page, or the contents that are over it."""
        pages = [page for page in self.main.query(Page) if page.is_mounted and in_sight(page)]
        for page in pages:
            page.take_focus()
        if not pages:
            self.contents.focus()

    async def on_chosen(self, event: Chosen) -> None:
        """Go where the user wants to."""
        self._follows = False
        self.main.remove_class("-contents")
        await self.go(event.place_id)
        self.page.take_focus()

    async def action_on(self) -> None:
        """To the next place."""
        self._follows = False
        await self.go(self.outline.after(self.place))

    async def action_back(self) -> None:
        """To the place before."""
        self._follows = False
        await self.go(self.outline.after(self.place, -1))

    async def action_next_to_do(self) -> None:
        """To the next thing that is to do: what is missing or refused, a step, at last the report."""
        from wizard.tui.guidance import next_place  # noqa: PLC0415 - after the first screen

        self._follows = False
        self.main.remove_class("-contents")
        if target := first_target(self._wizard):
            await self.show_target(target)
        else:
            await self.go(next_place(self._wizard))

    def action_contents(self) -> None:
        """To the contents; on a narrow screen they come up over the page, and go again."""
        if self.main.has_class("-narrow"):
            self.main.toggle_class("-contents")
        for contents in self.contents:
            if not contents.has_focus:
                contents.focus()
            else:
                self.page.take_focus()

    def action_tab(self, number: int) -> None:
        """Show a tab of the page."""
        self.page.open_tab(number)

    async def action_host(self, by: int) -> None:
        """Go to the next host, or to the one before."""
        await hosts.walk(self._wizard, by)

    async def action_host_at(self, at: int) -> None:
        """Go to a host by its place among the answers' hosts."""
        await hosts.choose(self._wizard, at)

    async def show_target(self, target: Target) -> None:
        """Show a host at a place of the contents, in a tab of it."""
        self.host = target.host
        await self.go(target.place_id)
        if target.tab:
            self.action_tab(target.tab)
        self.show_progress()

    def show_progress(self) -> None:
        """Let everything on the screen show what is known now."""

    def show_hint(self) -> None:
        """Say above the keys which key comes next."""


def page_id(section: str) -> str:
    """Return the ID of the widget that shows a page."""
    return "page-" + section.replace(".", "-")
