"""What each host does now, in a word or two, and where that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.engine.modes import LOCK_CHECK, SSH_CHECK
from wizard.model.ids import number_of, place_of
from wizard.model.message import Message
from wizard.model.role import Role
from wizard.report.marks import BY_HAND, SETTLED, Mark, together
from wizard.tui import drafted
from wizard.tui.missing import CHECKS_TAB, OUTPUT_TAB, RESULT_TAB, of_nodes
from wizard.tui.outline import NODES, Target

if TYPE_CHECKING:
    from wizard.engine.events import Missing
    from wizard.model.steps import Step
    from wizard.tui.protocol import WizardApp


@dataclass(frozen=True, eq=False)
class HostNow:
    """How a host stands, or what it does: a step and its seconds, what is wrong, or how many steps hold."""

    name: str
    mark: Mark
    said: str = ""
    short: str = ""
    """The same with the step's number in the place of its ID; empty where there is nothing shorter."""


def names(app: WizardApp) -> list[str]:
    """Return the hosts of the answers, in their order."""
    return [name for _, name in drafted.hosts(app.draft)]


def steps_of(app: WizardApp, host: str) -> Sequence[Step]:
    """Return the steps that are done on a host."""
    of_controller = host == str(app.draft.get("controller.name") or "controller")
    return [step for step in app.outline.steps if (step.on is Role.CONTROLLER) is of_controller]


def now(app: WizardApp, host: str) -> HostNow:
    """Return what a host does at the moment, else what is wrong with it, else how many of its steps hold."""
    words, progress = app.words, app.progress
    if app.jobs.busy and (work := progress.at_work.get(host)):
        mark = Mark.WAITING if work.waits else Mark.RUNNING
        spent = int(progress.clock() - work.since)
        key = "host-time-limit" if work.limit else "host-time"
        time = words.label(key, spent=spent, limit=int(work.limit or 0))
        if not work.of_step:
            return HostNow(host, mark, f"{words.say(work.message).splitlines()[0]}, {time}", time)
        return HostNow(host, mark, f"{words.say(place_of(work.id))}, {time}", f"{number_of(work.id)}, {time}")
    found = [missing for missing in of_nodes(app) if missing.host == host]
    if found:
        return HostNow(host, Mark.FAILED, words.say(_wrong(found)))
    marks = [_mark(app, step, host) for step in steps_of(app, host)]
    if set(marks) <= {Mark.UNREAD}:
        return HostNow(host, Mark.UNREAD)
    settled = sum(mark in SETTLED for mark in marks)
    return HostNow(host, together(marks), f"{settled}/{len(marks)}")


def target_of(app: WizardApp, host: str) -> Target | None:
    """Return where it is shown what a host does or what is wrong with it; nothing where it is shown now."""
    if app.jobs.busy and (work := app.progress.at_work.get(host)) and work.of_step:
        return Target(work.id, OUTPUT_TAB, host)
    if any(missing.host == host for missing in of_nodes(app)):
        return Target(NODES, CHECKS_TAB, host)
    if app.step and host in app.hosts_of(app.step):
        return None
    steps = steps_of(app, host)
    wrong = [step for step in steps if _mark(app, step, host) in BY_HAND]
    left = [step for step in steps if _mark(app, step, host) not in SETTLED]
    if wrong:
        return Target(wrong[0].id, RESULT_TAB, host)
    return Target([*left, *steps][0].id, 0, host) if steps else None


async def walk(app: WizardApp, by: int) -> None:
    """Go to the host that comes so many after the chosen one, round and round."""
    found = names(app)
    at = found.index(app.host) + by if app.host in found else min(by, 0)
    await choose(app, at % len(found))


async def choose(app: WizardApp, at: int) -> None:
    """Choose a host by its place among the answers' hosts, and show what it does."""
    found = names(app)
    if at < len(found):
        app.host = found[at]
        if target := target_of(app, app.host):
            await app.show_target(target)
        else:
            app.show_progress()


def _mark(app: WizardApp, step: Step, host: str) -> Mark:
    return app.progress.mark(step, [host])


def _wrong(found: Sequence[Missing]) -> Message:
    """Return what keeps a host from being worked at, in a word or two."""
    ids = {missing.id for missing in found}
    if any(missing.fingerprint for missing in found):
        return Message("host-key-unknown")
    if SSH_CHECK in ids:
        return Message("host-unreachable")
    if LOCK_CHECK in ids:
        return Message("host-in-use")
    return Message("host-missing", count=len(found))
