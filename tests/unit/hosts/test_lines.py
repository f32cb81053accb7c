"""A byte stream is cut into lines, however its chunks are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.hosts.lines import Lines
from wizard.plaintext import of_terminal


def lines_of(*chunks: bytes) -> list[str]:
    """Return the lines of a stream that comes in these chunks."""
    lines = Lines()
    found = [line for chunk in chunks for line in lines.feed(chunk)]
    return found + lines.end()


@given(st.binary(max_size=60) | st.text("한글\r\n\x1b[31m가", max_size=40).map(str.encode), st.data())
def test_how_it_is_cut_does_not_matter(whole: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    edges = [0, *cuts, len(whole)]
    pieces = [whole[a:b] for a, b in pairwise(edges)]
    assert lines_of(*pieces) == lines_of(whole)


def test_hangul_cut_anywhere() -> None:
    assert lines_of(*(bytes([byte]) for byte in "한글\n둘".encode())) == ["한글", "둘"]


def test_what_is_not_utf8_is_marked() -> None:
    assert lines_of(b"a\xffb\n") == ["a\ufffdb"]
    assert lines_of(b"cut \xed\x95") == ["cut \ufffd"]


def test_empty_lines_stay_and_an_empty_end_is_none() -> None:
    assert lines_of(b"\n\na\n") == ["", "", "a"]
    assert lines_of(b"") == []


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("10%\r50%\r100%", "100%"),
        ("dos\r", "dos"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link", "link"),
        ("\x1b(Bplain\x1b=", "plain"),
        ("bell\x07 back\x08 nul\x00 c1\x9b", "bell back nul c1"),
        ("right\u202eleft zero\u200bwidth", "right\\u202eleft zero\\u200bwidth"),
        ("tab\tstays 한글", "tab\tstays 한글"),
    ],
)
def test_a_line_is_as_it_would_stand_on_a_terminal(raw: str, shown: str) -> None:
    assert of_terminal(raw) == shown
