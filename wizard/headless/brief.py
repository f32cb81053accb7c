"""The output of an export: what is missing and what went wrong, and nothing else."""

from __future__ import annotations

from wizard.engine.events import Event, Missing, RunFinished, RunStarted, Slow
from wizard.engine.modes import Ending, RunMode
from wizard.headless.front import ending
from wizard.headless.plain import Plain


class Brief(Plain):
    """Prints, as plain output does, what keeps a run from its end."""

    def _show(self, event: Event) -> None:
        """Show what is missing, and how a run ended that was not done."""
        match event:
            case RunStarted() if event.simulated:
                self.write(self.words.label("simulated"))
            case Missing() | Slow():
                super()._show(event)
            case RunFinished() if event.status is not Ending.DONE:
                self.write(ending(self.words, RunMode.DRY_RUN, event))
