"""ssh_config as OpenSSH reads it: `ssh -G` is asked where ssh is installed, paramiko's parser elsewhere."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from paramiko import SSHConfig

from wizard.bounds import shortened
from wizard.hosts import ssh_config
from wizard.hosts.files import users_path
from wizard.hosts.options import SshOptions, options

_TIMEOUT = 30.0
"""Seconds for ssh's answer: names may be looked up, and `Match exec` runs commands."""
_IN_HOME = ("identityfile", "userknownhostsfile", "identityagent")
_EXEC = re.compile(r"\s*match\s.*\bexec\b", re.IGNORECASE)
_FINAL = re.compile(r"\s*match\s+(?:final|canonical)\s+all\s*(?:#.*)?", re.IGNORECASE)


class ConfigProblem(Exception):
    """ssh_config cannot be used; the text says why, with file and line where they are known."""


def options_of(host: str, user: str | None, port: int | None) -> SshOptions:
    """Return what ssh_config says for a host, where the answers' user and port go before it.

    Raises `ConfigProblem`, OSError for a file that cannot be read, and `Untrusted` for one that somebody else
    could have written.
    """
    try:
        lines = list(ssh_config.lines())
        defaults = _defaults(shutil.which("ssh"))
        found = _parsed(lines, host, user, port) if defaults is None else _asked(host, user, port)
        usual = _at_home(defaults or {})
        return options(host, found, usual, os.environ, _account().pw_name)
    except ValueError as error:
        raise ConfigProblem(str(error)) from error


def no_options(host: str, user: str | None, port: int | None) -> SshOptions:
    """Return the options of a host for which no file is read."""
    return SshOptions(host, host, user or _account().pw_name, port or 22)


# --- OpenSSH ----------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _defaults(ssh: str | None) -> dict[str, list[str]] | None:
    """Return the options without any file; None without ssh, or with one before 6.8, which has no -G."""
    if ssh is None:
        return None
    done = subprocess.run(
        [ssh, "-G", "-F", "/dev/null", "localhost"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=_TIMEOUT,
    )
    return _read(done.stdout) if done.returncode == 0 else None


def _asked(host: str, user: str | None, port: int | None) -> dict[str, list[str]]:
    """Return what `ssh -G` prints for a host; raises `ConfigProblem`."""
    chosen = [*(["-l", user] if user else []), *(["-p", str(port)] if port else [])]
    with _files() as (arguments, stdin):
        try:
            done = subprocess.run(
                ["ssh", "-G", *arguments, *chosen, "--", host],
                stdin=stdin,
                capture_output=True,
                check=False,
                timeout=_TIMEOUT,
                env={**os.environ, "LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired:
            raise ConfigProblem(f"ssh -G {host}: no answer in {_TIMEOUT:g} seconds") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ConfigProblem(
            shortened(" / ".join(said[:3])) or f"ssh -G {host}: exit status {done.returncode}"
        )
    return _at_home(_read(done.stdout))


def _read(printed: bytes) -> dict[str, list[str]]:
    """Return the options by their keyword, as `ssh -G` prints them: one in a line."""
    found: dict[str, list[str]] = {}
    for line in printed.decode("utf-8", "surrogateescape").split("\n"):
        keyword, _, value = line.partition(" ")
        found.setdefault(keyword.lower(), []).append(value)
    return found


@contextmanager
def _files() -> Iterator[tuple[list[str], int]]:
    """Yield arguments and a stdin by which ssh reads the settings in $HOME: it looks into the user's own one.

    ssh closes all other descriptors, and may read its files twice.
    """
    if users_path("~") == _own_home():
        yield [], subprocess.DEVNULL
        return
    descriptor = os.memfd_create("ssh_config")
    try:
        os.write(descriptor, "".join(f'Include "{path}"\n' for path in ssh_config.files()).encode())
        yield ["-F", "/dev/stdin"], descriptor
    finally:
        os.close(descriptor)


def _at_home(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the options with $HOME where ssh has put the user's own home for `~`."""
    own, home = f"{_own_home()}/", f"{users_path('~')}/"
    if own == home:
        return found
    return found | {key: [one.replace(own, home) for one in found[key]] for key in _IN_HOME if key in found}


def _own_home() -> Path:
    return Path(_account().pw_dir)


def _account() -> pwd.struct_passwd:
    """Return the user's entry; raises `ConfigProblem` where there is none, as ssh itself does."""
    try:
        return pwd.getpwuid(os.getuid())
    except KeyError:
        raise ConfigProblem(f"this computer has no user of the number {os.getuid()}") from None


# --- Without OpenSSH --------------------------------------------------------------------------------


def _parsed(
    lines: list[ssh_config.Line], host: str, user: str | None, port: int | None
) -> dict[str, list[str]]:
    """Return what paramiko's parser finds for a host; raises `ConfigProblem`, with file and line."""
    config = SSHConfig()
    reached = lines[:1]

    def texts() -> Iterator[str]:
        yield from [f"User {user}"] if user else []
        yield from [f"Port {port}"] if port else []
        for line in lines:
            reached[:] = [line]
            if _EXEC.match(line.text):
                # paramiko would run it with our terminal as its stdin.
                raise ValueError("Match exec: only ssh, which is not installed, can tell")
            # paramiko knows `Match final`, but no `all` behind it.
            yield "Match final host *" if _FINAL.fullmatch(line.text) else line.text.partition(" #")[0]

    try:
        config.parse(texts())
    except Exception as error:  # whatever its parser meets: IndexError, ValueError and its own
        raise ConfigProblem(f"{reached[0]}: {error or type(error).__name__}") from error
    try:
        found: Mapping[str, str | list[str] | None] = config.lookup(host)
    except Exception as error:  # KeyError, ImportError and its own
        raise ConfigProblem(
            f"{host}: {type(error).__name__} {error}; with ssh installed it is asked"
        ) from error
    return {key: value if isinstance(value, list) else [value] for key, value in found.items() if value}
