"""Programs that read lines of text and print some of them."""

from __future__ import annotations

import errno
import re

from wizard.hostsim.process import Failure, Process, decode, encode
from wizard.hostsim.programs.files import CHUNK, problem, size_in_bytes
from wizard.hostsim.programs.following import follow
from wizard.hostsim.streams import os_error
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory

SEQUENCE = 10_000
"""How many numbers seq writes at once."""


async def texts(process: Process, names: list[str]) -> tuple[list[tuple[str, bytes]], int]:
    """Return the contents of files, standard input without names, and the status so far."""
    contents = []
    status = 0
    for name in names or ["-"]:
        try:
            if isinstance(process.node.tree.find(process.path(name)), Directory) and name != "-":
                raise os_error(errno.EISDIR)
            contents.append((name, await process.read_file(name)))
        except OSError as error:
            if error.errno == errno.ENOMEM:
                raise
            problem(process, name, error)
            status = 1
    return contents, status


@program("head", "tail")
async def head(process: Process) -> int:
    """Print the beginning or the end."""
    process.argv = [
        re.sub(r"^-(\d+)$", r"-n\1", word) if at == 1 else word for at, word in enumerate(process.argv)
    ]
    options, names = process.options(
        "n:c:qvfFs:", "lines=", "bytes=", "quiet", "verbose", "follow", "retry", "sleep-interval=", "pid="
    )
    lines = options.get("-n", options.get("--lines", "10"))
    size = options.get("-c", options.get("--bytes"))
    count = lines if size is None else size
    if size is not None and re.fullmatch(r"\d{1,15}[kKMG]", size):
        count = str(size_in_bytes(size))
    if not re.fullmatch(r"[-+]?\d{1,18}", count):
        raise Failure(f"{count}: invalid number of {'lines' if size is None else 'bytes'}")
    if process.name == "head" and len(names) < 2 and not count.startswith("-"):
        return await _head_of_one(process, names[0] if names else "-", int(count), lines=size is None)
    contents, status = await texts(process, names)
    for number, (name, content) in enumerate(contents):
        if len(names) > 1 and "-q" not in options:
            process.out(f"{chr(10) if number else ''}==> {name} <==\n")
        units = (
            content.splitlines(keepends=True)
            if size is None
            else [content[at : at + 1] for at in range(len(content))]
        )
        process.out(b"".join(_part(units, count, tail=process.name == "tail")))
    by_name = "-F" in options or "--retry" in options
    if process.name == "tail" and (by_name or {"-f", "--follow"} & options.keys()):
        return await follow(process, names, by_name=by_name, quiet="-q" in options)
    return status


async def _head_of_one(process: Process, name: str, count: int, *, lines: bool) -> int:
    """Print the beginning of a file, or that of standard input and leave the rest to others."""
    try:
        if isinstance(process.node.tree.find(process.path(name)), Directory) and name != "-":
            raise os_error(errno.EISDIR)
        stream = (process.stdin if name == "-" else process.open(name)).open()
    except OSError as error:
        problem(process, name, error)
        return 1
    try:
        while count > 0:
            data = await (stream.read_line() if lines else stream.read(min(count, CHUNK)))
            if not data:
                break
            process.out(data)
            if not lines or count % 100 == 0:
                await process.flush()
            count -= 1 if lines else len(data)
    finally:
        stream.close()
    return 0


def _part(units: list[bytes], count: str, *, tail: bool) -> list[bytes]:
    number = int(count.lstrip("+-"))
    if tail:
        return units[max(0, number - 1) :] if count.startswith("+") else units[max(0, len(units) - number) :]
    return units[: max(0, len(units) - number)] if count.startswith("-") else units[:number]


@program("wc")
async def wc(process: Process) -> int:
    """Count lines, words and bytes."""
    options, names = process.options("lwcm", "lines", "words", "bytes", "chars")
    chosen = {option.lstrip("-")[0] for option in options} or {"l", "w", "c"}
    contents, status = await texts(process, names)
    rows = []
    for name, content in contents:
        counts = {
            "l": content.count(b"\n"),
            "w": len(content.split()),
            "m": len(decode(content)),
            "c": len(content),
        }
        rows.append(([counts[key] for key in "lwmc" if key in chosen], name))
    if len(rows) > 1:
        rows.append(([sum(column) for column in zip(*(row[0] for row in rows), strict=True)], "total"))
    width = len(str(max((max(row[0]) for row in rows), default=0))) if names else 7
    width = 1 if len(chosen) == 1 and len(rows) == 1 else width
    for numbers, name in rows:
        columns = " ".join(f"{number:{width}}" for number in numbers)
        process.out(columns + (f" {name}" if names else "") + "\n")
    return status


@program("sort")
async def sort(process: Process) -> int:
    """sort: sort the lines of files or standard input."""
    options, names = process.options("urnk:t:fbo:VhsC", "unique", "reverse", "numeric-sort", "key=")
    contents, status = await texts(process, names)
    lines = [line for _, content in contents for line in decode(content).splitlines()]
    separator = options.get("-t")
    key = options.get("-k", options.get("--key", ""))
    match = re.match(r"(\d{1,9})(?:,(\d{1,9}))?", key)

    def field(line: str) -> str:
        if match is None:
            return line
        fields = line.split(separator)
        last = int(match[2]) if match[2] else len(fields)
        return (separator or " ").join(fields[int(match[1]) - 1 : last])

    def rank(line: str) -> tuple[float, bytes]:
        numeric = "-n" in options or "n" in key
        number = re.match(r"\s*(-?\d+(?:\.\d+)?)", field(line)) if numeric else None
        return (float(number[1]) if number else 0.0, encode(field(line)))

    lines.sort(key=rank, reverse="-r" in options)
    if "-u" in options or "--unique" in options:
        lines = list(dict.fromkeys(lines))
    process.out("".join(line + "\n" for line in lines))
    return status


