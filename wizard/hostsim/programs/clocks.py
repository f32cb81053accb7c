"""date, timedatectl, chronyc, hwclock, cal and sleep: the host's clock."""

from __future__ import annotations

import calendar
import re
import time

from wizard.hostsim import clock
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.table import program

UNITS = {"sec": 1, "second": 1, "min": 60, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
RELATIVE = re.compile(r"([-+]?\d{1,9})\s*(sec|second|min|minute|hour|day|week)s?(\s+ago)?$")
ABSOLUTE = re.compile(
    r"(?:(\d{4})-(\d\d?)-(\d\d?))?[T ]*(?:(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(?:UTC|Z)?$"
)
SHORT = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)(\d{4}|\d\d)?(?:\.(\d\d))?$")
EMAIL = "+%a, %d %b %Y %H:%M:%S +0000"
FARTHEST = 9e8
"""Seconds that a clock may be wrong."""
SYNCHRONIZED = 1.0
"""Seconds of offset up to which a clock counts as synchronized."""


def _parsed(process: Process, text: str, now: float) -> float:
    """Return what `date -d` makes of a time. Raises `Failure` for what it does not know."""
    words = {"now": 0, "today": 0, "": 0, "yesterday": -86400, "tomorrow": 86400}
    if text in words:
        return now + words[text]
    if match := re.fullmatch(r"@(\d{1,11})(?:\.\d+)?", text):
        return float(match[1])
    if match := RELATIVE.match(text):
        return now + int(match[1]) * UNITS[match[2]] * (-1 if match[3] else 1)
    if match := ABSOLUTE.match(text):
        day = time.gmtime(now)
        year, month, date = (int(match[at] or day[at - 1]) for at in (1, 2, 3))
        hour, minute, second = (int(match[at] or 0) for at in (4, 5, 6))
        if 1 <= month <= 12 and 1 <= date <= 31 and hour < 24 and minute < 60 and second < 61:
            return float(calendar.timegm((year, month, date, hour, minute, second, 0, 0, 0)))
    raise Failure(f"invalid date {process.quote(text)}")


@program("date")
async def date(process: Process) -> int:
    """date: print the node's time in a format, or set it: -s TIME."""
    options, operands = process.options(
        "ud:r:RIs:", "utc", "date=", "reference=", "rfc-3339=", "rfc-2822", "iso-8601", "set=", "universal"
    )
    moment = clock.now() + process.node.skew
    to = options.get("-s", options.get("--set"))
    if operands and (match := SHORT.match(operands[0])) and to is None:
        month, day, hour, minute, year, second = match.groups()
        year = str(time.gmtime(moment)[0]) if year is None else year if len(year) == 4 else f"20{year}"
        to = f"{year}-{month}-{day} {hour}:{minute}:{second or '00'}"
        operands = operands[1:]
    if to is not None:
        moment = _parsed(process, to, moment)
        if process.user.uid:
            raise Failure("cannot set date: Operation not permitted")
        if abs(moment - clock.now()) > FARTHEST:
            raise Failure("cannot set date: Invalid argument")
        process.node.skew = moment - clock.now()
    if reference := options.get("-r", options.get("--reference")):
        moment = process.node.tree.get(process.path(reference), process.user).mtime + process.node.skew
    elif (given := options.get("-d", options.get("--date"))) is not None:
        moment = _parsed(process, given, moment)
    formats = {"-R": EMAIL, "--rfc-2822": EMAIL, "-I": "+%Y-%m-%d", "--iso-8601": "+%Y-%m-%d"}
    usual = next((formats[option] for option in options if option in formats), "+%a %b %e %H:%M:%S UTC %Y")
    template = operands[0] if operands else usual
    if not template.startswith("+"):
        raise Failure(f"invalid date {process.quote(template)}")
    template = template[1:].replace("%N", f"{int(moment % 1 * 1e9):09d}").replace("%s", str(int(moment)))
    process.out(
        time.strftime(template.replace("%z", "+0000").replace("%Z", "UTC"), time.gmtime(moment)) + "\n"
    )
    return 0


