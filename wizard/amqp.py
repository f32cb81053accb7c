"""The opening of an AMQP 0-9-1 connection: login, virtual host, and what the user may do in it.

A client library would open a socket of its own; ours has to run through the SSH connection.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass

from wizard.model.commands import Stream
from wizard.secret import Secret

_HEADER = b"AMQP\x00\x00\x09\x01"
_METHOD_FRAME = 1
_FRAME_END = b"\xce"
_START, _START_OK, _TUNE, _TUNE_OK = (10, 10), (10, 11), (10, 30), (10, 31)
_OPEN, _OPEN_OK, _CLOSE = (10, 40), (10, 41), (10, 50)
_CHANNEL_OPEN, _CHANNEL_OPEN_OK, _CHANNEL_CLOSE = (20, 10), (20, 11), (20, 40)
_DECLARE, _DECLARE_OK, _BIND = (50, 10), (50, 11), (50, 20)
_EXCLUSIVE_AUTO_DELETE = 0b1100
_ACCESS_REFUSED, _NOT_FOUND = 403, 404


class NotAmqp(Exception):
    """The server's words are not AMQP 0-9-1."""


@dataclass(frozen=True)
class Opening:
    """How far a connection came: whether the password holds, and whether the virtual host opened."""

    authenticated: bool
    opened: bool = False
    said: str = ""
    """The server's words where it did not open; empty where it closed the connection without any."""
    narrow: str = ""
    """Its words where it opened, and the user may not configure, write or read a queue of a reply."""


def opening(stream: Stream, user: str, password: Secret) -> Opening:
    """Log in by PLAIN, once, open the virtual host `/`, try what the user may do there, and close.

    On a wrong password, and where the user has no permissions in the virtual host, RabbitMQ closes the
    stream, the latter after three seconds, or sends connection.close (403, 530) before. Raises `NotAmqp`,
    before the password is sent for a server that does not offer PLAIN, and EOFError.
    """
    stream.sendall(_HEADER)
    method, arguments = _method(stream)
    if method != _START:
        raise NotAmqp("no connection.start")
    if b"PLAIN" not in (offered := _mechanisms(arguments)):
        raise NotAmqp("no login by PLAIN, but by " + b" ".join(offered).decode("ascii", "replace"))
    stream.sendall(_start_ok(user, password.reveal()))
    try:
        method, limits = _method(stream)
    except EOFError:
        return Opening(authenticated=False)
    if method == _CLOSE:
        return Opening(authenticated=False)
    if method != _TUNE:
        raise NotAmqp("neither connection.tune nor connection.close")
    # Channels and frames as the server limits them, and no heartbeat.
    tuned = limits[:6] + struct.pack(">H", 0)
    stream.sendall(_frame(_TUNE_OK, tuned) + _frame(_OPEN, _short(b"/") + b"\0\0"))
    try:
        method, arguments = _method(stream)
    except EOFError:
        return Opening(authenticated=True)
    if method == _CLOSE:
        return Opening(authenticated=True, said=_text_of_close(arguments))
    if method != _OPEN_OK:
        raise NotAmqp("neither connection.open-ok nor connection.close")
    narrow = _tried(stream)
    stream.sendall(_frame(_CLOSE, struct.pack(">HBHH", 200, 0, 0, 0)))
    return Opening(authenticated=True, opened=True, narrow=narrow)


def _tried(stream: Stream) -> str:
    """Make a queue as Nova does for replies; return why that is refused, or nothing.

    The queue is the connection's own, and goes with it. It is bound to an exchange that is not there:
    RabbitMQ looks first whether the user may write to the queue and read from the exchange.
    """
    name = _short(b"reply_" + uuid.uuid4().hex.encode())
    declare = b"\0\0" + name + bytes([_EXCLUSIVE_AUTO_DELETE]) + _long(b"")
    bind = b"\0\0" + name + name + name + b"\0" + _long(b"")
    for sent, arguments, expected in (
        (_CHANNEL_OPEN, _short(b""), _CHANNEL_OPEN_OK),
        (_DECLARE, declare, _DECLARE_OK),
        (_BIND, bind, _CHANNEL_CLOSE),
    ):
        stream.sendall(_frame(sent, arguments, channel=1))
        method, answer = _method(stream)
        if method == _CHANNEL_CLOSE and answer[:2] == struct.pack(">H", _ACCESS_REFUSED):
            return _text_of_close(answer) or str(_ACCESS_REFUSED)
        if method != expected:
            raise NotAmqp("an odd answer about a queue")
    if answer[:2] != struct.pack(">H", _NOT_FOUND):
        raise NotAmqp("an odd answer about an exchange")
    return ""


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
    return _frame(_START_OK, arguments)


def _text_of_close(arguments: bytes) -> str:
    """Return why the server closes, after the number of the reason."""
    size = arguments[2] if len(arguments) > 2 else 0
    return arguments[3 : 3 + size].decode("utf-8", "replace")


def _frame(method: tuple[int, int], arguments: bytes, channel: int = 0) -> bytes:
    payload = struct.pack(">HH", *method) + arguments
    return struct.pack(">BHI", _METHOD_FRAME, channel, len(payload)) + payload + _FRAME_END


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
