"""The options of the files that go before nova.conf: the script on this machine, and what it comes to."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import ClassVar

from tests.support.cases import ANSWERS, COMPUTE1
from wizard.facts.options import Option, OptionNames
from wizard.model.commands import Result
from wizard.model.role import Role


def read(folder: Path, command_line: str) -> tuple[Option, ...]:
    """Read the files of a service that systemd starts with this command line."""

    class Names(OptionNames):
        goes_after = str(folder / "own.conf")
        files: ClassVar = {Role.COMPUTE: (str(folder / "other.conf"), str(folder / "absent.conf"))}
        services: ClassVar = {Role.COMPUTE: ("service",)}

    systemctl = folder / "systemctl"
    shown = (
        f"ExecStart={{ path=/usr/bin/service ; argv[]=/usr/bin/service {command_line} ; ignore_errors=no }}"
    )
    systemctl.write_text(f"#!/bin/sh\necho '{shown}'\n")
    systemctl.chmod(0o755)
    done = subprocess.run(
        ["sh"],
        input=Names.script(ANSWERS, COMPUTE1).wire().encode(),
        capture_output=True,
        check=False,
        env={"PATH": f"{folder}:{os.environ['PATH']}"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return Names.parse(Result(done.returncode, done.stdout, done.stderr)).options


def test_live_options_without_their_values(tmp_path: Path) -> None:
    file = tmp_path / "other.conf"
    file.write_text(
        "# a = 1\n#b = 2\n[DEFAULT]\nc = x=y\n  going on\n[filter:authtoken]  # here\nd.e: f\nc=1\n"
    )
    assert read(tmp_path, "") == (
        Option(str(file), "DEFAULT", "c"),
        Option(str(file), "filter:authtoken", "d.e"),
        Option(str(file), "filter:authtoken", "c"),
    )


def test_files_that_the_command_line_names_after_the_own_one(tmp_path: Path) -> None:
    for name in ("before.conf", "own.conf", "after.conf", "d/1.conf", "d/2.conf", "d/2.conf.off"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("[DEFAULT]\na = 1\n")
    named = [
        f"--config-file {tmp_path}/before.conf",
        f"--config-file={tmp_path}/own.conf",
        f"--config-dir {tmp_path}/d",
        f"--config-file {tmp_path}/after.conf",
    ]
    files = [str(tmp_path / name) for name in ("d/1.conf", "d/2.conf", "after.conf")]
    assert [option.path for option in read(tmp_path, " ".join(named))] == files
    assert [option.path for option in read(tmp_path, f"--config-dir {tmp_path}/d")] == files[:2]
