"""The prompt: what the backslash sequences of PS1 stand for."""

from __future__ import annotations

import posixpath
import re
import time

from wizard.hostsim import clock
from wizard.hostsim.shell.state import Shell

VERSION, RELEASE = "4.2", "4.2.46"
SEQUENCE = re.compile(r"\\(D\{[^}]*\}|[0-7]{3}|.)", re.DOTALL)
TIMES = {"t": "%H:%M:%S", "T": "%I:%M:%S", "@": "%I:%M %p", "A": "%H:%M", "d": "%a %b %d"}
FIXED = {"n": "\n", "r": "\r", "a": "\a", "e": "\x1b", "[": "\x01", "]": "\x02", "v": VERSION, "V": RELEASE}


def decoded(shell: Shell, text: str, command_number: int, jobs: int) -> str:
    r"""Return a prompt with its backslash sequences replaced; what is not shown stands between \1 and \2."""
    return SEQUENCE.sub(lambda match: _sequence(shell, match[1], command_number, jobs), text)


def _sequence(shell: Shell, name: str, command_number: int, jobs: int) -> str:
    if name in FIXED:
        return FIXED[name]
    if name in TIMES or name[0] == "D":
        moment = time.gmtime(clock.now() + shell.process.node.skew)
        return time.strftime(TIMES.get(name, name[2:-1] or "%H:%M:%S"), moment)
    if name.isdigit():
        return chr(int(name, 8))
    host = shell.process.node.name
    values = {
        "u": shell.process.user.name,
        "h": host.partition(".")[0],
        "H": host,
        "s": posixpath.basename(shell.name),
        "w": _directory(shell),
        "W": _last(_directory(shell)),
        "$": "$" if shell.process.user.uid else "#",
        "l": "0",
        "j": str(jobs),
        "!": str(shell.history.next_number if shell.history is not None else 1),
        "#": str(command_number),
        "\\": "\\",
    }
    return values.get(name, f"\\{name}")


def _directory(shell: Shell) -> str:
    path, home = shell.process.cwd, shell.variables.get("HOME", "")
    if home and home != "/" and (path == home or path.startswith(f"{home}/")):
        return "~" + path[len(home) :]
    return path


def _last(path: str) -> str:
    return path if path in ("~", "/") else posixpath.basename(path)
