"""Scripts as a student could type them: run by root on the lab's hosts, with the credentials of admin."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from wizard.hosts.ssh import SshHost
from wizard.model.answers import Answers
from wizard.model.commands import Command, Result
from wizard.model.problems import HostProblem, Lost, Problem

LIMIT = 600.0
"""Seconds that a script may take."""
BOOT_LIMIT = 120.0
"""Seconds in which a host that reboots has to be back."""
PAUSE = 0.2
_REBOOTS = re.compile(r"^\s*(systemctl\s+)?(reboot|shutdown\s+-r)\b", re.MULTILINE)
_BOOT_ID = Command("cat /proc/sys/kernel/random/boot_id", changes=False)
_SAID = 2000
"""Characters of a script's output that are told."""


class ScriptFailed(Problem):
    """A script ended with another status than 0; the message has its host, status and output."""


def run(answers: Answers, name: str, script: str) -> None:
    """Run an sh script on a host, up to the first command that fails; wait for a host that it reboots.

    Raises `ScriptFailed`, and `HostProblem` for a host that cannot be reached or does not come back.
    """
    node = next(node for node in answers.nodes if node.name == name)
    reboots = _REBOOTS.search(script) is not None
    with _connected(SshHost(node)) as host:
        boot = host.run(_BOOT_ID).text if reboots else ""
        try:
            result = host.run(_command(answers, script))
        except Lost:
            if not reboots:
                raise
            result = Result(0)
    if result.status != 0:
        said = f"{result.text}{result.errors}".strip()[-_SAID:] or "-"
        status = "-" if result.status is None else str(result.status)
        raise ScriptFailed("exercise-script-failed", host=name, status=status, script=script, said=said)
    if reboots:
        _wait_for_boot(SshHost(node), boot)


def _command(answers: Answers, script: str) -> Command:
    # A host that has no openrc, or whose openrc ends with a command that fails, is no failure of the script.
    source = f"if [ -r {answers.openrc} ]; then . {answers.openrc} || :; fi\nset -e\n"
    # It is not the wizard that changes the host here: nothing of its locks is left there.
    return Command(source + script, timeout=LIMIT, changes=False)


@contextmanager
def _connected(host: SshHost) -> Iterator[SshHost]:
    with closing(host):
        host.open()
        yield host


def _wait_for_boot(host: SshHost, before: str) -> None:
    """Wait until the host answers after another boot than the one before. Raises `HostProblem`."""
    deadline = time.monotonic() + BOOT_LIMIT
    while True:
        try:
            with _connected(host):
                if host.run(_BOOT_ID).text != before:
                    return
        except HostProblem:
            if time.monotonic() > deadline:
                raise
        if time.monotonic() > deadline:
            raise Lost("exercise-not-rebooted", host=host.node.name, seconds=BOOT_LIMIT)
        time.sleep(PAUSE)
