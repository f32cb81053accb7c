"""journalctl, as systemd 219 has it."""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Callable, Iterable

from wizard.hostsim import clock
from wizard.hostsim.journal import KERNEL, Entry
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.pager import paged
from wizard.hostsim.table import program

STAMP = "%a %Y-%m-%d %H:%M:%S UTC"
UNITS = {"s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "hr": 3600,
    "d": 86400, "day": 86400, "w": 604800, "week": 604800}  # fmt: skip
LONG = ("quiet", "unit=", "lines=", "output=", "no-pager", "boot=", "since=", "until=", "all", "full",
    "catalog", "follow", "reverse", "pager-end", "dmesg", "list-boots", "no-full", "no-tail", "utc", "system",
    "identifier=", "priority=", "disk-usage")  # fmt: skip
OUTPUTS = ("short", "cat", "short-iso", "short-monotonic", "short-precise")
TAIL = 10
"""Entries with which -f and -n without a number begin."""
Selects = Callable[[Entry], bool]


@program("journalctl")
async def journalctl(process: Process) -> int:
    """journalctl: print the journal: of a unit (-u), a boot (-b), its end (-n, -e), as it grows (-f)."""
    options, matches = _options(process)
    journal = process.node.systemd.journal
    if "list-boots" in options:
        _list_boots(process)
        return 0
    if "disk-usage" in options:
        process.out(f"Archived and active journals take up {len(journal.entries) // 64 + 8}.0M on disk.\n")
        return 0
    selects = _selection(process, options, matches)
    seen = journal.added
    entries = [entry for entry in journal.entries if selects(entry)]
    count = _count(options)
    if count is not None:
        entries = entries[-count:] if count else []
    quiet = "quiet" in options
    text = "" if quiet else _header(process, follow="follow" in options)
    if "reverse" in options:
        entries = entries[::-1]
    text += "".join(_lines(process, entries, options, quiet=quiet))
    if not entries and not quiet and "follow" not in options:
        text += "-- No entries --\n"
    if "follow" not in options:
        await paged(process, text, options.keys(), at_end="pager-end" in options)
        return 0
    process.out(text)
    await process.flush()

    def has_more() -> bool:
        return journal.added != seen

    while True:
        await journal.changed.until(has_more)
        new = [entry for entry in journal.since(seen) if selects(entry)]
        seen = journal.added
        process.out("".join(_lines(process, new, options, quiet=quiet)))
        await process.flush()


def _options(process: Process) -> tuple[dict[str, str], list[str]]:
    """Return the options by their long names; -b and -n may stand without a value."""
    words: list[str] = []
    given = process.args
    for at, word in enumerate(given):
        following = given[at + 1] if at + 1 < len(given) else ""
        if word in ("-b", "--boot") and not re.fullmatch(r"[-+]?\d+|[0-9a-f]{32}", following):
            words.append("--boot=0")
        elif word in ("-n", "--lines") and not re.fullmatch(r"\d+|all", following):
            words.append(f"--lines={TAIL}")
        elif match := re.fullmatch(r"(-[a-zA-Z]+)b", word):
            words += [match[1], "--boot=0"]
        else:
            words.append("-b" if word == "--boot" else word)
    process.argv = [process.argv[0], *words]
    pairs, matches = process.option_list("qu:n:o:b:exalfrS:U:kt:p:", *LONG)
    names = {"-q": "quiet", "-u": "unit", "-n": "lines", "-o": "output", "-b": "boot", "-e": "pager-end",
        "-x": "catalog", "-a": "all", "-l": "full", "-f": "follow", "-r": "reverse", "-S": "since",
        "-U": "until", "-k": "dmesg", "-t": "identifier", "-p": "priority"}  # fmt: skip
    options: dict[str, str] = {}
    for option, value in pairs:
        name = names.get(option, option.removeprefix("--"))
        options[name] = f"{options[name]}\n{value}" if name == "unit" and name in options else value
    return options, matches


def _count(options: dict[str, str]) -> int | None:
    """Return how many entries to show at most, None for all."""
    wanted = options.get("lines", "")
    if wanted and wanted != "all" and not wanted.isdigit():
        raise Failure(f"Failed to parse lines '{wanted}'")
    if wanted:
        return None if wanted == "all" else int(wanted)
    if "follow" in options and "no-tail" not in options:
        return TAIL
    return 1000 if "pager-end" in options else None


def _selection(process: Process, options: dict[str, str], matches: list[str]) -> Selects:
    own = [match.partition("=")[2] for match in matches if match.startswith("_SYSTEMD_UNIT=")]
    programs = [match.rpartition("/")[2] for match in matches if not match.startswith("_SYSTEMD_UNIT=")]
    units = [
        name if "." in name else f"{name}.service" for name in options.get("unit", "").split("\n") if name
    ]
    boot = _boot(process, options)
    since, until = _moment(process, options.get("since")), _moment(process, options.get("until"))

    def selects(entry: Entry) -> bool:
        return (
            (not units or entry.unit in units)
            and (not own or (entry.unit in own and entry.own))
            and (not programs or entry.program in programs)
            and (boot is None or entry.boot == boot)
            and ("dmesg" not in options or entry.program == KERNEL)
            and ("identifier" not in options or entry.program == options["identifier"])
            and (since is None or entry.moment >= since)
            and (until is None or entry.moment <= until)
        )

    return selects


