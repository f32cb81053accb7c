"""Hostile and random passwords in every place that they go to, judged by the programs of those places."""

from __future__ import annotations

import base64
import html
import json
import random
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from oslo_config import cfg
from sqlalchemy.engine import URL, make_url

from tests.support import mariadb
from tests.unit.ini.opened import opened, opened_line
from wizard.encodings import (
    LONGEST,
    SHORTEST_MASKED,
    check_password,
    every_form,
    json_string,
    option_file_value,
    oslo_value,
    shell_word,
    sql_characters,
    url_password,
)
from wizard.ini import IniFile, Setting, edited
from wizard.model.problems import Problem
from wizard.secret import Secret, Text

HOSTILE = [
    *(
        "novapass",
        "nova",
        "controller",
        "‹novapass›",
        "None",
        "true",
        "0",
        "-p",
        "--help",
        "~",
        "*",
        "!",
        "a=b",
    ),
    *(
        "'",
        '"',
        "''",
        '""',
        "'a'",
        '"a"',
        "'a",
        'a"',
        "it's",
        'say "hi"',
        "'\"",
        "\"'",
        '"""',
        "'''",
        '"""a"""',
    ),
    *(
        "$",
        "$$",
        "\\$",
        "\\\\$",
        "$my_ip",
        "${my_ip}",
        "$$$",
        "\\",
        "\\\\",
        "a\\",
        "\\n",
        "\\'",
        '\\"',
        "`id`",
    ),
    *(
        "%",
        "%%",
        "%s",
        "%(nova)s",
        "%2F",
        "#",
        " #a",
        "a #b",
        ";",
        "a;b",
        "a ;b",
        "@",
        ":",
        "/",
        "?",
        "&",
        "+",
    ),
    *("a@b:c/d?e=f&g#h", "http://u:p@h/", "[a]", "a, b", "<&>", "{{a}}", "!r", "|", "(a)", "$(id)", "a=b:c"),
    *(" ", "  ", " a", "a ", " 'a' ", "\u00a0a\u00a0", "\u3000", "a\u3000"),
    *("비밀번호", "가 나$다", "👍🏽 👨‍👩‍👧", "é", "e\u0301", "\u200b", "\ufeff", "\u202eabc", "ÿ", "𝔘"),
    *("x" * LONGEST, "$" * LONGEST, "'" * LONGEST, "\\" * LONGEST, '"' * LONGEST, "한" * LONGEST),
]


def random_passwords(number: int) -> list[str]:
    """Return passwords of all lengths from alphabets that make trouble, the same on every call."""
    chance = random.Random(44)
    printable = "".join(map(chr, range(32, 127)))
    alphabets = [
        printable,
        "$\\'\"",
        " '\"$#;%",
        "a'\"\\$`!",
        printable + "가힣ㄱ한👍é\u00a0\u3000",
        "@:/?#[]&=+%$",
    ]
    lengths = [0, 1, 2, 3, 5, 8, 12, 20, 40, LONGEST]
    return [
        "".join(chance.choices(chance.choice(alphabets), k=chance.choice(lengths))) for _ in range(number)
    ]


@pytest.fixture(
    scope="module",
    params=[300, pytest.param(3000, marks=pytest.mark.long)],
    ids=["a few hundred", "thousands"],
)
def passwords(request: pytest.FixtureRequest) -> list[str]:
    """Passwords with everything that could break a quoting, all of them accepted by the checks."""
    found = [*HOSTILE, *random_passwords(request.param)]
    for password in found:
        check_password("novapass", password, database=False)
    return found


def conf(folder: Path, options: list[Text]) -> cfg.ConfigOpts:
    """Return what oslo.config reads where the raw values are those of p0, p1, …"""
    lines = [opened_line(Setting("DEFAULT", f"p{number}", option)) for number, option in enumerate(options)]
    path = folder / "nova.conf"
    path.write_bytes(b"\n".join([b"[DEFAULT]", *lines, b"nova = wrong", b"my_ip = wrong", b""]))
    read = cfg.ConfigOpts()
    read.register_opts([cfg.StrOpt(f"p{number}") for number in range(len(options))])
    read.register_opts([cfg.StrOpt("nova"), cfg.StrOpt("my_ip"), cfg.StrOpt("id")])
    read(["--config-file", str(path)], project="nova")
    return read


def test_oslo_config_reads_the_password(passwords: list[str], tmp_path: Path) -> None:
    read = conf(tmp_path, [Text(Secret("novapass", password).encoded(oslo_value)) for password in passwords])
    assert [read[f"p{number}"] for number in range(len(passwords))] == passwords


