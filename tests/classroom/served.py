"""A class as `nova-lab serve` runs it, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 120.0


@dataclass(frozen=True)
class Served:
    """Where it is, its codes, and its folder."""

    address: str
    code: str
    teachers: str
    folder: Path
    process: subprocess.Popen[str]


@contextmanager
def served(folder: Path, *options: str, environ: dict[str, str] | None = None) -> Iterator[Served]:
    """Run a class; it has ended in order when this is left."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "wizard.labcli.cli",
            "serve",
            "--lang",
            "en",
            "--port",
            "0",
            "--dir",
            str(folder),
            *options,
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **(environ or {})},
        start_new_session=True,
    )
    try:
        address, code, teachers = _opened(process)
        yield Served(address, code, teachers, folder, process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise


def _opened(process: subprocess.Popen[str]) -> tuple[str, str, str]:
    assert process.stdout is not None
    said = ""
    while "Press Ctrl-C" not in said and "press Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, f"the class has ended: {said}"
        said += line
    address = re.search(r"https?://\S+", said)
    code = re.search(r"students:\s+(\S+)", said)
    teachers = re.search(r"Teacher's code:\s+(\S+)", said)
    assert address and code and teachers, said
    return address[0], code[1], teachers[1]
