"""Paint the pictures of the terminal: `python -m docs.pictures` takes the wizard through the lab.

It writes docs/site/pictures/<language>-<screen>.svg.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from textual.pilot import Pilot

from docs.svg import svg
from wizard.model.steps import Step
from wizard.simulation import Simulation
from wizard.text import LANGUAGES
from wizard.tui.app import Wizard
from wizard.tui.dialogs.summary import SummaryDialog
from wizard.tui.lab import on_lab
from wizard.tui.preview import Preview
from wizard.tui.start import setting_for

PICTURES = Path(__file__).parent / "site" / "pictures"
SIZE = (120, 36)


class Painter:
    """One language's way through the lab."""

    def __init__(self, app: Wizard, pilot: Pilot[int], folder: Path) -> None:
        self._app = app
        self._pilot = pilot
        self._folder = folder

    async def overview(self) -> None:
        """Before anything is read."""
        await self.until(lambda: list(self._app.contents))
        await self.paint("overview")

    async def plan(self) -> None:
        """What would be sent."""
        self._app.action_read()
        await self.until(lambda: self._app.progress.was_read and not self._app.jobs.busy)
        await self._app.go("nodes")
        self._app.action_tab(3)
        await self.paint("nodes")
        await self._app.go("4.4.2/prepare/4")
        await self.paint("commands")

    async def run(self) -> None:
        """The whole guide, and where it ends."""
        for section in ("4.4.2", "4.4.3", "4.4.4"):
            self._perform(self._app.outline.within(section))
            await self.until(lambda: not self._app.jobs.busy)
        await self.until(lambda: isinstance(self._app.screen, SummaryDialog))
        await self._pilot.press("enter")
        await self.until(lambda: not isinstance(self._app.screen, SummaryDialog))
        await self._app.go("4.4.2/install/1")
        self._app.action_tab(5)
        await self.paint("output")
        await self._app.go("4.4.3/install/2c")
        self._app.action_tab(4)
        await self.paint("compute")
        await self._app.go("4.4.4/2")
        self._app.action_tab(6)
        await self.paint("verify")
        await self._app.go("report")
        await self.paint("report")

    def _perform(self, steps: Sequence[Step]) -> None:
        app = self._app
        app.perform(steps, Preview(steps, app.progress, app.hosts_of).seen)

    async def paint(self, name: str) -> None:
        """Write the screen as it is."""
        app = self._app
        app.show_message(None)
        await self._pilot.pause()
        colours = app.theme_variables
        picture = svg(app.screen._compositor.render_strips(), colours["foreground"], colours["background"])
        (self._folder / f"{app.words.lang}-{name}.svg").write_text(picture, encoding="utf-8")

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for it."""
        while not condition():
            await asyncio.sleep(0.05)
        await self._pilot.pause()


async def paint(language: str, folder: Path = PICTURES) -> None:
    """Paint one language."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures") as state:
        setting = replace(setting_for(None, language), state=Path(state))
        with on_lab(setting, Simulation((), None, 2), fill_in=True) as simulated:
            app = Wizard(simulated)
            async with app.run_test(size=SIZE) as pilot:
                painter = Painter(app, pilot, folder)
                await painter.overview()
                await painter.plan()
                await painter.run()
            app.jobs.close()


def main() -> None:
    """Paint both languages."""
    for language in LANGUAGES:
        asyncio.run(paint(language))


if __name__ == "__main__":
    main()
