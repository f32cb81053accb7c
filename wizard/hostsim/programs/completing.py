"""What the arguments of general programs can be completed to."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.hostsim.completers import completes
from wizard.hostsim.process import SIGNALS, Process
from wizard.hostsim.systemd import Unit

VERBS = ("start", "stop", "restart", "try-restart", "reload-or-restart", "enable", "disable", "is-active",
    "is-failed", "is-enabled", "show", "status", "daemon-reload", "reset-failed", "list-units",
    "list-unit-files")  # fmt: skip
SYSTEMCTL_OPTIONS = ("--all", "--full", "--lines=", "--no-legend", "--no-pager", "--output=", "--property=",
    "--quiet", "--state=", "--type=")  # fmt: skip
YUM = ("clean", "info", "install", "list", "makecache", "remove", "repolist", "search", "update")
JOURNALCTL_OPTIONS = ("--boot", "--follow", "--lines=", "--no-pager", "--output=", "--since=", "--unit=")


@completes("systemctl")
def _systemctl(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    if word.startswith("-"):
        return SYSTEMCTL_OPTIONS
    verb = next((argument for argument in arguments if not argument.startswith("-")), "")
    if not verb:
        return VERBS
    return [unit.name for unit in _units(process) if _fits(unit, verb)]


def _fits(unit: Unit, verb: str) -> bool:
    """Whether it makes sense to do this to the unit."""
    if verb in ("start", "stop"):
        return (unit.state == "active") == (verb == "stop")
    if verb in ("enable", "disable"):
        return unit.enabled == (verb == "disable")
    return verb != "reset-failed" or unit.state == "failed"


def _units(process: Process) -> Sequence[Unit]:
    return sorted(process.node.systemd.units.values(), key=lambda unit: unit.name)


@completes("service")
def _service(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    if not arguments:
        return [unit.name.removesuffix(".service") for unit in _units(process)]
    return ("start", "stop", "restart", "status") if len(arguments) == 1 else ()


@completes("journalctl")
def _journalctl(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    if word.startswith("-"):
        return JOURNALCTL_OPTIONS
    return [unit.name for unit in _units(process)] if arguments[-1:] in (["-u"], ["--unit"]) else ()


@completes("yum")
def _yum(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    words = [argument for argument in arguments if not argument.startswith("-")]
    packages = process.node.packages
    if not words:
        return YUM
    if words[0] in ("remove", "erase", "update", "info"):
        return sorted(packages.installed)
    return sorted(packages.catalogue) if words[0] in ("install", "list") and len(word) > 1 else ()


@completes("su", "id", "passwd", "groups")
def _users(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    return sorted(process.node.users.users)


@completes("kill")
def _kill(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    return [f"-{name}" for name in SIGNALS] if word.startswith("-") else ()


@completes("ssh", "ping")
def _hosts(process: Process, arguments: Sequence[str], word: str) -> Sequence[str]:
    lines = process.node.tree.read("/etc/hosts").splitlines()
    names = {name for line in lines for name in line.partition("#")[0].split()[1:]}
    return sorted(names)
