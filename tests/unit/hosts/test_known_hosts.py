"""known_hosts files as OpenSSH reads them."""

from __future__ import annotations

import hmac
from base64 import b64encode

import pytest

from wizard.hosts.known_hosts import KnownKey, known_keys, name_of
from wizard.hosts.trust import fingerprint

BLOB = b"\x00\x00\x00\x0bssh-ed25519 a key"
KEY = b64encode(BLOB).decode()


def found(line: str, name: str = "ctl.example.com") -> list[KnownKey]:
    """Return the keys that a line of known_hosts has for a name."""
    return list(known_keys([line], name))


def test_names() -> None:
    assert name_of("Ctl", 22) == "ctl"
    assert name_of("10.0.0.11", 2222) == "[10.0.0.11]:2222"


@pytest.mark.parametrize(
    ("patterns", "name", "matches"),
    [
        ("ctl.example.com", "ctl.example.com", True),
        ("a,ctl.example.com,b", "ctl.example.com", True),
        ("CTL.Example.com", "ctl.example.com", True),
        ("ctl", "ctl.example.com", False),
        ("*.example.com", "ctl.example.com", True),
        ("ct?.example.com", "ctl.example.com", True),
        ("*.example.com,!ctl.*", "ctl.example.com", False),
        ("!other,*", "ctl.example.com", True),
        ("[10.0.0.11]:2222", "[10.0.0.11]:2222", True),
        ("[10.0.0.11]:2222", "10.0.0.11", False),
        ("10.0.0.[12]1", "10.0.0.11", False),
        ("[*]:2222", "[10.0.0.11]:2222", True),
    ],
)
def test_patterns(patterns: str, name: str, matches: bool) -> None:
    assert bool(found(f"{patterns} ssh-ed25519 {KEY}", name)) is matches


def test_hashed_names() -> None:
    salt = bytes(range(20))
    digest = hmac.digest(salt, b"[10.0.0.11]:2222", "sha1")
    hashed = f"|1|{b64encode(salt).decode()}|{b64encode(digest).decode()}"
    assert found(f"{hashed} ssh-ed25519 {KEY}", "[10.0.0.11]:2222") == [KnownKey("ssh-ed25519", BLOB)]
    assert found(f"{hashed} ssh-ed25519 {KEY}", "10.0.0.11") == []


def test_a_revoked_key_says_so() -> None:
    assert found(f"@revoked * ssh-ed25519 {KEY}") == [KnownKey("ssh-ed25519", BLOB, revoked=True)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "# ctl.example.com ssh-ed25519",
        "ctl.example.com",
        "ctl.example.com ssh-ed25519",
        "ctl.example.com ssh-ed25519 not*base64",
        f"@cert-authority * ssh-ed25519 {KEY}",
        f"|1|broken ssh-ed25519 {KEY}",
        f"|1|a|b|c ssh-ed25519 {KEY}",
    ],
)
def test_what_says_nothing_is_passed_over(line: str) -> None:
    assert found(line) == []


def test_blanks_and_comments_do_not_matter() -> None:
    assert found(f"  ctl.example.com\t ssh-ed25519   {KEY} somebody's key\n") == [
        KnownKey("ssh-ed25519", BLOB)
    ]


def test_a_fingerprint_is_openssh_s() -> None:
    assert fingerprint(b"") == "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
