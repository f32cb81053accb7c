"""What 4.4.2 and 4.4.3 have in common besides settings of nova.conf: packages and services."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from steps.facts import Databases, Packages, Units
from wizard.actions.command import RunCommand
from wizard.facts.keystone_lists import KeystoneLists
from wizard.facts.units import Unit
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Pending, Refused, Unknown
from wizard.model.steps import Action

L = TypeVar("L", bound=KeystoneLists)

SETTLED = 5.0
"""Seconds that a service must have been running before it counts as started, where it does not tell."""
READY = 1.0
"""Seconds for that where it has told systemd that it is ready: Nova's services do after their own set-up."""
START = 120
"""Seconds for systemctl to wait for a service. RDO's nova-compute has TimeoutStartSec=0: without its queue it
is starting for ever, and systemctl with it. Ended, systemctl leaves the start itself to systemd.
"""

_NO_CONNECTION = re.compile(
    r"Unable to establish connection to http://(?P<address>[^/\s]{1,255})/"
    r".{0,1000}\[Errno -?\d+\] (?P<said>[\w ]+)"
)


def no_token(answers: Answers, lists: KeystoneLists) -> Message:
    """Return why the administrator gets no token: the client's words, or a sentence where nothing answers."""
    if down := _NO_CONNECTION.search(lists.refusal):
        return Message("before-keystone-down", path=answers.openrc, **down.groupdict())
    return Message("before-token", path=answers.openrc, said=lists.refusal)


def answered(kind: type[L], answers: Answers, facts: Facts) -> L:
    """Return Keystone's lists. Raises `Refused` where the administrator gets no token for them."""
    found = facts[kind]
    if not found.openrc:
        raise Refused("before-openrc", path=answers.openrc)
    if found.refusal:
        why = no_token(answers, found)
        raise Refused(why.key, **why.variables)
    return found


def endpoint_url(answers: Answers) -> str:
    """Return the URL of the Compute API, as 4.4.2/prepare/4 has it."""
    return f"http://{answers.controller.name}:8774/v2.1/%(tenant_id)s"


def database_facts(facts: Facts) -> Databases:
    """Return what root sees in the database server. Raises `Refused` where the login fails."""
    found = facts[Databases]
    if found.refusal:
        raise Refused("before-database", said=found.refusal)
    return found


def install(node: Node, facts: Facts) -> Iterator[Action]:
    """Install the node's packages (4.4.2/install/1, 4.4.3/install/1)."""
    names = Packages.wanted[node.role]
    missing = [name for name in names if name not in facts[Packages].installed]
    if missing:
        yield RunCommand(
            f"yum -y install {' '.join(names)}",
            timeout=3600.0,
            reason=Message("packages-missing", packages=", ".join(missing)),
        )


def services(node: Node, facts: Facts) -> Iterator[Action]:
    """Enable and start the node's services; done when they have lived for a while.

    A service that started before nova.conf was last written works by older settings: it is restarted.
    """
    names = " ".join(Units.wanted[node.role])
    units = facts[Units].units
    told = {unit.name for unit in units}
    if untold := [name for name in Units.wanted[node.role] if name not in told]:
        raise Unknown("units-untold", units=", ".join(untold))
    disabled = [unit.name for unit in units if not unit.enabled]
    if disabled:
        yield RunCommand(
            f"systemctl enable {names}",
            reason=Message("units-disabled", units=", ".join(disabled)),
        )
    down = [unit for unit in units if unit.state not in ("active", "activating", "reloading")]
    if down:
        yield RunCommand(
            f"systemctl start {names}",
            timeout=600.0,
            gives_up=START,
            note=Message("note-start-limit", seconds=START),
            reason=Message("units-down", units=_states(down)),
            replaces=not disabled,
        )
    stale = [unit.name for unit in units if unit not in down and unit.stale]
    if stale:
        yield RunCommand(
            f"systemctl restart {' '.join(stale)}",
            timeout=600.0,
            gives_up=START,
            note=Message("note-start-limit", seconds=START),
            reason=Message("units-stale", units=", ".join(stale)),
            replaces=True,
        )
    if disabled or down or stale:
        return
    unsettled = [unit for unit in units if unit.state != "active" or not _has_started(unit)]
    if unsettled:
        raise Pending("units-settling", units=_states(unsettled))


def _has_started(unit: Unit) -> bool:
    return unit.age >= SETTLED or (unit.ready is not None and unit.ready >= READY)


def _states(units: Sequence[Unit]) -> str:
    return "; ".join(f"{unit.name}: {unit.state}" + (f"\n{unit.log}" if unit.log else "") for unit in units)