def _boot(process: Process, options: dict[str, str]) -> str | None:
    wanted = options.get("boot", "0" if "dmesg" in options else None)
    boots = process.node.systemd.journal.boots
    if wanted is None or wanted in boots:
        return wanted
    number = int(wanted) if re.fullmatch(r"[-+]?\d{1,6}", wanted) else None
    at = None if number is None else number - 1 if number > 0 else len(boots) - 1 + number
    if at is None or not 0 <= at < len(boots):
        raise Failure(
            f"Failed to look up boot {wanted}: No such boot ID in journal"
            if number is not None
            else f"Failed to parse boot descriptor '{wanted}'"
        )
    return boots[at]


def _moment(process: Process, text: str | None) -> float | None:
    """Return a time of systemd.time(7) as seconds since 1970, by the node's clock."""
    if text is None:
        return None
    now = clock.now() + process.node.skew
    midnight = now - now % 86400
    words = {"now": now, "today": midnight, "yesterday": midnight - 86400, "tomorrow": midnight + 86400}
    if text in words:
        return words[text]
    if match := re.fullmatch(r"(-?)\s*((?:\d+\s*[a-z]+\s*)+?)\s*(ago)?", text):
        parts = re.findall(r"(\d+)\s*([a-z]+)", match[2])
        if all(unit in UNITS or unit.rstrip("s") in UNITS for _, unit in parts) and (match[1] or match[3]):
            return now - sum(
                int(number) * UNITS.get(unit, UNITS.get(unit.rstrip("s"), 0)) for number, unit in parts
            )
    if match := re.fullmatch(r"(?:(\d{4})-(\d\d)-(\d\d))?\s*(?:(\d\d):(\d\d)(?::(\d\d))?)?", text):
        day = time.gmtime(now)
        year, month, date = (int(match[at] or day[at - 1]) for at in (1, 2, 3))
        hour, minute, second = (int(match[at] or 0) for at in (4, 5, 6))
        return float(calendar.timegm((year, month, date, hour, minute, second, 0, 0, 0)))
    raise Failure(f"Failed to parse timestamp: {text}")


def _header(process: Process, *, follow: bool) -> str:
    entries = process.node.systemd.journal.entries
    if not entries:
        return ""
    begin, end = (time.strftime(STAMP, time.gmtime(entries[at].moment)) for at in (0, -1))
    return f"-- Logs begin at {begin}. --\n" if follow else f"-- Logs begin at {begin}, end at {end}. --\n"


def _lines(
    process: Process, entries: Iterable[Entry], options: dict[str, str], *, quiet: bool
) -> Iterable[str]:
    output = options.get("output", "short")
    if output not in OUTPUTS:
        raise Failure(f"Unknown output '{output}'.")
    before: Entry | None = None
    for entry in entries:
        if before is not None and before.boot != entry.boot and not quiet:
            yield "-- Reboot --\n"
        before = entry
        yield _line(process, entry, output) + "\n"
        if "catalog" in options:
            yield _explained(entry)


def _line(process: Process, entry: Entry, output: str) -> str:
    line = entry.line(process.node.name)
    if output == "cat":
        return entry.message
    if output == "short-iso":
        return time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(entry.moment)) + line[15:]
    if output == "short-precise":
        return f"{line[:15]}.{int(entry.moment % 1 * 1e6):06}{line[15:]}"
    if output == "short-monotonic":
        booted = clock.now() + process.node.skew - process.node.uptime
        return f"[{max(entry.moment - booted, 0):12.6f}]{line[15:]}"
    return line


CATALOG = {
    "Started ": ("has finished start-up", "has finished starting up.\n-- \n-- The start-up result is done."),
    "Starting ": ("has begun start-up", "has begun starting up."),
    "Stopped ": ("has finished shutting down", "has finished shutting down."),
    "Stopping ": ("has begun shutting down", "has begun shutting down."),
}


def _explained(entry: Entry) -> str:
    """Return what systemd's catalog says of its own messages."""
    found = next((CATALOG[word] for word in CATALOG if entry.message.startswith(word)), None)
    if found is None or entry.own or not entry.unit:
        return ""
    return (
        f"-- Subject: Unit {entry.unit} {found[0]}\n-- Defined-By: systemd\n"
        "-- Support: http://lists.freedesktop.org/mailman/listinfo/systemd-devel\n-- \n"
        f"-- Unit {entry.unit} {found[1]}\n"
    )


def _list_boots(process: Process) -> None:
    journal = process.node.systemd.journal
    for number, boot in enumerate(journal.boots, 1 - len(journal.boots)):
        moments = [entry.moment for entry in journal.entries if entry.boot == boot]
        if moments:
            first, last = (time.strftime(STAMP, time.gmtime(at)) for at in (moments[0], moments[-1]))
            process.out(f"{number:>2} {boot} {first}—{last}\n")
