"""Answers files for the tests."""

from __future__ import annotations

from pathlib import Path

ENVIRON = {"NOVA_DBROOT": "db-root-pw", "NOVADB": "nova-db-pw", "NOVA": "nova-pw", "RABBIT": "rabbit-pw"}

GOOD = """\
version: 1
language: ko
region: RegionOne
openrc: /root/admin-openrc
console_host: controller
controller:
  host: 10.0.0.11
  name: controller
  management_ip: 10.0.0.11
compute:
  - host: 10.0.0.31
    name: compute1
    management_ip: 10.0.0.31
    disk: /dev/sdb
ssh:
  user: root
  port: 22
passwords:
  dbpassword: {env: NOVA_DBROOT}
  novadbpass: {env: NOVADB}
  novapass: {env: NOVA}
  rabbitpass: {env: RABBIT}
"""


def write(folder: Path, content: str | bytes, mode: int = 0o600) -> Path:
    """Put an answers file into a folder."""
    path = folder / "answers.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(mode)
    return path


def changed(*changes: tuple[str, str]) -> str:
    """Return the good file with pieces replaced, each of which must be in it."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
