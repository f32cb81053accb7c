"""How the pages are written: the same in both languages, in one style, and the README short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documentation.pages import (
    PAGES,
    READMES,
    ROOT,
    SITE,
    blocks,
    commands,
    indented,
    name_of,
    prose,
    text_of,
)
from tests.unit.test_vocabulary import STRUCK

KOREAN = [page for page in PAGES if page.is_relative_to(SITE / "ko")]
PAIRS = [(page, SITE / "en" / page.relative_to(SITE / "ko")) for page in KOREAN]
PAIRS.append((ROOT / "README.ko.md", ROOT / "README.md"))
LONGEST = 110
"""Lines of a README: one page that a person reads."""
_POLITE_ENDING = "(?<!아)니다|십시오|니까|세요"
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)")


def lang_of(page: Path) -> str:
    """Return the language of a page."""
    return "ko" if page in KOREAN or page.name == "README.ko.md" else "en"


def form(page: Path) -> dict[str, object]:
    """Return what both languages of a page have in common."""
    text = text_of(page)
    return {
        "headings": re.findall(r"^#+(?= )", text, re.M),
        "rows": len(re.findall(r"^\|", text, re.M)),
        "items": len(re.findall(r"^(?:- |\d\. |: {3})", text, re.M)),
        "pictures": [found.replace("/ko-", "/en-") for found in re.findall(r"!\[.*?\]\((.*?)\)", text)],
        "blocks": [block.kind for block in blocks(text)],
        "indented": len(indented(text)),
        "commands": sorted(program + arguments.split(" ")[0] for program, arguments in commands(text)),
    }


@pytest.mark.parametrize(("korean", "english"), PAIRS, ids=name_of)
def test_both_languages_say_the_same(korean: Path, english: Path) -> None:
    assert form(korean) == form(english)


@pytest.mark.parametrize("page", [*KOREAN, ROOT / "README.ko.md"], ids=name_of)
def test_korean_explains_in_plain_style(page: Path) -> None:
    assert [line for line in prose(text_of(page)).splitlines() if re.search(_POLITE_ENDING, line)] == []


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=name_of)
def test_no_word_comes_back_that_was_struck(page: Path) -> None:
    text = prose(text_of(page))
    found = {instead: re.search(struck, text) for instead, struck in STRUCK[lang_of(page)].items()}
    assert {instead: match[0] for instead, match in found.items() if match} == {}


@pytest.mark.parametrize("page", READMES, ids=name_of)
def test_a_readme_is_one_page_and_its_links_lead_somewhere(page: Path) -> None:
    text = text_of(page)
    assert len(text.splitlines()) <= LONGEST
    targets = [target for target in _LINK.findall(text) if not target.startswith("http")]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
