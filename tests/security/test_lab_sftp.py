"""The lab's SSH server as another local user meets it: it reaches nothing of the machine's."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.security.attacker import ROOT_ONLY, Attacker, attacker, can_attack, victim
from wizard.lab import Lab, LabNode
from wizard.lab.sftp import Files
from wizard.lab.ssh import LOGGING_IN, LOGIN_ATTEMPTS

HARMLESS = {"channel", "connection", "env", "logger"}
"""Properties of asyncssh's class that its handler does not ask for; here they are refused like the rest."""
needs_root = pytest.mark.skipif(not can_attack(), reason=ROOT_ONLY)


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab with one compute node."""
    with Lab() as lab:
        yield lab


@pytest.fixture
def him() -> Iterator[Attacker]:
    with attacker() as found:
        yield found


def test_nothing_is_inherited() -> None:
    """Whatever asyncssh's class can do, or learns to do, is ours or is refused."""
    assert Files.__mro__ == (Files, object)
    files = Files.__new__(Files)
    for name in [name for name in dir(asyncssh.SFTPServer) if not name.startswith("__")]:
        if name not in vars(Files):
            with pytest.raises(asyncssh.SFTPOpUnsupported):
                getattr(files, name)(b"/etc/shadow")
    ours = {name for name in vars(Files) if not name.startswith("_")}
    known = set(dir(asyncssh.SFTPServer))
    assert ours <= known
    refused = {name for name in known if not name.startswith("_")} - ours - HARMLESS
    assert {"lsetstat", "link", "statvfs", "fstatvfs", "fsync", "lock", "unlock", "map_path"} <= refused


# --- SFTP, by OpenSSH's client


@needs_root
@pytest.mark.parametrize(
    "line",
    [
        "get {file} {here}/stolen",
        "put {here}/mine {file}",
        "chmod 666 {file}",
        "chmod -h 666 {file}",
        "chown 65534 {file}",
        "chown -h 65534 {file}",
        "chgrp 65534 {file}",
        "chgrp -h 65534 {file}",
        "ln {file} {folder}/other",
        "ln -s {file} {folder}/other",
        "rename {file} {folder}/other",
        "rm {file}",
        "rmdir {folder}",
        "mkdir {folder}/made",
        "ls -l {folder}",
        "df {folder}",
        "cp {file} {here}/stolen",
    ],
)
def test_sftp_does_not_reach_the_machine(lab: Lab, him: Attacker, line: str) -> None:
    """Neither read nor changed nor seen: on the node there is no such file."""
    with victim() as file:
        (him.folder / "mine").write_text("replaced\n")
        before, folder = file.stat(), file.parent.stat()
        words = line.format(file=file, folder=file.parent, here=him.folder)
        done = him.run(
            "sftp", "-b", "-", *him.options(lab.nodes["controller"]), "root@127.0.0.1", typed=words
        )
        assert done.returncode != 0, done.stdout
        assert "secret" not in done.stdout + done.stderr
        assert not (him.folder / "stolen").exists()
        assert _same(before) == _same(file.stat())
        assert _same(folder) == _same(file.parent.stat())
        assert [path.name for path in file.parent.iterdir()] == ["shadow"]
        assert file.read_text() == "the machine's own secret\n"


def _same(status: os.stat_result) -> tuple[int, ...]:
    return (*status[:7], status.st_mtime_ns, status.st_ctime_ns)


@pytest.mark.parametrize("call", ["statvfs", "lsetstat", "link", "fsync", "fstatvfs", "lock"])
async def test_extensions_are_refused(lab: Lab, call: str) -> None:
    """By a client that asks for each operation itself."""
    async with (
        await _connected(lab.nodes["controller"]) as connection,
        connection.start_sftp_client() as sftp,
    ):
        file = await sftp.open("/root/opened", "w")
        calls: dict[str, Callable[[], Awaitable[object]]] = {
            "statvfs": lambda: sftp.statvfs("/"),
            "lsetstat": lambda: sftp.setstat("/", asyncssh.SFTPAttrs(uid=0, gid=0), follow_symlinks=False),
            "link": lambda: sftp.link("/etc/passwd", "/root/link"),
            "fsync": file.fsync,
            "fstatvfs": file.statvfs,
            "lock": lambda: file.lock(0, 1, 0),
        }
        with pytest.raises(asyncssh.SFTPOpUnsupported):
            await calls[call]()


async def test_a_file_that_is_open_for_writing_is_not_read(lab: Lab) -> None:
    """Rights on the node hold as open(2) has them."""
    async with (
        await _connected(lab.nodes["controller"]) as connection,
        connection.start_sftp_client() as sftp,
        sftp.open("/root/written", "w") as file,
    ):
        await file.write("x")
        with pytest.raises(asyncssh.SFTPError):
            await file.read(1, 0)


# --- What else SSH offers


