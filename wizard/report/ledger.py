"""How many steps hold on each host, and which do not: the last lines of a run or a dry run."""

from __future__ import annotations

from typing import Any

from wizard.engine.events import Event, Planned, RunStarted, StepFinished, Waiting, WaitingFor
from wizard.engine.modes import Ending, RunMode, Status
from wizard.report.folding import MANY, folded
from wizard.text import Words


class Ledger:
    """Counts for each host which steps hold at the end of a run."""

    def __init__(self) -> None:
        self._hosts: dict[str, dict[str, Status | None]] = {}
        self._mode = RunMode.RUN

    def take(self, event: Event) -> None:
        """Take an event; a later status of a step on a host replaces an earlier one.

        A step that a dry run shows something of does not hold yet, and has not failed.
        """
        match event:
            case RunStarted():
                self._mode = event.mode
                self._hosts = {host: {} for host in event.hosts}
            case StepFinished():
                self._hosts.setdefault(event.host, {})[event.id] = event.status
            case Planned() if self._mode is RunMode.DRY_RUN:
                self._hosts.setdefault(event.host, {})[event.id] = None
            case Waiting() if event.reason is WaitingFor.SETTLING and self._mode is RunMode.DRY_RUN:
                self._hosts.setdefault(event.host, {})[event.id] = None

    def lines(self, words: Words, ending: Ending, *, undo: bool = False) -> list[str]:
        """Return how many steps hold, or are undone, on each host that had some, and which are not.

        It is a line for each host; of many hosts, those that stand alike have one. Of a run that was
        interrupted only the steps that it came to are known.
        """
        whole, so_far = "ledger-host", "ledger-so-far"
        if undo:
            whole, so_far = "ledger-host-undo", "ledger-so-far-undo"
        key = so_far if ending is Ending.INTERRUPTED else whole
        alike: dict[tuple[Any, ...], list[str]] = {}
        for host, ended in self._hosts.items():
            if not ended:
                continue
            holding = [id_ for id_, status in ended.items() if status in (Status.CHANGED, Status.UNCHANGED)]
            others = [f"{id_} ({status})" for id_, status in ended.items() if status and id_ not in holding]
            stands = len(holding), len(ended), ", ".join(others)
            alike.setdefault(stands if len(self._hosts) > MANY else (*stands, host), []).append(host)
        lines = []
        for (holding, every, others, *_), hosts in alike.items():
            said = words.label(key, host=folded(hosts), holding=holding, all=every)
            lines.append(said + (f" {words.label('ledger-not', steps=others)}" if others else ""))
        return lines
