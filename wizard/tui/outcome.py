"""What a reading of the hosts leads to: the first thing that is missing, or the card at the guide's end."""

from __future__ import annotations

from wizard.tui.missing import first_target
from wizard.tui.protocol import WizardApp


async def show_outcome(app: WizardApp, *, leads: bool, at_end: bool) -> None:
    """Show what has come of a reading.

    `leads`: the user has asked for it, and is led to what is missing. `at_end`: it follows a run after which
    the guide may be done; where it is, that is said.
    """
    if leads and (target := first_target(app)):
        await app.show_target(target)
    if app.progress.after_run:
        from wizard.tui.summary import keep_report, summary_of  # noqa: PLC0415 - after the first screen

        keep_report(app)
        if at_end and summary_of(app).all_hold:
            from wizard.tui.dialogs.summary import show_card  # noqa: PLC0415 - only when needed

            show_card(app)
