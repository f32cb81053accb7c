"""nova-wizard as a process of its own, on the lab, and what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ANSWERS = """\
version: 1
language: en
controller: {host: 127.0.0.1, name: controller, management_ip: 10.0.0.11}
compute:
  - {host: 127.0.0.2, name: compute1, management_ip: 10.0.0.31}
passwords: {dbpassword: aaaa1, novadbpass: bbbb2, novapass: cccc3, rabbitpass: dddd4}
"""
LIMIT = 60.0
"""Seconds that anything may take."""


def answers(folder: Path, content: str = ANSWERS) -> Path:
    """Write an answers file for its owner alone."""
    path = folder / "answers.yaml"
    path.write_text(content)
    path.chmod(0o600)
    return path


def command(*arguments: str) -> list[str]:
    """Return the command that starts the program."""
    return [sys.executable, "-m", "wizard", *arguments]


def environ(state: Path, **more: str) -> Mapping[str, str]:
    """Return the environment of a process whose record goes to `state`."""
    return {
        **os.environ,
        "NOVA_WIZARD_STATE": str(state),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        **more,
    }


def start(state: Path, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start the program; its streams are pipes unless the options say otherwise."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command(*arguments), env=environ(state), **{**streams, **options})


def until(holds: Callable[[], object], what: str, limit: float = LIMIT) -> None:
    """Wait until something holds; fail after `limit` seconds, naming `what`."""
    end = time.monotonic() + limit
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def journal(state: Path) -> list[dict[str, Any]]:
    """Return the events of the last run."""
    files = sorted(state.glob("*/journal.jsonl"), key=lambda file: file.stat().st_mtime_ns)
    return (
        [json.loads(line) for line in files[-1].read_text().splitlines(True) if line.endswith("\n")]
        if files
        else []
    )


def heard(state: Path, event: str) -> Callable[[], bool]:
    """Return the condition that the last run's journal has an event."""
    return lambda: any(entry["event"] == event for entry in journal(state))
