"""Services that do not come up: the run ends, and says what they said."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from .replay import SiteWizard
from .site import Machine

pytestmark = pytest.mark.long

COMPUTE = "compute1"
UNIT = "openstack-nova-compute.service"
STARTS = ("4.4.3/finish/2", COMPUTE)
DROP_IN = f"/run/systemd/system/{UNIT}.d"


@contextmanager
def starting_with(machine: Machine, *lines: str) -> Iterator[None]:
    """Stop nova-compute, and have lines in its unit for a while."""
    machine.run(f"systemctl stop {UNIT}; mkdir -p {DROP_IN}")
    machine.run(
        f"cat > {DROP_IN}/test.conf; systemctl daemon-reload",
        "".join(f"{line}\n" for line in ("[Service]", *lines)),
    )
    try:
        yield
    finally:
        machine.run(f"rm -r {DROP_IN}; systemctl daemon-reload; systemctl reset-failed {UNIT} || true")
        machine.run(f"systemctl stop {UNIT}; systemctl start {UNIT}")


def test_a_service_that_fails_at_once(finished: SiteWizard) -> None:
    """Its own last words are shown, whether it has begun to write a log or not."""
    compute = finished.site.compute
    with starting_with(compute, "ExecStartPre=/bin/sh -c 'echo no such driver: warp; exit 1'"):
        ended = finished.run("--only", STARTS[0])
        assert ended.status == 1
        assert ended.ending_in("failed") == {STARTS}
        [said] = [event["message"] for event in ended.told("step.finished")]
        assert "no such driver: warp" in said
        check = finished.run("--check")
        assert check.status == 5
        assert "no such driver: warp" in check.differing[STARTS]


HANGS = "/bin/sh -c 'echo waiting for the queue; exec sleep infinity'"
BEFORE_THE_PROCESS = (f"ExecStartPre={HANGS}",)
NEVER_READY = ("Type=notify", "ExecStart=", f"ExecStart={HANGS}")
"""The main process runs, and does not tell systemd that it is ready."""


@pytest.mark.parametrize("lines", [BEFORE_THE_PROCESS, NEVER_READY], ids=["before it", "the main process"])
def test_a_start_that_never_returns(finished: SiteWizard, lines: tuple[str, ...]) -> None:
    """RDO's unit has no limit of its own: systemctl is given up, and nobody waits for ever meanwhile."""
    compute = finished.site.compute
    other = SiteWizard(finished.site, finished.answers, name="other")
    with starting_with(compute, *lines):
        run = finished.start("--only", STARTS[0])
        assert run.until("waiting", {"id": STARTS[0], "message": "systemctl start"})
        check = other.run("--check")
        assert check.status == 5
        assert "activating" in check.differing[STARTS]
        assert "waiting for the queue" in check.differing[STARTS]
        second = other.start()
        assert second.until("waiting", {"message": f"(pid {run.process.pid})"})
        second.process.send_signal(signal.SIGINT)
        assert second.end(limit=60).status == 130
        compute.run("pgrep -x systemctl")  # still at work: neither waited for the start
        ended = run.end()
        assert ended.status == 1
        assert ended.ending_in("failed", "unknown") == {STARTS}
        [said] = [event["message"] for event in ended.told("step.finished")]
        assert "activating" in said
        assert "waiting for the queue" in said
        [sent] = ended.sent_for_steps
        assert sent.end.startswith("exit=124 ")


@pytest.mark.parametrize(("restart", "state"), [("no", "failed"), ("always", "activating")])
def test_a_start_that_systemd_ends(finished: SiteWizard, restart: str, state: str) -> None:
    """The process is never ready, and its unit has a limit: the run does not start it again."""
    compute = finished.site.compute
    with starting_with(compute, *NEVER_READY, "TimeoutStartSec=10", f"Restart={restart}"):
        ended = finished.run("--only", STARTS[0])
        assert ended.status == 1
        assert ended.ending_in("failed", "unknown") == {STARTS}
        [said] = [event["message"] for event in ended.told("step.finished")]
        assert state in said
        assert "waiting for the queue" in said
        [sent] = ended.sent_for_steps
        assert "systemctl start" in sent.script
    assert finished.run().status == 0
