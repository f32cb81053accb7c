"""How the wizard logs in: keys from files, keys of the agent, the password."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import lru_cache, partial
from threading import Lock
from time import monotonic

from cryptography.exceptions import UnsupportedAlgorithm
from paramiko import (
    AuthenticationException,
    BadAuthenticationType,
    PasswordRequiredException,
    PKey,
    SSHException,
    Transport,
)
from paramiko.agent import AgentSSH

from wizard.bounds import Quoted
from wizard.hosts.files import text_of_file, users_path, why_no_file
from wizard.hosts.options import SshOptions, chosen
from wizard.model.problems import Unreachable
from wizard.secret import Secret

_DEFAULT_KEYS = ("~/.ssh/id_rsa", "~/.ssh/id_ecdsa", "~/.ssh/id_ed25519")
_SAID = 200
"""Characters of what a server said that are shown."""
_ROUNDS = 8
"""Requests of one keyboard-interactive login: a question, and notices that ask nothing."""
_LARGEST_KEY = 1 << 16
"""Bytes of a key file."""
_AGENT_TIMEOUT = 15.0
"""Seconds for an agent's answer."""
_SHA2 = ["rsa-sha2-512", "rsa-sha2-256"]

Attempt = Callable[[], list[str]]
"""Tries one way; returns the methods that the server asks for besides, none when logged in."""


class Authentication:
    """An auth strategy of paramiko's: every way to log in that answers and ssh_config leave, in turn.

    paramiko's own order ends at a key file that is missing, knows nothing of IdentitiesOnly, waits
    its full limit at a frozen peer once for each key, and reports only the last failure.
    """

    def __init__(
        self,
        host: str,
        options: SshOptions,
        *,
        identity_file: str | None,
        password: Secret | None,
        limit: float,
    ) -> None:
        """`host` is the guide's name of it; `limit` is in seconds, for all ways together."""
        self.host = host
        self.user = options.user
        self.options = options
        self.identity_file = identity_file
        self.password = password
        self.limit = limit
        self._methods = ["none"]
        self._tried: list[str] = []
        self._locked: list[str] = []
        self._rounds = 0
        self._given = False
        """Whether the server has been given the password; it is once at the most."""
        self._asked = ""
        """What the server asked that was not answered."""

    def authenticate(self, transport: Transport) -> None:
        """Log in, or raise `Unreachable`."""
        end = monotonic() + self.limit
        transport.auth_timeout = self.limit
        for method, name, attempt in self._ways(transport):
            if method not in self._methods or (method != "none" and method not in self.options.methods):
                continue
            try:
                self._methods = attempt()
            except BadAuthenticationType as refusal:
                self._methods = refusal.allowed_types
            except (SSHException, OSError, EOFError):
                self._tried.append(name)
                if monotonic() >= end:
                    raise Unreachable("ssh-frozen", host=self.host) from None
                if not transport.is_active():
                    break
            if not self._methods:
                return
        raise self._refused()

    def _ways(self, transport: Transport) -> Iterator[tuple[str, str, Attempt]]:
        """Yield a method, what to call it in a report, and its attempt."""
        yield "none", "none", partial(transport.auth_none, self.user)
        transport.disabled_algorithms = {"pubkeys": self._unused_algorithms(transport)}
        for name, key in self._keys():
            yield "publickey", f"publickey {name}", partial(transport.auth_publickey, self.user, key)
        if self.password is None:
            return
        if "password" in self._methods and "password" in self.options.methods:
            word = self.password.reveal()
            self._given = True
            yield "password", "password", partial(transport.auth_password, self.user, word, fallback=False)
        else:
            interactive = partial(transport.auth_interactive, self.user, self._answers)
            yield "keyboard-interactive", "keyboard-interactive", interactive

    def _answers(self, _title: str, _instructions: str, fields: list[tuple[str, bool]]) -> list[str]:
        """Answer a server's question: once, with the password, where it asks one thing that is not echoed.

        A notice that asks nothing is passed over. Raises AuthenticationException, which ends the
        connection, at anything else.
        """
        self._rounds += 1
        if not fields and self._rounds <= _ROUNDS:
            return []
        if self.password is not None and not self._given and len(fields) == 1 and not fields[0][1]:
            self._given = True
            return [self.password.reveal()]
        self._asked = _shown(" / ".join(question for question, _ in fields))
        raise AuthenticationException("not a question that the password answers")

    def _keys(self) -> Iterator[tuple[str, PKey]]:
        """Yield the keys with their names: the configured files', the agent's, the usual files'."""
        configured = [self.identity_file] if self.identity_file else []
        configured += self.options.identity_files
        for path in configured:
            yield from self._key_in(path)
        halves = {_public_half(path) for path in configured}
        with suppress(SSHException, OSError), closing(_agent(self.options.identity_agent)) as agent:
            for key in agent.get_keys():
                if not self.options.identities_only or key.get_base64() in halves:
                    yield "agent", key
        for path in () if configured else _DEFAULT_KEYS:
            yield from self._key_in(path)

    def _unused_algorithms(self, transport: Transport) -> list[str]:
        """Return the signature algorithms that no key may be shown with."""
        known = transport.preferred_pubkeys
        allowed = self.options.algorithms.get("pubkeyacceptedalgorithms")
        used = chosen(allowed, known) if allowed else known
        return [one for one in known if one not in used or (one in _SHA2 and _knows_only_sha1(transport))]

    def _key_in(self, path: str) -> Iterator[tuple[str, PKey]]:
        """Yield the key in a file, if there is one that can be read."""
        if why_no_file(path):
            return
        try:
            yield path, self._load(path)
        except (PasswordRequiredException, TypeError):
            self._locked.append(path)
        except (SSHException, OSError, ValueError, UnsupportedAlgorithm):
            self._tried.append(f"unreadable {path}")

    def _load(self, path: str) -> PKey:
        """Return the key in a file; the password may be its passphrase too."""
        try:
            with _loading:
                found = users_path(path).stat()
                if found.st_size > _LARGEST_KEY:
                    raise OSError(f"{path} is larger than {_LARGEST_KEY} bytes")
                return _unlocked_key(path, found.st_mtime_ns)
        except (PasswordRequiredException, TypeError):
            if self.password is None:
                raise
        try:
            return PKey.from_path(path, self.password.reveal().encode())  # type: ignore[arg-type]
        except ValueError:
            raise PasswordRequiredException(path) from None

    def _refused(self) -> Unreachable:
        if self._locked and not any(name.startswith("publickey") for name in self._tried):
            return Unreachable(
                "ssh-key-encrypted", host=self.host, user=self.user, path=", ".join(self._locked)
            )
        if self._asked:
            return Unreachable("ssh-login-asks", host=self.host, user=self.user, asked=self._asked)
        return Unreachable(
            "ssh-login-refused",
            host=self.host,
            user=self.user,
            tried=", ".join(self._tried) or "-",
            methods=_shown(", ".join(self._methods)),
        )


