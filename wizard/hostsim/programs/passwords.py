"""passwd, as CentOS 7 has it: with pwquality's judgement, three attempts, and --stdin."""

from __future__ import annotations

from wizard.hostsim.process import Failure, Process, decode
from wizard.hostsim.table import program
from wizard.hostsim.tree import User

ATTEMPTS = 3
SHORTEST, LONGEST = 8, 512
GUESSED = {"password", "passw0rd", "qwertyuiop", "administrator", "openstack", "computer", "iloveyou"}
"""What stands for pwquality's dictionary."""


@program("passwd")
async def passwd(process: Process) -> int:
    """Set the password of a user, one's own by default; it counts at the next login."""
    options, names = process.options("", "stdin")
    user = _user(process, names, from_stdin="--stdin" in options)
    process.out(f"Changing password for user {user.name}.\n")
    await process.flush()
    if "--stdin" in options:
        password = decode(await process.stdin.read_line()).rstrip("\n")
    else:
        if process.terminal is None:
            raise Failure("Authentication token manipulation error")
        if process.user.uid:
            await _check_current(process, user)
        password = await _new(process, user)
    if not password or len(password) > LONGEST:
        raise Failure("Authentication token manipulation error")
    process.node.users.passwords[user.name] = password
    process.out("passwd: all authentication tokens updated successfully.\n")
    return 0


def _user(process: Process, names: list[str], *, from_stdin: bool) -> User:
    """Return whose password is set. Raises `Failure` where that is not the caller's business."""
    if process.user.uid and from_stdin:
        raise Failure("Only root can do that.")
    if not names:
        return process.user
    if process.user.uid:
        raise Failure("Only root can specify a user name.")
    try:
        return process.node.users.by_name(names[0])
    except KeyError:
        raise Failure(f"Unknown user name '{names[0]}'.") from None


async def _ask(process: Process, prompt: str) -> str:
    await process.flush()
    assert process.terminal is not None  # noqa: S101 - told before
    return (await process.terminal.ask(prompt)).rstrip("\n")


async def _check_current(process: Process, user: User) -> None:
    process.out(f"Changing password for {user.name}.\n")
    given = await _ask(process, "(current) UNIX password: ")
    if given != process.node.users.passwords.get(user.name):
        raise Failure("Authentication token manipulation error")


async def _new(process: Process, user: User) -> str:
    """Ask twice for a new password; root may have a bad one."""
    for _ in range(ATTEMPTS):
        password = await _ask(process, "New password: ")
        if problem := judged(password, user.name):
            process.err(f"BAD PASSWORD: {problem}\n")
            if process.user.uid or not password:
                continue
        if password == await _ask(process, "Retype new password: "):
            return password
        process.err("Sorry, passwords do not match.\n")
    raise Failure("Have exhausted maximum number of retries for service")


def judged(password: str, name: str) -> str:
    """Return what pwquality objects to in a password, nothing where it is good."""
    lower = password.lower()
    if not password:
        return "No password supplied"
    if lower == lower[::-1]:
        return "The password is a palindrome"
    if len(password) < SHORTEST:
        return f"The password is shorter than {SHORTEST} characters"
    if name in lower or name[::-1] in lower:
        return "The password contains the user name in some form"
    if lower in GUESSED:
        return "The password fails the dictionary check - it is based on a dictionary word"
    return ""