def test_sqlalchemy_reads_the_password_from_the_url_that_nova_gets(
    passwords: list[str], tmp_path: Path
) -> None:
    urls = [
        Text(
            "mysql+pymysql://nova:", Secret("novadbpass", password).encoded(url_password), "@controller/nova"
        )
        for password in passwords
    ]
    read = conf(tmp_path, urls)
    for number, password in enumerate(passwords):
        url = make_url(read[f"p{number}"])
        assert (url.username, url.password or "", url.host, url.database) == (
            "nova",
            password,
            "controller",
            "nova",
        )


def test_an_edit_and_its_gates_take_every_password(passwords: list[str]) -> None:
    before = b"[keystone_authtoken]\n#password = <None>\npassword = old\n"
    for password in passwords:
        setting = Setting(
            "keystone_authtoken", "password", Text(Secret("novapass", password).encoded(oslo_value))
        )
        after = opened(edited(before, [setting]))
        assert IniFile(after).holds(setting)
        assert opened(edited(after, [setting])) == after


def sh(script: str) -> list[str]:
    """Return what a script prints, cut at the NULs."""
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    return done.stdout.decode().split("\0")[:-1]


def test_a_shell_reads_the_password(passwords: list[str]) -> None:
    for some in batches(passwords, 50):
        printing = "printf '%s\\0' " + " ".join(map(shell_word, some))
        assert sh(printing) == some
        assert sh(f"sh -c {shell_word(printing)}") == some
        assert sh(f"sh -c {shell_word(f'sh -c {shell_word(printing)}')}") == some


def batches(passwords: list[str], size: int) -> list[list[str]]:
    """Return the passwords in lists of at most `size`."""
    return [passwords[start : start + size] for start in range(0, len(passwords), size)]


def test_json_reads_the_password(passwords: list[str]) -> None:
    assert [json.loads(json_string(password)) for password in passwords] == passwords


# --- MariaDB ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[mariadb.MariaDB]:
    """A MariaDB server that the module's tests share."""
    if reason := mariadb.missing():
        pytest.skip(reason)
    with mariadb.started(tmp_path_factory.mktemp("mariadb")) as running:
        yield running


@pytest.mark.parametrize("mode", ["", "TRADITIONAL", "ANSI"])
def test_mariadb_reads_the_literal(server: mariadb.MariaDB, passwords: list[str], mode: str) -> None:
    with server.connect("root") as connection, connection.cursor() as cursor:
        cursor.execute(f"SET SESSION sql_mode = '{mode}'")
        for some in batches(passwords, 50):
            cursor.execute("SELECT " + ", ".join(f"'{sql_characters(password)}'" for password in some))
            assert list(cursor.fetchone() or ()) == some


