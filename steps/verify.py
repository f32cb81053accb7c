"""4.4.4 Verification: the credentials work, and Nova lists every service as up."""

from __future__ import annotations

from collections.abc import Iterator

from steps.registry import step
from steps.shared import answered
from wizard.facts.compute_services import ComputeServices
from wizard.facts.identity import Identity
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Pending, Refused
from wizard.model.role import Role
from wizard.model.steps import Action, Source

_ON = Role.CONTROLLER
_OF_CONTROLLER = ("nova-scheduler", "nova-consoleauth", "nova-conductor")


@step(
    "4.4.4/1",
    _ON,
    Source.GUIDE,
    reads=(Identity,),
    asks=("openrc",),
    book_commands=("source /root/admin-openrc",),
)
def source_openrc(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The administrator's credentials are there and Keystone gives a token for them."""
    answered(Identity, answers, facts)
    yield from ()


@step(
    "4.4.4/2",
    _ON,
    Source.GUIDE,
    reads=(ComputeServices,),
    asks=("openrc", "controller.name", "compute[*].name"),
    book_commands=("openstack compute service list",),
    settle_timeout=120.0,
    shows=ComputeServices,
)
def list_services(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Every service of the guide is listed, enabled and up; each needs some seconds to report."""
    found = facts[ComputeServices]
    if found.refusal:
        raise Pending("services-no-list", said=found.refusal)
    wanted = [(binary, answers.controller.name) for binary in _OF_CONTROLLER]
    wanted += [("nova-compute", node.name) for node in answers.compute if node.name not in answers.left_out]
    rows = {(row.binary, row.host): row for row in found.rows}
    absent = [pair for pair in wanted if pair not in rows]
    if absent:
        listed = _named(list(rows)) or Message("services-none")
        raise Pending("services-absent", services=_named(absent), listed=listed, logs=_logs(absent))
    disabled = [pair for pair in wanted if not rows[pair].enabled]
    if disabled:
        raise Refused("services-disabled", services=_named(disabled))
    down = [pair for pair in wanted if not rows[pair].up]
    if down:
        raise Pending("services-down", services=_named(down), logs=_logs(down))
    up = {host for (binary, host), row in rows.items() if binary == "nova-compute" and row.up}
    if without := [node.name for node in answers.compute if node.name in answers.left_out - up]:
        raise Pending("services-left-out", hosts=", ".join(without))
    yield from ()


def _named(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f"{binary} ({host})" for binary, host in pairs)


def _logs(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f"{host}:/var/log/nova/{binary}.log" for binary, host in pairs)
