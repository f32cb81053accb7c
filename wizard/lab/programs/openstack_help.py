"""The help of the openstack client: what it can do, and the arguments of a command."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.hostsim.interactive.completion import in_columns
from wizard.lab.programs.openstack import COMMANDS, parser_of

VERBS = {
    "create": "Create new {}",
    "delete": "Delete {}(s)",
    "list": "List {}s",
    "set": "Set {} properties",
    "show": "Display {} details",
}
SPECIAL = {
    "compute service list": "List service command",
    "role add": "Add role to a user or group in a project or domain",
    "role remove": "Remove role from domain/project : user/group",
    "token issue": "Issue new token",
}
USAGE = """\
usage: openstack [--version] [-v | -q] [-h] [--debug] [--insecure]
                 [--os-auth-url <auth-auth-url>]
                 [--os-password <auth-password>]
                 [--os-project-name <auth-project-name>]
                 [--os-username <auth-username>]

Command-line interface to the OpenStack APIs

optional arguments:
  --version        show program's version number and exit
  -v, --verbose    Increase verbosity of output. Can be repeated.
  -q, --quiet      Suppress output except warnings and errors.
  -h, --help       Show help message and exit.
  --debug          Show tracebacks on errors.
  --insecure       Disable server certificate verification
  --os-NAME VALUE  instead of the variable OS_NAME of the environment

Commands:
"""


def described(name: str) -> str:
    """Return what a command does, in the client's words."""
    noun, _, verb = name.rpartition(" ")
    return SPECIAL.get(name) or VERBS[verb].format(noun)


def general() -> str:
    """Return the help of the client: its options and its commands."""
    longest = max(map(len, COMMANDS))
    names = sorted(COMMANDS)
    return USAGE + "".join(f"  {name:<{longest}}  {described(name)}\n" for name in names)


def of_prompt(columns: int) -> str:
    """Return what `help` prints at the client's own prompt."""
    titles = ("Shell commands (type help <topic>):", "Application commands (type help <topic>):")
    parts = (["exit", "help", "quit"], sorted(COMMANDS))
    return "".join(
        f"\n{title}\n{'=' * len(title)}\n{in_columns(names, columns)}"
        for title, names in zip(titles, parts, strict=True)
    )


def of_command(words: Sequence[str]) -> str:
    """Return the help of a command, or the commands that begin with these words; nothing for others."""
    name = " ".join(words)
    if name in COMMANDS:
        lines = parser_of(COMMANDS[name], words).format_help().replace("options:\n", "optional arguments:\n")
        usage, _, rest = lines.partition("\n\n")
        return f"{usage}\n\n{described(name)}\n\n{rest}"
    found = [one for one in sorted(COMMANDS) if one.startswith(f"{name} ")]
    return "".join(['Command "' + name + '" matches:\n', *(f"  {one}\n" for one in found)]) if found else ""
