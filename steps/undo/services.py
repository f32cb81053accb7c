"""The services taken back (4.4.2/finish/1, 4.4.3/finish/2); packages, which stay."""

from __future__ import annotations

from collections.abc import Iterator

from steps.facts import Packages, Units
from wizard.actions.command import RunCommand
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Pending, Skipped
from wizard.model.steps import Action, Found, Inverse

_DOWN = ("inactive", "failed")


def _find_units(answers: Answers, node: Node, facts: Facts) -> Found:
    states = {unit.name: (unit.enabled, unit.state not in _DOWN) for unit in facts[Units].units}
    return {
        name: {"enabled": enabled, "active": active}
        for name, (enabled, active) in states.items()
        if enabled or active
    }


def _stop(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Stop and disable the services in the inverse order, but for those that ran or were enabled before."""
    units = facts[Units].units[::-1]

    def was(name: str, state: str) -> bool:
        return bool(found.get(name, {}).get(state))

    running = [one.name for one in units if one.state not in _DOWN and not was(one.name, "active")]
    if stopping := [one.name for one in units if one.state == "deactivating" and one.name in running]:
        raise Pending("undo-stopping", units=", ".join(stopping))
    if running:
        yield RunCommand(
            f"systemctl stop {' '.join(running)}",
            timeout=600.0,
            reason=Message("undo-running", units=", ".join(running)),
        )
    enabled = [one.name for one in units if one.enabled and not was(one.name, "enabled")]
    if enabled:
        yield RunCommand(
            f"systemctl disable {' '.join(enabled)}",
            reason=Message("undo-enabled", units=", ".join(enabled)),
        )


def _keep_packages(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Say which packages stay."""
    wanted, installed = Packages.wanted[node.role], facts[Packages].installed
    if names := [name for name in wanted if name in installed]:
        raise Skipped("undo-packages-stay", packages=", ".join(names))
    yield from ()


STOPPED = Inverse(_stop, reads=(Units,), finds=_find_units, first=True)
KEPT = Inverse(_keep_packages, reads=(Packages,))
