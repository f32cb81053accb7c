"""Editing as data: content and settings in, exact bytes out."""

from __future__ import annotations

import pytest

from wizard.ini import IniFile, Setting, edited
from wizard.model import Refused
from wizard.secret import Text


def settings(*lines: str) -> list[Setting]:
    """Return settings from lines like `[DEFAULT] my_ip = 10.0.0.11`."""
    found = []
    for line in lines:
        section, _, rest = line.removeprefix("[").partition("] ")
        option, _, value = rest.partition(" = ")
        found.append(Setting(section, option, Text(value)))
    return found


CASES: dict[str, tuple[bytes, list[str], bytes]] = {
    "below its commented default": (
        b"[DEFAULT]\n# The address. (string value)\n#my_ip = <host_ipv4>\n\n#other = 1\n",
        ["[DEFAULT] my_ip = 10.0.0.11"],
        b"[DEFAULT]\n# The address. (string value)\n#my_ip = <host_ipv4>\nmy_ip = 10.0.0.11\n\n#other = 1\n",
    ),
    "below the last commented default of its block": (
        b"[DEFAULT]\n#enabled_apis = ec2\n# and\n#enabled_apis=metadata\n\n#enabled_apis = later\n",
        ["[DEFAULT] enabled_apis = metadata"],
        b"[DEFAULT]\n#enabled_apis = ec2\n# and\n#enabled_apis=metadata\nenabled_apis = metadata\n"
        b"\n#enabled_apis = later\n",
    ),
    "in its own section, not below another section's default": (
        b"[a]\n#x = 1\n\n[b]\n#y = 1\n\n[c]\n#x = 1\n",
        ["[b] x = 2"],
        b"[a]\n#x = 1\n\n[b]\n#y = 1\nx = 2\n\n[c]\n#x = 1\n",
    ),
    "prose for the next section stays with it": (
        b"[a]\ny = 1\n\n# What b is for\n[b]\nz = 1\n",
        ["[a] x = 2"],
        b"[a]\ny = 1\nx = 2\n\n# What b is for\n[b]\nz = 1\n",
    ),
    "a new section": (b"[a]\nx = 1\n", ["[b] y = 2", "[b] z = 3"], b"[a]\nx = 1\n\n[b]\ny = 2\nz = 3\n"),
    "an empty file": (b"", ["[DEFAULT] x = 1"], b"[DEFAULT]\nx = 1\n"),
    "a live line is replaced in place": (
        b"[a]\n#x = 0\n\ny=1\nx   :\t1\nz=1\n",
        ["[a] x = 2"],
        b"[a]\n#x = 0\n\ny=1\nx = 2\nz=1\n",
    ),
    "with its continuation lines": (
        b"[a]\nx = 1,\n    2,\n\t3\ny = 1\n",
        ["[a] x = 2"],
        b"[a]\nx = 2\ny = 1\n",
    ),
    "the last of several live lines": (
        b"[a]\nx = 1\n  more\nx = 2\n[b]\n[a]\nx = 3\n",
        ["[a] x = 2"],
        b"[a]\n#x = 1\n#  more\nx = 2\n[b]\n[a]\nx = 2\n",
    ),
    "carriage returns": (
        b"[a]\r\n#x = 1\r\n\r\ny = 1\r\n",
        ["[a] x = 2", "[a] y = 2", "[b] z = 1"],
        b"[a]\r\n#x = 1\r\nx = 2\r\n\r\ny = 2\r\n\r\n[b]\r\nz = 1\r\n",
    ),
    "no final newline": (b"[a]\n#x = 1", ["[a] x = 2"], b"[a]\n#x = 1\nx = 2"),
    "held already": (b"[a]\nx:'2'\n\nx=2\n", ["[a] x = 2"], b"[a]\nx:'2'\n\nx=2\n"),
}


@pytest.mark.parametrize(("before", "lines", "after"), CASES.values(), ids=CASES)
def test_edit(before: bytes, lines: list[str], after: bytes) -> None:
    assert edited(before, settings(*lines)) == after
    assert edited(after, settings(*lines)) == after
    assert all(IniFile(after).holds(setting) for setting in settings(*lines))


REFUSED: dict[str, tuple[bytes, str, int]] = {
    "a byte order mark": (b"\xef\xbb\xbf[a]\nx = 1\n", "conf-bom", 1),
    "a lone carriage return": (b"[a]\n# y\rx = 1\n", "conf-carriage-return", 2),
    "an option before any section": (b"\nx = 1\n[a]\n", "conf-no-section", 2),
    "a continuation of nothing": (b"[a]\nx = 1\n\n  2\n", "conf-continuation", 4),
    "a section without an end": (b"[a]\n[b\n", "conf-section", 2),
    "a section without a name": (b"[]\n", "conf-section", 1),
    "a line without a separator": (b"[a]\nx\n", "conf-no-separator", 2),
    "an option without a name": (b"[a]\n= 1\n", "conf-no-name", 2),
    "a blank that only Python 3 strips": ("[a]\n\u3000x = 1\n".encode(), "conf-blank", 2),
}


@pytest.mark.parametrize(("content", "key", "line"), REFUSED.values(), ids=REFUSED)
def test_refused(content: bytes, key: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        edited(content, settings("[a] x = 2"))
    assert (refused.value.message.key, refused.value.message.variables) == (key, {"line": line})
