"""reboot, shutdown, poweroff, halt and init: the host goes off, and comes back or not."""

from __future__ import annotations

import re
import time

from wizard.hostsim import clock, power
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.systemctl import power_verb
from wizard.hostsim.table import program

USAGE = {
    "reboot": "reboot [OPTIONS...] [ARG]\n\nReboot the system.\n",
    "poweroff": "poweroff [OPTIONS...]\n\nPower off the system.\n",
    "halt": "halt [OPTIONS...]\n\nHalt the system.\n",
    "shutdown": (
        "shutdown [OPTIONS...] [TIME] [WALL...]\n\nShut down the system.\n\n"
        "     --help      Show this help\n  -H --halt      Halt the machine\n"
        "  -P --poweroff  Power-off the machine\n  -r --reboot    Reboot the machine\n"
        "  -h             Equivalent to --poweroff, overridden by --halt\n"
        "  -k             Don't halt/power-off/reboot, just send warnings\n"
        "     --no-wall   Don't send wall message before halt/power-off/reboot\n"
        "  -c             Cancel a pending shutdown\n"
    ),
}


@program("reboot", "poweroff", "halt", directory="/usr/sbin", helps=True)
async def reboot(process: Process) -> int:
    """reboot, poweroff, halt: restart the host, or switch it off."""
    options, _ = process.options("fpwdin", "help", "force", "no-wall", "poweroff", "reboot", "halt")
    if "--help" in options:
        process.out(USAGE[process.name])
        return 0
    return await power_verb(process, process.name)


@program("shutdown", directory="/usr/sbin", helps=True)
async def shutdown(process: Process) -> int:
    """shutdown: restart or switch off now, or in some minutes."""
    options, words = process.options("HPrhkc", "help", "halt", "poweroff", "reboot", "no-wall")
    if "--help" in options:
        process.out(USAGE["shutdown"])
        return 0
    if process.user.uid:
        raise Failure("Must be root.")
    if "-c" in options:
        power.cancel(process.node)
        return 0
    again = "-r" in options or "--reboot" in options
    seconds = _until(process, words[0] if words else "+1")
    if "-k" in options:
        return 0
    if not seconds:
        return await power_verb(process, "reboot" if again else "poweroff")
    when = time.strftime("%a %Y-%m-%d %H:%M:%S UTC", time.gmtime(clock.now() + process.node.skew + seconds))
    power.plan(process.node, seconds, again=again)
    process.err(f"Shutdown scheduled for {when}, use 'shutdown -c' to cancel.\n")
    return 0


def _until(process: Process, text: str) -> float:
    """Return the seconds until the time that shutdown is told: `now`, `+5`, or `23:59`."""
    if text == "now":
        return 0.0
    if match := re.fullmatch(r"\+?(\d{1,6})", text):
        return int(match[1]) * 60.0
    if (match := re.fullmatch(r"(\d{1,2}):(\d\d)", text)) and int(match[1]) < 24 and int(match[2]) < 60:
        now = (clock.now() + process.node.skew) % 86400
        return (int(match[1]) * 3600 + int(match[2]) * 60 - now) % 86400
    raise Failure(f"Failed to parse time specification: {text}")


@program("init", "telinit", directory="/usr/sbin")
async def init(process: Process) -> int:
    """init 6, init 0: restart the host, or switch it off."""
    levels = {"6": "reboot", "0": "poweroff"}
    if process.args[:1] and process.args[0] in levels:
        return await power_verb(process, levels[process.args[0]])
    if process.args[:1] and process.args[0] in ("3", "5", "q", "Q"):
        return 0
    process.err("init {0|1|2|3|4|5|6|Q|q|S|s|U|u}\n")
    return 1
