"""ssh_config: what OpenSSH makes of it, and paramiko's parser where ssh is not installed."""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from wizard.hosts import openssh
from wizard.hosts.openssh import ConfigProblem, no_options, options_of
from wizard.hosts.options import Jump, SshOptions, chosen


@dataclass(frozen=True)
class Case:
    """A configuration, and the options that it sets for the host `node`."""

    name: str
    text: str
    expected: dict[str, Any]
    without_ssh: str = ""
    """A part of the message where paramiko's parser cannot read it."""
    files: dict[str, str] = field(default_factory=dict)


CASES = [
    Case(
        "nothing", "", {"host": "node", "port": 22, "identity_files": (), "jumps": (), "proxy_command": None}
    ),
    Case(
        "host", "Host node\n  HostName 10.0.0.5\n  Port 2222\n  User book", {"host": "10.0.0.5", "port": 2222}
    ),
    Case("host name with a token", "HostName %h.example", {"host": "node.example"}),
    Case("the first value wins", "Port 1\nPort 2\nHost node\n  Port 3", {"port": 1}),
    Case("equals signs", "Port=2022\nUser = book", {"port": 2022, "user": "book"}),
    Case(
        "quotes", 'User "book"\nIdentityFile "~/a key"', {"user": "book", "identity_files": ("HOME/a key",)}
    ),
    Case(
        "a comment after a value",
        "Port 2022 # the forwarded one\nUser me # myself",
        {"port": 2022, "user": "me"},
    ),
    Case("negated", "Host !node *\n  Port 1\nHost node\n  Port 2", {"port": 2}),
    Case("match host", "Match host node\n  Port 7", {"port": 7}),
    Case("match final all", "Match final all\n  Port 7\nHost node\n  Port 8", {"port": 8}),
    Case("match all", "Match all\n  Port 7", {"port": 7}),
    Case(
        "match exec", 'Match exec "true"\n  Port 7\nMatch exec "false"\n  Port 8', {"port": 7}, "Match exec"
    ),
    Case("canonicalize, no domains", "CanonicalizeHostname yes", {"host": "node"}, "canonicaldomains"),
    Case("canonicalize", "CanonicalizeHostname no\nCanonicalDomains example.org", {"host": "node"}),
    Case("include", "Include d/*.conf\nPort 2", {"port": 1}, files={"d/a.conf": "Port 1\n"}),
    Case("include in a block", "Host other\n  Include d/a\nPort 2", {"port": 22}, files={"d/a": "User x\n"}),
    Case("forward agent yes", "ForwardAgent yes", {"port": 22}),
    Case("forward agent true", "ForwardAgent true", {"port": 22}),
    Case("forward agent's path", "ForwardAgent ~/agent", {"port": 22}),
    Case("no jump at all", "Host *\n  ProxyJump none", {"jumps": ()}),
    Case("no jump here", "Host node\n  ProxyJump none\nHost *\n  ProxyJump bastion", {"jumps": ()}),
    Case("jump", "ProxyJump bastion", {"jumps": (Jump("bastion", None, None),)}),
    Case("jumps", "ProxyJump me@a:7,ssh://b:8", {"jumps": (Jump("a", "me", 7), Jump("b", None, 8))}),
    Case("jump over IPv6", "ProxyJump me@[::1]:7", {"jumps": (Jump("::1", "me", 7),)}),
    Case("proxy command", "ProxyCommand nc %h %p", {"proxy_command": "nc node 22"}),
    Case("shell in it", "ProxyCommand sh -c 'nc %h %p' | cat", {"proxy_command": "sh -c 'nc node 22' | cat"}),
    Case("a percent sign", "ProxyCommand nc %h %p %%x", {"proxy_command": "nc node 22 %x"}),
    Case("no proxy command", "ProxyCommand none", {"proxy_command": None}),
    Case(
        "identity files",
        "IdentityFile ~/a\nIdentityFile %d/%r_%h",
        {"identity_files": ("HOME/a", "HOME/me_node")},
    ),
    Case("no identity file", "IdentityFile none", {"identity_files": ()}),
    Case("identities only", "IdentitiesOnly yes", {"identities_only": True}),
    Case("no agent", "IdentityAgent none", {"identity_agent": ""}),
    Case("an agent", "IdentityAgent ~/agent.sock", {"identity_agent": "HOME/agent.sock"}),
    Case("a variable's agent", "IdentityAgent $MY_AGENT", {"identity_agent": "/run/mine"}),
    Case("the usual agent", "IdentityAgent SSH_AUTH_SOCK", {"identity_agent": None}),
    Case(
        "known hosts",
        "UserKnownHostsFile ~/.ssh/%h.known /x",
        {"known_hosts": ("HOME/.ssh/node.known", "/x")},
    ),
    Case(
        "known hosts with a space",
        'UserKnownHostsFile "~/.ssh/my hosts" ~/b',
        {"known_hosts": ("HOME/.ssh/my hosts", "HOME/b")},
        files={"my hosts": ""},
    ),
    Case("no known hosts", "UserKnownHostsFile none", {"known_hosts": ()}),
    Case("everybody's", "GlobalKnownHostsFile /etc/mine", {"global_known_hosts": ("/etc/mine",)}),
    Case("alias", "HostKeyAlias Book", {"host_key_alias": "book"}),
    Case("ciphers", "Ciphers aes256-ctr", {"algorithms": {"ciphers": "aes256-ctr"}}),
    Case("no keys", "PubkeyAuthentication no", {"methods": ("keyboard-interactive", "password")}),
    Case("preferred", "PreferredAuthentications password,publickey", {"methods": ("password", "publickey")}),
]


