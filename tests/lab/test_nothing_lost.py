"""What a fault of the lab leaves as it was, where it stops a run, and by which message it is told.

What the messages say, and that a mended lab ends well, is in test_faults.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from steps import GUIDE
from tests.lab.runs import PASSWORDS, LabWizard, table
from tests.support.ended import At
from wizard.lab import FAULTS, Lab

BEFORE, THROUGH = "before", "through"
ORDER = [step.id for step in GUIDE]


@dataclass(frozen=True)
class ExpectedProgress:
    """How far a run gets in spite of a fault, and the key of what is said of it."""

    stops: str
    """Before the first change, at a step, or not at all."""
    key: str


EXPECTED = {
    "database-password": ExpectedProgress(BEFORE, "before-database"),
    "database-down": ExpectedProgress(BEFORE, "database-unreachable"),
    "keystone-down": ExpectedProgress(BEFORE, "before-keystone-down"),
    "openrc-password": ExpectedProgress(BEFORE, "before-token"),
    "openrc-missing": ExpectedProgress(BEFORE, "before-openrc"),
    "project-missing": ExpectedProgress(BEFORE, "before-project"),
    "service-twice": ExpectedProgress(BEFORE, "two-services"),
    "rabbitmq-password": ExpectedProgress(BEFORE, "before-queue-login"),
    "rabbitmq-permissions": ExpectedProgress(BEFORE, "before-queue-permissions"),
    "rabbitmq-down": ExpectedProgress(BEFORE, "before-rabbitmq"),
    "memcached-down": ExpectedProgress(BEFORE, "before-memcached"),
    "name-unresolved": ExpectedProgress(BEFORE, "before-name"),
    "yum-mirror": ExpectedProgress(BEFORE, "before-packages"),
    "disk-not-empty": ExpectedProgress(BEFORE, "disk-not-empty"),
    "no-acceleration": ExpectedProgress(THROUGH, "conf-missing"),
    "selinux-disabled": ExpectedProgress(THROUGH, "holds-4-4-3-prepare-1"),
    "service-dies": ExpectedProgress("4.4.2/finish/1", "units-down"),
    "database-half-synced": ExpectedProgress(BEFORE, "schema-half-made"),
    "disk-full": ExpectedProgress("4.4.2/install/2", "command-failed"),
    "node-goes-away": ExpectedProgress(THROUGH, "connection-lost"),
    "slow-node": ExpectedProgress(THROUGH, "holds-4-4-4-2"),
    "login-refused": ExpectedProgress(BEFORE, "ssh-login-refused"),
    "host-key-changed": ExpectedProgress(BEFORE, "changed-host-key"),
    "clocks-apart": ExpectedProgress(THROUGH, "holds-4-4-4-2"),
}
QUICK = ("database-password", "disk-not-empty", "host-key-changed")
"""The ones that are no long tests: each kind of exit status."""


def test_an_end_is_expected_for_every_fault() -> None:
    assert set(EXPECTED) == set(FAULTS)


@pytest.mark.parametrize(
    "fault", [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in EXPECTED]
)
def test_a_run_into_a_fault(fault: str, tmp_path: Path) -> None:
    expected = EXPECTED[fault]
    with Lab(PASSWORDS, faults=[fault]) as lab:
        wizard = LabWizard(lab, tmp_path)
        before = lab.state()
        run = wizard.run()
        said, after = wizard.said(), lab.state()
        again = wizard.run()
        assert expected.key in said
        if expected.stops == BEFORE:
            assert (run.sent, run.statuses) == ([], {}), run
            assert after == before
        elif expected.stops == THROUGH:
            assert run.table == table(), run
            assert run.ending_in("failed", "unknown", "skipped") == set()
        else:
            # The verification is shown in any case, and says what is missing then.
            assert in_order(run.ending_in("failed", "unknown"))[0] == expected.stops, run
            (host,) = {host for id_, host in run.statuses if id_ == expected.stops}
            changed = in_order(at for at in run.changed if at[1] == host)
            assert ORDER.index(changed[-1]) < ORDER.index(expected.stops)
            # The other hosts go on, up to the step that waits for this one's section.
            waiting = {(step.id, "compute1") for step in GUIDE if expected.stops.startswith(f"{step.after}/")}
            assert waiting <= run.ending_in("skipped")
            assert ("4.4.3/install/1", "compute1") in run.changed
        assert doubled(after) == doubled(before)
        assert again.status == run.status
        assert again.sent == [] or expected.stops not in (BEFORE, THROUGH)
        assert lab.state() == after


def in_order(places: Iterable[At]) -> list[str]:
    """Return the steps' IDs in the guide's order."""
    return sorted((id_ for id_, _ in places), key=ORDER.index)


def doubled(state: Mapping[str, Any]) -> list[Any]:
    """Return what the catalogue has more than once."""
    return [
        entry
        for part in ("users", "services", "endpoints")
        for entry in state[part]
        if state[part].count(entry) > 1
    ]
