"""The bytes of a file as lines, and back: encoding, line ends, and whether the last line is ended."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.hostsim.vi.settings import Settings


@dataclass(slots=True)
class Contents:
    """What a file has."""

    lines: list[str]
    encoding: str = "utf-8"
    format: str = "unix"
    ended: bool = True
    marked: bool = False
    """Whether it begins with a byte order mark."""

    def flags(self) -> str:
        """Return what vim says of them behind the file's name."""
        noeol = "" if self.ended else "[noeol]"
        dos = f"[{self.format}]" if self.format != "unix" else ""
        converted = "[converted]" if self.encoding == "latin1" else ""
        return noeol + dos + converted


def decoded(data: bytes) -> Contents:
    """Read a file: UTF-8, or else Latin-1, so that every byte comes back; CR LF where each line ends so."""
    marked = data.startswith(b"\xef\xbb\xbf")
    try:
        text = data[3 * marked :].decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        marked = False
        text = data.decode("latin-1")
        encoding = "latin1"
    ended = text.endswith("\n") or not text
    lines = text.split("\n")
    if ended:
        lines.pop()
    kind = "unix"
    if lines and ended and all(line.endswith("\r") for line in lines):
        kind = "dos"
        lines = [line[:-1] for line in lines]
    return Contents(lines, encoding, kind, ended, marked)


def encoded(lines: list[str], settings: Settings) -> bytes:
    """Return lines as a file has them. Raises UnicodeEncodeError where its encoding lacks a character."""
    ending = {"dos": "\r\n", "mac": "\r"}.get(settings.text("fileformat"), "\n")
    text = ending.join(lines)
    if settings.on("endofline") or not settings.on("binary"):
        text += ending
    encoding = settings.text("fileencoding")
    mark = b"\xef\xbb\xbf" if settings.on("bomb") and encoding == "utf-8" else b""
    if encoding == "latin1":
        return text.encode("latin-1")
    return mark + text.encode("utf-8", "surrogateescape")
