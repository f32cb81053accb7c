"""What hosts of a run wait for while they work at the same time: sections that other hosts are at work on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

from wizard.engine.threads import Interrupted
from wizard.model.message import Message
from wizard.model.steps import Step

T = TypeVar("T")


class Order:
    """Knows which steps of which sections are still to do on which hosts; lets hosts wait for a section.

    Safe from any thread. Whoever waits is woken, never looks again by the clock.
    """

    def __init__(
        self, places: Iterable[tuple[Step, str]], stopping: threading.Event, *, takes_back: bool = False
    ) -> None:
        """`places` are the steps to do, each with the name of a host, in the order of the hosts.

        With `takes_back` they are steps that are taken back.
        """
        self._not_reached = Message("section-not-undone" if takes_back else "section-not-reached")
        self._left: dict[str, dict[tuple[str, str], None]] = {}
        """By section: ID and host of each step that is still to do."""
        for step, host in places:
            self._left.setdefault(step.section, {})[step.id, host] = None
        self._failed: dict[str, Message] = {}
        """Sections that do not hold, with the reason for the steps that come after them."""
        self._changed: set[str] = set()
        self._stopping = stopping
        self.lock = threading.Condition()

    def waits_for(self, section: str) -> list[str]:
        """Return the hosts that a section is waited for on; none where it is told whether it holds."""
        with self.lock:
            left = () if section in self._failed else self._left.get(section, ())
            return list(dict.fromkeys(host for _, host in left))

    def is_told(self, section: str) -> bool:
        """Return whether nobody has to wait for the section any more: it holds, cannot hold, or all stops."""
        with self.lock:
            return self._stopping.is_set() or section in self._failed or not self._left.get(section)

    def wait_for(self, ready: Callable[[], T | None]) -> T:
        """Wait until `ready` returns something, which is asked again after every change, under the lock."""
        with self.lock:
            while (found := ready()) is None:
                self.lock.wait()
            return found

    def why_not(self, section: str) -> Message | None:
        """Return why a section that is told does not hold, nothing where it does.

        It holds where the run has no step of it. Raises `Interrupted` where the user asked to stop.
        """
        with self.lock:
            if self._stopping.is_set():
                raise Interrupted
            return self._failed.get(section)

    def has_changed(self, section: str) -> bool:
        """Return whether a step of this section has changed something."""
        with self.lock:
            return section in self._changed

    def done(self, step: Step, host: str, *, changed: bool) -> None:
        """Note that a step holds on a host, or has nothing to do there, and whether it changed something."""
        with self.lock:
            if changed:
                self._changed.add(step.section)
            left = self._left.get(step.section, {})
            left.pop((step.id, host), None)
            if not left:
                self.lock.notify_all()

    def leave(self, *hosts: str) -> None:
        """Note that nothing more is done on these hosts: sections with steps left there do not hold."""
        with self.lock:
            for section in self.leave_out(*hosts):
                self.fail(section, self._not_reached)
            self.lock.notify_all()

    def leave_out(self, *hosts: str) -> list[str]:
        """Wait for nothing on these hosts; return the sections that have steps left there."""
        sections = []
        with self.lock:
            for section, left in self._left.items():
                lost = [place for place in left if place[1] in hosts]
                for place in lost:
                    del left[place]
                if lost:
                    sections.append(section)
        return sections

    def fail(self, section: str, why: Message) -> None:
        """Note that a section does not hold; the steps that come after it are not done, for this reason."""
        with self.lock:
            self._failed.setdefault(section, why)
            self.lock.notify_all()

    def wake(self) -> None:
        """Let everybody who waits look again: the user asked to stop, or nothing is left to wait for."""
        with self.lock:
            self.lock.notify_all()