@program("uniq")
async def uniq(process: Process) -> int:
    """Drop lines that are like the one before."""
    options, names = process.options("cdu")
    contents, status = await texts(process, names[:1])
    groups: list[list[str]] = []
    for line in decode(contents[0][1] if contents else b"").splitlines():
        if groups and groups[-1][0] == line:
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        if ("-d" in options and len(group) == 1) or ("-u" in options and len(group) > 1):
            continue
        process.out((f"{len(group):7} " if "-c" in options else "") + group[0] + "\n")
    return status


@program("cut")
async def cut(process: Process) -> int:
    """cut: print the chosen fields, characters or bytes of each line."""
    options, names = process.options("d:f:c:b:s", "delimiter=", "fields=", "characters=", "only-delimited")
    fields = options.get("-f", options.get("--fields"))
    chars = options.get("-c", options.get("-b", options.get("--characters")))
    if fields is None and chars is None:
        raise Failure(
            "you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information."
        )
    delimiter = options.get("-d", options.get("--delimiter", "\t"))
    contents, status = await texts(process, names)
    for line in (line for _, content in contents for line in decode(content).splitlines()):
        if fields is None:
            process.out("".join(_chosen(list(line), chars or "")) + "\n")
        elif delimiter in line:
            process.out(delimiter.join(_chosen(line.split(delimiter), fields)) + "\n")
        elif "-s" not in options:
            process.out(line + "\n")
    return status


def _chosen(items: list[str], ranges: str) -> list[str]:
    wanted: set[int] = set()
    for one in ranges.split(","):
        first, dash, last = one.partition("-")
        if not (first or last) or not re.fullmatch(r"\d{1,36}", first + last):
            raise Failure("invalid byte, character or field list\nTry 'cut --help' for more information.")
        start = int(first or 1)
        end = int(last or len(items)) if dash else start
        wanted.update(range(start, min(end, len(items)) + 1))
    return [item for number, item in enumerate(items, 1) if number in wanted]


@program("tr")
async def tr(process: Process) -> int:
    """Translate, squeeze or delete characters."""
    options, sets = process.options("+dscC", "delete", "squeeze-repeats", "complement")
    if not sets:
        raise Failure("missing operand\nTry 'tr --help' for more information.")
    if len(sets) < 2 and not options:
        raise Failure(
            f"missing operand after {process.quote(sets[0])}\nTwo strings must be given when translating.\n"
            "Try 'tr --help' for more information."
        )
    first = _members(sets[0])
    if {"-c", "-C", "--complement"} & options.keys():
        first = bytes(byte for byte in range(256) if byte not in first)
    data = await process.stdin.read_all()
    if "-d" in options or "--delete" in options:
        data = data.translate(None, first)
    elif len(sets) > 1:
        second = _members(sets[1])
        second = second[: len(first)].ljust(len(first), second[-1:] or b"\0")
        data = data.translate(bytes.maketrans(first, second))
    if "-s" in options or "--squeeze-repeats" in options:
        squeezed = re.escape(_members(sets[-1]) if len(sets) > 1 else first)
        data = re.sub(b"([" + squeezed + b"])\\1+", rb"\1", data)
    process.out(data)
    return 0


def _members(text: str) -> bytes:
    classes = {
        "alnum": "0-9A-Za-z",
        "alpha": "A-Za-z",
        "digit": "0-9",
        "lower": "a-z",
        "upper": "A-Z",
        "space": "\t-\r ",
        "blank": "\t ",
        "print": " -~",
        "punct": "!-/:-@[-`{-~",
    }
    text = re.sub(r"\[:(\w+):\]", lambda match: classes.get(match[1], ""), text)
    escapes = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
    text = re.sub(r"\\([0-7]{1,3})", lambda match: chr(int(match[1], 8)), text)
    text = re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[1]), text)
    text = re.sub(
        r"(.)-(.)",
        lambda match: "".join(chr(code) for code in range(ord(match[1]), ord(match[2]) + 1)),
        text,
        flags=re.DOTALL,
    )
    return encode(text) if any(ord(char) > 255 for char in text) else text.encode("latin-1")


@program("seq")
async def seq(process: Process) -> int:
    """Print numbers in a row."""
    words = process.args
    if not words or not all(re.fullmatch(r"-?\d{1,18}", word) for word in words):
        raise Failure(f"invalid floating point argument: {words[0] if words else ''}")
    first = int(words[0]) if len(words) > 1 else 1
    step = int(words[1]) if len(words) > 2 else 1
    last = int(words[-1])
    numbers = range(first, last + (1 if step > 0 else -1), step)
    for at in range(0, len(numbers), SEQUENCE):
        process.out("".join(f"{number}\n" for number in numbers[at : at + SEQUENCE]))
        await process.flush()
    return 0


@program("yes")
async def yes(process: Process) -> int:
    """yes: print a word again and again until the reader closes the pipe."""
    line = (" ".join(process.args) or "y") + "\n"
    block = line * (1 + CHUNK // len(line))
    while True:
        process.out(block)
        await process.flush()
