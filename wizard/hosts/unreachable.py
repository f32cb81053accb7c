"""From what paramiko raises while connecting to a problem that says what to look at."""

from __future__ import annotations

import errno
import socket

from paramiko import ChannelException, ProxyCommandFailure, SSHException, Transport
from paramiko.ssh_exception import IncompatiblePeer

from wizard.model.problems import HostProblem, Unreachable


def problem_of(
    error: Exception, transport: Transport | None, host: str, address: str, port: int
) -> HostProblem:
    """Return the problem behind an error of connecting to an address: `host` is the guide's name."""
    if isinstance(error, HostProblem):
        return error
    reason = str(error) or type(error).__name__
    return Unreachable(_kind_of(error, transport), host=host, address=address, port=port, reason=reason)


def too_many_files(error: Exception) -> bool:
    """Whether this process, or the system, has as many files open as it may."""
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)


def _kind_of(error: Exception, transport: Transport | None) -> str:
    """Return the problem's key."""
    match error:
        case socket.gaierror() | UnicodeError():
            key = "ssh-unknown-name"
        case ConnectionRefusedError():
            key = "ssh-refused"
        case TimeoutError():
            key = "ssh-timeout"
        case OSError() if too_many_files(error):
            key = "ssh-too-many-files"
        case OSError():
            key = "ssh-no-route"
        case ProxyCommandFailure() | ChannelException():
            key = "ssh-gateway"
        case IncompatiblePeer():
            key = "ssh-no-common-algorithm"
        case SSHException() if transport and not transport.remote_version:
            key = "ssh-no-banner" if isinstance(error.__context__, TimeoutError) else "ssh-not-ssh"
        case SSHException() if transport and transport.is_active():
            # paramiko does not raise when the key exchange takes too long; only its result is missing.
            key = "ssh-frozen"
        case _:
            key = "ssh-broken"
    return key
