"""What the app does on every page: search, palette, copying, a shell, and keeping colours and language."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import cast

from wizard.text import locale_name
from wizard.tui import preferences
from wizard.tui.protocol import WizardApp
from wizard.tui.setting import StartOptions
from wizard.tui.shell import LocalizedApp


class AppWithTools(LocalizedApp):
    """A localized app with the tools that are independent of what is shown; each is loaded when asked for."""

    def __init__(self, setting: StartOptions) -> None:
        super().__init__(setting.words)
        self.setting = setting
        self._chosen = setting.preferences
        if self._chosen.theme:
            self.theme = f"nova-{self._chosen.theme}"

    @property
    def _wizard(self) -> WizardApp:
        return cast(WizardApp, self)

    def action_command_palette(self) -> None:
        """Find an action, a place, a host, a tab or a setting, unless a dialog is open: it would stay in
        front of what is chosen.
        """
        if len(self.screen_stack) == 1:
            from wizard.tui.palette import WizardPalette  # noqa: PLC0415 - when it is first asked for

            self.push_screen(WizardPalette(self.words))

    async def action_search(self) -> None:
        """Look for words on the page."""
        from wizard.tui.search_bar import SearchBar  # noqa: PLC0415 - when it is first asked for

        for bar in self.main.query(SearchBar):
            bar.take_focus()
            return
        await self.main.mount(SearchBar(self.main.focused), after="#middle")

    def action_copy(self) -> None:
        """Copy the command that is shown, or what is selected."""
        from wizard.tui.copying import copy  # noqa: PLC0415 - when it is first asked for

        copy(self._wizard)

    def action_shell(self) -> None:
        """Open a shell on the host that is shown."""
        from wizard.tui.shell_beside import open_shell  # noqa: PLC0415 - when it is first asked for

        open_shell(self._wizard)

    def action_exercise(self) -> None:
        """Show the exercise that is at work in the lab's folder, unless a dialog is open."""
        lab = self.setting.folder_lab
        if lab and len(self.screen_stack) == 1:
            from wizard.tui.training import show_exercise  # noqa: PLC0415 - when it is first asked for

            show_exercise(self._wizard, lab)

    def action_lab(self) -> None:
        """Show what can be done with the lab that lives in a folder, unless a dialog is open."""
        lab = self.setting.folder_lab
        if lab and len(self.screen_stack) == 1:
            from wizard.tui.training import show_menu  # noqa: PLC0415 - when it is first asked for

            show_menu(self._wizard, lab)

    def action_language(self) -> None:
        """Change to the other language, and keep that."""
        super().action_language()
        locale = locale_name(self.setting.environ)
        self._keep(replace(self._chosen, language=self.words.lang, locale=locale))

    def action_theme(self) -> None:
        """Change between dark and light, and keep that."""
        super().action_theme()
        self._keep(replace(self._chosen, theme=self.theme.removeprefix("nova-")))

    def _keep(self, chosen: preferences.Preferences) -> None:
        self._chosen = chosen
        keep = partial(preferences.keep, self.setting.state, lambda: self._chosen)
        self.run_worker(keep, thread=True, exit_on_error=False, group="preferences")