@needs_root
@pytest.mark.parametrize("mode", ["-s", "-O"])
def test_scp_copies_nothing_of_the_machine(lab: Lab, him: Attacker, mode: str) -> None:
    """Both of its protocols, both ways."""
    with victim() as file:
        (him.folder / "mine").write_text("replaced\n")
        options = him.options(lab.nodes["controller"])
        stolen = him.run("scp", mode, *options, f"root@127.0.0.1:{file}", him.folder / "stolen")
        changed = him.run("scp", mode, *options, him.folder / "mine", f"root@127.0.0.1:{file}")
        assert (stolen.returncode != 0, changed.returncode != 0) == (True, True)
        assert not (him.folder / "stolen").exists()
        assert file.read_text() == "the machine's own secret\n"


@needs_root
@pytest.mark.parametrize("forward", ["0:127.0.0.1:22", "{here}/socket:127.0.0.1:22"])
def test_ssh_does_not_listen_for_others(lab: Lab, him: Attacker, forward: str) -> None:
    """ssh -R, for a port and for a socket."""
    words = ("-o", "ExitOnForwardFailure=yes", "-R", forward.format(here=him.folder))
    done = him.run("ssh", *him.options(lab.nodes["controller"]), *words, "root@127.0.0.1", "true")
    assert done.returncode == 255
    assert not (him.folder / "socket").exists()


@needs_root
def test_ssh_forwards_into_the_lab_alone(lab: Lab, him: Attacker) -> None:
    """ssh -W to a port of the machine gets no answer, to one of the lab's it does."""
    listener = socket.create_server(("127.0.0.1", 0))
    with listener:
        target = f"127.0.0.1:{listener.getsockname()[1]}"
        options = him.options(lab.nodes["controller"])
        done = him.run("ssh", *options, "-W", target, "root@127.0.0.1")
        assert done.returncode != 0
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


async def test_sockets_of_the_machine_are_out_of_reach(lab: Lab, tmp_path: Path) -> None:
    """Neither connected to nor made."""
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        async with await _connected(lab.nodes["controller"]) as connection:
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.open_unix_connection(str(path))
            with pytest.raises(asyncssh.ChannelListenError):
                await connection.forward_remote_path(str(tmp_path / "made"), str(path))
    assert not (tmp_path / "made").exists()


async def test_no_agent_and_no_display(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A forwarded agent would be a socket on the machine."""
    tmp_path.chmod(0o1777)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with Lab() as lab:
        agent = str(tmp_path / "agent")
        async with await _connected(
            lab.nodes["controller"], agent_path=agent, agent_forwarding=True
        ) as connection:
            said = await connection.run("echo $SSH_AUTH_SOCK $DISPLAY")
            assert str(said.stdout).strip() == ""
            assert [path.name for path in tmp_path.rglob("asyncssh-*")] == []


async def test_the_environment_is_the_nodes(lab: Lab) -> None:
    """What a client sets is not taken."""
    async with await _connected(lab.nodes["controller"]) as connection:
        said = await connection.run("echo $LD_PRELOAD-$NOVA", env={"LD_PRELOAD": "/x", "NOVA": "1"})
        assert str(said.stdout) == "-\n"


# --- Logging in


@needs_root
def test_so_many_passwords_may_be_tried(lab: Lab, him: Attacker) -> None:
    """Then the connection is cut."""
    ask, asked = him.folder / "ask", him.folder / "asked"
    ask.write_text(f"#!/bin/sh\necho asked >> {asked}\necho wrong\n")
    ask.chmod(0o755)
    words = ["-F", "/dev/null", "-p", str(lab.nodes["controller"].port), "-o", "StrictHostKeyChecking=no"]
    words += ["-o", "UserKnownHostsFile=/dev/null", "-o", "NumberOfPasswordPrompts=50"]
    done = him.run(
        "ssh", *words, "-o", "PubkeyAuthentication=no", "root@127.0.0.1", "true",
        SSH_ASKPASS=str(ask), SSH_ASKPASS_REQUIRE="force", DISPLAY=":0",
    )  # fmt: skip
    assert done.returncode == 255
    assert 0 < len(asked.read_text().split()) <= LOGIN_ATTEMPTS + 1


async def test_so_many_may_wait_for_a_login(lab: Lab) -> None:
    """Connections that say nothing are cut beyond a number, and keep nobody out afterwards."""
    node = lab.nodes["compute1"]
    with ExitStack() as stack:
        waiting = [
            stack.enter_context(socket.create_connection((node.host, node.port), 5))
            for _ in range(LOGGING_IN + 16)
        ]
        end = time.monotonic() + 10
        while not any(_is_cut(one) for one in waiting[LOGGING_IN:]):
            assert time.monotonic() < end
            time.sleep(0.05)
    async with await _connected(node) as connection:
        assert str((await connection.run("hostname")).stdout) == "compute1\n"


def _is_cut(connection: socket.socket) -> bool:
    connection.settimeout(0.05)
    try:
        while connection.recv(4096):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


async def _connected(node: LabNode, **more: Any) -> asyncssh.SSHClientConnection:
    return await asyncssh.connect(
        node.host, node.port, username="root", client_keys=[node.identity_file], known_hosts=None, **more
    )
