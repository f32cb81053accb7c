"""What ssh_config says for one host, as values; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from wizard.hosts.files import users_path

Found = Mapping[str, Sequence[str]]
"""Keywords in lower case, each with its values: one for each line of those that may stand more than once."""

_KNOWN_HOSTS = ("~/.ssh/known_hosts", "~/.ssh/known_hosts2")
_GLOBAL_KNOWN_HOSTS = ("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2")
_TOKEN = re.compile(r"%(.)")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')
_JUMP = re.compile(r"(?:ssh://)?(?:(?P<user>[^@]+)@)?(?P<host>\[[^\]]+\]|[^:\[\]]+)(?::(?P<port>\d+))?/?")


@dataclass(frozen=True, slots=True)
class Jump:
    """A host of ProxyJump; None leaves the choice to its own settings."""

    host: str
    user: str | None
    port: int | None


@dataclass(frozen=True, slots=True)
class SshOptions:
    """The options of ssh_config that have an effect here, for one host."""

    name: str
    """What was asked for: an address, or a Host of ssh_config."""
    host: str
    """HostName: where SSH goes."""
    user: str
    port: int
    identity_files: tuple[str, ...] = ()
    """Empty where none is configured: the usual ones."""
    identities_only: bool = False
    identity_agent: str | None = None
    """The path of the agent's socket, empty for no agent; None for that of the environment."""
    methods: tuple[str, ...] = ("publickey", "keyboard-interactive", "password")
    """The ways to log in that are allowed."""
    jumps: tuple[Jump, ...] = ()
    """ProxyJump, in the order in which they are gone through."""
    proxy_command: str | None = None
    known_hosts: tuple[str, ...] = _KNOWN_HOSTS
    """UserKnownHostsFile."""
    global_known_hosts: tuple[str, ...] = _GLOBAL_KNOWN_HOSTS
    """GlobalKnownHostsFile."""
    revoked_keys: str | None = None
    """RevokedHostKeys: a file of keys that are not trusted whatever known_hosts says."""
    host_key_alias: str | None = None
    algorithms: Mapping[str, str] = field(default_factory=dict)
    """By keyword (`ciphers`), those that are configured, as ssh_config has them."""


ALGORITHMS = ("ciphers", "macs", "kexalgorithms", "hostkeyalgorithms", "pubkeyacceptedalgorithms")
_METHODS = {
    "publickey": "pubkeyauthentication",
    "keyboard-interactive": "kbdinteractiveauthentication",
    "password": "passwordauthentication",
}


def options(name: str, found: Found, defaults: Found, environ: Mapping[str, str], user: str) -> SshOptions:
    """Return the options; `defaults` are those without any file, `user` is the local one.

    Raises ValueError for a value that cannot be used.
    """
    set_here = {key: values for key, values in found.items() if list(values) != list(defaults.get(key, ()))}

    def first(key: str, otherwise: str) -> str:
        return next(iter(found.get(key, ())), otherwise)

    host, port = first("hostname", name).replace("%h", name), int(first("port", "22"))
    remote = first("user", user)
    tokens = {"%": "%", "h": host, "n": name, "p": str(port), "r": remote, "u": user}
    tokens |= {"d": str(users_path("~")), "k": first("hostkeyalias", name)}

    def path(value: str) -> str:
        return str(users_path(_expanded(value, tokens, environ)))

    command = first("proxycommand", "none")
    jumps = first("proxyjump", "none")
    agent = first("identityagent", "SSH_AUTH_SOCK")

    def paths(key: str, usual: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path(file) for file in _paths(set_here[key][0])) if key in set_here else usual

    return SshOptions(
        name,
        host,
        remote,
        port,
        identity_files=tuple(path(one) for one in set_here.get("identityfile", ()) if one != "none"),
        identities_only=_yes(first("identitiesonly", "no")),
        identity_agent=_agent(agent, path, environ),
        methods=_methods(found),
        jumps=() if jumps.lower() == "none" else tuple(_jump(one) for one in jumps.split(",")),
        proxy_command=None if command.lower() == "none" else _expanded(command, tokens, {}),
        known_hosts=paths("userknownhostsfile", _KNOWN_HOSTS),
        global_known_hosts=paths("globalknownhostsfile", _GLOBAL_KNOWN_HOSTS),
        revoked_keys=None if (file := first("revokedhostkeys", "none")).lower() == "none" else path(file),
        host_key_alias=first("hostkeyalias", "").lower() or None,
        algorithms={key: set_here[key][0] for key in ALGORITHMS if key in set_here},
    )


def chosen(configured: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return those of the known algorithms that a list of ssh_config allows, in its order.

    The list may begin with `+` (besides the usual ones: all that are known are usual here), `-` (without
    those) or `^` (those first). Raises ValueError where none is left.
    """
    sign, patterns = (configured[0], configured[1:]) if configured[:1] in "+-^" else ("", configured)
    named = [one for pattern in patterns.split(",") for one in known if fnmatchcase(one, pattern)]
    rest = [one for one in known if one not in named]
    left = {"": named, "+": [*known], "-": rest, "^": [*named, *rest]}[sign]
    if not left:
        raise ValueError(f"none of {configured} is known here")
    return tuple(dict.fromkeys(left))


def _methods(found: Found) -> tuple[str, ...]:
    """Return the allowed ways to log in, the preferred ones first."""
    allowed = [way for way, key in _METHODS.items() if _yes(next(iter(found.get(key, ())), "yes"))]
    preferred = next(iter(found.get("preferredauthentications", ())), ",".join(allowed)).split(",")
    return tuple(way for way in preferred if way in allowed)


def _agent(value: str, path: Callable[[str], str], environ: Mapping[str, str]) -> str | None:
    """Return the path of the agent's socket, empty for none, None for the environment's."""
    if value == "SSH_AUTH_SOCK":
        return None
    if value.lower() == "none":
        return ""
    if value.startswith("$") and not value.startswith("${"):
        return environ.get(value[1:], "")
    return path(value)


def _jump(text: str) -> Jump:
    """Return a host of ProxyJump: `[user@]host[:port]` or an ssh URI."""
    found = _JUMP.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"ProxyJump {text}: not [user@]host[:port]")
    port = found["port"]
    return Jump(found["host"].strip("[]"), found["user"], int(port) if port else None)


def _paths(value: str) -> list[str]:
    """Return the files that a line names.

    ssh prints a name with spaces without its quotes: where words together are a file, they are taken for it.
    """
    if '"' in value:
        return [quoted or word for quoted, word in _QUOTED.findall(value)]
    words = value.split()
    files: list[str] = []
    while words:
        ends = [end for end in range(len(words), 1, -1) if Path(" ".join(words[:end])).is_file()]
        end = next(iter(ends), 1)
        files.append(" ".join(words[:end]))
        words = words[end:]
    return [file for file in files if file.lower() != "none"]


def _expanded(value: str, tokens: Mapping[str, str], environ: Mapping[str, str]) -> str:
    """Return the value with its %-tokens and ${variables}; those that nobody knows stay."""
    value = _VARIABLE.sub(lambda found: environ.get(found[1], found[0]), value)
    return _TOKEN.sub(lambda found: tokens.get(found[1], found[0]), value)


def _yes(value: str) -> bool:
    return value.lower() in {"yes", "true"}
