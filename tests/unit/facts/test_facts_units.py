"""The services: the script run by a real sh, with a systemd that is none."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import ClassVar

import pytest

from tests.support.cases import ANSWERS, COMPUTE1
from wizard.facts.units import ServiceUnits
from wizard.model.commands import Result
from wizard.model.problems import Unknown
from wizard.model.role import Role

STATES = ("active", "reloading", "activating", "deactivating", "failed", "inactive")
JOURNAL = """\
#!/bin/sh
case "$*" in *_SYSTEMD_UNIT=*) exit ;; esac
for word; do unit=$word; done
printf '%s\\n' "$unit says" "" "the end"
"""


class Services(ServiceUnits):
    """A service in each state."""

    wanted: ClassVar = {Role.COMPUTE: tuple(f"test-{state}.service" for state in STATES)}


def shown(state: str) -> str:
    """Return what `systemctl show` of systemd 219 prints."""
    return f"MainPID=0\nExecMainStartTimestampMonotonic=0\nActiveState={state}\nUnitFileState=enabled\n"


def read(folder: Path, show: str) -> Services:
    """Read the services where `systemctl` prints this; count its starts."""
    (folder / "shown").write_text(show)
    for name, program in (
        ("systemctl", f'#!/bin/sh\necho "$*" >>{folder}/asked\ncat {folder}/shown\n'),
        ("journalctl", JOURNAL),
    ):
        (folder / name).write_text(program)
        (folder / name).chmod(0o755)
    done = subprocess.run(
        ["sh"],
        input=Services.script(ANSWERS, COMPUTE1).wire().encode(),
        capture_output=True,
        check=False,
        env={"PATH": f"{folder}:{os.environ['PATH']}"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return Services.parse(Result(done.returncode, done.stdout, done.stderr))


def test_all_are_asked_for_at_once_and_what_is_not_active_has_its_log(tmp_path: Path) -> None:
    found = read(tmp_path, "\n".join(map(shown, STATES)))
    assert [(unit.name, unit.state) for unit in found.units] == [
        (f"test-{state}.service", state) for state in STATES
    ]
    assert [bool(unit.log) for unit in found.units] == [False, False, True, True, True, True]
    assert found.units[4].log == "test-failed.service says\nthe end"
    assert all(unit.enabled for unit in found.units)
    assert len((tmp_path / "asked").read_text().splitlines()) == 1


def test_a_systemd_that_stops_in_the_middle_tells_of_no_other_service(tmp_path: Path) -> None:
    found = read(tmp_path, "\n".join(map(shown, STATES[:2])))
    assert [unit.name for unit in found.units] == ["test-active.service", "test-reloading.service"]
    with pytest.raises(Unknown, match="systemd-unreadable"):
        read(tmp_path, "")
