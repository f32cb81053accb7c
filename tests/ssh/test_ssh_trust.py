"""Which host keys are trusted, and that nothing of a login is sent before."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.ssh.conftest import StartSshd
from tests.support.sshd import Sshd, fingerprint, key_pair, until
from wizard.hosts.ssh import SshHost
from wizard.model.commands import Command
from wizard.model.problems import UntrustedKey
from wizard.secret import Secret

KINDS = ("rsa", "ecdsa", "ed25519")
OTHER_PIN = "SHA256:" + "A" * 43


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, usable_sshd: None) -> Iterator[Sshd]:
    """An sshd with a key of each type, which logs what it is offered."""
    directory = tmp_path_factory.mktemp("sshd") / "many"
    with Sshd(directory, keys=KINDS, options="LogLevel DEBUG1") as sshd:
        yield sshd


@pytest.fixture
def many(shared: Sshd) -> Sshd:
    """The same, all of whose keys are known."""
    shared.know(*KINDS)
    return shared


@contextmanager
def nothing_sent(sshd: Sshd) -> Iterator[None]:
    """See to it that nothing of a login is sent."""
    before = len(sshd.log)
    yield
    until(lambda: re.search("Connection (closed|reset) by", sshd.log[before:]))
    assert "userauth-request" not in sshd.log[before:]


def seen(host: SshHost) -> dict[str, object]:
    """Open the host, which must not trust the key; return what is told."""
    with pytest.raises(UntrustedKey) as untrusted:
        host.open()
    return {"key": untrusted.value.message.key, **untrusted.value.message.variables}


def public(sshd: Sshd, kind: str) -> Path:
    return Path(f"{sshd.host_keys[kind]}.pub")


def opens(host: SshHost) -> bool:
    with closing(host):
        host.open()
        return host.run(Command("true", changes=False)).status == 0


def test_an_unknown_key_is_shown(many: Sshd) -> None:
    many.know()
    with nothing_sent(many):
        told = seen(many.host(password=Secret("ssh", "geheim")))
    assert told == {
        "key": "unknown-host-key",
        "host": "controller",
        "name": f"[127.0.0.1]:{many.port}",
        "fingerprint": fingerprint(public(many, "ed25519")),
        "keytype": "ssh-ed25519",
        "known": "-",
    }


def test_a_changed_key_is_refused(many: Sshd, tmp_path: Path) -> None:
    other = Path(f"{key_pair(tmp_path / 'other')}.pub")
    many.known_hosts.write_text(f"[127.0.0.1]:{many.port} {other.read_text()}")
    with nothing_sent(many):
        told = seen(many.host(password=Secret("ssh", "geheim")))
    assert told["key"] == "changed-host-key"
    assert told["fingerprint"] == fingerprint(public(many, "ed25519"))
    assert told["known"] == fingerprint(other)


def test_a_key_of_another_type_than_all_known_ones_is_a_changed_one(
    start_sshd: StartSshd, tmp_path: Path
) -> None:
    sshd = start_sshd()
    other = Path(f"{key_pair(tmp_path / 'other', 'ecdsa')}.pub")
    sshd.known_hosts.write_text(f"[127.0.0.1]:{sshd.port} {other.read_text()}")
    assert seen(sshd.host())["key"] == "changed-host-key"


@pytest.mark.parametrize("kind", KINDS)
def test_of_several_keys_the_known_one_is_asked_for(many: Sshd, kind: str) -> None:
    many.know(kind)
    assert opens(many.host())


@pytest.mark.parametrize("kind", KINDS)
def test_of_several_keys_the_pinned_one_is_found(many: Sshd, kind: str) -> None:
    many.know()
    assert opens(many.host(host_key=fingerprint(public(many, kind))))


def test_a_pin_takes_no_other_key_even_a_known_one(many: Sshd) -> None:
    with nothing_sent(many):
        told = seen(many.host(host_key=OTHER_PIN))
    assert (told["key"], told["known"]) == ("changed-host-key", OTHER_PIN)
    assert told["keytype"] == "ssh-ed25519"


def test_a_revoked_key_is_refused_even_when_pinned(many: Sshd) -> None:
    many.known_hosts.write_text(f"@revoked * {public(many, 'ed25519').read_text()}")
    assert seen(many.host())["key"] == "revoked-host-key"


def test_hashed_names_are_read(many: Sshd) -> None:
    subprocess.run(["ssh-keygen", "-q", "-H", "-f", many.known_hosts], check=True, capture_output=True)
    assert "127.0.0.1" not in many.known_hosts.read_text()
    assert opens(many.host())


def test_the_usual_known_hosts_and_an_alias(many: Sshd, home: Path) -> None:
    (home / ".ssh/config").write_text("Host 127.*\n  HostKeyAlias Book\n")
    (home / ".ssh/known_hosts").write_text(f"book {public(many, 'ed25519').read_text()}")
    assert opens(many.host(known_hosts=None))


def test_config_does_not_make_trust(many: Sshd, home: Path) -> None:
    many.know()
    (home / ".ssh/config").write_text("StrictHostKeyChecking no\n")
    assert seen(many.host())["key"] == "unknown-host-key"
