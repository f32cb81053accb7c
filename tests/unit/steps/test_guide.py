"""The guide as a whole: its steps, their order and where they come from; and that each has its cases."""

from __future__ import annotations

from collections import Counter

import pytest

from steps import GUIDE, PREREQUISITES, SECTIONS
from tests.unit.steps import (
    test_steps_conf_compute,
    test_steps_conf_controller,
    test_steps_database,
    test_steps_disk,
    test_steps_host,
    test_steps_keystone,
    test_steps_verify,
)
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.model.steps import Source, Step
from wizard.selection import selected
from wizard.tui import outline

STEPS = """
4.4.1            reader      guide

4.4.2/prepare/1a controller  guide
4.4.2/prepare/1b controller  guide
4.4.2/prepare/1c controller  guide
4.4.2/prepare/1d controller  guide
4.4.2/prepare/2  controller  guide
4.4.2/prepare/3a controller  guide
4.4.2/prepare/3b controller  guide
4.4.2/prepare/3c controller  guide
4.4.2/prepare/4  controller  corrected
4.4.2/install/1  controller  restored
4.4.2/install/2  controller  added
4.4.2/install/3a controller  restored
4.4.2/install/3b controller  restored
4.4.2/install/3c controller  restored
4.4.2/install/3d controller  corrected
4.4.2/install/3e controller  guide
4.4.2/install/3f controller  guide
4.4.2/install/3g controller  corrected
4.4.2/install/3h controller  guide
4.4.2/install/3i controller  guide
4.4.2/install/4  controller  guide
4.4.2/finish/1   controller  corrected

4.4.3/prepare/1  compute     guide
4.4.3/prepare/2a compute     guide
4.4.3/prepare/2b compute     guide
4.4.3/install/1  compute     guide
4.4.3/install/2a compute     guide
4.4.3/install/2b compute     guide
4.4.3/install/2c compute     guide
4.4.3/install/2d compute     guide
4.4.3/install/2e compute     guide
4.4.3/install/2f compute     guide
4.4.3/install/2g compute     guide
4.4.3/finish/1   compute     guide
4.4.3/finish/2   compute     guide
4.4.3/finish/3a  compute     corrected
4.4.3/finish/3b  compute     guide

4.4.4/1          controller  guide
4.4.4/2          controller  guide
"""
PRINTED = {
    "4.4.2/prepare/4": "http://controller:8774/v2.1/%(tenant_id)s",
    "4.4.2/install/3d": "[keystone_authstoken]",
    "4.4.2/install/3g": "vncserver_proxycient_address = $my_ip",
    "4.4.2/finish/1": "openstack-nova-\nnovncproxy.service",
    "4.4.3/finish/3a": "chown -R nova.nova /var/lib/nova/instances",
}
TYPED = {
    "4.4.2/prepare/1a": ("mysql -u root -p",),
    "4.4.2/prepare/1d": ("exit",),
    "4.4.2/prepare/2": ("source /root/admin-openrc",),
    "4.4.3/finish/1": ("egrep -c '(vmx|svm)' /proc/cpuinfo",),
    "4.4.4/1": ("source /root/admin-openrc",),
    "4.4.4/2": ("openstack compute service list",),
}
TABLES = (
    test_steps_conf_compute,
    test_steps_conf_controller,
    test_steps_database,
    test_steps_disk,
    test_steps_host,
    test_steps_keystone,
    test_steps_verify,
)


def test_the_steps_are_the_books_in_the_books_order() -> None:
    rows = [line.split() for line in STEPS.splitlines() if line]
    assert [[step.id, step.on.value, step.source.value] for step in GUIDE] == rows


def test_what_the_book_prints_wrong_and_what_it_types() -> None:
    assert {step.id: step.misprint for step in GUIDE if step.misprint} == PRINTED
    assert {step.id for step in GUIDE if step.source is Source.CORRECTED} == PRINTED.keys()
    assert {step.id: step.book_commands for step in GUIDE if step.book_commands} == TYPED


def test_every_step_has_cases_where_it_acts_and_where_it_does_not() -> None:
    cases = Counter((case.step, not case.holds) for table in TABLES for case in table.CASES)
    for step in GUIDE:
        if step.on is not Role.READER:
            assert cases[step.id, False], step.id
            assert cases[step.id, True] or step.id == "4.4.2/prepare/1d", step.id


