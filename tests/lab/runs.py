"""nova-wizard on a lab: its answers, its runs, each in a process of its own, and what they told."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Mapping, Sequence
from multiprocessing import connection
from pathlib import Path
from typing import Any

# What a run imports is imported here, once, in the server that its process is forked from.
import wizard.headless.jsonl
import wizard.headless.plain
import wizard.hosts.ssh  # noqa: F401
from tests.support.centos import too_new
from tests.support.ended import RunResult
from wizard.cli import main
from wizard.journal import Journal
from wizard.lab import Lab
from wizard.model.message import Message
from wizard.text import Words

LIMIT = 300.0
PASSWORDS = {
    "dbpassword": "db$root's own",
    "novadbpass": "n0va/db@p%ss",
    "novapass": "key;st(one)",
    "rabbitpass": "r#bb:t \\ears",
}
"""All different, and none easy to write down."""
TABLE = {(f"nova-{name}", "controller", True, True) for name in ("consoleauth", "scheduler", "conductor")}

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["__main__", __name__])
_STATUSES = threading.Lock()
"""Starting a process looks how all others ended, and only one thread can read that: another one gets 255."""


def table(compute_nodes: int = 1) -> set[tuple[str, str, bool, bool]]:
    """Return the book's table: binary, host, enabled, up."""
    return TABLE | {("nova-compute", f"compute{one}", True, True) for one in range(1, compute_nodes + 1)}


def answers_for(lab: Lab, passwords: Mapping[str, str] = PASSWORDS) -> dict[str, Any]:
    """Return what answers.yaml has for a lab."""

    def node(name: str) -> dict[str, Any]:
        found = lab.nodes[name]
        return {
            "host": found.host,
            "port": found.port,
            "user": found.user,
            "identity_file": found.identity_file,
            "host_key": found.fingerprint,
            "name": found.name,
            "management_ip": found.management_ip,
            **({"disk": found.disk} if found.disk else {}),
        }

    controller, *computes = lab.nodes
    return {
        "version": 1,
        "controller": node(controller),
        "compute": [node(name) for name in computes],
        "passwords": dict(passwords),
    }


class LabWizard:
    """nova-wizard with one file of answers, in a folder of its own."""

    def __init__(self, lab: Lab, home: Path, passwords: Mapping[str, str] = PASSWORDS) -> None:
        self.home = home
        self.state = home / "state"
        self.file = home / "answers.yaml"
        self.file.touch(mode=0o600)
        # Every JSON text is YAML.
        self.file.write_text(json.dumps(answers_for(lab, passwords)))

    def run(
        self,
        *words: str,
        output: str = "json",
        lang: str = "en",
        killed_at: int | None = None,
        stopped_at: str | None = None,
    ) -> RunResult:
        """Run it to its end, or kill it as soon as so many events are in its journal.

        Or interrupt it, as Ctrl-C does, once it waits for something with this text key.
        """
        before = self._folders()
        argv = ["--replay", str(self.file), "--output", output, "--lang", lang, *words]
        process = _PROCESSES.Process(target=_run, args=(argv, self.home, self.state, killed_at, stopped_at))
        with _STATUSES:
            process.start()
        connection.wait([process.sentinel], LIMIT)
        with _STATUSES:
            status = process.exitcode
            process.kill()
        assert status is not None, f"{argv} did not end"
        stdout, stderr = (_printed(self.home, name).read_text() for name in ("stdout", "stderr"))
        new = [folder for folder in self._folders() if folder not in before]
        ended = RunResult(status, stdout, stderr, new[-1] if new else None)
        assert too_new(ended.commands) == []
        return ended

    def said(self) -> set[str]:
        """Return the keys of all that the last run said."""
        return set(_printed(self.home, "keys").read_text().split())

    def _folders(self) -> list[Path]:
        return sorted(self.state.glob("*/"))


def differences(wanted: Any, found: Any, path: str = "") -> Iterable[str]:
    """Return where two states differ."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in sorted(wanted.keys() | found.keys()):
            yield from differences(wanted.get(key), found.get(key), f"{path}/{key}")
    elif wanted != found:
        yield f"{path}: {json.dumps(found)} instead of {json.dumps(wanted)}"


def _printed(home: Path, name: str) -> Path:
    return home / name


def _run(argv: Sequence[str], home: Path, state: Path, killed_at: int | None, stopped_at: str | None) -> None:
    """Be nova-wizard; in a process just forked."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(_printed(home, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.environ.update(HOME=str(home), NOVA_WIZARD_STATE=str(state), SSH_AUTH_SOCK="")
    Words.strict = True
    if killed_at is not None:
        _kill_at(killed_at)
    keys = _noted(stopped_at)
    status = main(argv)
    _printed(home, "keys").write_text("\n".join(keys))
    os._exit(status)


def _noted(stopped_at: str | None) -> set[str]:
    """Return where the keys of all messages will be that this process says; one of them may interrupt it."""
    keys: set[str] = set()
    say = Words.say

    def noted(self: Words, message: Message) -> str:
        if message.key == stopped_at and message.key not in keys:
            os.kill(os.getpid(), signal.SIGINT)
        keys.add(message.key)
        return say(self, message)

    Words.say = noted  # type: ignore[method-assign]
    return keys


def _kill_at(record: int) -> None:
    """Have this process killed when so many events are in the journal, and nothing more was done."""
    written = Journal.event
    numbers = itertools.count(1)

    def event(self: Journal, event: Mapping[str, Any]) -> None:
        written(self, event)
        if next(numbers) == record:
            os.kill(os.getpid(), signal.SIGKILL)

    Journal.event = event  # type: ignore[method-assign]
