"""How many steps hold on each host, and which do not: the last lines of a run or a dry run."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.engine.events import StepFinished
from wizard.engine.modes import Ending, Status
from wizard.text import Words


class Ledger:
    """Counts for each host which steps hold at the end of a run."""

    def __init__(self) -> None:
        self._hosts: dict[str, dict[str, Status | None]] = {}

    def begin(self, hosts: Iterable[str]) -> None:
        """Take the names of a run's hosts, in the order in which they are to be shown."""
        self._hosts = {host: {} for host in hosts}

    def plan(self, step_id: str, host: str) -> None:
        """Count a step that a dry run shows something of: it does not hold yet, and has not failed."""
        self._hosts.setdefault(host, {})[step_id] = None

    def note(self, event: StepFinished) -> None:
        """Take the status with which a step ended on a host; a later one replaces an earlier one."""
        self._hosts.setdefault(event.host, {})[event.id] = event.status

    def lines(self, words: Words, ending: Ending) -> list[str]:
        """Return a line for each host that had steps: how many hold, and which ended without holding.

        Of a run that was interrupted only the steps that it came to are known.
        """
        key = "ledger-so-far" if ending is Ending.INTERRUPTED else "ledger-host"
        lines = []
        for host, ended in self._hosts.items():
            if not ended:
                continue
            holding = [id_ for id_, status in ended.items() if status in (Status.CHANGED, Status.UNCHANGED)]
            others = [f"{id_} ({status})" for id_, status in ended.items() if status and id_ not in holding]
            said = words.label(key, host=host, holding=len(holding), all=len(ended))
            lines.append(said + (f" {words.label('ledger-not', steps=', '.join(others))}" if others else ""))
        return lines