def test_the_prerequisites() -> None:
    assert [(check.id, [role.value for role in check.on]) for check in PREREQUISITES] == [
        ("before/name", ["controller", "compute"]),
        ("before/identity", ["controller", "compute"]),
        ("before/ports", ["controller", "compute"]),
        ("before/database", ["controller"]),
        ("before/queue", ["controller"]),
        ("before/keystone", ["controller"]),
        ("before/packages", ["controller", "compute"]),
        ("before/files", ["controller", "compute"]),
    ]


def ids(text: str) -> list[str]:
    """`4.4.2/install/3a-i` as the nine IDs."""
    found = []
    for word in text.split():
        head, _, last = word.partition("-")
        letters = [chr(code) for code in range(ord(head[-1]), ord(last) + 1)] if last else [head[-1]]
        found += [head[:-1] + letter for letter in letters]
    return found


@pytest.mark.parametrize(
    ("only", "start", "skip", "left"),
    [
        (["4.4.2/install/3"], None, [], "4.4.2/install/3a-i"),
        (
            ["4.4.2/install/3"],
            None,
            ["4.4.2/install/3b", "4.4.2/install/3d"],
            "4.4.2/install/3a 4.4.2/install/3c 4.4.2/install/3e-i",
        ),
        (["4.4.2/prepare/1", "4.4.4"], None, [], "4.4.2/prepare/1a-d 4.4.4/1-2"),
        (["4.4.4", "4.4.2/prepare/1b"], None, [], "4.4.2/prepare/1b 4.4.4/1-2"),
        (["4.4.3/prepare/"], None, [], "4.4.3/prepare/1 4.4.3/prepare/2a-b"),
        ([], "4.4.3/finish/3", [], "4.4.3/finish/3a-b 4.4.4/1-2"),
        ([], "4.4.4", [], "4.4.4/1-2"),
        ([], "4.4.3/finish/2", ["4.4.3/finish/3", "4.4.4/1"], "4.4.3/finish/2 4.4.4/2"),
        (["4.4.2"], "4.4.2/install/4", [], "4.4.2/install/4 4.4.2/finish/1"),
    ],
)
def test_selection(only: list[str], start: str | None, skip: list[str], left: str) -> None:
    assert [step.id for step in selected(GUIDE, only, start, skip)] == ids(left)


def test_without_a_selection_it_is_the_whole_guide() -> None:
    assert selected(GUIDE) == GUIDE


def test_a_prefix_ends_where_a_part_ends() -> None:
    guide = tuple(
        Step(id_, Role.CONTROLLER, Source.GUIDE, (), lambda *_: ())
        for id_ in (
            "4.4.2/install/3",
            "4.4.2/install/3a",
            "4.4.2/install/30",
            "4.4.2/install/3a/x",
            "4.4.20/install/3",
        )
    )
    assert [step.id for step in selected(guide, ["4.4.2"])] == [step.id for step in guide[:4]]
    assert [step.id for step in selected(guide, ["4.4.2/install/3"])] == [
        "4.4.2/install/3",
        "4.4.2/install/3a",
    ]
    assert [step.id for step in selected(guide, ["4.4.2/install/3a"])] == [
        "4.4.2/install/3a",
        "4.4.2/install/3a/x",
    ]


@pytest.mark.parametrize(
    "id_", ["", "/", "4", "4.4", "4.4.20", "4.4.2/inst", "4.4.2/install/3j", "4.4.2/install/3 "]
)
@pytest.mark.parametrize("where", ["only", "start", "skip"])
def test_an_id_that_no_step_has_is_told(id_: str, where: str) -> None:
    with pytest.raises(Problem, match="no-such-step"):
        selected(GUIDE, **{where: id_ if where == "start" else [id_]})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("only", "start", "skip"),
    [
        (["4.4.1"], None, []),
        (["4.4.2"], "4.4.3", []),
        (["4.4.4/1"], None, ["4.4.4"]),
        ([], None, ["4.4.2", "4.4.3", "4.4.4"]),
    ],
)
def test_a_selection_that_leaves_nothing_to_do_is_told(
    only: list[str], start: str | None, skip: list[str]
) -> None:
    with pytest.raises(Problem, match="no-step-left"):
        selected(GUIDE, only, start, skip)


def test_the_wizards_contents_have_the_same_sections() -> None:
    assert (outline.OVERVIEW, *outline.SECTIONS) == tuple(section.id for section in SECTIONS)
