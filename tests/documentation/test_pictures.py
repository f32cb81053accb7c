"""The command that takes the pictures of the classroom."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.documentation.pages import SITE


@pytest.mark.long
@pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))),
    reason="there is no Chromium",
)
def test_it_takes_those_that_are_there(tmp_path: Path) -> None:
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from docs.browser_pictures import main

    main(tmp_path)
    taken = {path.name for path in tmp_path.iterdir()}
    assert taken == {path.name for path in (SITE / "pictures").glob("*.png")}
