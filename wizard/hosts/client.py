"""The command line by which a person gets to a node with OpenSSH's client, as the answers say."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

from wizard import saving, trusted
from wizard.hosts.files import text_of_file, users_path
from wizard.hosts.ssh import SshHost
from wizard.model.answers import Node

_LARGEST = 1 << 20
"""Bytes of our own known_hosts file."""
_MOST = 100
"""Lines that are kept in it: each lab has keys of its own."""


def client_command(node: Node, pinned: Path) -> list[str]:
    """Return ssh's arguments for the login of a node; no password is among them, ssh asks for it.

    OpenSSH knows no pin: where the answers have one, the host is asked for its key, which is held against
    the pin and put into the file `pinned`, the only one that ssh then believes. Blocks. Raises `Problem`.
    """
    login = node.login
    arguments = ["ssh", *_config(login.ssh_config)]
    if login.port:
        arguments += ["-p", str(login.port)]
    if login.identity_file:
        arguments += ["-i", str(users_path(login.identity_file))]
        if not login.ssh_config:
            arguments += ["-o", "IdentitiesOnly=yes"]
    if login.host_key:
        _pin(node, pinned)
        arguments += ["-o", f"UserKnownHostsFile={_quoted(pinned)}", "-o", "GlobalKnownHostsFile=/dev/null"]
        arguments += ["-o", "StrictHostKeyChecking=yes"]
    elif login.known_hosts or not _is_home_of_ssh():
        file = users_path(login.known_hosts or "~/.ssh/known_hosts")
        arguments += ["-o", f"UserKnownHostsFile={_quoted(file)}"]
    return [*arguments, "--", f"{login.user}@{login.host}" if login.user else login.host]


def _config(is_read: bool) -> Iterator[str]:
    """Yield the arguments by which ssh reads the user's configuration in $HOME, or none at all."""
    own = users_path("~/.ssh/config")
    if not is_read:
        yield from ("-F", os.devnull)
    elif not _is_home_of_ssh() and saving.is_there(own):
        yield from ("-F", str(own))


def _is_home_of_ssh() -> bool:
    """Whether $HOME is where ssh looks for the user's files: it goes by the user database."""
    return users_path("~") == Path(pwd.getpwuid(os.getuid()).pw_dir)


def _quoted(path: Path) -> str:
    """Return a path as ssh_config has it, where `%` begins a token and a blank ends a word."""
    text = str(path).replace("%", "%%")
    return f'"{text}"' if " " in text else text


def _pin(node: Node, file: Path) -> None:
    """Put the key of the host, which is the pinned one, into the file. Raises `Problem`."""
    host = SshHost(node)
    try:
        line = host.known_hosts_line()
    finally:
        host.close()
    try:
        trusted.own_folder(file.parent)
        before = text_of_file(file, _LARGEST).splitlines() if saving.is_there(file) else []
    except OSError as error:
        raise saving.not_written(file, error) from error
    name = line.partition(" ")[0]
    others = [one for one in before if one.partition(" ")[0] != name]
    saving.replace(file, "".join(f"{one}\n" for one in [*others, line][-_MOST:]))
