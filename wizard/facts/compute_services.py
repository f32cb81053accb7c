"""Nova's service list, as its API or the openstack client has it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Self

from wizard.facts.admin_api import AdminApi, AdminLogin, Unanswered
from wizard.facts.lines import Unreadable, reason, without_request
from wizard.facts.rows import Row, json_lists
from wizard.model.answers import Answers, Node
from wizard.model.commands import Dial, Result
from wizard.model.facts import Facts, TableFact
from wizard.model.message import Message
from wizard.secret import Text


@dataclass(frozen=True)
class ComputeService:
    """A row of `openstack compute service list`; the fields are in the order of the events' JSON."""

    binary: str
    host: str
    zone: str
    enabled: bool
    up: bool
    id: str
    updated: str


@dataclass(frozen=True)
class ComputeServices(TableFact):
    """What Nova's API lists as its services (4.4.4/2).

    For example `ComputeServices(rows=(ComputeService("nova-compute", "compute1", "nova", enabled=True,
    up=True, id="6", updated="2016-06-01T12:00:00.000000"),))`.
    """

    needs = (AdminLogin,)
    timeout = 100.0

    refusal: str | Message = ""
    """What the client said where there was no list; a message where it said nothing."""
    rows: tuple[ComputeService, ...] = ()

    @classmethod
    def script(cls, answers: Answers, node: Node) -> Text:
        """The book's own command, as JSON."""
        openrc = shlex.quote(answers.openrc)
        return Text(f". {openrc}; timeout 90 openstack compute service list -f json\n")

    @classmethod
    def parse(cls, result: Result) -> Self:
        """A missing or silent API is a refusal with its words."""
        lists = list(json_lists(result.text))
        if len(lists) != 1:
            if result.status == 0:
                raise Unreadable(Message("odd-json"))
            said = reason(result)
            return cls(refusal=without_request(said.splitlines()[-1]) if isinstance(said, str) else said)
        return cls(rows=tuple(_service(Row(value)) for value in lists[0]))

    @classmethod
    def fetch(cls, answers: Answers, dial: Dial, known: Facts) -> Self | None:
        """The same list, by the endpoint that the client would choose."""
        try:
            rows = AdminApi(known[AdminLogin], dial).compute_services()
            return cls(rows=tuple(_service(Row(value)) for value in rows))
        except (Unanswered, Unreadable):
            return None


def _service(row: Row) -> ComputeService:
    return ComputeService(
        binary=row.text("Binary"),
        host=row.text("Host"),
        zone=row.text_or_none("Zone"),
        enabled=row.text("Status") == "enabled",
        up=row.text("State") == "up",
        id=row.id("ID"),
        updated=row.text_or_none("Updated At"),
    )
