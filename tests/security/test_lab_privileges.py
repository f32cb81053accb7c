"""The lab needs no root: started as root it gives everything up before it listens, or ends and says why."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from tests.security.programs import CONSOLE, run
from wizard.lab import Lab
from wizard.lab.privileges import UNUSED
from wizard.text import Words

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
on_linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab with one compute node."""
    with Lab() as lab:
        yield lab


def status_of(process: Path) -> dict[str, str]:
    """Return what /proc says of a process."""
    lines = (process / "status").read_text().splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def at_port(port: int) -> list[dict[str, str]]:
    """Return the processes that listen at a port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inodes = {row[9] for row in rows if int(row[1].split(":")[1], 16) == port and row[3] == "0A"}
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            targets = {str(one.readlink()) for one in (process / "fd").iterdir()}
        except OSError:
            continue
        if targets & {f"socket:[{inode}]" for inode in inodes}:
            found.append(status_of(process))
    return found


@on_linux
@as_root
def test_who_listens_is_nobody(lab: Lab) -> None:
    """No user, group or capability of root's, and no way to get one."""
    [process] = at_port(lab.nodes["controller"].port)
    assert process["Uid"].split() == [str(UNUSED)] * 4
    assert process["Gid"].split() == [str(UNUSED)] * 4
    assert process["Groups"] == ""
    for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
        assert int(process[name], 16) == 0, name
    assert process["NoNewPrivs"] == "1"


@on_linux
@as_root
def test_it_keeps_no_way_to_the_folders(lab: Lab) -> None:
    """What it has open is a pipe, a log, sockets: no directory and no file of root's."""
    [process] = at_port(lab.nodes["controller"].port)
    opened = {str(one.readlink()) for one in Path(f"/proc/{process['Pid']}/fd").iterdir()}
    files = {target for target in opened if target.startswith("/") and not target.startswith("/dev/")}
    log = Path(lab.nodes["controller"].identity_file).with_name("log")
    assert files <= {str(log), "/"}
    assert not any(Path(target).is_dir() for target in files)


@on_linux
@as_root
@pytest.mark.parametrize("missing", ["setuid", "setgid", "setuid,-setgid"])
def test_root_who_may_not_change_its_user(tmp_path: Path, missing: str) -> None:
    """A container that takes these capabilities away: told, and nothing listens."""
    if shutil.which("setpriv") is None:
        pytest.skip("needs setpriv")
    start = ("setpriv", f"--bounding-set=-{missing}", f"--inh-caps=-{missing}", *CONSOLE)
    done = run(tmp_path, "--lab", "--replay", "--check", "--output", "plain", start=start)
    assert (done.returncode, done.stdout) == (2, "")
    said = Words("en").label("lab-as-root", directory="None", said=os.strerror(1))
    assert done.stderr == said + "\n"
    assert list((tmp_path / "tmp").iterdir()) == []


@as_root
def test_roots_own_folder_is_written_by_root(tmp_path: Path) -> None:
    """A lab is kept where its own process could write nothing."""
    kept = tmp_path / "kept"
    for _ in range(2):
        with Lab(directory=kept):
            pass
    for path in (kept, kept / "lab"):
        assert path.stat().st_uid == 0
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert sorted(path.name for path in kept.iterdir()) == ["lab", "lab.lock"]


def test_the_key_is_its_owners(lab: Lab) -> None:
    """The folder, the key and the log."""
    key = Path(lab.nodes["controller"].identity_file)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_the_key_is_its_owners_from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is created so, not changed to it, whatever the umask; and nothing that lies there is written to."""
    modes = []
    opened = os.open

    def noted(path: str, flags: int, mode: int = 0o777, **more: int) -> int:
        if str(path).endswith("id_ed25519"):
            modes.append((mode, bool(flags & os.O_EXCL)))
        return opened(path, flags, mode, **more)

    before = os.umask(0)
    try:
        monkeypatch.setattr(os, "open", noted)
        with Lab():
            assert modes == [(0o600, True)]
    finally:
        os.umask(before)


# --- Passwords for SSH


async def test_no_fixed_passwords(lab: Lab) -> None:
    """Each lab has its own, and they are in no text of a node."""
    node = lab.nodes["controller"]
    with Lab() as other:
        assert len({node.password, node.student_password, other.nodes["controller"].password}) == 3
    assert node.password not in repr(node)
    assert node.student_password not in repr(node)
    for user, password in (("root", "rootpass"), ("stack", "stackpass"), ("root", ""), ("root", "root")):
        with pytest.raises(asyncssh.PermissionDenied):
            await asyncssh.connect(
                node.host, node.port, username=user, password=password, client_keys=None, known_hosts=None
            )
    for user, password in (("root", node.password), ("stack", node.student_password)):
        async with await asyncssh.connect(
            node.host, node.port, username=user, password=password, client_keys=None, known_hosts=None
        ) as connection:
            said = await connection.run(f"echo {password} | sudo -S id -u")
            assert str(said.stdout) == "0\n"


def test_passwords_are_not_on_a_command_line(lab: Lab) -> None:
    """ps shows nothing that lets anybody in."""
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    node = lab.nodes["controller"]
    assert node.password not in listed
    assert node.student_password not in listed
