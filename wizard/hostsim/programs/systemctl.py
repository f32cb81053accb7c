"""systemctl and service, as systemd 219 has them: what they change."""

from __future__ import annotations

from wizard.hostsim import power
from wizard.hostsim.boot import settle
from wizard.hostsim.process import Process
from wizard.hostsim.programs import systemctl_shown as shown
from wizard.hostsim.programs.systemctl_shown import Pairs, expanded
from wizard.hostsim.systemd import UNITS
from wizard.hostsim.table import program
from wizard.hostsim.tree import Regular, Symlink
from wizard.hostsim.unit_names import full

LONG = ("quiet", "property=", "no-pager", "full", "all", "no-block", "no-legend", "type=", "state=",
    "no-reload", "force", "lines=", "output=", "system", "runtime", "failed", "plain", "help", "version",
    "no-wall")  # fmt: skip
WITHOUT_NAMES = ("daemon-reload", "daemon-reexec", "reset-failed", "list-units", "list-unit-files", "show",
    "status", "get-default", "is-system-running", "default", "rescue", "emergency")  # fmt: skip
STARTING = ("start", "stop", "restart", "reload", "reload-or-restart", "try-restart", "condrestart")
WITH_PATTERNS = (*STARTING, "is-active", "is-failed", "show", "status", "cat", "reset-failed")
WITHOUT_MATCH = {"is-active": shown.NOT_RUNNING, "is-failed": 1}
"""How a verb ends that has no unit to look at; the others end with 0. None of them says anything."""
USAGE = """\
systemctl [OPTIONS...] {COMMAND} ...

Query or send control commands to the systemd manager.

  -h --help           Show this help
     --version        Show package version
  -t --type=TYPE      List units of a particular type
     --state=STATE    List units with particular LOAD or SUB or ACTIVE state
  -p --property=NAME  Show only properties by this name
  -a --all            Show all loaded units/properties, including dead/empty ones
  -l --full           Don't ellipsize unit names on output
  -q --quiet          Suppress output
     --no-pager       Do not pipe output into a pager
  -n --lines=INTEGER  Number of journal entries to show
"""


@program("systemctl", helps=True)
async def systemctl(process: Process) -> int:
    """systemctl: start, stop and look at services; reboot."""
    pairs, words = process.option_list("qp:lat:n:o:fhH:", *LONG)
    given = [option for option, _ in pairs]
    if "--version" in given:
        process.out(
            "systemd 219\n+PAM +AUDIT +SELINUX +IMA -APPARMOR +SMACK +SYSVINIT +UTMP +LIBCRYPTSETUP +GCRYPT "
            "+GNUTLS +ACL +XZ -LZ4 -SECCOMP +BLKID +ELFUTILS +KMOD +IDN\n"
        )
        return 0
    if "-h" in given or "--help" in given:
        process.out(USAGE)
        return 0
    verb, *names = words or ["list-units"]
    if verb in power.VERBS:
        return await power_verb(process, verb)
    if verb not in VERBS:
        process.err(f"Unknown operation '{verb}'.\n")
        return 1
    if not names and verb not in WITHOUT_NAMES:
        process.err("Too few arguments.\n")
        return 1
    return await _done(process, verb, names, pairs)


