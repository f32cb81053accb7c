"""nova-wizard --inventory: an Ansible inventory in, answers out. No password is taken over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wizard import trusted
from wizard.ansible.variables import OF_A_HOST, general, host_of, in_inventory
from wizard.answers.document import is_mapping
from wizard.answers.draft import Draft
from wizard.answers.passwords import Kind, Source
from wizard.answers.problems import AnswersWrong, Wrong
from wizard.answers.render import render
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.saving import check_new, create
from wizard.text import Words

LIMIT = 120.0
"""Seconds that ansible-inventory may take; a script that it calls may ask a cloud."""
_SAME = ("user", "port", "identity_file", "known_hosts", "password", "sudo")
"""Answers that stand once, under `ssh:`, where all hosts have the same."""
_BECOME_PASSWORD = ("ansible_become_password", "ansible_become_pass", "ansible_sudo_pass")
_TEMPLATE = ("{{", "{%")


def init_from(inventory: Path, file: Path, words: Words) -> list[Message]:
    """Write answers for an inventory's hosts as a new file, and return what their author should know.

    Raises `AnswersWrong` with all that the inventory lacks, and `Problem`, also where a file is there.
    """
    check_new(file)
    listed = _listed(inventory)
    variables = listed.get("_meta", {}).get("hostvars", {})
    controllers, computes = (_hosts_of(listed, prefix) for prefix in ("controller", "compute"))
    wrong = list(_wrong_groups(controllers, computes))
    if wrong:
        raise AnswersWrong(inventory, wrong)
    of = {name: variables.get(name) or {} for name in (*controllers, *computes)}
    draft = Draft(_data(of, controllers[0], computes, words.lang))
    wrong = [*_templates(of), *in_inventory(draft.problems(), controllers[0], computes)]
    if wrong:
        raise AnswersWrong(inventory, wrong)
    create(file, render(draft.data, words))
    with_password = [name for name, given in of.items() if _has_password(given)]
    return [Message("inventory-password", hosts=", ".join(with_password))] if with_password else []


def _listed(inventory: Path) -> Mapping[str, Any]:
    """Return what ansible-inventory lists. Raises `Problem`, without its words: they may quote passwords."""
    _check(inventory)
    beside = Path(sys.executable).with_name("ansible-inventory")
    program = str(beside) if beside.is_file() else shutil.which("ansible-inventory")
    if program is None:
        raise Problem("inventory-no-ansible")
    try:
        ended = subprocess.run(
            [program, "-i", str(inventory.absolute()), "--list"],
            env={**os.environ, "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Problem("inventory-slow", file=str(inventory), limit=LIMIT) from None
    try:
        listed = json.loads(ended.stdout) if ended.returncode == 0 else None
    except ValueError:
        listed = None
    if not isinstance(listed, dict):
        raise Problem("inventory-unreadable", file=str(inventory), status=ended.returncode)
    return listed


def _check(inventory: Path) -> None:
    """Check that nobody else could have written it: Ansible runs an inventory that is a program."""
    try:
        if inventory.is_dir():
            trusted.check_folder(inventory)
        else:
            trusted.check(inventory)
            _insist_on_yaml(inventory)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Problem("inventory-not-read", file=str(inventory), reason=reason) from error


def _insist_on_yaml(inventory: Path) -> None:
    """Raise `Problem` for a YAML file without a mapping: Ansible would take its lines for names of hosts.

    One that is encrypted, or that is a program, is left to Ansible.
    """
    if inventory.suffix not in (".yml", ".yaml") or os.access(inventory, os.X_OK):
        return
    content = inventory.read_bytes()
    if not content.startswith(b"$ANSIBLE_VAULT") and not is_mapping(content):
        raise Problem("inventory-no-yaml", file=str(inventory))


def _hosts_of(listed: Mapping[str, Any], prefix: str) -> list[str]:
    """Return the hosts of the groups whose names begin so, and of their subgroups."""
    found: dict[str, None] = {}
    left = [name for name in listed if name.startswith(prefix)]
    seen: set[str] = set()
    while left:
        name = left.pop(0)
        if name not in seen:
            seen.add(name)
            found.update(dict.fromkeys(listed.get(name, {}).get("hosts", ())))
            left += listed.get(name, {}).get("children", ())
    return list(found)


def _wrong_groups(controllers: list[str], computes: list[str]) -> Iterator[Wrong]:
    if len(controllers) != 1:
        yield Wrong("controller*", Message("inventory-one-controller", count=len(controllers)))
    if not computes:
        yield Wrong("compute*", Message("inventory-no-compute"))
    for name in controllers:
        if name in computes:
            yield Wrong(name, Message("inventory-both"))


def _data(
    of: Mapping[str, Mapping[str, Any]], controller: str, computes: list[str], language: str
) -> dict[str, Any]:
    """Return the data of an answers file, the book's own where the inventory does not say otherwise."""
    hosts = {name: host_of(name, _plain(given), compute=name != controller) for name, given in of.items()}
    for name, host in hosts.items():
        host.pop("password", None)
        if _has_password(of[name]):
            host["password"] = Source(Kind.ENV, "SSH_PASSWORD")
    ssh: dict[str, Any] = {}
    for key in _SAME:
        values = [host.get(key) for host in hosts.values()]
        if values[0] is not None and all(value == values[0] for value in values):
            ssh[key] = values[0]
            for host in hosts.values():
                del host[key]
    example = Draft.example(language).data
    example.update(general(_plain(of[controller])), controller=hosts[controller], ssh=ssh)
    return {**example, "compute": [hosts[name] for name in computes]}


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variables that are no templates, which are told; what is marked unsafe never is one."""
    found = {name: value for name, value in given.items() if not _is_template(value)}
    return {
        name: value.get("__ansible_unsafe", value) if isinstance(value, dict) else value
        for name, value in found.items()
    }


def _is_template(value: Any) -> bool:
    return isinstance(value, str) and any(sign in value for sign in _TEMPLATE)


def _templates(of: Mapping[str, Mapping[str, Any]]) -> Iterator[Wrong]:
    """Yield the variables that only a playbook could fill in, but for passwords."""
    wanted = [name for key, names in OF_A_HOST.items() for name in names if key != "password"]
    for host, given in of.items():
        for name in wanted:
            if _is_template(given.get(name)):
                yield Wrong(f"{host}.{name}", Message("inventory-template"))


def _has_password(given: Mapping[str, Any]) -> bool:
    return any(given.get(name) for name in (*OF_A_HOST["password"], *_BECOME_PASSWORD))