@program("timedatectl")
async def timedatectl(process: Process) -> int:
    """timedatectl: print the node's clock and zone, or set them."""
    _, words = process.options("", "no-pager", "help", "no-ask-password", "adjust-system-clock")
    node = process.node
    if words and words[0] in ("set-time", "set-timezone", "set-ntp", "set-local-rtc"):
        if process.user.uid:
            process.err("Failed to set time: Interactive authentication required.\n")
            return 1
        return _set(process, words)
    if words[:1] == ["list-timezones"]:
        process.out("Asia/Seoul\nUTC\n")
        return 0
    if words and words[0] != "status":
        process.err(f"Unknown operation {words[0]}\n")
        return 1
    shown = time.strftime("%a %Y-%m-%d %H:%M:%S", time.gmtime(clock.now() + node.skew))
    unit = node.systemd.find("chronyd")
    running = unit is not None and unit.state == "active"
    process.out(
        f"      Local time: {shown} UTC\n  Universal time: {shown} UTC\n        RTC time: {shown}\n"
        f"       Time zone: UTC (UTC, +0000)\n     NTP enabled: {'yes' if unit and unit.enabled else 'no'}\n"
        f"NTP synchronized: {'yes' if running and abs(node.skew) < SYNCHRONIZED else 'no'}\n"
        " RTC in local TZ: no\n      DST active: n/a\n"
    )
    return 0


def _set(process: Process, words: list[str]) -> int:
    node = process.node
    unit = node.systemd.find("chronyd")
    if words[0] == "set-time" and len(words) > 1:
        if unit is not None and unit.enabled:
            process.err("Failed to set time: Automatic time synchronization is enabled\n")
            return 1
        to = _parsed(process, words[1], clock.now() + node.skew)
        if abs(to - clock.now()) > FARTHEST:
            process.err("Failed to set time: Invalid argument\n")
            return 1
        node.skew = to - clock.now()
    elif words[0] == "set-ntp" and unit is not None:
        if words[1:] in (["yes"], ["true"], ["1"]):
            node.systemd.enable(unit)
            node.systemd.start(unit)
        else:
            node.systemd.disable(unit)
    elif words[0] == "set-timezone" and words[1:] != ["UTC"]:
        process.err("Failed to set time zone: the hosts of this lab keep UTC\n")
        return 1
    return 0


@program("chronyc")
async def chronyc(process: Process) -> int:
    """chronyc: tell the clock's offset, or set the clock right: tracking, sources, makestep."""
    _, words = process.options("anm46h:p:v")
    node = process.node
    unit = node.systemd.find("chronyd")
    if unit is None or unit.state != "active":
        process.out("506 Cannot talk to daemon\n")
        return 1
    if words[:1] == ["makestep"]:
        node.skew = 0.0
        process.out("200 OK\n")
    elif words[:1] == ["tracking"]:
        stamp = time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(clock.now() + node.skew))
        slow = "slow" if node.skew <= 0 else "fast"
        process.out(
            "Reference ID    : 10.0.0.1 (10.0.0.1)\nStratum         : 4\n"
            f"Ref time (UTC)  : {stamp}\nSystem time     : {abs(node.skew):.9f} seconds {slow} of NTP time\n"
            "Last offset     : +0.000004312 seconds\nRMS offset      : 0.000021877 seconds\n"
            "Frequency       : 11.297 ppm slow\nResidual freq   : +0.001 ppm\nSkew            : 0.043 ppm\n"
            "Root delay      : 0.012871 seconds\nRoot dispersion : 0.001904 seconds\n"
            "Update interval : 64.2 seconds\nLeap status     : Normal\n"
        )
    elif words[:1] == ["sources"]:
        off = abs(node.skew) >= SYNCHRONIZED
        offset = f"{abs(node.skew):.0f}s" if off else "12us"
        sign = "-" if node.skew > 0 else "+"
        process.out(
            "210 Number of sources = 1\n"
            f"MS Name/IP address         Stratum Poll Reach LastRx Last sample\n{'=' * 79}\n"
            f"^{'?' if off else '*'} 10.0.0.1                      3   6   377    31   "
            f"{sign}{offset:<5}[{sign}{offset:>5}] +/-   11ms\n"
        )
    else:
        process.err("Unrecognized command\n")
        return 1
    return 0


@program("hwclock", directory="/usr/sbin")
async def hwclock(process: Process) -> int:
    """hwclock: print the hardware clock, which goes with the system's here."""
    options, _ = process.options("rwsu", "show", "systohc", "hctosys", "utc")
    if not {"-w", "--systohc", "-s", "--hctosys"} & options.keys():
        moment = clock.now() + process.node.skew
        process.out(
            time.strftime("%a %d %b %Y %I:%M:%S %p UTC", time.gmtime(moment)) + "  -0.015993 seconds\n"
        )
    return 0


@program("sleep")
async def sleep(process: Process) -> int:
    """sleep: wait, on the lab's clock."""
    if not process.args:
        raise Failure("missing operand\nTry 'sleep --help' for more information.")
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    total = 0.0
    for word in process.args:
        match = re.fullmatch(r"(\d+(?:\.\d*)?)([smhd]?)", word)
        if match is None:
            raise Failure(f"invalid time interval '{word}'\nTry 'sleep --help' for more information.")
        total += float(match[1]) * units.get(match[2], 1)
    await clock.wait(total)
    return 0
