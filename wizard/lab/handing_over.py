"""How the lab hands its state over to its keeper: a pipe's reading end, sent through a socket with its kind.

Through the pipe comes the state's length, then the state: what is cut short is told from what is whole.
"""

from __future__ import annotations

import os
import socket
import struct

ASKED, BY_ITSELF, LAST = b"a", b"i", b"l"
"""The keeper answers the one who asked; between, nobody waits; after the last one, the lab ends."""
_LENGTH = struct.Struct("!Q")
HEAD = _LENGTH.size


def begin(keeper: socket.socket, kind: bytes) -> int:
    """Announce a state to the keeper and return the descriptor to write it to. Raises OSError."""
    reader, writer = os.pipe()
    try:
        socket.send_fds(keeper, [kind], [reader])
    except OSError:
        os.close(writer)
        raise
    finally:
        os.close(reader)
    return writer


def write(descriptor: int, data: bytes) -> None:
    """Write a state and close the descriptor. Raises OSError where the keeper does not take it."""
    with open(descriptor, "wb") as pipe:
        pipe.write(_LENGTH.pack(len(data)))
        pipe.write(data)


def whole(received: bytes | bytearray) -> bytes | None:
    """Return the state that was received, None where it was cut short."""
    data = bytes(received[HEAD:])
    return data if received[:HEAD] == _LENGTH.pack(len(data)) else None
