"""Does something that blocks in the lab, without holding up the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.tui.defect import defect

if TYPE_CHECKING:
    from wizard.tui.protocol import WizardApp

R = TypeVar("R")


async def in_lab(app: WizardApp, work: Callable[[], R]) -> R | Message:
    """Do something that blocks once the lab runs; return its result, or the message of what went wrong."""

    def done() -> R:
        app.jobs.work.answers(app.draft)  # leads to the lab: it is started, or joined
        return work()

    try:
        return await asyncio.to_thread(done)
    except Problem as problem:
        return problem.message
    except Exception as error:  # an unexpected error must not leave a dialog waiting for ever
        return defect(error)
