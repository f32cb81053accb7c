"""What holds for every edit of every file, judged by oslo.config and by difflib."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from oslo_config.iniparser import ParseError

from tests.unit.ini import strategies as some
from tests.unit.ini.judge import Values, reading
from tests.unit.ini.opened import opened, opened_line
from wizard.ini import IniFile, Setting, difference, edited
from wizard.ini.reading import unquoted
from wizard.model.problems import Refused


def edited_or_none(
    content: bytes,
    settings: list[Setting],
    exclusive: list[str],
    unwanted: Sequence[tuple[str, str]] = (),
) -> bytes | None:
    """Return the edited file, or None where ConfigObj, which knows less, does not agree."""
    try:
        return opened(edited(content, settings, exclusive, unwanted))
    except Refused as refused:
        assert refused.message.key.startswith("conf-second-reader")
        return None


def read_by_all_pythons(content: bytes) -> bool:
    """Whether the live lines have no blanks at an end that only Python 3 strips."""
    lines = content.decode("utf-8", "surrogateescape").replace("\r\n", "\n").split("\n")
    return all(line.strip() == line.strip(" \t\n\r\v\f") for line in lines)


def group(name: str) -> str:
    """Return the section's name as oslo.config compares it."""
    return name if name == "DEFAULT" else name.lower()


def wanted_values(settings: list[Setting]) -> dict[tuple[str, str], str]:
    """Return what oslo.config is to read, by section and option."""
    return {
        (group(setting.section), setting.option.replace("-", "_")): unquoted(
            setting.value.wire().encode()
        ).decode()
        for setting in settings
    }


@given(some.files(), some.settings(), some.exclusive, some.unwanted)
def test_oslo_config_reads_what_was_wanted_and_the_rest_as_before(
    content: bytes, settings: list[Setting], exclusive: list[str], unwanted: list[tuple[str, str]]
) -> None:
    after = edited_or_none(content, settings, exclusive, unwanted)
    if after is None:
        return
    wanted = wanted_values(settings)
    exclusive_names = {group(name) for name in exclusive}

    def others(values: Values) -> dict[tuple[str, str], list[str]]:
        return {
            (section, option): found
            for section, options in values.items()
            for option, found in options.items()
            if (section, option) not in wanted
        }

    gone = {(group(section), option.replace("-", "_")) for section, option in unwanted}
    expected = {
        place: found
        for place, found in others(reading(content)).items()
        if place[0] not in exclusive_names and place not in gone
    }
    assert others(reading(after)) == expected
    for (section, option), value in wanted.items():
        assert set(reading(after)[section][option]) == {value}


@given(some.files(wildly=True), some.settings(), some.exclusive)
def test_the_files_that_oslo_config_cannot_read_are_refused(
    content: bytes, settings: list[Setting], exclusive: list[str]
) -> None:
    try:
        values = reading(content)
    except ParseError as error:
        with pytest.raises(Refused) as refused:
            IniFile(content)
        # oslo.config takes an option in when it sees the next line, and only then misses the section.
        exact = read_by_all_pythons(content) and refused.value.message.key != "conf-no-section"
        if exact and b"\r" not in content:
            assert refused.value.message.variables == {"line": error.lineno}
        return
    try:
        file = IniFile(content)
    except Refused:
        assert b"\r" in content or not read_by_all_pythons(content)
        return
    if read_by_all_pythons(content):
        for section, options in values.items():
            for option, found in options.items():
                if "-" not in option:
                    assert file.values(section, option) == found
            assert file.live_options(section) == list(options)


@given(some.files(wildly=True), some.settings(), some.exclusive)
def test_editing_twice_equals_editing_once(
    content: bytes, settings: list[Setting], exclusive: list[str]
) -> None:
    try:
        after = opened(edited(content, settings, exclusive))
    except Refused:
        return
    assert opened(edited(after, settings, exclusive)) == after
    last = {setting.place: setting for setting in settings}.values()
    assert all(IniFile(after).holds(setting) for setting in last)


@given(some.files(), some.settings(), some.exclusive)
def test_only_wanted_lines_differ(content: bytes, settings: list[Setting], exclusive: list[str]) -> None:
    after = edited_or_none(content, settings, exclusive)
    if after is None:
        return
    lines = {opened_line(setting) for setting in settings}
    headers = {b"[%s]" % setting.section.encode() for setting in settings}
    old, new = content.splitlines(), after.splitlines()
    for line in Counter(new) - Counter(old):
        assert line in lines or line in headers or line == b"" or line.removeprefix(b"#") in old
    for line in Counter(old) - Counter(new):
        assert line.strip() and not line.startswith((b"#", b";", b"["))
    rest = iter(new)
    stays = (line for line in old if not line.strip() or line.startswith((b"#", b";", b"[")))
    assert all(line in rest for line in stays)


@given(some.files(), some.settings(), some.exclusive)
def test_line_endings_stay(content: bytes, settings: list[Setting], exclusive: list[str]) -> None:
    after = edited_or_none(content, settings, exclusive)
    if after is None or not content:
        return
    assert after.endswith(b"\n") == content.endswith(b"\n")
    if b"\n" in content:
        assert (b"\r\n" in after) == (b"\r\n" in content)
        assert after.count(b"\n") in (after.count(b"\r\n"), after.count(b"\n") * (b"\r\n" not in content))


@given(some.files(), some.settings(), some.exclusive)
def test_the_difference_is_empty_only_where_nothing_differs(
    content: bytes, settings: list[Setting], exclusive: list[str]
) -> None:
    after = edited_or_none(content, settings, exclusive)
    if after is None:
        return
    shown = difference(content, after, settings, "/etc/nova/nova.conf")
    assert bool(shown) == (after != content)
    assert all(line[0] in "-+@ " for line in shown.split("\n")[:-1])


@given(some.files(), some.settings(), some.exclusive)
def test_the_line_numbers_of_a_difference_are_right(
    content: bytes, settings: list[Setting], exclusive: list[str]
) -> None:
    """What is left of both files is the same, once the lines that it marks are gone."""
    after = edited_or_none(content, settings, exclusive)
    if after is None:
        return
    old, new = dict(enumerate(content.splitlines(), 1)), dict(enumerate(after.splitlines(), 1))
    at_old = at_new = 0
    for line in difference(content, after, settings, "nova.conf").split("\n")[2:-1]:
        if hunk := re.match(r"@@ -(\d+)(,0)?\S* \+(\d+)(,0)?", line):
            at_old, at_new = int(hunk[1]) + bool(hunk[2]), int(hunk[3]) + bool(hunk[4])
            continue
        if line[0] == "-":
            del old[at_old]
        elif line[0] == "+":
            del new[at_new]
        at_old += line[0] != "+"
        at_new += line[0] != "-"
    assert list(old.values()) == list(new.values())
