"""The gates refuse an edit that did anything else than was wanted."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.ini import strategies as some
from wizard.ini import IniFile, Setting, edited
from wizard.ini.gates import check
from wizard.ini.reading import option_key, section_key
from wizard.model.problems import Refused
from wizard.secret import Text

BEFORE = b"[a]\n#x = 0\ny = 1\n  more\n\n[b]\nx = 5\n"
X = Setting("a", "x", Text("2"))
Y = Setting("a", "y", Text("2"))


def place(section: str, option: str) -> tuple[bytes, bytes]:
    """Return section and option as oslo.config looks them up."""
    return section_key(section.encode()), option_key(option)


def gates(before: bytes, after: bytes, *settings: Setting, exclusive: str = "") -> None:
    """Run the check of an edit: the file before and after, and the settings that were wanted."""
    check(IniFile(before), after, {setting.place: setting for setting in settings}, {exclusive.encode()})


@pytest.mark.parametrize(
    ("after", "setting", "exclusive"),
    [
        (b"[a]\n#x = 0\nx = 2\ny = 1\n  more\n\n[b]\nx = 5\n", X, ""),
        (b"[a]\n#x = 0\nx = 2\n#y = 1\n#  more\n\n[b]\nx = 5\n", X, "a"),
        (b"[a]\n#x = 0\ny = 2\n\n[b]\nx = 5\n", Y, ""),
        (BEFORE + b"\n[c]\nz = 1\n", Setting("c", "z", Text("1")), ""),
    ],
)
def test_a_right_edit_passes(after: bytes, setting: Setting, exclusive: str) -> None:
    gates(BEFORE, after, setting, exclusive=exclusive)


@pytest.mark.parametrize(
    ("after", "key", "line"),
    [
        (b"[a]\n#x = 0\nx = 3\ny = 1\n  more\n\n[b]\nx = 5\n", "conf-line-gate", 3),
        (b"[a]\n#x = 1\nx = 2\ny = 1\n  more\n\n[b]\nx = 5\n", "conf-line-gate", 2),
        (b"[a]\n#x = 0\nx = 2\n#y = 1\n#  more\n\n[b]\nx = 5\n", "conf-line-gate", 3),
        (b"[a]\n#x = 0\nx = 2\ny = 1\n\n[b]\nx = 5\n", "conf-line-gate", 4),
        (b"[a]\n#x = 0\nx = 2\ny = 1\n  more\n[b]\nx = 5\n", "conf-line-gate", 5),
        (b"[a]\n#x = 0\nx = 2\ny = 1\n  more\n\n[b]\n#x = 5\n", "conf-line-gate", 7),
        (b"[a]\n#x = 0\ny = 1\n  more\n\n[b]\nx = 2\nx = 5\n", "conf-line-gate", 7),
        (b"[a]\n#x = 0\nx = 2\ny = 1\n  more\n\n[b]\nx = 5\n\n[d]\n", "conf-line-gate", 8),
    ],
)
def test_a_wrong_line_is_named(after: bytes, key: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        gates(BEFORE, after, X)
    assert (refused.value.message.key, refused.value.message.variables) == (key, {"line": line})


def test_a_wanted_line_that_swallows_others_is_refused() -> None:
    with pytest.raises(Refused, match="conf-reading-gate"):
        gates(BEFORE, b"[a]\n#x = 0\ny = 1\nx = 2\n  more\n\n[b]\nx = 5\n", X)


def test_an_unwanted_option_has_to_go_in_any_section() -> None:
    unwanted = ("b", "x")
    after = edited(BEFORE, [X], unwanted=[unwanted]).content
    assert after == b"[a]\n#x = 0\nx = 2\ny = 1\n  more\n\n[b]\n#x = 5\n"
    wanted = {X.place: X}
    check(IniFile(BEFORE), after, wanted, set(), {place(*unwanted)})
    with pytest.raises(Refused, match="conf-line-gate"):
        check(IniFile(BEFORE), after, wanted, set(), {place("b", "y")})
    with pytest.raises(Refused, match="conf-reading-gate"):
        check(IniFile(BEFORE), edited(BEFORE, [X]).content, wanted, set(), {place(*unwanted)})


def test_a_setting_that_is_not_in_effect_is_refused() -> None:
    with pytest.raises(Refused, match="conf-reading-gate"):
        gates(BEFORE, BEFORE, X)


@pytest.mark.parametrize("content", [b'[a]\n"x" = 1\n', b'[a]\n"x" = 1', b'[b]\n[a]\n"x" = 1'])
def test_configobj_has_to_agree(content: bytes) -> None:
    """It takes `"x"` for the option `x`, which oslo.config does not."""
    with pytest.raises(Refused, match="conf-second-reader"):
        edited(content, [X])


def test_configobj_takes_no_value_for_a_template() -> None:
    after = edited(b"[a]\ny = %(z)s $z\n", [X]).content
    assert after == b"[a]\ny = %(z)s $z\nx = 2\n"


def test_configobj_has_to_read_the_value() -> None:
    """It takes three quotes for the start of a value of several lines."""
    with pytest.raises(Refused, match="conf-second-reader"):
        edited(b"[a]\ny = 1\n", [Setting("a", "x", Text('"""z"""'))])


@given(some.files(), some.settings(), some.exclusive, some.unwanted, st.data())
def test_no_wrong_byte_passes(
    content: bytes,
    settings: list[Setting],
    exclusive: list[str],
    unwanted: list[tuple[str, str]],
    data: st.DataObject,
) -> None:
    try:
        after = edited(content, settings, exclusive, unwanted).content
    except Refused:
        assume(False)
    assume(after != content and b"\r" not in content and content.endswith(b"\n"))
    at = data.draw(st.integers(0, len(after) - 1))
    byte = data.draw(st.sampled_from([b"", b"#", b" ", b"\n", b"x", b"=", after[at : at + 1] * 2]))
    wrong = after[:at] + byte + after[at + 1 :]
    # How many blank lines stand above a new section is not for the gates to say.
    assume([line for line in wrong.split(b"\n") if line] != [line for line in after.split(b"\n") if line])
    wanted = {setting.place: setting for setting in settings}
    keys = {name if name == "DEFAULT" else name.lower() for name in exclusive}
    with pytest.raises(Refused):
        check(
            IniFile(content), wrong, wanted, {key.encode() for key in keys}, {place(*one) for one in unwanted}
        )
