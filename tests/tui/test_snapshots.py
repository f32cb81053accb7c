"""The main screens as text, in both languages, at both sizes; snapshots/README.md says how to renew them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Button

from tests.tui.conftest import SIZES, screen_text
from tests.tui.screens import screens, stage
from wizard.text import LANGUAGES
from wizard.tui.app import Wizard

SNAPSHOTS = Path(__file__).with_name("snapshots")
RENEW = "RENEW_SNAPSHOTS" in os.environ


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_main_screens(state: Path, lang: str, size: tuple[int, int]) -> None:
    """Every screen is as it was; no line is out of its cells, no label is cut."""
    app = stage(state, lang)
    different = []
    async with app.run_test(size=size) as pilot:
        async for name in screens(app, pilot):
            text = screen_text(app)
            assert [line for line in text.splitlines() if cell_len(line) != size[0]] == [], name
            assert "…" not in text, f"{name}:\n{text}"
            assert [label for label in cut_labels(app) if label] == [], name
            if not same(f"{name}-{lang}-{size[0]}x{size[1]}.txt", text):
                different.append(f"{name}\n{text}")
    assert different == []
    assert not RENEW, "the snapshots are renewed: look at what git says has changed"


def same(name: str, text: str) -> bool:
    """Say whether the screen is as it was kept; with RENEW_SNAPSHOTS, keep it as it is."""
    kept = SNAPSHOTS / name
    lines = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
    if RENEW:
        kept.write_text(lines, encoding="utf-8")
    return kept.is_file() and kept.read_text(encoding="utf-8") == lines


def cut_labels(app: Wizard) -> list[str]:
    """Return the labels of the buttons that are narrower than what stands on them."""
    return [
        str(button.label)
        for button in app.screen.query(Button)
        if button.display and button.size and button.size.width < cell_len(str(button.label))
    ]
