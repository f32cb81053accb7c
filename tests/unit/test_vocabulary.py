"""The words of locale/: those that a publisher's editor struck do not come back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.text import Words, folder

Texts = list[tuple[str, str]]
STRUCK = {
    "ko": {
        "수평 확장한다": "옆으로 늘",
        "요구하는 버전": "바라는 판",
        "디스크 전체": "통짜",
        "상태를 보고하기까지": "소식을 전",
        "완료": "성립",
        "책의 표기": "인쇄된 꼴",
        "콜론": "쌍점",
        "추가한 단계": "더한 단계",
        "아직 읽지 않음": "모름",
        "다른 값으로 설정되어 있으면": "(값|옵션|줄)이 살아",
        "암호 구문": "암호문",
        "중지": "멈춤",
        "컨트롤러 노드": "컨트롤러(?! 노드)",
        "구성 요소": "구성요소",
        "명령 기록": "transcript",
    },
    "en": {
        "Note": r"\bMind\b",
        "Fix": r"\b[Mm]end(s|ed)?\b",
        "will be sent": "A run sends this",
        "does not log in": "there is no login",
        "remove the one that": "what is too many",
        "continue": r"\b(to|and|offers to) go on\b",
    },
}
"""By what took the place of each: the words that were struck, as a pattern."""


def texts(lang: str, *suffixes: str, below: str = ".") -> Texts:
    """Return the lines of the language's files below a folder, each with its place; of Fluent files only the
    texts.
    """
    files = sorted(file for file in (folder(lang) / below).rglob("*.*") if file.suffix in suffixes)
    return [
        (f"{file.name}:{number}", re.sub(r"^-?[a-z][\w-]* = ", "", line))
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if not (file.suffix == ".ftl" and line.startswith("#"))
    ]


def with_pattern(lines: Texts, pattern: str) -> Texts:
    """Return the lines that have something of the pattern."""
    return [(place, line) for place, line in lines if re.search(pattern, line)]


@pytest.mark.parametrize(
    ("lang", "instead", "struck"),
    [(lang, instead, struck) for lang, pairs in STRUCK.items() for instead, struck in pairs.items()],
)
def test_what_was_struck_does_not_come_back(lang: str, instead: str, struck: str) -> None:
    assert with_pattern(texts(lang, ".ftl", ".md", ".txt"), struck) == [], instead


# --- Korean -------------------------------------------------------------------------------------------

_PLAIN_ENDING = r"(?<!니)다(?=[.:!?]|$)"
_POLITE_ENDING = "(?<!아)니다|십시오|니까|세요"


def test_explanations_are_in_plain_style_and_screens_in_polite_style() -> None:
    """Never both on one screen; advice that an explanation gives a screen ends in nouns."""
    assert with_pattern(texts("ko", ".md", below="prose"), _POLITE_ENDING) == []
    assert with_pattern(texts("ko", ".ftl", ".txt"), _PLAIN_ENDING) == []
    assert with_pattern(texts("ko", ".md", below="man"), _PLAIN_ENDING) == []


@pytest.mark.parametrize("file", sorted(folder("ko").glob("prose/*.md")), ids=lambda file: file.stem)
def test_advice_fits_both_styles(file: Path) -> None:
    advice = file.read_text(encoding="utf-8").partition("## 문제 해결\n")[2]
    assert not re.search(f"{_PLAIN_ENDING}|{_POLITE_ENDING}", advice, re.MULTILINE)


def test_a_particle_joins_what_stands_before_it() -> None:
    particles = "은|는|을|를|의|에|에서|에는|가|와|과|로|으로|라는|이라는|처럼|부터|까지"
    apart = rf"[A-Za-z0-9`)\]’”] ({particles})(?=[\s.,:]|$)"
    assert with_pattern(texts("ko", ".ftl", ".md", ".txt"), apart) == []


def bold_terms(lang: str) -> Iterator[tuple[str, str, str]]:
    """Yield the place of each list item that begins with a bold term, the term, and what follows."""
    for place, line in texts(lang, ".md"):
        if found := re.match(r"(?:- |\d+\. )\*\*(.+?)\*\*(.*)", line):
            yield place, found[1], found[2]


def test_a_bold_term_of_a_list_takes_a_particle_or_a_colon() -> None:
    follows = r"(\([^)]*\))?(은|는|이|가|을|를|의|에|와|과|로)(\s|$)"
    assert [
        (place, term)
        for place, term, rest in bold_terms("ko")
        if not (term.endswith((":", ".")) or re.match(follows, rest))
    ] == []
    assert [
        (place, term)
        for place, term, rest in bold_terms("en")
        if not (term.endswith((":", ".")) or re.match(r" (\(|[a-z])|,", rest))
    ] == []


def test_the_screens_have_no_english_left() -> None:
    screens = [
        (place, re.sub("`.*?`", "", line))
        for place, line in texts("ko", ".ftl")
        if not place.startswith(("answers", "cli"))
    ]
    english = r"(?i)(?<![\w/-])(prepare|install|finish|transcript|search|no matches)(?![\w/-])"
    assert with_pattern(screens, english) == []


def test_the_keys_are_named_as_in_other_programs() -> None:
    names = ("key-stop", "key-leave", "key-skip", "key-theme", "password-generate")
    assert [Words("ko").label(name) for name in names] == ["중지", "종료", "건너뛰기", "테마", "생성"]
