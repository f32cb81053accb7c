"""Editing as data: content and settings in, exact bytes out."""

from __future__ import annotations

import pytest

from tests.unit.ini.opened import opened
from wizard.ini import IniFile, Setting, edited
from wizard.model.problems import Refused
from wizard.secret import Secret, Text


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
    "a section's name in another case, which is the same to oslo.config": (
        b"[VNC]\n#enabled = true\n",
        ["[vnc] enabled = True"],
        b"[VNC]\n#enabled = true\nenabled = True\n",
    ),
    "but not that of DEFAULT": (
        b"[default]\nx = 1\n",
        ["[DEFAULT] x = 2"],
        b"[default]\nx = 1\n\n[DEFAULT]\nx = 2\n",
    ),
    "an option's name with dashes is another one to oslo.config": (
        b"[a]\nauth-url = old\n",
        ["[a] auth-url = new"],
        b"[a]\nauth-url = old\nauth_url = new\n",
    ),
    "an option's name in another case too": (b"[a]\nX = 1\n", ["[a] x = 2"], b"[a]\nX = 1\nx = 2\n"),
    "the packaged default, not prose with the name in it": (
        b"[a]\n# x = 7 is a good value; x: the value\n#other_x = 1\n#x_other = 1\n\n#x=1\n\n# x = 9\n",
        ["[a] x = 2"],
        b"[a]\n# x = 7 is a good value; x: the value\n#other_x = 1\n#x_other = 1\n\n#x=1\nx = 2\n\n# x = 9\n",
    ),
    "a default that was commented out by hand": (
        b"[a]\n; x = 1\n\ny = 1\n",
        ["[a] x = 2"],
        b"[a]\n; x = 1\nx = 2\n\ny = 1\n",
    ),
    "the default of a section that stands twice": (
        b"[a]\ny = 1\n[b]\n[a]\n#x = 1\n",
        ["[a] x = 2"],
        b"[a]\ny = 1\n[b]\n[a]\n#x = 1\nx = 2\n",
    ),
    "the end of a section, after its comments and before the blank lines": (
        b"[a]\n#y = 1\n# About y\n \n\t\n[b]\n",
        ["[a] x = 2"],
        b"[a]\n#y = 1\n# About y\nx = 2\n \n\t\n[b]\n",
    ),
    "a commented default above the next header is not prose for it": (
        b"[a]\n#y = 1\n# About b\n[b]\n",
        ["[a] x = 2"],
        b"[a]\n#y = 1\nx = 2\n# About b\n[b]\n",
    ),
    "the end of the last section": (
        b"[a]\ny = 1\n\n# the end\n\n",
        ["[a] x = 2"],
        b"[a]\ny = 1\n\n# the end\nx = 2\n\n",
    ),
    "after a value of several lines": (
        b"[a]\ny = 1\n  2\n[b]\n",
        ["[a] x = 2"],
        b"[a]\ny = 1\n  2\nx = 2\n[b]\n",
    ),
    "an empty section": (b"[a]\n[b]\n", ["[a] x = 2"], b"[a]\nx = 2\n[b]\n"),
    "several settings in one place keep their order": (
        b"[a]\n\n[b]\n",
        ["[a] z = 1", "[a] x = 2", "[c] q = 3", "[a] y = 4", "[d] r = 5", "[c] p = 6"],
        b"[a]\nz = 1\nx = 2\ny = 4\n\n[b]\n\n[c]\nq = 3\np = 6\n\n[d]\nr = 5\n",
    ),
    "the last of two settings of one option": (b"[a]\n", ["[a] x = 1", "[a] x = 2"], b"[a]\nx = 2\n"),
    "bytes that are not UTF-8": (
        "[a]\n# 주석\n#x = 값\ny = 값\n".encode("euc-kr") + b"# \x00\xff\n",
        ["[a] x = 한글"],
        "[a]\n# 주석\n#x = 값\n".encode("euc-kr")
        + "x = 한글\n".encode()
        + "y = 값\n".encode("euc-kr")
        + b"# \x00\xff\n",
    ),
    "what ConfigObj cannot keep": (
        b"[a]\nm = 1\nm = 2\nq = '\"#\nt\t=\t1\nk: v = w\n; c\n#x = 1\n[a]\nl = 1\n  x = 2\n",
        ["[a] x = 2"],
        b"[a]\nm = 1\nm = 2\nq = '\"#\nt\t=\t1\nk: v = w\n; c\n#x = 1\nx = 2\n[a]\nl = 1\n  x = 2\n",
    ),
    "no value": (b"[a]\nx = 1\n", ["[a] x = "], b"[a]\nx =\n"),
    "mixed line endings": (
        b"[a]\r\n#x = 1\n\r\n#y = 1\r\n[b]\nz = 1\r\n",
        ["[a] x = 2", "[a] y = 2", "[b] z = 2"],
        b"[a]\r\n#x = 1\nx = 2\n\r\n#y = 1\r\ny = 2\r\n[b]\nz = 2\r\n",
    ),
    "a new section in a file without a final newline": (
        b"[a]\r\ny = 1",
        ["[b] x = 2"],
        b"[a]\r\ny = 1\r\n\r\n[b]\r\nx = 2",
    ),
    "only comments": (b"# nothing\n", ["[a] x = 2"], b"# nothing\n\n[a]\nx = 2\n"),
    "held already": (b"[a]\nx:'2'\n\nx=2\n", ["[a] x = 2"], b"[a]\nx:'2'\n\nx=2\n"),
}


