"""Whether a peer is still there: it answers now and then, or the connection is closed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from paramiko import SSHException, Transport


class Keepalive:
    """Asks the peer for an answer every `interval` seconds.

    With none in `timeout` seconds it closes the transport, which ends every call that waits at it. paramiko's
    own keepalive asks for no answer, and some of its calls wait for ever. A frozen peer's kernel goes on
    acknowledging what TCP brings it.
    """

    def __init__(
        self,
        transport: Transport,
        interval: float,
        timeout: float,
        on_interval: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_interval` is called before each question; it may neither block nor raise."""
        self._transport = transport
        self._interval = interval
        self._timeout = timeout
        self._on_interval = on_interval
        self._stopped = threading.Event()
        self.timed_out = False
        """Whether the peer has stopped answering."""
        threading.Thread(target=self._watch, name="keepalive", daemon=True).start()

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()

    def give_up(self) -> None:
        """Take the peer for frozen, and close the transport."""
        self.timed_out = True
        self._transport.close()

    def _watch(self) -> None:
        while not self._stopped.wait(self._interval) and self._transport.is_active():
            timer = threading.Timer(self._timeout, self.give_up)
            timer.daemon = True
            timer.start()
            self._on_interval()
            with suppress(SSHException, EOFError, OSError):
                self._transport.global_request("keepalive@openssh.com")
            timer.cancel()
