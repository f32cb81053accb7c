"""ssh, scp and keys from one simulated host to another: as OpenSSH 6.6 asks and answers, inside the lab."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.lab import commands
from tests.lab.typist import typing
from wizard.lab import Lab, LabNode

TRUST = r"Are you sure you want to continue connecting \(yes/no\)\? "
CLEAN = "rm -rf /root/.ssh"


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests below share."""
    with Lab() as started:
        yield started


@pytest.fixture
def controller(lab: Lab) -> LabNode:
    """The controller, where no host is known yet, and no key is authorized on the compute node."""
    for node in lab.nodes.values():
        run(node, CLEAN)
    return lab.nodes["controller"]


def run(node: LabNode, command: str) -> commands.CommandResult:
    """Run a command without a terminal."""
    with commands.log_in(node) as client:
        return commands.run(client, commands.ExpectedCommand(command, 0))


def with_keys(lab: Lab) -> None:
    """Let root of the controller log in to compute1 without questions."""
    with typing(
        lab.nodes["controller"], "ssh-keygen -q -N '' -f ~/.ssh/id_rsa; ssh-copy-id compute1"
    ) as typist:
        typist.expect(TRUST)
        typist.type("yes\r")
        typist.expect("root@compute1's password: ")
        typist.type(lab.nodes["compute1"].password + "\r")
        typist.expect(r"Number of key\(s\) added: 1\n")
        assert typist.end()[0] == 0


def test_a_session(lab: Lab, controller: LabNode) -> None:
    """The question about the key, the password, a shell on the other host, and its exit status."""
    with typing(controller, "ssh compute1") as typist:
        asked = typist.expect(TRUST)
        assert "The authenticity of host 'compute1 (10.0.0.31)' can't be established.\n" in asked
        typist.type("maybe\r")
        typist.expect("Please type 'yes' or 'no': ")
        typist.type("yes\r")
        said = typist.expect("root@compute1's password: ")
        assert (
            "Warning: Permanently added 'compute1,10.0.0.31' (ED25519) to the list of known hosts.\n" in said
        )
        typist.type("wrong\r")
        typist.expect("Permission denied, please try again.\nroot@compute1's password: ")
        typist.type(lab.nodes["compute1"].password + "\r")
        typist.expect(r"\[root@compute1 ~\]# ")
        typist.type("echo at $(hostname) on $(tty)\r")
        typist.expect("at compute1 on /dev/pts/0\n")
        typist.type("cat\r")
        typist.type("echoed\r")
        typist.expect("echoed\nechoed\n")
        typist.type("\x03")
        typist.expect(r"\^C\n\[root@compute1 ~\]# ")
        typist.type("who; exit 7\r")
        typist.expect(r"root     pts/0 .*\(10\.0\.0\.11\)\n")
        status, rest = typist.end()
        assert rest.endswith("Connection to compute1 closed.\n")
        assert status == 7
    with typing(controller, "ssh compute1 true") as typist:
        typist.expect("^root@compute1's password: ")  # the key is known now
        typist.type("a\r")
        typist.expect("password: ")
        typist.type("b\r")
        typist.expect("password: ")
        typist.type("c\r")
        status, rest = typist.end()
        assert status == 255
        assert rest.endswith("Permission denied (publickey,gssapi-keyex,gssapi-with-mic,password).\n")


def test_a_refusal_to_trust(controller: LabNode) -> None:
    with typing(controller, "ssh compute1") as typist:
        typist.expect(TRUST)
        typist.type("no\r")
        status, rest = typist.end()
        assert (status, rest.splitlines()[-1]) == (255, "Host key verification failed.")
    assert run(controller, "cat .ssh/known_hosts").status == 1


def test_keys_and_commands(lab: Lab, controller: LabNode) -> None:
    with_keys(lab)
    ended = run(controller, "ssh compute1 'hostname; echo problem >&2; exit 3'")
    assert (ended.status, ended.stdout, ended.stderr) == (3, "compute1\n", "problem\n")
    assert run(controller, "echo from here | ssh root@10.0.0.31 cat").stdout == "from here\n"
    assert (
        run(controller, "printf 'a\\nb\\n' | while read x; do ssh -n compute1 echo $x; done").stdout
        == "a\nb\n"
    )
    assert run(controller, "ssh compute1 tty").stdout == "not a tty\n"
    assert run(lab.nodes["compute1"], "stat -c %a .ssh .ssh/authorized_keys").stdout == "700\n600\n"


