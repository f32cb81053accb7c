"""From a `Command` to the string that sshd hands to the login shell; pure.

A changing command holds an exclusive lock on the host until its script has ended. So whoever comes
next waits for a command that a cut connection or a killed wizard left behind, but not for a service
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

from wizard.model import Command

LOCK = "/run/nova-wizard.lock"
SUDO_PROMPT = "nova-wizard sudo: "
"""What sudo asks on a terminal; without one it asks nothing."""

WAITING = f"nova-wizard: waiting for {LOCK}\n"
"""What is printed first, on stderr, where the lock is not free."""
BUSY = 75
"""The exit status after that, where the lock is not had in time."""

_SETTING = "LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin\nexport LC_ALL PATH\n"
# The script's stdout goes through one tee to 5, its stderr through another to 6, its status to 3; 7 is
# its stdin. Only the status is waited for: a process in the background may keep the tees open.
_DRAINED = """\
trap '' HUP
drain() { trap '' PIPE; exec tee /dev/null 2>/dev/null 3>&- 4>&- 7<&-; }
exec 5>&1 6>&2 7<&0
status=$(exec 3>&1 9>&-; { { (
SCRIPT
) <&7 2>&4 3>&- 4>&- 5>&- 6>&- 7<&-; echo $? >&3; } | drain >&5 & } 4>&1 | drain >&6 &)
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
    command: Command, sudo: Sudo, wait: float, *, settled: bool = False, needs_terminal: bool = False
) -> str:
    """Return the string to execute; `wait` is how many seconds the host's lock is waited for.

    Reading waits only for what was left behind, so not where it is `settled` that nothing was.
    `needs_terminal` says that sudo does.
    """
    body = _SETTING
    if not command.changes:
        body += ("" if settled else _let_pass(wait)) + command.script
    elif command.prompts:
        body += _lock(wait) + f"(\n{command.script}\n) 9>&-\n"
    else:
        body += _lock(wait) + _DRAINED.replace("SCRIPT", command.script)
    terminal = bool(command.prompts)
    return root(f"sh -c {quote(body)}", sudo, terminal=terminal, makes_one=needs_terminal and not terminal)


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


def _lock(wait: float) -> str:
    return f"exec 9>>{LOCK}\n" + _had("flock", "9", wait)


def _let_pass(wait: float) -> str:
    # Not held while reading, and not made: reading leaves no byte on the host.
    return f"[ ! -r {LOCK} ] || " + _had("flock -s", f"9 9<{LOCK}", wait)


def _had(flock: str, lock: str, wait: float) -> str:
    """Return the command that takes the lock at once, or says that it waits."""
    say = f"echo '{WAITING.rstrip()}' >&2"
    return f"{flock} -n {lock} || {{ {say}; {flock} -w {wait:g} {lock} || exit {BUSY}; }}\n"
