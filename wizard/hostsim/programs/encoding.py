"""Programs that take bytes for what they are: sums, other forms of them, comparison."""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import io
import zlib

from wizard.hostsim import limits
from wizard.hostsim.process import Failure, Process, decode
from wizard.hostsim.programs.files import CHUNK, problem
from wizard.hostsim.programs.text import texts
from wizard.hostsim.streams import Stream, os_error
from wizard.hostsim.table import program

_PIECE = 1 << 20
"""Bytes that are compared at a time."""


@program("sha256sum", "sha1sum", "sha512sum", "md5sum", "cksum")
async def checksum(process: Process) -> int:
    """Print or, with -c, check sums of files."""
    options, names = process.options("cbt", "check", "status", "quiet")
    if process.name == "cksum":
        for name in names or ["-"]:
            await _cksum(process, name)
        return 0
    algorithm = process.name.removesuffix("sum")
    contents, status = await texts(process, names)
    if "-c" not in options and "--check" not in options:
        for name, content in contents:
            process.out(f"{hashlib.new(algorithm, content).hexdigest()}  {name}\n")
        return status
    silent = "--status" in options
    for line in (line for _, content in contents for line in decode(content).splitlines()):
        expected, _, name = line.partition("  ")
        try:
            good = hashlib.new(algorithm, await process.read_file(name.lstrip("*"))).hexdigest() == expected
        except OSError as error:
            problem(process, name, error)
            good = False
        if not silent and not (good and "--quiet" in options):
            process.out(f"{name}: {'OK' if good else 'FAILED'}\n")
        status = status if good else 1
    if status and not silent:
        process.err(f"{process.name}: WARNING: 1 computed checksum did NOT match\n")
    return status


async def _cksum(process: Process, name: str) -> None:
    """Print cksum's line for a file, however long it is."""
    stream = (process.stdin if name == "-" else process.open(name)).open()
    total = size = 0
    try:
        while data := await stream.read(CHUNK):
            total = zlib.crc32(data, total)
            size += len(data)
    finally:
        stream.close()
    process.out(f"{total} {size} {name}\n")


@program("base64")
async def base64_(process: Process) -> int:
    """base64: encode standard input or a file, or decode it with -d."""
    options, names = process.options("diw:", "decode", "ignore-garbage", "wrap=")
    contents, status = await texts(process, names[:1])
    data = contents[0][1] if contents else b""
    if "-d" in options or "--decode" in options:
        try:
            process.out(base64.b64decode(data, validate="-i" not in options and b"\n" not in data))
        except ValueError:
            raise Failure("invalid input") from None
        return status
    encoded = base64.b64encode(data).decode()
    width = int(options.get("-w", options.get("--wrap", "76")))
    lines = [encoded[at : at + width] for at in range(0, len(encoded), width)] if width else [encoded]
    process.out("\n".join(lines) + ("\n" if width and encoded else ""))
    return status


@program("gzip", "gunzip", "zcat")
async def gzip_(process: Process) -> int:
    """Compress or expand standard input or, with -c, a file."""
    options, names = process.options("cdfnk123456789q", "stdout", "decompress", "best", "fast")
    contents, status = await texts(process, names)
    expand = process.name != "gzip" or "-d" in options or "--decompress" in options
    for _, content in contents:
        try:
            process.out(_expanded(content) if expand else gzip.compress(content, 6, mtime=0))
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise Failure("stdin: not in gzip format") from None
    return status


def _expanded(data: bytes) -> bytes:
    """Return what was compressed; fails with ENOMEM if that is too much."""
    with gzip.open(io.BytesIO(data)) as file:
        content = file.read(limits.INPUT + 1)
    if len(content) > limits.INPUT:
        raise os_error(errno.ENOMEM)
    return content


@program("od")
async def od(process: Process) -> int:
    """Dump bytes: `-An -tx1`, `-c` and the default."""
    options, names = process.options("A:t:vcN:j:x", "address-radix=", "format=")
    contents, status = await texts(process, names)
    data = b"".join(content for _, content in contents)[int(options.get("-j", "0")) :]
    if "-N" in options:
        data = data[: int(options["-N"])]
    radix = options.get("-A", "o")
    kind = "c" if "-c" in options else options.get("-t", "o2")
    addresses = {"n": "", "o": "{:07o}", "d": "{:07d}", "x": "{:06x}"}[radix]
    for at in range(0, len(data), 16):
        process.out(addresses.format(at) + _dumped(data[at : at + 16], kind) + "\n")
    if radix != "n":
        process.out(addresses.format(len(data)) + "\n")
    return status


def _dumped(row: bytes, kind: str) -> str:
    names = {0: "\\0", 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r"}
    if kind == "c":
        return "".join(
            f"{names.get(byte, chr(byte) if 32 <= byte < 127 else f'{byte:03o}'):>4}" for byte in row
        )
    width = int(kind[1:] or 1)
    shapes = {"x": f"{{:0{width * 2}x}}", "o": f"{{:0{width * 3}o}}", "u": "{:3d}", "d": "{:4d}"}
    words = [row[at : at + width].ljust(width, b"\0") for at in range(0, len(row), width)]
    return "".join(" " + shapes[kind[0]].format(int.from_bytes(word, "little")) for word in words)


@program("cmp")
async def cmp(process: Process) -> int:
    """Tell whether two files are the same, or begin the same."""
    options, names = process.options("sln:", "silent", "quiet")
    limit = int(options["-n"]) if "-n" in options else None
    if len(names) < 2:
        raise Failure(
            f"missing operand after {process.quote(names[0] if names else 'cmp')}\ncmp: Try 'cmp "
            "--help' for more information.",
            2,
        )
    silent = bool(options.keys() & {"-s", "--silent", "--quiet"})
    streams: list[Stream] = []
    try:
        for name in names[:2]:
            try:
                streams.append((process.stdin if name == "-" else process.open(name)).open())
            except OSError as error:
                problem(process, name, error)
                return 2
        return await _compared(process, names, streams, limit, silent=silent)
    finally:
        for stream in streams:
            stream.close()


async def _compared(
    process: Process, names: list[str], streams: list[Stream], limit: int | None, *, silent: bool
) -> int:
    """Compare piece by piece, and say where the first difference is."""
    done, line = 0, 1
    while limit is None or done < limit:
        size = _PIECE if limit is None else min(_PIECE, limit - done)
        first, second = [await _piece(stream, size) for stream in streams]
        if first != second:
            shorter = min(len(first), len(second))
            at = next((index for index in range(shorter) if first[index] != second[index]), None)
            if silent:
                return 1
            if at is None:
                process.err(f"cmp: EOF on {names[0] if len(first) < len(second) else names[1]}\n")
            else:
                where = f"byte {done + at + 1}, line {line + first.count(10, 0, at)}"
                process.out(f"{names[0]} {names[1]} differ: {where}\n")
            return 1
        if not first:
            break
        done += len(first)
        line += 0 if silent else first.count(10)
    return 0


async def _piece(stream: Stream, size: int) -> bytes:
    """Return so many bytes, fewer only at the end."""
    parts: list[bytes] = []
    while size and (data := await stream.read(size)):
        parts.append(data)
        size -= len(data)
    return b"".join(parts)
