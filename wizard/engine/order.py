"""What hosts of a run wait for while they work at the same time: sections that other hosts are at work on."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from wizard.engine.threads import Interrupted
from wizard.model import Step


class Order:
    """Knows which steps of which sections are still to do on which hosts; lets hosts wait for a section.

    Safe from any thread. Whoever waits is woken, never looks again by the clock.
    """

    def __init__(self, places: Iterable[tuple[Step, str]], stopping: threading.Event) -> None:
        """`places` are the steps to do, each with the name of a host, in the order of the hosts."""
        self._left: dict[str, dict[tuple[str, str], None]] = {}
        """By section: ID and host of each step that is still to do."""
        for step, host in places:
            self._left.setdefault(step.section, {})[step.id, host] = None
        self._failed: set[str] = set()
        self._changed: set[str] = set()
        self._stopping = stopping
        self._condition = threading.Condition()

    def waits_for(self, section: str) -> list[str]:
        """Return the hosts that `wait` would wait for; none where it is told already whether it holds."""
        with self._condition:
            left = () if section in self._failed else self._left.get(section, ())
            return list(dict.fromkeys(host for _, host in left))

    def wait(self, section: str) -> bool:
        """Wait until the section has ended on all of its hosts; return whether it holds there.

        It holds where the run has no step of it. Returns as soon as it cannot hold any more. Raises
        `Interrupted` where the user asked to stop.
        """
        with self._condition:
            self._condition.wait_for(
                lambda: self._stopping.is_set() or section in self._failed or not self._left.get(section)
            )
            if self._stopping.is_set():
                raise Interrupted
            return section not in self._failed

    def has_changed(self, section: str) -> bool:
        """Return whether a step of this section has changed something."""
        with self._condition:
            return section in self._changed

    def done(self, step: Step, host: str, *, changed: bool) -> None:
        """Note that a step holds on a host, or has nothing to do there, and whether it changed something."""
        with self._condition:
            if changed:
                self._changed.add(step.section)
            left = self._left.get(step.section, {})
            left.pop((step.id, host), None)
            if not left:
                self._condition.notify_all()

    def leave(self, *hosts: str) -> None:
        """Note that nothing more is done on these hosts: sections with steps left there do not hold."""
        with self._condition:
            for section, left in self._left.items():
                lost = [place for place in left if place[1] in hosts]
                for place in lost:
                    del left[place]
                if lost:
                    self._failed.add(section)
            self._condition.notify_all()

    def wake(self) -> None:
        """Let everybody who waits see that the user asked to stop."""
        with self._condition:
            self._condition.notify_all()
