"""The lab's vi does with the same keys what vim does."""

from __future__ import annotations

import json

import pytest

from tests.lab.editors.cases import cases
from tests.lab.editors.real_vim import VIM
from tests.lab.editors.recorded import FILE, key, of_ours, of_vim

RECORDED = json.loads(FILE.read_text())


@pytest.mark.parametrize("case", [case for case in cases() if key(case) in RECORDED], ids=key)
async def test_what_vim_made_of_it(case: tuple[str, str, int, int]) -> None:
    """Text, cursor, first line of the window and rows of the screen are those recorded from vim."""
    wanted = RECORDED[key(case)]
    assert await of_ours(case, rows_too=wanted["rows"] is not None) == wanted


@pytest.mark.long
@pytest.mark.skipif(VIM is None, reason="vim is not installed")
@pytest.mark.parametrize("case", [case for case in cases() if key(case) in RECORDED], ids=key)
async def test_what_vim_makes_of_it(case: tuple[str, str, int, int]) -> None:
    """The same, with the vim that is installed."""
    wanted = of_vim(case)
    assert wanted is not None
    assert await of_ours(case, rows_too=wanted["rows"] is not None) == wanted
