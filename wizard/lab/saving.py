"""Keeps a running lab: soon after its hosts have changed, and every few seconds while they do.

The state is written by a fork of the lab's process, which has it as it was at that moment: nobody who works
on the hosts waits for it, however large it is.
"""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

from wizard.hostsim.scheduling import guests_work
from wizard.lab import handing_over, limits


class Saving:
    """Hands a lab's state over to its keeper; `written` returns it, or raises where it cannot be kept."""

    def __init__(self, written: Callable[[], bytes], keeper: socket.socket) -> None:
        self.written = written
        self._keeper = keeper
        self._at_work = asyncio.Lock()
        self._changes = 0
        self._saved = 0
        self._services_settle = float("inf")
        """When to save once more: a service that was started changes something a little later."""

    def changed(self) -> None:
        """Note a change that nobody has made who is logged in."""
        self._changes += 1

    async def save(self, kind: bytes = handing_over.BY_ITSELF) -> None:
        """Hand over what is there now, and wait until the keeper has it all."""
        async with self._at_work:
            seen = self._seen()
            pipe = handing_over.begin(self._keeper, kind)
            try:
                child = os.fork()
            except OSError:  # no memory, or too many processes: it is tried again
                traceback.print_exc()
                os.close(pipe)
                return
            if child == 0:
                self._write(pipe)
            os.close(pipe)
            self._saved = seen
            while os.waitpid(child, os.WNOHANG) == (0, 0):
                await asyncio.sleep(limits.SAVING_CHECK)

    def hand_over_the_last(self) -> None:
        """Hand over the state at the lab's end. Raises OSError."""
        data = self.written()
        handing_over.write(handing_over.begin(self._keeper, handing_over.LAST), data)

    async def go_on(self) -> NoReturn:
        """Save whenever something has changed, until this is cancelled."""
        while True:
            await self._until_changed()
            began = time.monotonic()
            await self.save()
            self._services_settle = time.monotonic() + limits.SAVING_SERVICES
            await asyncio.sleep((time.monotonic() - began) * limits.SAVING_PAUSE)

    def _seen(self) -> int:
        return guests_work() + self._changes

    async def _until_changed(self) -> None:
        """Wait until something has changed and has settled, or goes on changing for long."""
        seen, since = self._saved, 0.0
        while True:
            await asyncio.sleep(limits.SAVING_SETTLED)
            now = self._seen()
            if now == self._saved:
                if time.monotonic() > self._services_settle:
                    self._services_settle = float("inf")
                    return
                continue
            since = since or time.monotonic()
            if now == seen or time.monotonic() - since > limits.SAVING_LATEST:
                return
            seen = now

    def _write(self, pipe: int) -> NoReturn:
        """Write the state, in the process that was forked for it."""
        status = 1
        try:
            gc.disable()
            # A connection that the lab closes has to be closed here too before its client sees that.
            os.closerange(3, pipe)
            os.closerange(pipe + 1, os.sysconf("SC_OPEN_MAX"))
            handing_over.write(pipe, self.written())
            status = 0
        except BrokenPipeError:
            pass  # the keeper has gone
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
