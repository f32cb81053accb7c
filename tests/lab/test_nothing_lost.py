"""What a fault of the lab leaves as it was, where it stops a run, and by which message it is told.

What the messages say, and that a mended lab ends well, is in test_faults.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from steps import GUIDE
from tests.lab.runs import PASSWORDS, Wizard, table
from tests.support.ended import Ended
from wizard.lab import FAULTS, Lab

BEFORE, THROUGH = "before", "through"
ORDER = [step.id for step in GUIDE]


@dataclass(frozen=True)
class Course:
    """How far a run comes in spite of a fault, and the key of what is said of it."""

    stops: str
    """Before the first change, at a step, or not at all."""
    key: str


COURSES = {
    "database-password": Course(BEFORE, "before-database"),
    "database-down": Course(BEFORE, "database-unreachable"),
    "keystone-down": Course(BEFORE, "before-token"),
    "openrc-password": Course(BEFORE, "before-token"),
    "openrc-missing": Course(BEFORE, "before-openrc"),
    "project-missing": Course(BEFORE, "before-project"),
    "service-twice": Course(BEFORE, "two-services"),
    "rabbitmq-password": Course(BEFORE, "before-queue-login"),
    "rabbitmq-down": Course(BEFORE, "before-rabbitmq"),
    "memcached-down": Course(BEFORE, "before-memcached"),
    "name-unresolved": Course(BEFORE, "before-name"),
    "yum-mirror": Course(BEFORE, "before-packages"),
    "disk-not-empty": Course(BEFORE, "disk-not-empty"),
    "no-acceleration": Course(THROUGH, "conf-missing"),
    "selinux-disabled": Course(THROUGH, "holds-4-4-3-prepare-1"),
    "service-dies": Course("4.4.2/finish/1", "units-down"),
    "database-half-synced": Course(BEFORE, "schema-half-made"),
    "disk-full": Course("4.4.2/install/2", "command-failed"),
    "node-goes-away": Course(THROUGH, "connection-lost"),
    "slow-node": Course(THROUGH, "holds-4-4-4-2"),
    "login-refused": Course(BEFORE, "ssh-login-refused"),
    "host-key-changed": Course(BEFORE, "changed-host-key"),
    "clocks-apart": Course("4.4.4/2", "services-down"),
}
QUICK = ("database-password", "disk-not-empty", "host-key-changed")
"""The ones that are no long tests: each kind of exit status."""


def test_every_fault_has_its_course() -> None:
    assert set(COURSES) == set(FAULTS)


@pytest.mark.parametrize(
    "fault", [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in COURSES]
)
def test_a_run_into_a_fault(fault: str, tmp_path: Path) -> None:
    course = COURSES[fault]
    with Lab(PASSWORDS, faults=[fault]) as lab:
        wizard = Wizard(lab, tmp_path)
        before = lab.state()
        run = wizard.run()
        said, after = wizard.said(), lab.state()
        again = wizard.run()
        assert course.key in said
        if course.stops == BEFORE:
            assert (run.sent, run.statuses) == ([], {}), run
            assert after == before
        elif course.stops == THROUGH:
            assert run.table == table(), run
            assert run.ending_in("failed", "unknown", "skipped") == set()
        else:
            # The verification is shown in any case, and says what is missing then.
            failed, changed = (in_order(run, *ends) for ends in (("failed", "unknown"), ("changed",)))
            assert failed[0] == course.stops, run
            assert ORDER.index(changed[-1]) < ORDER.index(course.stops)
        assert doubled(after) == doubled(before)
        assert again.status == run.status
        assert again.sent == [] or course.stops not in (BEFORE, THROUGH)
        assert lab.state() == after


def in_order(run: Ended, *statuses: str) -> list[str]:
    """Return the steps that ended so, in the guide's order."""
    return sorted((id_ for id_, _ in run.ending_in(*statuses)), key=ORDER.index)


def doubled(state: Mapping[str, Any]) -> list[Any]:
    """Return what the catalogue has more than once."""
    return [
        entry
        for part in ("users", "services", "endpoints")
        for entry in state[part]
        if state[part].count(entry) > 1
    ]
