"""4.4.1: what this program is, then what Nova is. There is nothing to do here."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from wizard.tui.localized import Localized, StaticText
from wizard.tui.outline import OVERVIEW
from wizard.tui.pages.page import Page
from wizard.tui.widgets.prose import Prose


class OverviewPage(Page):
    """The page of 4.4.1, which has nothing but its explanation."""

    def compose(self) -> ComposeResult:
        """Yield what the program is, then the explanation, which scrolls by itself."""
        yield Welcome(id="welcome")
        yield Prose(OVERVIEW)

    def show_progress(self) -> None:
        """Name the first key no longer once it has been pressed."""
        self.query_one(Welcome).refresh_text()


class Welcome(StaticText, Localized):
    """What the program does, whether that is harmless, and which key comes first."""

    def refresh_text(self) -> None:
        """Write it in the app's language. It is on the first screen: texts without variables load fastest."""
        setting = self.wizard.setting
        on = "lab" if setting.simulated else "hosts"
        harmless = self.say("welcome-lab-folder" if setting.folder_lab else f"welcome-{on}")
        harm = Content.styled(harmless, "$text-success")
        lines = [Content(self.say("welcome-what")), harm]
        if not self.wizard.jobs.has_begun:
            lines.append(Content.styled(self.say(f"welcome-first-{on}"), "bold"))
        self.write(Content("\n").join(lines))
