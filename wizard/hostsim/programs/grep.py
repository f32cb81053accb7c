"""grep, egrep and fgrep, and the translation of POSIX regular expressions."""

from __future__ import annotations

import re

from wizard.hostsim.process import Failure, Process, decode
from wizard.hostsim.programs.text import texts
from wizard.hostsim.scheduling import matching
from wizard.hostsim.table import program

CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f",
    "digit": "0-9",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
BRACKET = re.compile(r"\[(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]")


def translated(pattern: str, *, extended: bool) -> str:  # noqa: PLR0912 - a case a branch
    """Return a POSIX regular expression as one of Python's."""
    result = ""
    index = 0
    while index < len(pattern):
        char = pattern[index]
        if char == "[" and (match := BRACKET.match(pattern, index)):
            result += _bracket(match)
            index = match.end()
            continue
        if char == "\\" and index + 1 < len(pattern):
            following = pattern[index + 1]
            index += 2
            if following in "(){}|+?" and not extended:
                result += following
            elif following in "<>":
                result += r"\b"
            elif following.isdigit() or following in "bBwWsS":
                result += "\\" + following
            elif following == "n":
                result += "\n"
            else:
                result += re.escape(following)
            continue
        if char in "(){}|+?" and not extended:
            result += "\\" + char
        elif char == "*" and (not result or result in ("^", "(")):
            result += r"\*"
        elif char == "^" and not extended and result not in ("", "("):
            result += r"\^"
        elif char == "$" and index + 1 == len(pattern):
            result += r"(?=\n?\Z)"
        else:
            result += char
        index += 1
    return result


def _bracket(match: re.Match[str]) -> str:
    body = re.sub(r"\\", r"\\\\", match[2])
    parts = re.split(r"\[:(\w+):\]", body)
    text = "".join(
        CLASSES.get(part, "") if number % 2 else part.replace("[", r"\[").replace("]", r"\]")
        for number, part in enumerate(parts)
    )
    return f"[{match[1]}{text}]"


def compiled(pattern: str, *, extended: bool, flags: int = 0) -> re.Pattern[str]:
    """Compile a POSIX regular expression."""
    try:
        return re.compile(translated(pattern, extended=extended), flags)
    except RecursionError:
        raise Failure("memory exhausted", 2) from None
    except (re.error, OverflowError):
        if "(" in pattern:
            raise Failure("Unmatched ( or \\(", 2) from None
        raise Failure("Invalid regular expression", 2) from None


@program("grep", "egrep", "fgrep")
async def grep(process: Process) -> int:
    """grep, egrep and fgrep: print lines that match; the exit status tells whether any did."""
    pairs, operands = process.option_list(
        "cqEFGvnie:f:lLhHoswxrRam:A:B:C:", "count", "quiet", "silent", "extended-regexp", "fixed-strings",
        "invert-match", "line-number", "ignore-case", "regexp=", "file=", "files-with-matches", "no-filename",
        "only-matching", "no-messages", "word-regexp", "line-regexp", "text", "color=", "max-count=",
    )  # fmt: skip
    options = dict(pairs)
    if process.name == "egrep":
        options["-E"] = ""
    elif process.name == "fgrep":
        options["-F"] = ""
    process.argv[0] = "grep"  # egrep and fgrep are scripts that start it
    patterns = [line for option, value in pairs if option in ("-e", "--regexp") for line in value.split("\n")]
    for option, value in pairs:
        if option in ("-f", "--file"):
            patterns += decode(await process.read_file(value)).splitlines()
    if not options.keys() & {"-e", "--regexp", "-f", "--file"}:
        if not operands:
            process.err(
                "Usage: grep [OPTION]... PATTERN [FILE]...\nTry 'grep --help' for more information.\n"
            )
            return 2
        patterns = operands.pop(0).split("\n")
    silent = "-s" in options or "--no-messages" in options
    contents, status = await texts(process, operands)
    if silent:
        process._pending.clear()
    search = _matcher(patterns, options)
    found = False
    prefixed = ("-H" in options or len(operands) > 1) and "-h" not in options
    for name, content in contents:
        with matching():
            shown = name if name != "-" else "(standard input)"
            matched = _one(process, shown, content, search, options, prefixed)
        found = found or matched
    if found and ("-q" in options or "--quiet" in options or "--silent" in options):
        return 0
    if status:
        return 2
    return int(not found)


def _matcher(patterns: list[str], options: dict[str, str]) -> list[re.Pattern[str]]:
    extended = "-E" in options or "--extended-regexp" in options
    fixed = "-F" in options or "--fixed-strings" in options
    flags = re.IGNORECASE if "-i" in options or "--ignore-case" in options else 0
    result = []
    for pattern in patterns:
        source = re.escape(pattern) if fixed else compiled(pattern, extended=extended).pattern
        if "-x" in options or "--line-regexp" in options:
            source = rf"^(?:{source})\Z"
        elif "-w" in options or "--word-regexp" in options:
            source = rf"(?<!\w)(?:{source})(?!\w)"
        result.append(re.compile(source, flags))
    return result


def _one(
    process: Process,
    name: str,
    content: bytes,
    patterns: list[re.Pattern[str]],
    options: dict[str, str],
    prefixed: bool,
) -> bool:
    inverted = "-v" in options or "--invert-match" in options
    limit = int(options.get("-m", options.get("--max-count", "-1")))
    lines = decode(content).split("\n")
    if lines[-1] == "":
        lines.pop()
    matched: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if limit >= 0 and len(matched) == limit:
            break
        if any(pattern.search(line) for pattern in patterns) != inverted:
            matched.append((number, line))
    if options.keys() & {"-q", "--quiet", "--silent"}:
        return bool(matched)
    prefix = f"{name}:" if prefixed else ""
    if "-c" in options or "--count" in options:
        process.out(f"{prefix}{len(matched)}\n")
    elif "-l" in options or "--files-with-matches" in options:
        process.out(f"{name}\n" if matched else "")
    else:
        for number, line in matched:
            where = prefix + (f"{number}:" if "-n" in options or "--line-number" in options else "")
            if "-o" in options or "--only-matching" in options:
                hits = [hit[0] for pattern in patterns for hit in pattern.finditer(line) if hit[0]]
                process.out("".join(f"{where}{hit}\n" for hit in hits))
            else:
                process.out(f"{where}{line}\n")
    return bool(matched)