def test_scp(lab: Lab, controller: LabNode) -> None:
    with_keys(lab)
    assert (
        run(
            controller, "mkdir -p d/e; echo one > d/e/f; scp -r d compute1:/root/; scp compute1:d/e/f got"
        ).status
        == 0
    )
    assert run(lab.nodes["compute1"], "cat d/e/f").stdout == "one\n"
    assert run(controller, "cat got").stdout == "one\n"
    missing = run(controller, "scp compute1:/nosuch .")
    assert (missing.status, missing.stderr) == (1, "scp: /nosuch: No such file or directory\n")
    folder = run(controller, "scp d compute1:x")
    assert (folder.status, folder.stderr) == (1, "scp: d: not a regular file\n")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nosuch", "ssh: Could not resolve hostname nosuch: Name or service not known\n"),
        ("192.0.2.7", "ssh: connect to host 192.0.2.7 port 22: No route to host\n"),
        ("-p 2222 compute1", "ssh: connect to host compute1 port 2222: Connection refused\n"),
        ("compute1", "Host key verification failed.\n"),
        ("-o StrictHostKeyChecking=no -o BatchMode=yes compute1", "Permission denied (publickey,gssapi-keyex,"
         "gssapi-with-mic,password).\n"),
    ],
)  # fmt: skip
def test_who_cannot_be_reached(controller: LabNode, where: str, said: str) -> None:
    ended = run(controller, f"ssh {where} true")
    assert ended.status == 255
    assert ended.stderr.endswith(said)


def test_no_socket_of_the_machine(controller: LabNode) -> None:
    """A server of the machine is out of reach, at its loopback too."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        port = server.getsockname()[1]
        for command in (
            f"ssh -p {port} 127.0.0.1",
            f"curl -sS http://127.0.0.1:{port}/",
            f"scp -P {port} x 127.0.0.1:",
        ):
            assert run(controller, command).status != 0
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_key_that_changed(lab: Lab, controller: LabNode) -> None:
    with_keys(lab)
    lab.inject("host-key-changed")
    try:
        ended = run(controller, "ssh compute1 true")
        assert ended.status == 255
        assert "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!" in ended.stderr
        assert "Offending ED25519 key in /root/.ssh/known_hosts:1\n" in ended.stderr
        assert ended.stderr.endswith("Host key verification failed.\n")
        assert "updated" in run(controller, "ssh-keygen -R compute1").stdout
        assert run(controller, "ssh -o StrictHostKeyChecking=no compute1 hostname").stdout == "compute1\n"
    finally:
        lab.repair("host-key-changed")


def test_the_other_host_reboots(lab: Lab, controller: LabNode) -> None:
    with_keys(lab)
    with typing(controller, "ssh compute1") as typist:
        typist.expect(r"\[root@compute1 ~\]# ")
        typist.type("reboot\r")
        status, rest = typist.end()
        assert status == 255
        assert rest.endswith(
            "Connection to compute1 closed by remote host.\nConnection to compute1 closed.\n"
        )
    assert lab.reboot("compute1") == "running"


def test_the_own_terminal_goes(lab: Lab, controller: LabNode) -> None:
    """Whoever is cut off on the controller leaves nothing running on the other host."""
    with_keys(lab)
    with typing(controller, "ssh compute1") as typist:
        typist.expect(r"\[root@compute1 ~\]# ")
        typist.type("sleep 4321\r")
        until(lab.nodes["compute1"], "pgrep -f '^sleep 4321'", 0)
    until(lab.nodes["compute1"], "pgrep -f '^sleep 4321'", 1)


def until(node: LabNode, command: str, status: int) -> None:
    """Repeat a command until it ends as is wanted."""
    while run(node, command).status != status:
        pass


def test_a_fork_bomb_counts_for_the_login_that_threw_it(lab: Lab, controller: LabNode) -> None:
    """Its processes on the other host are those of the login on the controller, and end with it."""
    with_keys(lab)
    run(controller, "ssh compute1 'f() { f | f & f; }; f'; true")
    until(lab.nodes["compute1"], "[ $(ps -e -o pid= | wc -l) -lt 40 ]", 0)
