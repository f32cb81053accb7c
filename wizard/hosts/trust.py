"""Whether a host's key is trusted: known_hosts, or the pin in the answers. Decided before any login."""

from __future__ import annotations

import hashlib
import subprocess
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from paramiko import MissingHostKeyPolicy, PKey, SSHClient, Transport

from wizard import trusted
from wizard.hosts.files import users_path
from wizard.hosts.known_hosts import KnownKey, known_keys, name_of
from wizard.hosts.options import SshOptions, chosen
from wizard.hosts.transport import BoundedTransport
from wizard.model.problems import UnknownKey, UntrustedKey

# A key of this type is shown by signatures of these algorithms.
_RSA = ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa")

_SECURITY = {
    "ciphers": "ciphers",
    "macs": "digests",
    "kexalgorithms": "kex",
    "hostkeyalgorithms": "key_types",
}
"""paramiko's name for each list of algorithms in ssh_config."""

_KRL = b"SSHKRL\n\0"
_ASKED = 15.0
"""Seconds for ssh-keygen's answer."""
_LARGEST = 16 << 20
"""Bytes of a known_hosts file."""


def fingerprint(blob: bytes) -> str:
    """Return a key's fingerprint as OpenSSH prints it: `SHA256:` and 43 characters."""
    return "SHA256:" + b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


class Trust(MissingHostKeyPolicy):
    """The keys that one host may show, and the transport that asks for one of these first.

    The client it is set on has no host keys of its own, so that every key comes by here.
    """

    def __init__(
        self,
        host: str,
        options: SshOptions,
        files: Iterable[str],
        *,
        pin: str | None = None,
        gateway: bool = False,
    ) -> None:
        """`host` is the guide's name of it; a pin goes before the known_hosts files.

        Raises OSError for a file that cannot be read or is too large, `Untrusted` for one that somebody else
        can write.
        """
        self.host = host
        self.name = options.host_key_alias or name_of(options.host, options.port)
        self.pin = pin
        self._algorithms = options.algorithms
        self._revoked_keys = options.revoked_keys
        self.whose = "gateway" if gateway else "host"
        paths = [path for path in map(users_path, files) if path.is_file()]
        lines = [line for path in paths for line in _lines(path)]
        self.known = [*known_keys(lines, self.name)]
        # As ssh does: off port 22 a key of the host without its port is good, but proves no other one wrong.
        self._without_port = [] if options.host_key_alias else [*known_keys(lines, options.host.lower())]
        self.refused: set[str] = set()
        """The key types whose key is not the pinned one."""

    def transport(self, sock: Any, **options: Any) -> Transport:
        """Return paramiko's transport over the socket, which prefers the types of the known keys."""
        transport = BoundedTransport(sock, **options)
        security = transport.get_security_options()
        for keyword, attribute in _SECURITY.items():
            if configured := self._algorithms.get(keyword):
                setattr(security, attribute, chosen(configured, getattr(security, attribute)))
        known = {key.type for key in (self.known or self._without_port)}
        offered = [name for name in security.key_types if _type_of(name) not in self.refused]
        security.key_types = sorted(offered, key=lambda name: _type_of(name) not in known)
        return transport

    def missing_host_key(self, client: SSHClient, hostname: str, key: PKey) -> None:
        """Accept the key, or raise `UntrustedKey`."""
        seen = KnownKey(key.get_name(), key.asbytes())
        if self._revoked_keys and _is_revoked(key, self._revoked_keys):
            raise self._untrusted("revoked", seen)
        if KnownKey(seen.type, seen.blob, revoked=True) in [*self.known, *self._without_port]:
            raise self._untrusted("revoked", seen)
        if self.pin is not None:
            if fingerprint(seen.blob) != self.pin:
                self.refused.add(seen.type)
                raise self._untrusted("changed", seen)
        elif not self.known:
            if seen in self._without_port:
                return
            raise self._untrusted("unknown", seen)
        elif seen not in self.known:
            raise self._untrusted("changed", seen)

    def _untrusted(self, how: str, key: KnownKey) -> UntrustedKey:
        known = self.pin or ", ".join(sorted({fingerprint(key.blob) for key in self.known})) or "-"
        kind = UnknownKey if (how, self.whose) == ("unknown", "host") else UntrustedKey
        return kind(
            f"{how}-{self.whose}-key",
            host=self.host,
            name=self.name,
            fingerprint=fingerprint(key.blob),
            keytype=key.type,
            known=known,
        )


def _is_revoked(key: PKey, file: str) -> bool:
    """Whether RevokedHostKeys has the key: a list of public keys, or a KRL, which ssh-keygen reads.

    As for ssh, every key is revoked where that cannot be told.
    """
    line = f"{key.get_name()} {key.get_base64()}\n"
    try:
        data = trusted.read(users_path(file), _LARGEST).data
        if not data.startswith(_KRL):
            return key.get_base64() in data.decode("utf-8", "surrogateescape").split()
        asked = subprocess.run(
            ["ssh-keygen", "-Q", "-f", file, "/dev/stdin"],
            input=line.encode(),
            capture_output=True,
            check=False,
            timeout=_ASKED,
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return asked.returncode != 0


def _lines(path: Path) -> list[str]:
    """Return the lines of a file that nobody else can have written. Raises OSError, `Untrusted`."""
    data = trusted.read(path, _LARGEST).data
    if len(data) > _LARGEST:
        raise OSError(f"{path} is larger than {_LARGEST} bytes")
    return data.decode("utf-8", "surrogateescape").splitlines()


def _type_of(algorithm: str) -> str:
    """Return the key type behind a signature algorithm."""
    return "ssh-rsa" if algorithm in _RSA else algorithm
