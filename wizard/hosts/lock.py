"""The two locks on a host, as sh scripts and what these print; pure.

Both are flock(2) locks on files in `FOLDER`, which only root can enter, so that no other user of the host
can hold, replace or read them. /run is a tmpfs: nothing of this survives a boot.

- The *command lock* is held by a changing command and by whatever it started. It outlives the connection.
  Its file names the command. Reading never waits for it.
- The *run lock* is held by a run, by a process on the host that reads a byte from the run now and then. It
  ends with the connection, or when the run is silent for too long. The lock's file names the run: token,
  process, time and owner in one line. A token is no secret, it only tells runs apart.

Every changing command of a run checks, under the command lock, that the file still has the run's token.
Whoever takes the run lock writes its own token first and waits for the command lock then: whatever it
reads afterwards, no command of an earlier run is at work and none can begin.

Everything is POSIX sh with coreutils and util-linux as of CentOS 7.2.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from shlex import quote

from wizard.bounds import Quoted
from wizard.hosts import Claim
from wizard.model.commands import Result
from wizard.model.message import Message
from wizard.model.problems import Refused
from wizard.plaintext import of_terminal

FOLDER = "/run/nova-wizard"
COMMAND = f"{FOLDER}/command"
RUN = f"{FOLDER}/run"

BUSY = 75
"""The exit status where the command lock is not had in time."""
LOST = 76
"""The exit status of a command whose run has lost the run lock."""
UNSAFE = 77
"""The exit status where the folder is not safe."""
WAITING = f"nova-wizard: waiting for {COMMAND}\n"
"""What is printed first, on stderr, where the command lock is not free."""
MOST = 4096
"""Bytes that the answer of the process that takes the run lock may have."""
_LONGEST_AGE = 10**8
_LONGEST_OWNER = 200
"""Characters of a lock's owner, or of the command at work, that are shown."""

_SAFE = f"""[ -O {FOLDER} ] && [ "$(stat -c '%a %F' {FOLDER} 2>/dev/null)" = '700 directory' ]"""
_FOLDER = f"""\
mkdir -m 700 {FOLDER} 2>/dev/null
{_SAFE} || {{ echo "nova-wizard unsafe: $(ls -ld {FOLDER} 2>&1)" >&2; exit {UNSAFE}; }}
"""
_HOLD = """\
command -v flock >/dev/null || { echo 'flock: command not found'; exit; }
exec 8<>RUN
flock -n 8 || {
    read -r token pid since owner <RUN
    # A holder that an earlier connection of this run has left.
    [ "$token" = TOKEN ] && kill "$pid" && flock -w 5 8
} || { printf '%s\\n' "nova-wizard held: $(date +%s) ${since:-0} $owner"; exit; }
printf '%s\\n' "TOKEN $$ $(date +%s) "OWNER >RUN || { echo 'RUN: cannot be written'; exit; }
flock -w 1 9 9>>COMMAND || {
    printf '%s\\n' "nova-wizard at work: $(date +%s) $(stat -c %Y COMMAND) $(head -n 1 COMMAND)"
    exit
}
echo 'nova-wizard had:'
while [ -n "$(exec 8>&-; exec timeout SILENCE head -c 1)" ]; do :; done
"""
_ANSWER = re.compile(rb"nova-wizard (had|held|at work|unsafe):(.*)\n")
_OWNED = re.compile(r"([0-9]{1,12}) ([0-9]{1,12}) (.+)")


def hold(claim: Claim, silence: float) -> str:
    """Return the script that takes the run lock and holds it.

    It holds it until its stdin ends or is silent for so many seconds. It prints what `in_the_way`
    understands, and ends at once where the lock is not to be had.
    """
    values = {"RUN": RUN, "COMMAND": COMMAND, "TOKEN": claim.token, "SILENCE": f"{silence:g}"}
    values["OWNER"] = quote(_printable(claim.owner))
    script = re.sub("|".join(values), lambda found: values[found[0]], _HOLD)
    return _FOLDER.replace(">&2", "") + script


