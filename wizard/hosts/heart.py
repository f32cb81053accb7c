"""Whether a peer is still there: it answers now and then, or the connection is let go of."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from paramiko import SSHException, Transport


class Heart:
    """Asks the peer for an answer every `beat` seconds; with none in `silence` seconds, closes the transport.

    That ends every call that waits at it: paramiko's own keepalive asks for no answer, and some of
    its calls wait for ever. A frozen peer's kernel goes on acknowledging what TCP brings it.
    """

    def __init__(
        self, transport: Transport, beat: float, silence: float, also: Callable[[], None] = lambda: None
    ) -> None:
        """`also` is called at each beat; it may neither block nor raise."""
        self._transport = transport
        self._also = also
        self._beat = beat
        self._silence = silence
        self._stopped = threading.Event()
        self.silent = False
        """Whether the peer has stopped answering."""
        threading.Thread(target=self._watch, name="heart", daemon=True).start()

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()

    def give_up(self) -> None:
        """Take the peer for frozen."""
        self.silent = True
        self._transport.close()

    def _watch(self) -> None:
        while not self._stopped.wait(self._beat) and self._transport.is_active():
            alarm = threading.Timer(self._silence, self.give_up)
            alarm.daemon = True
            alarm.start()
            self._also()
            with suppress(SSHException, EOFError, OSError):
                self._transport.global_request("keepalive@openssh.com")
            alarm.cancel()
