"""Limits to what is taken from others; pure."""

from __future__ import annotations

LINE = 2_000
"""Characters of one line that a host or a server printed, where it is quoted in a message."""


class Quoted(str):
    """Words of others that a message quotes, and how many characters of them are shown.

    They stand here in full: they are masked as a whole, and cut after that, where events leave the engine.
    """

    def __new__(cls, text: str, limit: int) -> Quoted:
        """Return the text with its limit."""
        quoted = super().__new__(cls, text)
        quoted.limit = limit
        return quoted

    limit: int


def shown(masked: str, quoted: str) -> str:
    """Return as much as is shown of a text whose passwords are masked; `quoted` is the text before.

    Only of what has been masked: a part of a password is no password that could be masked later.
    """
    return shortened(masked, quoted.limit) if isinstance(quoted, Quoted) else _shortened_lines(masked)


def without_last_part(data: bytes) -> bytes:
    """Return what was cut off somewhere up to its last line break or NUL, which no password has.

    Half of a password could not be masked.
    """
    return data[: max(data.rfind(b"\n"), data.rfind(b"\0")) + 1]


def without_first_part(data: bytes) -> bytes:
    """Return what begins somewhere from behind its first line break or NUL on."""
    ends = [end for end in (data.find(b"\n"), data.find(b"\0")) if end >= 0]
    return data[min(ends) + 1 :] if ends else b""


def shortened(text: str, limit: int = LINE) -> str:
    """Return the text, with its middle cut out where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _shortened_lines(text: str) -> str:
    return "\n".join(map(shortened, text.split("\n"))) if len(text) > LINE else text
