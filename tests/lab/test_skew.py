"""A node whose clock is wrong is wrong throughout: its files are as old by it as they are."""

from __future__ import annotations

import pytest

from tests.lab import inside


@pytest.mark.parametrize(
    "shows", ["stat -c %Y f", "date -r f +%s", "find f -printf %T@ | cut -d. -f1", "date -d now +%s"]
)
async def test_a_new_file_is_not_of_tomorrow(shows: str) -> None:
    node = inside.node()
    node.skew = -600.0
    script = f"before=$(date +%s); touch f; at=$({shows}); [ $at -ge $before ] && [ $at -le $(date +%s) ]"
    ended = await inside.run(node, script)
    assert ended.status == 0, ended
