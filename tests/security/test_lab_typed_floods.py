"""Floods of what a person types: journals, services, differences; other sessions and nodes answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.security.lab_limits import responsive, runaway, said
from wizard.hostsim import limits
from wizard.lab import Lab

NODE = "compute1"
FLOODS = [
    "yes | head -c 4000000 | logger",
    "while :; do systemctl restart chronyd; done",
    "journalctl -f >/dev/null & while :; do logger x; done",
    "yes | head -c 1000000 > /a; yes | head -c 999999 > /b; diff /a /b",
    "top -b -d 0.1 >/dev/null",
    "ping -i 0 controller",
]


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    """A lab that the tests below share."""
    with Lab() as started:
        yield started


@pytest.mark.parametrize("command", FLOODS)
async def test_floods(lab: Lab, command: str) -> None:
    async with runaway(lab, NODE, command):
        await responsive(lab, NODE)
    assert int(await said(lab.nodes[NODE], "journalctl -q | wc -l")) <= limits.JOURNAL + limits.BOOTS
