"""What the screens say of the lab."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.conftest import screen_text, until
from tests.tui.fakes import World, fake_wizard
from wizard.tui.outline import NODES
from wizard.tui.spoken import Said

SAID = "dbpassword, novadbpass, novapass, rabbitpass"


@pytest.mark.parametrize("simulated", [True, False])
async def test_the_labs_passwords_are_told(world: World, state: Path, simulated: bool) -> None:
    app = fake_wizard(world, state)
    app.setting = replace(app.setting, simulated=simulated)
    async with app.run_test(size=(120, 60)) as pilot:
        await app.go(NODES)
        await until(pilot, lambda: "rabbitpass" in screen_text(app))
        shown = [said for said in app.screen.query("#lab-passwords").results(Said) if said.region]
        assert [SAID in str(said.content) for said in shown] == [True] * simulated
