"""The answers that the pages ask for, as paths in a draft. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.model.message import Message
from wizard.tui import drafted

if TYPE_CHECKING:
    from wizard.answers.draft import Draft
    from wizard.model.steps import Step

_OF_HOST = ("host", "name", "management_ip")
_LOGIN = ("user", "port", "identity_file", "password", "sudo", "known_hosts")
_SELDOM_IN_COMMON = ("sudo", "known_hosts")
PASSWORDS = ("passwords.dbpassword", "passwords.novadbpass", "passwords.novapass", "passwords.rabbitpass")
"""The book's passwords."""


def host_questions(draft: Draft, every: bool) -> tuple[str, ...]:
    """Return what is asked of each host; a login of its own only where it is given, or with `every`."""
    of_host = (*_OF_HOST, *_LOGIN, "host_key") if draft.has_logins else _OF_HOST
    paths = (f"{host}.{name}" for host, _ in drafted.hosts(draft) for name in of_host)
    return tuple(path for path in paths if every or name_of(path) in _OF_HOST or draft.get(path) is not None)


def login_questions(draft: Draft, every: bool) -> tuple[str, ...]:
    """Return what is asked of the login to all hosts; the seldom needed as in `host_questions`."""
    paths = (f"ssh.{name}" for name in _LOGIN if draft.has_logins)
    return tuple(
        path
        for path in paths
        if every or name_of(path) not in _SELDOM_IN_COMMON or draft.get(path) is not None
    )


def nodes_questions(draft: Draft, every: bool) -> tuple[str, ...]:
    """Return all that the page of the nodes asks for, in its order."""
    return (*host_questions(draft, every), *login_questions(draft, every), *PASSWORDS, "openrc")


def questions(step: Step, draft: Draft) -> tuple[str, ...]:
    """Return the paths of the answers that a step asks for, those of each compute node by its own path."""
    computes = [path for path, _ in drafted.hosts(draft) if path != "controller"]
    return tuple(
        path.replace("compute[*]", compute)
        for path in step.asks
        for compute in (computes if "[*]" in path else [""])
    )


def name_of(path: str) -> str:
    """Return an answer's own name: `management_ip` of `compute[1].management_ip`."""
    return path.rpartition(".")[2]


def host_of(path: str) -> str:
    """Return the path of the host that an answer is of, or nothing."""
    host = path.rpartition(".")[0]
    return host if host.startswith(("controller", "compute")) else ""


def said_of_field(wrong: Message) -> Message:
    """Return what is wrong in the words of a field, where the one of a file has others."""
    variable = wrong.variables.get("variable", "none")
    match wrong.key:
        case "answers-missing":
            return Message("field-missing")
        case "answers-wants-number":
            return Message("answers-port")
        case "answers-password-env" if variable != "none":
            return Message("password-missing", variable=variable)
    return wrong
