"""In these tests a text that is missing is an error."""

from __future__ import annotations

import pytest

from wizard.text import Words


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", True)
