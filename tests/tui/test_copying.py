"""What is copied goes to the terminal's clipboard as it can be pasted, with the names of passwords."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from textual.widgets import OptionList

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import screen_text, surveyed, until
from tests.tui.test_on_lab import wizard_on
from wizard.lab import Lab
from wizard.tui.dialogs.menu import Menu


async def test_a_command_is_copied_and_that_is_said(
    world: HoldingHosts, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/prepare/4")
        sent: list[str] = []
        assert app._driver
        monkeypatch.setattr(app._driver, "write", sent.append)
        await pilot.press("y")
        command = "hold 4.4.2/prepare/4 10.0.0.11"
        await until(pilot, lambda: f"Copied: {command}" in screen_text(app))
        assert app.clipboard == command
        assert f"\x1b]52;c;{b64encode(command.encode()).decode()}\a" in sent


async def test_where_there_is_no_command(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: list(app.main.query("#told")))
        await pilot.press("y")
        await until(pilot, lambda: "no command to copy" in screen_text(app))
        assert app.clipboard == ""


async def test_the_command_of_the_host_that_is_shown(world: HoldingHosts, state: Path) -> None:
    app = fake_wizard(world, state, "en", computes=2)
    async with app.run_test(size=(60, 24)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.3/prepare/1")
        app.action_tab(3)
        await app.action_host_at(2)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard == "hold 4.4.3/prepare/1 10.0.0.32")


async def test_of_several_commands_one_is_chosen_and_no_password_is_in_them(state: Path) -> None:
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await surveyed(pilot)
            await app.go("4.4.2/prepare/4")
            await pilot.press("y")
            await until(pilot, lambda: isinstance(app.screen, Menu))
            assert app.screen.query_one(OptionList).option_count == 4
            await pilot.press("down", "down", "enter")
            await until(pilot, lambda: "compute internal" in app.clipboard)
            assert app.clipboard.count("\n") == 0
            await pilot.press("y", "enter")
            await until(pilot, lambda: app.clipboard.count("\n") == 2)


async def test_what_is_copied_can_be_pasted(state: Path) -> None:
    with Lab() as lab, wizard_on(lab, state) as app:
        async with app.run_test(size=(80, 24)) as pilot:
            await surveyed(pilot)

            async def copied(step: str) -> str:
                await app.go(step)
                app.copy_to_clipboard("")
                await pilot.press("y")
                await until(pilot, lambda: app.clipboard)
                return app.clipboard

            grant = "GRANT ALL PRIVILEGES ON {}.* TO 'nova'@'{}' IDENTIFIED BY '‹novadbpass›';"
            hosts = ["localhost", "%"]
            assert (await copied("4.4.2/prepare/1c")).splitlines() == [
                grant.format(database, host) for database in ("nova_api", "nova") for host in hosts
            ]
            assert (await copied("4.4.3/prepare/2a")).startswith("fdisk /dev/sdb\nn\np\n1\n")
            assert await copied("4.4.2/install/3a") == "[DEFAULT]\nenabled_apis = osapi_compute,metadata"
            assert "‹novapass›" not in await copied("4.4.2/prepare/3a")
