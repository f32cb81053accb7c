"""What answers are called in an Ansible inventory, and the answers that its variables give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from wizard.answers import checks
from wizard.answers.problems import Wrong
from wizard.model.problems import Problem

ALL, CONTROLLERS, COMPUTES = "nodes", "controllers", "computes"
"""The groups: all hosts of the guide, and each role's. The book's host `controller` takes that name."""
OF_A_HOST: Mapping[str, tuple[str, ...]] = {
    "host": ("ansible_host", "ansible_ssh_host"),
    "user": ("ansible_user", "ansible_ssh_user"),
    "port": ("ansible_port", "ansible_ssh_port"),
    "identity_file": ("ansible_ssh_private_key_file", "ansible_private_key_file"),
    "password": ("ansible_password", "ansible_ssh_pass", "ansible_ssh_password"),
    "sudo": ("ansible_become",),
    "known_hosts": ("nova_known_hosts",),
    "host_key": ("nova_host_key",),
    "management_ip": ("nova_management_ip",),
    "disk": ("nova_disk",),
    "erase": ("nova_erase",),
}
"""The variables of each key of a host's answers: the one that is written, then others that are read."""
OF_ALL = {key: f"nova_{key}" for key in ("language", "region", "openrc", "console_host")}
"""The variable of each answer that is the same for all hosts."""
NAMES = (*(name for names in OF_A_HOST.values() for name in names), *OF_ALL.values())
"""Every variable that is read, but for the passwords of the guide."""
_OF_COMPUTE = ("disk", "erase")
_YES, _NO = ("true", "yes", "on", "1", "y", "t"), ("false", "no", "off", "0", "n", "f")
_PLACE = re.compile(r"(controller|compute\[(\d+)\])(?:\.(\w+))?")


def host_of(name: str, variables: Mapping[str, Any], *, compute: bool) -> dict[str, Any]:
    """Return the answers for a host; what its variables do not say is left out.

    An `ansible_host` that is an address is the management address too, unless there is another one.
    """
    found: dict[str, Any] = {"host": name, "name": name}
    for key, names in OF_A_HOST.items():
        given = next((variables[name] for name in names if variables.get(name) not in (None, "")), None)
        if given is not None and (compute or key not in _OF_COMPUTE):
            found[key] = _converted(key, given)
    if "management_ip" not in found and isinstance(found["host"], str):
        with suppress(Problem):
            found["management_ip"] = checks.address(found["host"])
    return found


def general(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that are the same for all hosts, by the variables of one of them."""
    return {key: variables[name] for key, name in OF_ALL.items() if variables.get(name) not in (None, "")}


def _converted(key: str, given: Any) -> Any:
    """Return a value as answers have it: Ansible takes numbers and yes or no as text, too."""
    text = str(given).lower()
    if key == "sudo" and text in (*_YES, *_NO):
        return text in _YES
    return int(text) if key == "port" and re.fullmatch("[0-9]{1,9}", text) else given


def in_inventory(wrong: Iterable[Wrong], controller: str, computes: Sequence[str]) -> list[Wrong]:
    """Return errors with their places as the inventory calls them: `compute1.nova_management_ip`."""
    return [error._replace(path=_place(error.path, controller, computes)) for error in wrong]


def _place(path: str, controller: str, computes: Sequence[str]) -> str:
    if path in OF_ALL:
        return OF_ALL[path]
    if not (found := _PLACE.fullmatch(path)):
        return path.removeprefix("passwords.")
    host = computes[int(found[2])] if found[2] else controller
    return f"{host}.{OF_A_HOST[found[3]][0]}" if found[3] in OF_A_HOST else host
