"""The files of an Ansible project: the guide for some answers, without any of their passwords. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from wizard.ansible.variables import ALL, COMPUTES, CONTROLLERS, OF_A_HOST, OF_ALL
from wizard.answers import places
from wizard.answers.save import variable
from wizard.model.ids import slug
from wizard.model.role import Role
from wizard.model.steps import Section, Step
from wizard.text import Words

BEFORE = "before"
"""The ID of the task that looks at all that the guide takes for granted."""
_AT_ONE_HOST = 5
"""Hosts that look at the same other one at once: sshd drops logins where ten begin (MaxStartups)."""
_PLUGIN = "nova_step"
_GROUPS = {Role.CONTROLLER: CONTROLLERS, Role.COMPUTE: COMPUTES}


def project(
    data: Mapping[str, Any], steps: Sequence[Step], sections: Sequence[Section], version: str, words: Words
) -> dict[str, str]:
    """Return the content of each file by its path in the project.

    `data` is what an answers file says, all of it right, with absolute paths; `version` is nova-wizard's.
    """
    return {
        "inventory.yml": _text(_inventory(data, words)),
        "site.yml": _text(_site(steps, sections, words)),
        "group_vars/all/vault.yml": _text(_vault(data, words)),
        f"action_plugins/{_PLUGIN}.py": _plugin(version, words),
        "requirements.txt": f"nova-wizard[ansible]=={version}\n",
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _note(key: str, words: Words) -> Iterator[str]:
    for line in words.label(f"ansible-note-{key}").splitlines():
        yield f"# {line}".rstrip()


def _value(value: Any) -> str:
    """Return a value as YAML, which Ansible is not to take for a template."""
    text = json.dumps(value, ensure_ascii=False)
    return f"!unsafe {text}" if "{{" in text or "{%" in text else text


# --- Hosts and passwords ------------------------------------------------------------------------------


def _inventory(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield from _note("inventory", words)
    yield f"{ALL}:"
    yield "  vars:"
    general = {name: data[key] for key, name in OF_ALL.items() if data.get(key) is not None}
    defaults = _variables("ssh", data.get("ssh") or {})
    for name, value in {**general, **defaults}.items():
        yield f"    {name}: {value if name in defaults else _value(value)}"
    yield "  children:"
    yield from _group(CONTROLLERS, {"controller": data["controller"]})
    yield from _group(COMPUTES, {f"compute[{at}]": host for at, host in enumerate(data["compute"])})


def _group(name: str, hosts: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield f"    {name}:"
    yield "      hosts:"
    for path, host in hosts.items():
        yield f"        {_value(host['name'])}:"
        for variable_name, value in _variables(path, host).items():
            yield f"          {variable_name}: {value}"


def _variables(path: str, keys: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables of a host, or of all, as YAML. A password is one of the vault's."""
    found = {
        names[0]: _value(keys[key])
        for key, names in OF_A_HOST.items()
        if key != "password" and keys.get(key) is not None
    }
    if keys.get("password") is not None:
        found[OF_A_HOST["password"][0]] = json.dumps(f"{{{{ {_in_vault(path)} }}}}")
    return found


def _in_vault(path: str) -> str:
    """Return the vault's name for the login password of a host, or of all."""
    return variable(f"{path}.password").lower()


def _vault(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield from _note("vault", words)
    logins = [_in_vault(path) for path, keys in places.logins(data) if keys.get("password") is not None]
    for name in (*places.BOOK_PASSWORDS, *logins):
        yield f'{name}: ""'


# --- Plays and tasks ----------------------------------------------------------------------------------


def _site(steps: Sequence[Step], sections: Sequence[Section], words: Words) -> Iterator[str]:
    yield from _note("site", words)
    for section in sections:
        of_section = [step for step in steps if step.section == section.id]
        (role,) = {step.on for step in of_section}
        if role is Role.READER:
            yield from _play(section.id, f"{section.id} {words.say(of_section[0].title)}", ALL)
            yield from _task(BEFORE, words.label("ansible-before"), [BEFORE])
            continue
        yield from _play(
            section.id, f"{section.id} {words.label(f'place-{slug(section.id)}')}", _GROUPS[role]
        )
        for step in of_section:
            tags = [step.part, step.id] if step.part != section.id else [step.id]
            yield from _task(step.id, f"{step.id} {words.say(step.title)}", tags)
            if step.after:
                yield f"      throttle: {_AT_ONE_HOST}"


def _play(section: str, title: str, group: str) -> Iterator[str]:
    yield ""
    yield f"- name: {_value(title)}"
    yield f"  hosts: {group}"
    yield "  gather_facts: false"
    yield f"  tags: [{_value(section)}]"
    if group == COMPUTES:
        yield '  serial: "{{ nova_serial | default(25) }}"'
        yield '  max_fail_percentage: "{{ nova_max_fail_percentage | default(20) }}"'
    yield "  tasks:"


def _task(id_: str, name: str, tags: Iterable[str]) -> Iterator[str]:
    yield f"    - name: {_value(name)}"
    yield f"      {_PLUGIN}:"
    yield f"        id: {_value(id_)}"
    if words := ", ".join(map(_value, tags)):
        yield f"      tags: [{words}]"


def _plugin(version: str, words: Words) -> str:
    """Return the action plugin, which works with this version alone."""
    template = Path(__file__).with_name("action_plugin.txt").read_text(encoding="utf-8")
    values = {
        "@VERSION@": version,
        "@NOTE@": _text(_note("plugin", words)).rstrip(),
        "@NOT_INSTALLED@": words.label("ansible-not-installed", version=version),
        "@OTHER_VERSION@": words.label("ansible-other-version", version=version),
    }
    for name, value in values.items():
        template = template.replace(f'"{name}"', json.dumps(value, ensure_ascii=False)).replace(name, value)
    return template
