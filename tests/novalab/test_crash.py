"""Whatever process of a lab is killed, whenever: the lab goes on with what was there some seconds before."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from tests.novalab.programs import Started, started, until
from tests.support.processes import children

COUNTING = "i=0; while :; do i=$((i+1)); echo $i > /root/new; mv /root/new /root/count; done"


def processes(lab: Started) -> dict[str, int]:
    """Return the three processes of a lab: the one that was started, the keeper, the lab itself."""
    front = lab.process.pid
    keeper = _child(front)
    return {"front": front, "keeper": keeper, "lab": _child(keeper)}


def _child(pid: int) -> int:
    return next(children(pid))


def saved(lab: Started) -> int:
    """Return what changes with each saving."""
    return (lab.folder / "lab").stat().st_ino


def saves(lab: Started, before: int) -> None:
    """Wait until the lab is saved once more."""
    until(lambda: (lab.folder / "lab").exists() and saved(lab) != before, "it is not saved")


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
@pytest.mark.parametrize("which", ["front", "keeper", "lab"])
def test_killed_while_it_changes(tmp_path: Path, which: str) -> None:
    """What was saved is whole, and is not older than the last saving; the next start has it."""
    folder = tmp_path / "lab"
    with started(tmp_path, folder) as lab:
        lab.ssh("compute1", f"setsid sh -c '{COUNTING}' > /dev/null 2>&1 < /dev/null &")
        until(lambda: lab.ssh("compute1", "cat /root/count").returncode == 0, "it does not count")
        before = int(lab.ssh("compute1", "cat /root/count").stdout)
        lab.lab.save()
        saves(lab, saved(lab))
        os.kill(processes(lab)[which], signal.SIGKILL)
        lab.process.wait(60)
    with started(tmp_path, folder) as lab:
        assert int(lab.ssh("compute1", "cat /root/count").stdout) >= before


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Also in the midst of saving: every start finds a whole lab."""
    folder = tmp_path / "lab"
    for _ in range(5):
        with started(tmp_path, folder) as lab:
            lab.ssh("compute1", f"setsid sh -c '{COUNTING}' > /dev/null 2>&1 < /dev/null &")
            for _ in range(3):
                lab.lab.save()
            victims = processes(lab)
            for name in ("front", "lab", "keeper"):
                os.kill(victims[name], signal.SIGKILL)
            lab.process.wait(60)
    (folder / ".lab.0123456789abcdef").write_bytes(b"unfinished")
    with started(tmp_path, folder) as lab:
        assert lab.ssh("compute1", "cat /root/count").stdout.strip().isdigit()
        assert not [name for name in folder.iterdir() if re.search(r"\.[0-9a-f]{16}$", name.name)]


def test_saved_by_itself_after_a_change(tmp_path: Path) -> None:
    """Nobody has to end it; and while nobody works on the hosts, nothing is written."""
    with started(tmp_path, tmp_path / "lab") as lab:
        lab.lab.save()
        before = saved(lab)
        assert lab.ssh("controller", "echo noted-by-hand > /root/note").returncode == 0
        saves(lab, before)
        until(lambda: b"noted-by-hand" in (lab.folder / "lab").read_bytes(), "the change is not saved")


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")
def test_the_end_of_the_lab_is_told(tmp_path: Path) -> None:
    """Whoever started it is told that it is gone, and how to go on."""
    with started(tmp_path, tmp_path / "lab") as lab:
        os.kill(processes(lab)["lab"], signal.SIGKILL)
        assert lab.process.wait(60) == 1
        assert "nova-lab start" in lab.said
        assert lab.command("status").returncode == 3