@pytest.fixture(params=[True, False], ids=["ssh", "no ssh"])
def installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With ssh, and as if it was not installed."""
    if request.param and shutil.which("ssh") is None:
        pytest.skip("no ssh here: install openssh-client")
    if not request.param:
        monkeypatch.setattr(shutil, "which", lambda name: None)
    return bool(request.param)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MY_AGENT", "/run/mine")
    (tmp_path / ".ssh").mkdir()
    return tmp_path


@pytest.fixture
def write(home: Path) -> Callable[[str, dict[str, str]], None]:
    def write(text: str, files: dict[str, str]) -> None:
        for name, content in {"config": text, **files}.items():
            file = home / ".ssh" / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(content)

    return write


def placed(value: object, home: Path) -> object:
    """Return an expected value with the home in its place."""
    if isinstance(value, str):
        return value.replace("HOME", str(home))
    return tuple(placed(one, home) for one in value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_configuration_means(
    case: Case, installed: bool, home: Path, write: Callable[[str, dict[str, str]], None]
) -> None:
    write(case.text, case.files)
    expected = case.expected
    if case.without_ssh and not installed:
        with pytest.raises(ConfigProblem, match=case.without_ssh):
            options_of("node", "me", None)
        return
    user = None if "user" in expected else "me"
    found = options_of("node", user, None)
    assert {key: getattr(found, key) for key in expected} == {
        key: placed(value, home) for key, value in expected.items()
    }


@pytest.mark.parametrize("text", ["User me\nNonsense\n", "User me\nHost\n"])
def test_what_cannot_be_read_is_named_by_file_and_line(
    installed: bool, text: str, home: Path, write: Callable[[str, dict[str, str]], None]
) -> None:
    write(text, {})
    with pytest.raises(ConfigProblem, match=r"\.ssh/config line 2"):
        options_of("node", None, None)


def test_the_answers_go_first(installed: bool, write: Callable[[str, dict[str, str]], None]) -> None:
    write("Host *\n  User nobody\n  Port 9\n", {})
    found = options_of("10.0.0.11", "book", 22)
    assert (found.user, found.port) == ("book", 22)


def test_a_file_that_includes_itself_ends(
    installed: bool, write: Callable[[str, dict[str, str]], None]
) -> None:
    write("Include other\nUser me\n", {"other": "Port 7\n"})
    assert options_of("any", None, None).port == 7


def test_without_files_there_are_no_settings(installed: bool, home: Path) -> None:
    assert options_of("10.0.0.11", "me", None) == SshOptions("10.0.0.11", "10.0.0.11", "me", 22)


def test_a_command_of_match_that_hangs(
    write: Callable[[str, dict[str, str]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("ssh") is None:
        pytest.skip("no ssh here: install openssh-client")
    monkeypatch.setattr(openssh, "_TIMEOUT", 0.5)
    write('Match exec "sleep 60"\n  Port 7\n', {})
    with pytest.raises(ConfigProblem, match="no answer"):
        options_of("node", None, None)


@pytest.mark.parametrize(
    ("configured", "left"),
    [
        ("b,a", ("b", "a")),
        ("a*", ("a", "ax")),
        ("+z", ("a", "ax", "b")),
        ("-a*", ("b",)),
        ("^b", ("b", "a", "ax")),
        ("z,b", ("b",)),
    ],
)
def test_lists_of_algorithms(configured: str, left: tuple[str, ...]) -> None:
    assert chosen(configured, ("a", "ax", "b")) == left


def test_a_list_of_which_nothing_is_known() -> None:
    with pytest.raises(ValueError, match="chacha"):
        chosen("chacha", ("a", "b"))


def test_without_ssh_config_the_answers_count() -> None:
    given = no_options("node", "stack", 2222)
    assert (given.host, given.user, given.port) == ("node", "stack", 2222)
    usual = no_options("node", None, None)
    assert (usual.user, usual.port) == (getpass.getuser(), 22)
