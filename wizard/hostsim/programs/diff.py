"""diff, as diffutils 3.3 has it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from difflib import SequenceMatcher

from wizard.hostsim.process import Failure, Process, decode
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory

TROUBLE = 2
CONTEXT = 3
NO_END = "\n\\ No newline at end of file\n"


@program("diff")
async def diff(process: Process) -> int:
    """diff: print in which lines two files differ."""
    options, names = process.options(
        "uqirNabBwU:s",
        "brief",
        "unified",
        "recursive",
        "ignore-case",
        "ignore-all-space",
        "report-identical-files",
    )
    if len(names) != 2:
        what = f"extra operand {process.quote(names[2])}" if len(names) > 2 else "missing operand"
        after = f" after {process.quote(names[-1] if names else 'diff')}" if len(names) < 2 else ""
        raise Failure(f"{what}{after}\ndiff: Try 'diff --help' for more information.", TROUBLE)
    old, new = [await _lines(process, name, other) for name, other in (names, names[::-1])]
    if old == new:
        if {"-s", "--report-identical-files"} & options.keys():
            process.out(f"Files {names[0]} and {names[1]} are identical\n")
        return 0
    if {"-q", "--brief"} & options.keys():
        process.out(f"Files {names[0]} and {names[1]} differ\n")
        return 1
    matcher = SequenceMatcher(None, _compared(old, options), _compared(new, options), autojunk=False)
    if all(tag == "equal" for tag, *_ in matcher.get_opcodes()):
        return 0
    if {"-u", "--unified", "-U"} & options.keys():
        context = int(options["-U"]) if options.get("-U", "").isdigit() else CONTEXT
        heads = zip(("---", "+++"), names, strict=True)
        process.out("".join(f"{mark} {name}\t{_changed(process, name)}\n" for mark, name in heads))
        process.out("".join(_unified(matcher, old, new, context)))
    else:
        process.out("".join(_normal(matcher, old, new)))
    return 1


async def _lines(process: Process, name: str, other: str) -> list[str]:
    """Return a file's lines with their ends; a directory stands for the other file's name in it."""
    path = name
    if name != "-" and isinstance(process.node.tree.find(process.path(name)), Directory):
        path = f"{name.rstrip('/')}/{other.rstrip('/').rpartition('/')[2]}"
    try:
        return decode(await process.read_file(path)).splitlines(keepends=True)
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}", TROUBLE) from None


def _compared(lines: list[str], options: dict[str, str]) -> list[str]:
    """Return lines as they are compared."""
    if {"-w", "--ignore-all-space"} & options.keys():
        lines = ["".join(line.split()) for line in lines]
    elif "-b" in options:
        lines = [" ".join(line.split()) for line in lines]
    return [line.lower() for line in lines] if {"-i", "--ignore-case"} & options.keys() else lines


def _changed(process: Process, name: str) -> str:
    inode = process.node.tree.find(process.path(name))
    moment = (inode.mtime if inode else 0.0) + process.node.skew
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(moment)) + f".{int(moment % 1 * 1e9):09d} +0000"


def _shown(mark: str, lines: list[str]) -> str:
    return "".join(mark + (line if line.endswith("\n") else line + NO_END) for line in lines)


def _range(begin: int, end: int) -> str:
    return str(end) if end - begin <= 1 else f"{begin + 1},{end}"


def _normal(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[str]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "delete":
            yield f"{_range(a, b)}d{c}\n"
        elif tag == "insert":
            yield f"{a}a{_range(c, d)}\n"
        elif tag == "replace":
            yield f"{_range(a, b)}c{_range(c, d)}\n"
        if tag != "equal":
            yield _shown("< ", old[a:b]) + ("---\n" if tag == "replace" else "") + _shown("> ", new[c:d])


def _unified(matcher: SequenceMatcher[str], old: list[str], new: list[str], context: int) -> Iterator[str]:
    for group in matcher.get_grouped_opcodes(context):
        spans = [
            f"{begin + (end > begin)}" + (f",{end - begin}" if end - begin != 1 else "")
            for begin, end in ((group[0][1], group[-1][2]), (group[0][3], group[-1][4]))
        ]
        yield f"@@ -{spans[0]} +{spans[1]} @@\n"
        for tag, a, b, c, d in group:
            if tag == "equal":
                yield _shown(" ", old[a:b])
            else:
                yield _shown("-", old[a:b]) + _shown("+", new[c:d])
