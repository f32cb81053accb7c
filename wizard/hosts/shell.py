"""From a `Command` to the string that sshd hands to the login shell; pure.

A changing command holds the host's command lock (`lock.py`) until its script has ended. So whoever changes
something next waits for a command that a cut connection or a killed wizard left behind, but not for a service
that it started in the background. Its output passes through readers that go on when nobody listens
any more: it ends of itself, never by SIGPIPE or SIGHUP. File descriptor 9 is the lock, which the script
and what it starts do not have; all but 0 to 2 are free there.

Its stdin may end early when the connection is cut. A script must therefore have read and checked all
of its input before it acts on it.

Everything is POSIX sh with coreutils, util-linux and sudo as of CentOS 7.2; Python, of either kind, only
where sudo insists on a terminal (`requiretty`, which CentOS 7.2's sudoers sets).
"""

from __future__ import annotations

from enum import Enum, auto
from shlex import quote

from wizard.hosts import Claim, lock
from wizard.model.commands import Command

SUDO_PROMPT = "nova-wizard sudo: "
"""What sudo asks on a terminal; without one it asks nothing."""

_SETTING = "LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin\nexport LC_ALL PATH\n"
# The script's stdout goes through one tee to 5, its stderr through another to 6, its status to 3; 7 is
# its stdin. Only the status is waited for: a process in the background may keep the tees open. What waits
# for the script holds the lock, besides the shell that is told the status: it outlives that shell.
_DRAINED = """\
trap '' HUP
drain() { trap '' PIPE; exec tee /dev/null 2>/dev/null 3>&- 4>&- 7<&- 9>&-; }
exec 5>&1 6>&2 7<&0
status=$(exec 3>&1; { { (
SCRIPT
) <&7 2>&4 3>&- 4>&- 5>&- 6>&- 7<&- 9>&-; echo $? >&3; } | drain >&5 & } 4>&1 | drain >&6 &)
exit "${status:-1}"
"""
# A terminal that controls the command, which keeps its own stdin, stdout and stderr.
_TERMINAL = """\
import fcntl, os, sys, termios
keep, terminal = os.openpty()
child = os.fork()
if not child:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    os.execvp(sys.argv[1], sys.argv[1:])
status = os.waitpid(child, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
"""


class Sudo(Enum):
    """How the script becomes root."""

    NO = auto()
    """It is, or it is not needed."""
    FREE = auto()
    """By sudo without a password."""
    ASKS = auto()
    """By sudo with the password: the first line of stdin, or the first prompt on a terminal."""


def line(
    command: Command,
    sudo: Sudo,
    wait: float,
    *,
    claim: Claim | None = None,
    needs_terminal: bool = False,
    marker: str = "",
) -> str:
    """Return the string to execute; `wait` is how many seconds the host's command lock is waited for.

    A changing command does nothing where the `claim` does not hold any more; reading waits for nothing.
    `needs_terminal` says that sudo does. A `marker` is printed first, to stdout and stderr: what stands
    before it is not the command's.
    """
    body = _marked(marker, streams=1 if command.prompts else 2) + _SETTING
    if command.changes:
        body += lock.enter(claim, wait, command.name or command.script.split("\n")[0])
    if not command.changes:
        body += command.script
    elif command.prompts:
        body += f"(\n{command.script}\n) 9>&-\n"
    else:
        body += _DRAINED.replace("SCRIPT", _limited(command))
    terminal = bool(command.prompts)
    return root(f"sh -c {quote(body)}", sudo, terminal=terminal, makes_one=needs_terminal and not terminal)


def _limited(command: Command) -> str:
    """Return the script, ended by timeout(1) where the command is given up on the host."""
    if not command.gives_up:
        return command.script
    return f"timeout {command.gives_up} sh -c {quote(command.script)}"


def handshake(marker: str) -> str:
    """Return the string to execute to see whether the login shell runs sh, and what it prints before."""
    return root(f"sh -c {quote(_marked(marker))}", Sudo.NO)


def _marked(marker: str, streams: int = 2) -> str:
    """Return the lines that print the marker to stdout, and to stderr where that is a stream of its own."""
    return "".join(f"echo '{marker}'{to}\n" for to in ("", " >&2")[:streams]) if marker else ""


def holding(
    claim: Claim, sudo: Sudo, silence: float, *, needs_terminal: bool = False, marker: str = ""
) -> str:
    """Return the string to execute for the process that holds the run lock."""
    body = _marked(marker, streams=1) + _SETTING + lock.hold(claim, silence)
    return root(f"sh -c {quote(body)}", sudo, makes_one=needs_terminal)


def root(words: str, sudo: Sudo, *, terminal: bool = False, makes_one: bool = False) -> str:
    """Return the string that executes these shell words, as root where sudo is used.

    It runs on a terminal, or makes one for sudo alone.
    """
    if sudo is Sudo.NO:
        return f"exec {words}"
    if sudo is Sudo.FREE:
        asking = "-n -k"
    elif terminal:
        asking = f"-k -p {quote(SUDO_PROMPT)}"
    else:
        asking = "-S -k -p ''"
    made = f'"$(command -v python3 || command -v python)" -c {quote(_TERMINAL)} ' if makes_one else ""
    return f"exec {made}env LC_ALL=C sudo {asking} -H -- {words}"