def test_mysql_programs_read_the_option_file(
    server: mariadb.MariaDB, passwords: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "login.cnf"
    lines = [f"p{number}={option_file_value(password)}\n" for number, password in enumerate(passwords)]
    assert max(len(line.encode()) for line in lines) < 4095
    path.write_text("".join(["[client]\n", *lines]))
    printed = subprocess.run(
        [server.programs / "my_print_defaults", f"--defaults-file={path}", "client"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    expected = [f"--p{number}={password}" for number, password in enumerate(passwords)]
    assert printed.split("\n")[:-1] == expected


def test_logins_with_a_granted_password(server: mariadb.MariaDB, tmp_path: Path) -> None:
    """The book's GRANT over the client's stdin, then a login of pymysql and one of the client."""
    users = {
        f"nova{number}": word
        for number, word in enumerate([*HOSTILE, *random_passwords(60)])
        if word.isascii()
    }
    path = tmp_path / "login.cnf"
    client = [str(server.programs / "mariadb"), f"--defaults-extra-file={path}", f"--socket={server.socket}"]
    grants = [
        f"GRANT ALL PRIVILEGES ON nova.* TO '{user}'@'localhost'"
        f" IDENTIFIED BY '{sql_characters(password)}';\n"
        for user, password in users.items()
    ]
    path.write_text("[client]\n")
    subprocess.run([*client, "--user=root"], input="".join(grants).encode(), check=True)
    for user, password in users.items():
        server.connect(user, password).close()
        path.write_text(f"[client]\npassword={option_file_value(password)}\n")
        done = subprocess.run(
            [*client, f"--user={user}", "--batch", "-e", "SELECT USER()"], capture_output=True, check=True
        )
        assert f"{user}@localhost" in done.stdout.decode()


# --- Refused passwords ------------------------------------------------------------------------------

REFUSED = [
    ("a" * 256, False, "password-too-long", {"length": 256, "limit": 255}),
    ("a\nb", False, "password-line-break", {"position": 2, "character": "U+000A"}),
    ("ab\u0085", False, "password-line-break", {"position": 3, "character": "U+0085"}),
    ("\u2028", False, "password-line-break", {"position": 1, "character": "U+2028"}),
    ("a\u2029", True, "password-line-break", {"position": 2, "character": "U+2029"}),
    ("a\0", False, "password-control", {"position": 2, "character": "U+0000"}),
    ("\x1b[A", False, "password-control", {"position": 1, "character": "U+001B"}),
    ("a\tb", False, "password-control", {"position": 2, "character": "U+0009"}),
    ("\x7f", True, "password-control", {"position": 1, "character": "U+007F"}),
    ("a\udcff", False, "password-not-unicode", {"position": 2, "character": "U+DCFF"}),
    ("aé", True, "password-not-ascii", {"position": 2, "character": "U+00E9"}),
]


@pytest.mark.parametrize(("value", "database", "key", "variables"), REFUSED)
def test_refused(value: str, database: bool, key: str, variables: dict[str, object]) -> None:
    with pytest.raises(Problem) as refused:
        check_password("novapass", value, database)
    assert refused.value.message.key == key
    assert refused.value.message.variables == {"name": "novapass", **variables}


def test_a_database_password_is_ascii_and_any_other_need_not_be() -> None:
    check_password("novapass", "비밀번호 👍", database=False)
    check_password("novadbpass", "".join(map(chr, range(32, 127))), database=True)
    check_password("novapass", "", database=False)


# --- Forms ------------------------------------------------------------------------------------------

WRITERS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "oslo.config": oslo_value,
    "a URL": url_password,
    "SQLAlchemy's URL": lambda text: URL.create("m", "u", text, "h").render_as_string(hide_password=False),
    "a URL's path": quote,
    "a form": quote_plus,
    "a URL in lower case": lambda text: re.sub("%..", lambda found: found[0].lower(), quote(text)),
    "a URL in a URL": lambda text: quote(quote(text, safe=""), safe=""),
    "an SQL literal": sql_characters,
    "an option file": option_file_value,
    "a shell": shell_word,
    "a shell in a shell": lambda text: shell_word(f"printf {shell_word(text)}"),
    "JSON": json.dumps,
    "JSON in UTF-8": lambda text: json.dumps(text, ensure_ascii=False),
    "JSON in JSON": lambda text: json.dumps(json.dumps([text])),
    "Python": repr,
    "Python's ASCII": ascii,
    "Python's bytes": lambda text: repr(text.encode()),
    "HTML": html.escape,
    "HTML of ASCII": lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace").decode(),
    "XML": lambda text: html.escape(text).replace("&#x27;", "&apos;"),
    "hex": lambda text: text.encode().hex(),
    "hex in capitals": lambda text: text.encode().hex().upper(),
    **{
        f"base64 after {before!r}": lambda text, before=before: base64.b64encode(  # type: ignore[misc]
            f"{before}{text}:after".encode()
        ).decode()
        for before in ("", "n", "no", "nova:")
    },
    "base64 of URLs": lambda text: base64.urlsafe_b64encode(f"a{text}".encode()).decode(),
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_what_programs_write_has_a_form_in_it(writer: Callable[[str], str], passwords: list[str]) -> None:
    for password in passwords:
        if len(password) >= SHORTEST_MASKED:
            written = writer(password)
            assert any(form in written for form in every_form(password)), password


@pytest.mark.parametrize("shell", ["sh -xc", "bash -xc", "bash -c"])
def test_what_a_shell_traces_has_a_form_in_it(shell: str, passwords: list[str]) -> None:
    for password in [password for password in passwords if len(password) >= SHORTEST_MASKED][:150]:
        script = f"printf '%q' {shell_word(password)}" if shell == "bash -c" else f": {shell_word(password)}"
        done = subprocess.run(
            [*shlex.split(shell), script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"}
        )
        written = (done.stdout + done.stderr).decode()
        assert any(form in written for form in every_form(password)), (password, written)


def test_short_passwords_have_no_form() -> None:
    assert not any(every_form(password) for password in ("", "'", "abc"))
    assert all(len(form) >= SHORTEST_MASKED for form in every_form("nova"))
    assert {"nova", "6e6f7661", "bm92Y"} <= every_form("nova")
