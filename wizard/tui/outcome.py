"""What is shown when a job has ended: what is missing, where a run stopped, or the card at the end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from wizard.tui import flow
from wizard.tui.missing import RESULT_TAB, first_target
from wizard.tui.outline import Target

if TYPE_CHECKING:
    from wizard.model.steps import Step
    from wizard.tui.protocol import WizardApp


async def show_end(app: WizardApp, steps: Sequence[Step]) -> None:
    """Show what kept a run of these steps from starting, the result of what failed, the step at which it
    stopped, or the last one's result.
    """
    failed, left = flow.first_failed(app), flow.first_open(app, steps)
    tab = 0 if left and not failed else RESULT_TAB
    await app.show_target(first_target(app) or Target(failed or left or steps[-1].id, tab, app.host))


async def show_outcome(app: WizardApp, *, leads: bool, at_end: bool) -> None:
    """Show what has come of a reading.

    `leads`: the user has asked for it, and is led to what is missing. `at_end`: it follows a run after which
    the guide may be done; where it is, that is said.
    """
    if leads and (target := first_target(app)):
        await app.show_target(target)
    if at_end and app.progress.after_run:
        from wizard.tui.summary import report_keeper, summary_of  # noqa: PLC0415 - after the first screen

        if summary_of(app).all_hold:
            from wizard.tui.dialogs.summary import show_card  # noqa: PLC0415 - only when needed

            keep = report_keeper(app)

            def keep_and_show() -> None:
                keep()
                with suppress(RuntimeError):  # the wizard has been left
                    app.call_from_thread(show_card, app)

            app.run_worker(keep_and_show, thread=True, exit_on_error=False)
