"""Differences as data: contents and settings in, the exact masked diff out. And no secret is in any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ini.opened import opened
from wizard.encodings import oslo_value, url_password
from wizard.ini import Setting, difference, edited
from wizard.secret import Secret, Text

PASSWORD = Setting("a", "password", Text(Secret("novapass", "hunter2")))
CONNECTION = Setting("a", "connection", Text("mysql://nova:", Secret("novadbpass", "hunter2"), "@db/nova"))
MY_IP = Setting("a", "my_ip", Text("10.0.0.11"))

CASES: dict[str, tuple[bytes, list[Setting], list[str], str]] = {
    "a secret shows its name, its default nothing": (
        b"[a]\n#password = swordfish\n\nx = 1\n",
        [PASSWORD],
        [],
        "@@ -1,4 +1,5 @@ [a]\n [a]\n #password = ‹…›\n+password = ‹novapass›\n \n x = 1\n",
    ),
    "a replaced secret, with its continuation": (
        b"[a]\npassword=sword,\n  fish\n",
        [PASSWORD],
        [],
        "@@ -1,3 +1,2 @@ [a]\n [a]\n-password=‹…›\n-  ‹…›\n+password = ‹novapass›\n",
    ),
    "a URL around a secret": (
        b"[a]\nconnection = sqlite:///old\n",
        [CONNECTION],
        [],
        "@@ -1,2 +1,2 @@ [a]\n [a]\n-connection = ‹…›\n+connection = mysql://nova:‹novadbpass›@db/nova\n",
    ),
    "neighbours that may hold a secret": (
        b"[a]\nadmin_token: swordfish\nsql = x://u:sword/fish@h/d\n#my_ip = 1\n",
        [MY_IP],
        [],
        "@@ -2,3 +2,4 @@ [a]\n admin_token: ‹…›\n sql = ‹…›\n #my_ip = 1\n+my_ip = 10.0.0.11\n",
    ),
    "what is commented out": (
        b"[a]\nmy_ip = 10.0.0.11\nsecret_key = sword\n\tfish\nregion = R\n",
        [MY_IP],
        ["a"],
        "@@ -1,5 +1,5 @@ [a]\n [a]\n my_ip = 10.0.0.11\n-secret_key = ‹…›\n-\t‹…›\n-region = R\n"
        "+#secret_key = ‹…›\n+#\t‹…›\n+#region = R\n",
    ),
    "a secret that stays as it was": (
        b"[a]\n#my_ip = 1\npassword = hunter2\n",
        [PASSWORD, MY_IP],
        [],
        "@@ -1,3 +1,4 @@ [a]\n [a]\n #my_ip = 1\n+my_ip = 10.0.0.11\n password = ‹…›\n",
    ),
    "line numbers, and the section, in a long file": (
        b"[b]\n" + b"\n" * 50 + b"[a]\n" + b"\n" * 50 + b"#my_ip = 1\n",
        [MY_IP],
        [],
        "@@ -101,3 +101,4 @@ [a]\n \n \n #my_ip = 1\n+my_ip = 10.0.0.11\n",
    ),
    "an empty file": (b"", [MY_IP], [], "@@ -0,0 +1,2 @@ [a]\n+[a]\n+my_ip = 10.0.0.11\n"),
    "what a terminal must not get": (
        b"[a]\r\n#my_ip = \x1b[2J\xff\x85\r\n",
        [MY_IP],
        [],
        "@@ -1,2 +1,3 @@ [a]\n [a]\n #my_ip = \\x1b[2J��\n+my_ip = 10.0.0.11\n",
    ),
}


@pytest.mark.parametrize(("before", "settings", "exclusive", "shown"), CASES.values(), ids=CASES)
def test_difference(before: bytes, settings: list[Setting], exclusive: list[str], shown: str) -> None:
    after = edited(before, settings, exclusive).content
    assert difference(before, after, settings, "/etc/nova/nova.conf") == (
        f"--- /etc/nova/nova.conf\n+++ /etc/nova/nova.conf\n{shown}"
    )


def test_nothing_changed() -> None:
    assert difference(b"[a]\n", b"[a]\n", [PASSWORD], "nova.conf") == ""


NAMES = [
    *("password", "rabbit_password", "PASSWD", "metadata_proxy_shared_secret", "memcache_secret_key"),
    *("admin_token", "transport_url", "connection", "sql_connection", "api_key"),
]
# Letters that stand in nothing else here, so that each one in a diff is a leak.
SECRETS = st.text("QXZ", min_size=2, max_size=6)


@st.composite
def lines_with_secrets(draw: st.DrawFn) -> str:
    """Return a live or commented option whose value is a secret, perhaps over several lines."""
    sign = draw(st.sampled_from(["", "#", "# ", ";", "#;"]))
    mark = draw(st.sampled_from([" = ", "=", ": ", "\t= "]))
    first, second = draw(SECRETS), draw(SECRETS)
    value = draw(
        st.sampled_from(
            [
                first,
                f'"{first}"',
                f"{first} = {second}",
                f"{first},\n{sign}    {second}",
                f"\n{sign}  {first}={second}",
                f"{first},\n{sign}\t{second},\n{sign}  # {second}",
            ]
        )
    )
    url = draw(
        st.sampled_from([f"http://u:{first}@h", f"x://{first}:{first}@{second}@h/d ?", f"u:{first}@h"])
    )
    return draw(
        st.sampled_from(
            [
                f"{sign}{draw(st.sampled_from(NAMES))}{mark}{value}",
                f"{sign}url_of_it{mark}{url}",
                f"# see {url}",
            ]
        )
    )


@given(
    st.lists(
        st.one_of(lines_with_secrets(), st.sampled_from(["", "x = 1", "# prose", "#my_ip = 1"])), max_size=12
    ),
    st.lists(SECRETS, min_size=2, max_size=2),
    st.booleans(),
)
def test_no_secret_is_in_a_difference(lines: list[str], secrets: list[str], exclusive: bool) -> None:
    before = "\n".join(["[a]", *lines, ""]).encode()
    settings = [
        Setting("a", "password", Text(Secret("novapass", secrets[0]).encoded(oslo_value))),
        Setting(
            "a", "connection", Text("m://n:", Secret("novadbpass", secrets[1]).encoded(url_password), "@c/n")
        ),
        MY_IP,
    ]
    after = edited(before, settings, ["a"] if exclusive else [])
    shown = "".join(
        difference(old, new, settings, "nova.conf")
        for content in (after.content, opened(after))
        for old, new in ((before, content), (content, before))
    )
    assert not set(shown) & set("QXZ")
