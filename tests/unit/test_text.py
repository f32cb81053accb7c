"""The words: particles, the choice of the language, what a missing text does."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from wizard.model.message import Message, Variable
from wizard.text import LONGEST, MissingText, Words, choose, josa, shows_hangul

PARTICLES = [
    ("노바", "를", "로"),
    ("책", "을", "으로"),
    ("서울", "을", "로"),
    ("서울", "을", "로"),  # decomposed
    ("nova", "를", "로"),
    ("compute1", "을", "로"),
    ("compute2", "를", "로"),
    ("compute3", "을", "으로"),
    ("compute6", "을", "으로"),
    ("compute10", "을", "으로"),
    ("controller", "를", "로"),
    ("/dev/sdb", "를", "로"),
    ("/dev/sdb1", "을", "로"),
    ("nova.conf", "를", "로"),
    ("10.0.0.31", "을", "로"),
    ("node", "를", "로"),
    ("shell", "을", "로"),
    ("file", "을", "로"),
    ("zone", "을", "으로"),
    ("setup", "을", "으로"),
    ("openstack", "을", "으로"),
    ("RegionOne", "을", "으로"),
    ("API", "를", "로"),
    ("SQL", "을", "로"),
    ("VM", "을", "으로"),
    ("kvm", "을", "으로"),
    ("RabbitMQ", "를", "로"),
    ("ERROR", "를", "로"),
    ("N", "을", "으로"),
    ("‹novapass›", "를", "로"),
    ("‘compute1’", "을", "로"),
    ("Nova (노바)", "를", "로"),
    ("100%", "를", "로"),
    ("漢", "을(를)", "(으)로"),
    ("", "을(를)", "(으)로"),
    (8774, "를", "로"),
    (3.0, "을", "으로"),
]


@pytest.mark.parametrize(("word", "object_", "direction"), PARTICLES)
def test_the_particle_fits_how_the_word_is_read(word: str | float, object_: str, direction: str) -> None:
    assert josa(word, "을/를") == object_
    assert josa(word, "으로/로") == direction


@pytest.mark.parametrize(
    ("pair", "after_consonant", "after_vowel", "after_rieul", "unknown"),
    [
        ("이/가", "이", "가", "이", "이(가)"),
        ("은/는", "은", "는", "은", "은(는)"),
        ("과/와", "과", "와", "과", "과(와)"),
        ("이라/라", "이라", "라", "이라", "(이)라"),
        ("이라는/라는", "이라는", "라는", "이라는", "(이)라는"),
        ("으로서/로서", "으로서", "로서", "로서", "(으)로서"),
    ],
)
def test_every_pair(
    pair: str, after_consonant: str, after_vowel: str, after_rieul: str, unknown: str
) -> None:
    assert [josa(word, pair) for word in ("책", "노바", "서울", "漢")] == [
        after_consonant,
        after_vowel,
        after_rieul,
        unknown,
    ]


@pytest.mark.parametrize("pair", ["를/을", "을", "로/으로", "이랑/라"])
def test_what_is_no_pair_is_refused(pair: str) -> None:
    with pytest.raises(ValueError, match=pair):
        josa("책", pair)


@pytest.mark.parametrize(
    ("option", "answers", "environ", "lang"),
    [
        (None, None, {}, "ko"),
        (None, None, {"LANG": "ko_KR.UTF-8"}, "ko"),
        (None, None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, None, {"LANG": "de_DE.UTF-8"}, "ko"),
        (None, None, {"LANG": "C.UTF-8"}, "ko"),
        (None, None, {"LANG": "C"}, "en"),
        (None, None, {"LANG": "ko_KR.eucKR"}, "en"),
        (None, None, {"LANG": "ko_KR.utf8@x", "TERM": "xterm"}, "ko"),
        (None, None, {"LANG": "ko_KR.UTF-8", "TERM": "linux"}, "en"),
        (None, None, {"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        (None, None, {"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        (None, None, {"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
        (None, "en", {"LANG": "ko_KR.UTF-8"}, "en"),
        (None, "ko", {"TERM": "linux"}, "ko"),
        ("ko", "en", {"LANG": "C"}, "ko"),
    ],
)
def test_the_language(option: str | None, answers: str | None, environ: dict[str, str], lang: str) -> None:
    assert choose(option, answers, environ) == lang


def test_a_terminal_without_hangul_is_told_apart_from_an_unknown_one() -> None:
    assert shows_hangul({})
    assert not shows_hangul({"TERM": "linux"})
    assert not shows_hangul({"LC_ALL": "POSIX"})


def test_a_defective_text_is_an_error_in_tests() -> None:
    with pytest.raises(MissingText, match="no-such-key"):
        Words("ko").label("no-such-key")
    with pytest.raises(MissingText, match="answers-unreadable"):
        Words("ko").label("answers-unreadable")


def test_a_defective_text_shows_its_key_to_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "strict", False)
    assert Words("ko").label("no-such-key") == "no-such-key"
    assert not Words("ko").has("no-such-key")


def test_variables_come_through_as_they_are() -> None:
    long = "x" * 10_000
    said = Words("en").say(Message("answers-unreadable", reason=long))
    assert long in said
    assert "\u2068" not in said
    assert "8774" in Words("en").label("answers-unreadable", reason=8774)


def test_a_message_in_a_message_is_said_too() -> None:
    words = Words("en")
    inner = Message("answers-empty")
    assert words.label("answers-empty") in words.say(Message("answers-unreadable", reason=inner))


def test_what_steers_a_terminal_is_not_said() -> None:
    said = Words("en").label("answers-unreadable", reason="a\x1b[2J\r\x9bb\tc\nd")
    assert "a\\x1b[2J\\r\\x9bb\tc\nd" in said


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_fluent_is_loaded_with_the_first_text_that_needs_it(lang: str) -> None:
    program = (
        "import sys\n"
        "from wizard.text import Words\n"
        f"words = Words({lang!r})\n"
        "words.page('help.txt')\n"
        "assert words.label('answers-empty') != 'answers-empty'\n"
        "words.label('answers-unreadable', reason='')\n"
        "assert 'fluent.runtime' not in sys.modules\n"
        "words.label('lab-kept', directory='')\n"
        "assert 'fluent.runtime' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


VALUES = [
    "",
    "nova",
    " {$x} {",
    "노바\n\x1b[2J",
    0,
    8774,
    -3,
    0.0,
    2.0,
    0.79,
    1234.56789,
    Message("answers-empty"),
    "x" * (LONGEST + 1),
]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_texts_of_words_and_variables_are_said_as_fluent_says_them(lang: str, value: Variable) -> None:
    words, said = Words(lang), 0
    for key, source in words._sources.items():
        message = Message(key, **dict.fromkeys(re.findall(r"\$(\w+)", source), value))
        plain = words._plain(message)
        if plain is not None and (pattern := words._pattern(key)) is not None:
            spoken = words._spoken(message.variables)
            assert (plain, []) == words._bundle.format_pattern(pattern, spoken)
            said += 1
    assert said > 500


def test_there_are_two_languages() -> None:
    with pytest.raises(ValueError, match="de"):
        Words("de")
