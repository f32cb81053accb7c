"""A canary for each password: in no picture, report, saved file or journal."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import idle, surveyed
from tests.tui.fakes import PASSWORDS, World, fake_wizard
from wizard.tui.flow import write as save
from wizard.tui.pages.report import _report
from wizard.tui.report import as_json
from wizard.tui.report_html import as_html


async def test_no_canary_anywhere(world: World, state: Path, tmp_path: Path) -> None:
    canaries = list(PASSWORDS.values())
    world.prints["4.4.2/install/1"] = [f"a careless program prints {canary}" for canary in canaries]
    world.failing.add("4.4.2/install/1")
    app = fake_wizard(world, state)
    seen = []
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/install/1")
        await pilot.press("f5")
        await idle(pilot)
        app.progress.skips["4.4.2/install/2"] = app.jobs.work.mask(f"because of {canaries[0]}")
        for place in ("nodes", "4.4.2/prepare/3a", "4.4.2/install/1", "4.4.2/install/3d", "report"):
            await app.go(place)
            for tab in range(1, 7):
                app.action_tab(tab)
                await pilot.pause()
                seen.append(app.export_screenshot())
        report = _report(app.page)
        seen += [as_json(report), as_html(report, "ko")]
        save(app, tmp_path / "answers.yaml")
    seen += [file.read_text() for file in (tmp_path / "answers.yaml", *state.rglob("*")) if file.is_file()]
    assert any("‹novapass›" in text for text in seen)
    assert [canary for canary in canaries if any(canary in text for text in seen)] == []
