"""4.4.4/2: what Nova lists as its services."""

from __future__ import annotations

from dataclasses import replace

import pytest

from steps import GUIDE
from tests.support.cases import ANSWERS, CONTROLLER, Case
from tests.support.printed import COMPUTE_SERVICES, compute_service, mitaka_client, newer_client, printed
from tests.unit.steps.table import Table
from wizard.facts.compute_services import ComputeServices
from wizard.model.commands import Result
from wizard.model.facts import Facts
from wizard.model.problems import Pending
from wizard.text import Words

LIST = "4.4.4/2"


def listed(*rows: object) -> Result:
    """One list, without a prompt: the command is no interactive one."""
    return printed(newer_client(rows))  # type: ignore[arg-type]


def changed(at: int, **other: object) -> Result:
    """All services, one of them with other values."""
    rows = [dict(row) for row in COMPUTE_SERVICES]
    rows[at].update(other)
    return listed(*rows)


NEWER = [
    {**{key: value for key, value in row.items() if key != "Id"}, "ID": str(row["Id"])}
    for row in COMPUTE_SERVICES
]

CASES = [
    Case(LIST, "all up", {ComputeServices: listed(*COMPUTE_SERVICES)}, holds=True),
    Case(
        LIST,
        "all up, behind a prompt",
        {ComputeServices: printed(mitaka_client(COMPUTE_SERVICES))},
        holds=True,
    ),
    Case(LIST, "all up, by a newer client", {ComputeServices: listed(*NEWER)}, holds=True),
    Case(
        LIST,
        "others beside them",
        {
            ComputeServices: listed(
                *COMPUTE_SERVICES, compute_service(9, "nova-cert", "controller", State="down")
            )
        },
        holds=True,
    ),
    Case(LIST, "none", {ComputeServices: listed()}),
    Case(LIST, "a compute node is missing", {ComputeServices: listed(*COMPUTE_SERVICES[:4])}),
    Case(LIST, "a compute node by another name", {ComputeServices: changed(4, Host="compute2.example.org")}),
    Case(LIST, "the scheduler on a compute node only", {ComputeServices: changed(0, Host="compute1")}),
    Case(LIST, "one is down", {ComputeServices: changed(3, State="down")}),
    Case(LIST, "one is disabled", {ComputeServices: changed(3, Status="disabled")}),
    Case(
        LIST,
        "no API",
        {ComputeServices: printed("", "Unable to establish connection to http://controller:8774/v2.1/\n", 1)},
    ),
    Case(
        LIST,
        "a warning, then no token",
        {
            ComputeServices: printed(
                "",
                "DeprecationWarning: x\nThe request you have made requires authentication. (HTTP 401)\n",
                1,
            )
        },
    ),
    Case(LIST, "no answer", {ComputeServices: printed("", "", 124)}),
]

TABLE = Table("verify", CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_verify(case: Case) -> None:
    TABLE.check(case)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (COMPUTE_SERVICES[:4], "services-left-out"),
        (COMPUTE_SERVICES[1:4], "services-absent"),
        (COMPUTE_SERVICES, ""),
    ],
)
def test_of_a_host_that_is_left_out_no_log_is_named(rows: list[dict[str, object]], says: str) -> None:
    step = next(one for one in GUIDE if one.id == LIST)
    found = Facts({ComputeServices: ComputeServices.parse(listed(*rows))})
    answers = replace(ANSWERS, left_out=frozenset({"compute2"}))
    try:
        assert list(step.plan(answers, CONTROLLER, found)) == []
    except Pending as pending:
        said = Words("en").say(pending.message)
        assert pending.message.key == says
        assert "compute2:/var" not in said
        assert "compute2" in said or says == "services-absent"
    else:
        assert says == ""


def test_headings() -> None:
    TABLE.check_headings()