_loading = Lock()
"""Fifty nodes ask for the same key at once."""


@lru_cache(maxsize=16)
def _unlocked_key(path: str, _changed: int) -> PKey:
    """Return the key in a file that no passphrase keeps; an RSA key's own check costs more than a login."""
    return PKey.from_path(path)


class _AgentAt(AgentSSH):
    """The agent at a socket that ssh_config names."""

    def __init__(self, path: str) -> None:
        super().__init__()
        # paramiko's own Agent would wait for ever for an answer.
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(_AGENT_TIMEOUT)
            connection.connect(path)
            self._connect(connection)  # type: ignore[attr-defined]
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the socket."""
        self._close()  # type: ignore[attr-defined]


def _agent(path: str | None) -> _AgentAt:
    """Return the agent at a socket, or that of the environment; raises OSError where there is none."""
    return _AgentAt(os.environ.get("SSH_AUTH_SOCK", "") if path is None else path)


def _shown(text: str) -> str:
    """Return a server's words as one short line without control characters."""
    line = "".join(sign if sign.isprintable() else "?" for sign in text).strip() or "-"
    return Quoted(line, _SAID)


def _knows_only_sha1(transport: Transport) -> bool:
    """Whether an RSA key must sign with SHA-1, as for OpenSSH before 7.2, which says nothing of others."""
    silent = "server-sig-algs" not in transport.server_extensions  # type: ignore[attr-defined]
    return silent or transport.host_key_type == "ssh-rsa"


def _public_half(path: str) -> str:
    """Return the public key beside a private one, in base64; empty where there is none."""
    try:
        return text_of_file(users_path(path + ".pub"), _LARGEST_KEY).split()[1]
    except (OSError, ValueError, IndexError):
        return ""
