"""The opening of an AMQP 0-9-1 connection, as far as its login (the specification's section 4.2 and 1.4).

A client library would open a socket of its own; ours has to run through the SSH connection.
"""

from __future__ import annotations

import struct

from wizard.model import Stream
from wizard.secret import Secret

_HEADER = b"AMQP\x00\x00\x09\x01"
_METHOD_FRAME = 1
_FRAME_END = b"\xce"
_START, _START_OK, _TUNE, _CLOSE = (10, 10), (10, 11), (10, 30), (10, 50)


class NotAmqp(Exception):
    """The server's words are not AMQP 0-9-1."""


def accepts(stream: Stream, user: str, password: Secret) -> bool:
    """Log in by PLAIN, once, and say whether the server goes on to tune the connection.

    RabbitMQ closes the stream, or sends connection.close with 403, on a wrong password. Raises `NotAmqp`,
    before the password is sent for a server that does not offer PLAIN.
    """
    stream.sendall(_HEADER)
    method, arguments = _method(stream)
    if method != _START:
        raise NotAmqp("no connection.start")
    if b"PLAIN" not in (offered := _mechanisms(arguments)):
        raise NotAmqp("no login by PLAIN, but by " + b" ".join(offered).decode("ascii", "replace"))
    stream.sendall(_start_ok(user, password.reveal()))
    try:
        method, _ = _method(stream)
    except EOFError:
        return False
    if method not in (_TUNE, _CLOSE):
        raise NotAmqp("neither connection.tune nor connection.close")
    return method == _TUNE


def _mechanisms(arguments: bytes) -> list[bytes]:
    """Return the ways to log in that connection.start offers, after its version and properties."""
    try:
        (properties,) = struct.unpack_from(">I", arguments, 2)
        (size,) = struct.unpack_from(">I", arguments, 6 + properties)
    except struct.error:
        raise NotAmqp("a connection.start without mechanisms") from None
    return arguments[10 + properties :][:size].split()


def _start_ok(user: str, password: str) -> bytes:
    response = b"\x00" + user.encode() + b"\x00" + password.encode()
    capability = _short(b"authentication_failure_close") + b"t\x01"
    properties = _short(b"capabilities") + b"F" + _long(capability)
    arguments = _long(properties) + _short(b"PLAIN") + _long(response) + _short(b"en_US")
    payload = struct.pack(">HH", *_START_OK) + arguments
    return struct.pack(">BHI", _METHOD_FRAME, 0, len(payload)) + payload + _FRAME_END


def _method(stream: Stream) -> tuple[tuple[int, int], bytes]:
    """Read one method frame; return its class and method, and its arguments."""
    kind, _, size = struct.unpack(">BHI", _exactly(stream, 7))
    if kind != _METHOD_FRAME or not 4 <= size <= 131072:
        raise NotAmqp("no method frame")
    payload = _exactly(stream, size + 1)
    if payload[-1:] != _FRAME_END:
        raise NotAmqp("a frame without its end")
    class_id, method_id = struct.unpack(">HH", payload[:4])
    return (class_id, method_id), bytes(payload[4:-1])


def _exactly(stream: Stream, size: int) -> bytearray:
    data = bytearray()
    while len(data) < size:
        more = stream.recv(size - len(data))
        if not more:
            raise EOFError("the server closed the connection")
        data += more
    return data


def _short(value: bytes) -> bytes:
    return struct.pack(">B", len(value)) + value


def _long(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value
