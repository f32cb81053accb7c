"""Random ini files and random settings, most of them such as oslo.config can read."""

from __future__ import annotations

from hypothesis import strategies as st

from wizard.ini import Setting
from wizard.secret import Secret, Text

SECTIONS = ["DEFAULT", "default", "vnc", "VNC", "keystone_authtoken", "a:b"]
OPTIONS = ["my_ip", "my-ip", "password", "x", "enabled", "auth_url", "keys"]

sections = st.sampled_from(SECTIONS)
options = st.sampled_from(OPTIONS)
_short = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=8)
values = st.one_of(
    st.sampled_from(["1", "old", "10.0.0.11", "$my_ip", "'q'", '"q"', "a # b; c", "k=v:w", "", '"""t', "'"]),
    _short.map(str.strip),
)


def _bytes(text: str) -> bytes:
    return text.encode()


_separators = st.sampled_from(["=", " = ", ":", " : ", "\t=\t", "     = ", "= "])
_prose = st.one_of(
    st.sampled_from(["", " From nova.conf", " my_ip = 1.2.3.4 is an example", " password: x"]), _short
)

header = sections.map(lambda name: _bytes(f"[{name}]"))
live = st.builds(lambda name, mark, value: _bytes(name + mark + value), options, _separators, values)
continued = st.builds(
    lambda first, more: b"\n".join([first, *(b"    " + _bytes(line) for line in more)]),
    live,
    st.lists(
        st.sampled_from(["more", "x = 1", "# no comment", "url: http://a/?b=c"]), min_size=1, max_size=3
    ),
)
default = st.builds(
    lambda sign, name, mark, value: _bytes(sign + name + mark + value),
    st.sampled_from(["#", "# ", ";", "##", "#\t"]),
    options,
    _separators,
    values,
)
comment = st.one_of(
    _prose.map(lambda text: _bytes("#" + text)),
    st.just("# 주석".encode("euc-kr")),
    st.just(b"# \x00\xff\x85"),
)
blank = st.sampled_from([b"", b"  ", b"\t"])
wild = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b"[", b"[]", b"no separator", b" = 1", b"  indented = 1", b"a\rb", "\u3000x = 1".encode()]
    ),
)

_line = st.one_of(header, live, continued, default, default, comment, blank)


@st.composite
def files(draw: st.DrawFn, wildly: bool = False) -> bytes:
    """Return an ini file; `wildly` puts lines into it that oslo.config may refuse."""
    lines = draw(st.lists(st.one_of(_line, wild) if wildly else _line, max_size=25))
    if lines and not wildly:
        lines.insert(0, draw(header))
    ending = draw(st.sampled_from([b"\n", b"\n", b"\r\n"]))
    last = draw(st.sampled_from([b"\n", b"\n", b"\n\n", b""]))
    return (b"\n".join(lines) + last).replace(b"\n", ending)


@st.composite
def settings(draw: st.DrawFn) -> list[Setting]:
    """Return settings with raw values, some of them secret."""
    found = []
    for section, option, value, secret in draw(
        st.lists(st.tuples(sections, options, values, st.booleans()), min_size=1, max_size=6)
    ):
        found.append(Setting(section, option, Text(Secret("novapass", value) if secret else value)))
    return found


exclusive = st.lists(sections, max_size=2)
unwanted = st.lists(st.tuples(sections, options), max_size=2)
