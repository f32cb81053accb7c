"""Opening a TCP connection, which another thread can give up at any time."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress


class PromptSocket(socket.socket):
    """A TCP connection on which neither side waits for the other's next packet.

    We send at once (TCP_NODELAY), and acknowledge at once what we receive (TCP_QUICKACK, tcp(7); Linux has
    it). sshd sends at once only from its first command on: before, each packet waits until the one before is
    acknowledged, which takes 40 ms by default.
    """

    @classmethod
    def connected(cls, host: str, port: int, timeout: float) -> PromptSocket:
        """Return a connection; raises OSError."""
        opened = cls(fileno=socket.create_connection((host, port), timeout).detach())
        opened.settimeout(timeout)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive as `socket.socket.recv` does."""
        data = super().recv(size, flags)
        if hasattr(socket, "TCP_QUICKACK"):
            self.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return data


class Dialing:
    """One attempt to reach a server.

    It is made in a thread that nobody waits for: looking up a name cannot be broken off.
    """

    def __init__(self) -> None:
        self._opened: Future[socket.socket] = Future()

    def connect(self, host: str, port: int, timeout: float) -> socket.socket:
        """Return the connection; raises TimeoutError after so many seconds, and other OSErrors."""
        threading.Thread(target=self._open, args=(host, port, timeout), name="dialing", daemon=True).start()
        try:
            return self._opened.result(timeout)
        except CancelledError:
            raise ConnectionAbortedError(f"{host}:{port}: given up") from None
        finally:
            self.give_up()

    def give_up(self) -> None:
        """End the attempt, if it is still on; `connect` raises then."""
        self._opened.cancel()

    def _open(self, host: str, port: int, timeout: float) -> None:
        try:
            opened = PromptSocket.connected(host, port, timeout)
        except Exception as error:  # also UnicodeError, for a name that cannot be one
            with suppress(InvalidStateError):  # nobody waits for it any more
                self._opened.set_exception(error)
            return
        try:
            self._opened.set_result(opened)
        except InvalidStateError:
            opened.close()
