"""A lab as others use it: started, kept, gone with its parent, its connections cut."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import asyncssh
import pytest

from wizard.lab import Lab, LabNode, LabRefused, Place


async def connect(node: LabNode) -> asyncssh.SSHClientConnection:
    """Connect to a node of the lab as root, with the lab's key."""
    return await asyncssh.connect(
        node.host, node.port, username=node.user, client_keys=[node.identity_file], known_hosts=None
    )


async def said(node: LabNode, command: str) -> str:
    """Return what a command prints on a node."""
    async with await connect(node) as connection:
        ended = await connection.run(command)
    return str(ended.stdout)


async def test_nodes_are_known_by_key() -> None:
    """Each node has a port and a key of its own, known beforehand."""
    with Lab(compute_nodes=2) as lab:
        assert list(lab.nodes) == ["controller", "compute1", "compute2"]
        assert len({node.port for node in lab.nodes.values()}) == 3
        for node in lab.nodes.values():
            async with await connect(node) as connection:
                key = connection.get_server_host_key()
                assert key is not None
                assert key.get_fingerprint() == node.fingerprint
                assert str((await connection.run("hostname")).stdout) == f"{node.name}\n"


async def test_places_and_passwords_of_the_answers() -> None:
    """The hosts are the answers', and the earlier chapters were done with their passwords."""
    places = [Place("ctl", "192.0.2.1"), Place("cmp", "192.0.2.2", disk=True)]
    with Lab({"dbpassword": "s'e\\c"}, places=places) as lab:
        assert await said(lab.nodes["cmp"], "getent hosts ctl") == "192.0.2.1       ctl\n"
        assert await said(lab.nodes["ctl"], "mysql -u root \"-ps'e\\\\c\" -N -e 'SELECT 1'") == "1\n"


async def test_kept_in_a_folder(tmp_path: Path) -> None:
    """What was done is there again, behind the same host keys, and services run on."""
    with Lab(directory=tmp_path / "lab") as lab:
        before = lab.nodes["compute1"].fingerprint
        await said(lab.nodes["compute1"], "yum -y install openstack-nova-compute; echo kept > /root/note")
        await said(
            lab.nodes["compute1"], "mkfs.ext4 /dev/sdb; systemctl enable libvirtd; systemctl start libvirtd"
        )
        await said(lab.nodes["controller"], "mysql -uroot -pdbpassword -e 'CREATE DATABASE nova'")
        state = lab.state()
    with Lab(directory=tmp_path / "lab") as lab:
        assert lab.nodes["compute1"].fingerprint == before
        assert lab.state() == state
        assert (
            await said(lab.nodes["compute1"], "cat /root/note; systemctl is-active libvirtd")
            == "kept\nactive\n"
        )


def test_kept_for_other_hosts(tmp_path: Path) -> None:
    """A folder with a lab of other hosts is refused."""
    with Lab(directory=tmp_path):
        pass
    with pytest.raises(LabRefused, match="compute1"), Lab(compute_nodes=2, directory=tmp_path):
        pass


def test_unknown_fault() -> None:
    """A fault that there is not is refused at once."""
    with pytest.raises(ValueError, match="no-such-fault"):
        Lab(faults=["no-such-fault"])


def listens(port: int) -> bool:
    """Whether anybody answers at a port."""
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this machine")
def test_gone_with_its_parent() -> None:
    """A lab ends when the program that started it is killed."""
    program = (
        "import sys\nfrom wizard.lab import Lab\n"
        "with Lab() as lab:\n    node = lab.nodes['controller']\n"
        "    print(node.port, node.identity_file, flush=True)\n    sys.stdin.read()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    port, identity = parent.stdout.readline().split()
    assert listens(int(port))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 10
    while listens(int(port)) or Path(identity).exists():
        assert time.monotonic() < end


@pytest.mark.parametrize(("when", "done"), [("before", ""), ("in", "done\n"), ("after", "done\n")])
async def test_cut(when: str, done: str) -> None:
    """A cut connection loses the answer; the command goes on if it had begun."""
    with Lab() as lab:
        node = lab.nodes["compute1"]
        lab.cut("compute1", "touch-once", when)
        async with await connect(node) as connection:
            with contextlib.suppress(asyncssh.Error, OSError):
                ended = await connection.run(": touch-once; sleep 1; echo done > /root/mark")
                assert ended.exit_status is None
        end = time.monotonic() + 10
        while (found := await said(node, "cat /root/mark 2>/dev/null")) != done:
            assert time.monotonic() < end, found


async def test_files_over_sftp(tmp_path: Path) -> None:
    """SFTP reads and writes the node's tree."""
    with Lab() as lab:
        async with (
            await connect(lab.nodes["controller"]) as connection,
            connection.start_sftp_client() as sftp,
        ):
            async with sftp.open("/root/new", "wb") as file:
                await file.write("한글\n".encode())
            await sftp.rename("/root/new", "/root/renamed")
            await sftp.get("/root/renamed", str(tmp_path / "copy"), sparse=False)
            assert "renamed" in await sftp.listdir("/root")
            assert (await sftp.stat("/etc/hosts")).permissions == 0o100644
        assert (tmp_path / "copy").read_text() == "한글\n"


async def test_forwarding_reaches_the_lab_alone() -> None:
    """TCP is forwarded to the lab's own services and nowhere else."""
    with Lab() as lab:
        async with await connect(lab.nodes["compute1"]) as connection:
            reader, _ = await connection.open_connection("controller", 3306)
            assert b"MariaDB" in await reader.read(100)
            for host, port in (
                ("controller", 4),
                ("no.such.host", 80),
                ("127.0.0.1", lab.nodes["controller"].port),
            ):
                with pytest.raises(asyncssh.ChannelOpenError):
                    await connection.open_connection(host, port)
