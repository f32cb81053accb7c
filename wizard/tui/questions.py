"""Which answers belong to which step. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.answers.draft import Draft
from wizard.model import Step
from wizard.tui import drafted

_OF_STEP: Mapping[str, tuple[str, ...]] = {
    "4.4.2/prepare/1a": ("passwords.dbpassword",),
    "4.4.2/prepare/1c": ("passwords.novadbpass",),
    "4.4.2/prepare/2": ("openrc",),
    "4.4.2/prepare/3a": ("passwords.novapass",),
    "4.4.2/prepare/4": ("region", "controller.name"),
    "4.4.2/install/3b": ("passwords.novadbpass", "controller.name"),
    "4.4.2/install/3c": ("passwords.rabbitpass", "controller.name"),
    "4.4.2/install/3d": ("passwords.novapass", "controller.name"),
    "4.4.2/install/3e": ("controller.management_ip",),
    "4.4.2/install/3h": ("controller.name",),
    "4.4.3/prepare/2a": ("compute[*].disk",),
    "4.4.3/prepare/2b": ("compute[*].disk",),
    "4.4.3/install/2a": ("passwords.rabbitpass",),
    "4.4.3/install/2b": ("passwords.novapass",),
    "4.4.3/install/2c": ("compute[*].management_ip",),
    "4.4.3/install/2e": ("console_host",),
    "4.4.3/finish/3a": ("compute[*].disk",),
    "4.4.3/finish/3b": ("compute[*].disk",),
    "4.4.4/1": ("openrc",),
}


def questions(step: Step, draft: Draft) -> tuple[str, ...]:
    """Return the paths of the answers that a step asks for, those of each compute node by its own path."""
    computes = [path for path, _ in drafted.hosts(draft) if path != "controller"]
    return tuple(
        path.replace("compute[*]", compute)
        for path in _OF_STEP.get(step.id, ())
        for compute in (computes if "[*]" in path else [""])
    )


def name_of(path: str) -> str:
    """Return an answer's own name: `management_ip` of `compute[1].management_ip`."""
    return path.rpartition(".")[2]


def host_of(path: str) -> str:
    """Return the path of the host that an answer is of, or nothing."""
    host = path.rpartition(".")[0]
    return host if host.startswith(("controller", "compute")) else ""
