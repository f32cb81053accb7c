"""The files by which ssh, Ansible and nova-wizard log in to a running lab."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wizard.lab import LabNode, LabRefused
from wizard.labfolder.names import ANSWERS, INVENTORY, KEY, KNOWN_HOSTS, SSH_CONFIG

_HEAD = "# Written by nova-lab for the lab that runs in this folder; removed when it ends.\n"


def check_name(directory: Path) -> None:
    """Raise `LabRefused` for a folder whose name ssh_config or YAML cannot hold."""
    name = str(directory)
    if not name.isprintable() or any(part in name for part in ('"', "'", "\\", "%", "${")):
        raise LabRefused("lab-dir-name", "")


def login_files(
    directory: Path, nodes: Sequence[LabNode], passwords: Mapping[str, str], key: str
) -> dict[str, str]:
    """Return the content of each file by its name; `key` is the private key that logs in to every node."""
    return {
        KEY: key,
        KNOWN_HOSTS: _known_hosts(nodes),
        SSH_CONFIG: ssh_config(directory, nodes),
        INVENTORY: _inventory(directory, nodes),
        ANSWERS: _answers(directory, nodes, passwords),
    }


def _known_hosts(nodes: Iterable[LabNode]) -> str:
    return _HEAD + "".join(f"{node.name},[{node.host}]:{node.port} {node.public_key}\n" for node in nodes)


def ssh_config(directory: Path, nodes: Iterable[LabNode]) -> str:
    """Return the configuration for `ssh -F`: every node by its name and by its address in the lab."""
    hosts = "".join(
        f"Host {node.name} {node.management_ip}\n"
        f"    HostName {node.host}\n    Port {node.port}\n    HostKeyAlias {node.name}\n\n"
        for node in nodes
    )
    return (
        f"{_HEAD}\n{hosts}Host *\n    User root\n"
        f'    IdentityFile "{directory / KEY}"\n    IdentitiesOnly yes\n'
        f'    UserKnownHostsFile "{directory / KNOWN_HOSTS}"\n    GlobalKnownHostsFile /dev/null\n'
        "    StrictHostKeyChecking yes\n    UpdateHostKeys no\n    ForwardAgent no\n"
    )


def _inventory(directory: Path, nodes: Sequence[LabNode]) -> str:
    controller, *computes = nodes
    key = json.dumps(str(directory / KEY), ensure_ascii=False)
    arguments = json.dumps(f"-F '{directory / SSH_CONFIG}'", ensure_ascii=False)
    return (
        f"{_HEAD}# The hosts have no Python: use the module raw, and no facts.\n"
        f"all:\n  vars:\n    ansible_user: root\n    ansible_ssh_private_key_file: {key}\n"
        f"    ansible_ssh_common_args: {arguments}\n"
        f"  children:\n    controllers:\n      hosts:\n{_inventory_hosts([controller])}"
        f"    computes:\n      hosts:{' {}' if not computes else ''}\n{_inventory_hosts(computes)}"
    )


def _inventory_hosts(nodes: Iterable[LabNode]) -> str:
    return "".join(f"        {node.name}:\n{_inventory_host(node)}" for node in nodes)


def _inventory_host(node: LabNode) -> str:
    """Return a host's variables: Ansible's, and those that nova-wizard --inventory reads besides."""
    lines = {
        "ansible_host": node.host,
        "ansible_port": str(node.port),
        "nova_host_key": node.fingerprint,
        "nova_management_ip": node.management_ip,
        **({"nova_disk": node.disk} if node.disk else {}),
    }
    return "".join(f"          {name}: {value}\n" for name, value in lines.items())


def _answers(directory: Path, nodes: Sequence[LabNode], passwords: Mapping[str, str]) -> str:
    controller, *computes = nodes
    secrets = "".join(
        f"  {name}: {json.dumps(password, ensure_ascii=False)}\n" for name, password in passwords.items()
    )
    return (
        f"{_HEAD}# For nova-wizard --answers and --replay. The passwords are the lab's.\n"
        f"version: 1\ncontroller:\n{_answers_node(directory, controller, '  ')}"
        f"compute:{' []' if not computes else ''}\n"
        + "".join(f"  -{_answers_node(directory, node, '    ')[3:]}" for node in computes)
        + f"passwords:\n{secrets}"
    )


def _answers_node(directory: Path, node: LabNode, indent: str) -> str:
    lines = {
        "host": node.host,
        "port": node.port,
        "user": node.user,
        "identity_file": str(directory / KEY),
        "host_key": node.fingerprint,
        "name": node.name,
        "management_ip": node.management_ip,
        **({"disk": node.disk} if node.disk else {}),
    }
    return "".join(
        f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in lines.items()
    )