@pytest.mark.parametrize(("before", "lines", "after"), CASES.values(), ids=CASES)
def test_edit(before: bytes, lines: list[str], after: bytes) -> None:
    assert opened(edited(before, settings(*lines))) == after
    assert opened(edited(after, settings(*lines))) == after
    last = {setting.place: setting for setting in settings(*lines)}
    assert all(IniFile(after).holds(setting) for setting in last.values())


ALONE: dict[str, tuple[bytes, list[str], bytes]] = {
    "every other live option is commented out": (
        b"[a]\n#x = 0\ny = 1\nx = 1\nz = 1,\n  2\n\n[b]\ny = 1\n[A]\nx-y = 1\n",
        ["[a] x = 2"],
        b"[a]\n#x = 0\n#y = 1\nx = 2\n#z = 1,\n#  2\n\n[b]\ny = 1\n[A]\n#x-y = 1\n",
    ),
    "also where the settings are held": (b"[a]\nx = 2\ny: 1\n", ["[a] x = 2"], b"[a]\nx = 2\n#y: 1\n"),
    "right below the last one of them": (b"[a]\ny = 1\n", ["[a] x = 2"], b"[a]\n#y = 1\nx = 2\n"),
    "nothing else is live": (b"[a]\n#y = 1\nx = 2\n", ["[a] x = 2"], b"[a]\n#y = 1\nx = 2\n"),
}


@pytest.mark.parametrize(("before", "lines", "after"), ALONE.values(), ids=ALONE)
def test_alone(before: bytes, lines: list[str], after: bytes) -> None:
    assert opened(edited(before, settings(*lines), ["a"])) == after
    assert opened(edited(after, settings(*lines), ["a"])) == after
    assert IniFile(after).live_options("a") == ["x"]


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


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\x00", "a\u2028b", " a", "a\u3000", "\udc80"])
def test_values_that_do_not_stand_on_a_line_are_refused(value: str) -> None:
    with pytest.raises(Refused) as refused:
        Setting("a", "x", Text(Secret("novapass", value)))
    assert refused.value.message.variables == {"section": "a", "option": "x"}


@pytest.mark.parametrize(
    ("section", "option"), [("", "x"), ("a]", "x"), ("a", ""), ("a", "#x"), ("a", "x=y")]
)
def test_names_that_no_file_could_have(section: str, option: str) -> None:
    with pytest.raises(ValueError, match=r"^\["):
        Setting(section, option, Text("1"))


def test_reading() -> None:
    file = IniFile(b"[a]\nx = '1'\ny-z: 2\n  3\n[A]\nx=4\n\xff = \xfe\n")
    assert file.values("a", "x") == ["1", "4"]
    assert file.values("a", "y-z") == []
    assert file.live_options("a") == ["x", "y-z", "\udcff"]
    assert file.values("a", "\udcff") == ["\udcfe"]
    assert not file.holds(settings("[a] x = 4")[0])


def test_an_edit_opens_no_secret() -> None:
    """Something else stands for each secret until the last writer opens it."""
    one, other = Secret("novapass", "canary-1"), Secret("novadbpass", "canary-2")
    wanted = [Setting("a", "x", Text(one)), Setting("a", "url", Text("m://n:", other, "@c/n"))]
    after = edited(b"[a]\nx = old\nz = \xff\n", wanted)
    assert b"canary" not in after.content
    assert "canary" not in repr(after)
    assert [part for part in after.text.parts if isinstance(part, Secret)] == [one, other]
    assert opened(after) == b"[a]\nx = canary-1\nz = \xff\nurl = m://n:canary-2@c/n\n"
    assert edited(opened(after), wanted).content == opened(after)
    assert not IniFile(b"[a]\nx = canary\n").holds(wanted[0])
