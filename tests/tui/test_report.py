"""The report's two files, HTML and JSON, as the wizard saves them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.support.tui import HoldingHosts, fake_wizard
from tests.tui.conftest import approve, idle, surveyed
from wizard.report.html_page import as_html
from wizard.report.report import as_json
from wizard.saving import replace
from wizard.tui.summary import report_of


async def test_it_says_what_was_done_in_both_languages(
    world: HoldingHosts, state: Path, tmp_path: Path
) -> None:
    app = fake_wizard(world, state)
    async with app.run_test(size=(120, 40)) as pilot:
        await surveyed(pilot)
        await app.go("4.4.2/install/3e")
        await pilot.press("f5")
        await approve(pilot)
        await idle(pilot)
        await app.go("report")
        app.progress.skips["4.4.2/install/2"] = "<later>"
        report = report_of(app)
    page = as_html(report, "ko")
    assert "http" not in re.sub(r"http://controller[^<]*", "", page)
    assert "src=" not in page
    assert "&lt;later&gt;" in page
    assert "Controller node" in page
    assert "컨트롤러 노드" in page
    found = {step["id"]: step for step in json.loads(as_json(report))["steps"]}
    assert found["4.4.2/install/3e"]["state"] == "done"
    assert found["4.4.2/install/3e"]["hosts"][0]["sent"][0]["text"].startswith("vi /etc/nova/nova.conf")
    assert found["4.4.2/install/2"]["skipped"] == "<later>"
    replace(tmp_path / "report.html", page)
    assert (tmp_path / "report.html").stat().st_mode & 0o777 == 0o600
