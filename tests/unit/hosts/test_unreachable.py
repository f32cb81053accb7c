"""What is told when a host cannot be reached."""

from __future__ import annotations

import errno
import socket

import pytest
from paramiko import ChannelException, SSHException

from wizard.hosts.unreachable import problem_of
from wizard.model.message import Message
from wizard.model.problems import Unreachable

ADDRESS = ("10.0.0.11", 22)


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (socket.gaierror(-2, "Name or service not known"), "ssh-unknown-name"),
        (UnicodeError("label empty or too long"), "ssh-unknown-name"),
        (TimeoutError("timed out"), "ssh-timeout"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "ssh-no-route"),
        (OSError(errno.ECONNREFUSED, "refused"), "ssh-refused"),
        (OSError(errno.EHOSTUNREACH, "no route"), "ssh-no-route"),
        (OSError(errno.EMFILE, "Too many open files"), "ssh-too-many-files"),
        (ChannelException(2, "Connect failed"), "ssh-gateway"),
        (SSHException("odd"), "ssh-broken"),
        (EOFError(), "ssh-broken"),
    ],
)
def test_each_kind_has_its_key(error: Exception, key: str) -> None:
    message = problem_of(error, None, "controller", *ADDRESS).message
    assert message.key == key
    assert {name: message.variables[name] for name in ("host", "address", "port")} == {
        "host": "controller",
        "address": "10.0.0.11",
        "port": 22,
    }
    assert message.variables["reason"]


def test_a_problem_stays_what_it_is() -> None:
    problem = Unreachable("ssh-frozen", host="controller")
    assert problem_of(problem, None, "controller", *ADDRESS).message == Message(
        "ssh-frozen", host="controller"
    )