async def _done(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Do as a verb says with the units that are named or match."""
    units = expanded(process.node, names, pairs) if verb in WITH_PATTERNS else names
    if names and not units:
        return WITHOUT_MATCH.get(verb, 0)
    return await VERBS[verb](process, verb, units, pairs)


async def power_verb(process: Process, verb: str) -> int:
    """Reboot, or switch off; it returns at once, as systemctl does."""
    if process.user.uid:
        process.err(
            f"Failed to {power.VERBS[verb][1]} system via logind: Interactive authentication required.\n"
        )
        return 1
    if power.VERBS[verb][0]:
        power.reboot(process.node)
    else:
        power.power_off(process.node)
    return 0


async def _change(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    systemd = process.node.systemd
    if process.user.uid != 0:
        process.err(f"Failed to {verb} {full(names[0])}: Interactive authentication required.\n")
        return 1
    status = 0
    for name in names:
        if full(name) in systemd.mounts():
            process.err(f"{verb} of a mount unit is not simulated in this lab: use mount.\n")
            status = 1
            continue
        unit = systemd.find(name)
        if unit is None or (verb != "stop" and systemd.is_masked(unit.name)):
            problem, status = _not_loaded(verb, name, masked=unit is not None)
            process.err(f"Failed to {verb} {full(name)}: {problem}\n")
            continue
        if verb in ("try-restart", "condrestart", "reload") and unit.state != "active":
            if verb == "reload":
                process.err(f"Job for {full(name)} invalid.\n")
                status = 1
            continue
        if verb == "reload":
            systemd.log(unit, "systemd", 1, f"Reloaded {unit.description}.")
            continue
        if verb != "start":
            await systemd.stop(unit)
        if verb != "stop":
            systemd.start(unit)
    return status


def _not_loaded(verb: str, name: str, *, masked: bool) -> tuple[str, int]:
    if masked:
        return f"Unit {full(name)} is masked.", 1
    if verb == "stop":
        return f"Unit {full(name)} not loaded.", 5
    return f"Unit {full(name)} failed to load: No such file or directory.", 6


async def _enable(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    systemd = process.node.systemd
    units = [systemd.find(name) for name in names]
    if process.user.uid != 0:
        process.err("Failed to execute operation: Access denied\n")
        return 1
    for unit in units:
        if unit is None:
            process.err("Failed to execute operation: No such file or directory\n")
            return 1
        if verb == "enable":
            if systemd.is_masked(unit.name):
                process.err("Failed to execute operation: Cannot send after transport endpoint shutdown\n")
                return 1
            link = systemd.enable(unit)
            if link:
                process.err(f"Created symlink from {link} to {UNITS}/{unit.name}.\n")
        else:
            link = systemd.disable(unit)
            if link:
                process.err(f"Removed symlink {link}.\n")
    return 0


async def _mask(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    if process.user.uid != 0:
        process.err("Failed to execute operation: Access denied\n")
        return 1
    tree = process.node.tree
    for name in names:
        path = f"/etc/systemd/system/{full(name)}"
        if verb == "mask":
            if isinstance(tree.find(path, follow=False), Regular):
                process.err("Failed to execute operation: File exists\n")
                return 1
            tree.make(path, Symlink(0o777, target="/dev/null"))
            process.err(f"Created symlink from {path} to /dev/null.\n")
        elif process.node.systemd.is_masked(full(name)):
            tree.unlink(path)
            process.err(f"Removed symlink {path}.\n")
    return 0


async def _reload(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    if process.user.uid:
        process.err("Failed to execute operation: Interactive authentication required.\n")
        return 1
    process.node.systemd.reload()
    return 0


async def _reset(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    for unit in process.node.systemd.units.values():
        if unit.state == "failed" and (not names or unit.name in map(full, names)):
            unit.state = "inactive"
    for name in list(process.node.systemd.failed_mounts):
        if not names or name in map(full, names):
            del process.node.systemd.failed_mounts[name]
    return 0


async def _default(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    """Go on from the emergency mode to the normal one; it stays there while /etc/fstab is wrong."""
    if process.node.power.state == "emergency":
        await settle(process.node)
    return 0


async def _get_default(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    process.out("multi-user.target\n")
    return 0


async def _isolate(process: Process, verb: str, names: list[str], pairs: Pairs) -> int:
    process.err(f"{verb} is not simulated in this lab.\n")
    return 1


VERBS = {
    **dict.fromkeys(STARTING, _change),
    **dict.fromkeys(("enable", "disable"), _enable),
    **dict.fromkeys(("mask", "unmask"), _mask),
    **dict.fromkeys(("daemon-reload", "daemon-reexec"), _reload),
    **dict.fromkeys(("isolate", "set-default", "rescue", "emergency", "edit", "kill"), _isolate),
    "is-active": shown.is_active,
    "is-failed": shown.is_active,
    "is-enabled": shown.is_enabled,
    "is-system-running": shown.is_system_running,
    "show": shown.show,
    "status": shown.status,
    "cat": shown.cat,
    "list-units": shown.list_units,
    "list-unit-files": shown.list_unit_files,
    "list-dependencies": shown.list_dependencies,
    "reset-failed": _reset,
    "default": _default,
    "get-default": _get_default,
}  # fmt: skip


@program("service", directory="/usr/sbin")
async def service(process: Process) -> int:
    """service: do as systemctl does, with the words turned around."""
    if len(process.args) < 2:
        process.err(
            "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n"
        )
        return 2
    name, verb = process.args[:2]
    process.err(f"Redirecting to /bin/systemctl {verb}  {full(name)}\n")
    process.argv = ["systemctl", verb, name]
    return await systemctl(process)