def answered(printed: bytes) -> bool:
    """Whether the answer of `hold` is there."""
    return _ANSWER.search(printed) is not None


def in_the_way(host: str, printed: bytes) -> Message | None:
    """Return nothing where `hold` says that it has the lock, else who or what is in its way.

    Raises `Refused` where it cannot have it.
    """
    found = _ANSWER.search(printed)
    parts = found.groups() if found else (b"", b"")
    answer, said = (of_terminal(part.decode("utf-8", "replace")).strip() for part in parts)
    match answer:
        case "had":
            return None
        case "held":
            return _owned("run-lock-held", host, said)
        case "at work":
            since, command = _since(said)
            return Message("command-at-work", host=host, command=Quoted(command, _LONGEST_OWNER), since=since)
        case "unsafe":
            raise Refused("run-lock-unsafe", host=host, path=FOLDER, found=said or Message("nothing-printed"))
    lines = printed.decode("utf-8", "replace").splitlines()
    last = of_terminal(lines[-1]) if lines else Message("nothing-printed")
    raise Refused("run-lock-failed", host=host, path=RUN, said=last)


def enter(claim: Claim | None, wait: float, name: str) -> str:
    """Return the lines by which a changing script takes the command lock, and checks the claim under it.

    The lock's file gets the `name` of the command, for whoever finds it at work.
    """
    named = f"printf '%s\\n' {quote(_printable(name))} >{COMMAND}\n"
    if claim is None:
        return f"{_FOLDER}exec 9>>{COMMAND}\n" + _had(wait) + named
    said = f'"nova-wizard lost {claim.token}: $(date +%s) $nova_wizard_owner"'
    return (
        f"nova_wizard_lost() {{ printf '%s\\n' {said} >&2; exit {LOST}; }}\n"
        f"[ -d {FOLDER} ] || nova_wizard_lost\n"
        f"exec 9>>{COMMAND}\n"
        + _had(wait)
        + f"read -r nova_wizard_token nova_wizard_pid nova_wizard_owner 2>/dev/null <{RUN}\n"
        + f'[ "$nova_wizard_token" = {claim.token} ] || nova_wizard_lost\n'
        + named
    )


def _had(wait: float) -> str:
    """Return the command that takes the lock at once, or says that it waits."""
    say = f"echo '{WAITING.rstrip()}' >&2"
    return f"flock -n 9 || {{ {say}; flock -w {wait:g} 9 || exit {BUSY}; }}\n"


def loss(host: str, result: Result, claim: Claim) -> Message | None:
    """Return who has the run lock now, where a changing command did nothing because its run has lost it."""
    if result.status != LOST:
        return None
    # On a terminal there is but one stream.
    found = re.search(f"nova-wizard lost {claim.token}: (.*)", result.errors + result.text)
    if found is None:
        return None
    said = of_terminal(found[1])
    named = _OWNED.fullmatch(said)
    return _owned("run-lock-lost", host, said) if named else Message("run-lock-gone", host=host, path=RUN)


def _owned(key: str, host: str, said: str) -> Message:
    """Return the message that names the owner."""
    since, owner = _since(said)
    return Message(key, host=host, owner=Quoted(owner, _LONGEST_OWNER), since=since)


def _since(said: str) -> tuple[str, str]:
    """Return since when a lock is held, by our clock, and by what.

    `said` is the host's time, when the lock was taken, and the owner or command. The times are seconds of the
    host's clock, which need not be right.
    """
    found = _OWNED.fullmatch(said)
    ago, what = (int(found[1]) - int(found[2]), _printable(found[3])) if found else (0, "?")
    taken = datetime.now() - timedelta(seconds=min(max(ago, 0), _LONGEST_AGE))
    return taken.strftime("%Y-%m-%d %H:%M:%S"), what


def _printable(name: str) -> str:
    """Return the name of an owner or a command in one line of printable characters."""
    return "".join(char for char in of_terminal(name) if char.isprintable()) or "?"
