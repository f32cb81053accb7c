"""answers.yaml in, the program's answers or every error out."""

from __future__ import annotations

import json
import os
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.answers import ENVIRON, GOOD, changed, write
from wizard.answers.load import load
from wizard.answers.problems import AnswersWrong
from wizard.model.answers import Login
from wizard.model.message import Message
from wizard.model.role import Role
from wizard.text import Words

CANARY = "hunter2-Canary"
WORDS = Words("ko"), Words("en")


def wrong(folder: Path, content: str | bytes) -> list[tuple[str, str, int | None]]:
    """Load a file that cannot be used; every message must have its text in both languages."""
    with pytest.raises(AnswersWrong) as caught:
        load(write(folder, content), ENVIRON)
    for lang in ("ko", "en"):
        assert all(caught.value.lines(Words(lang)))
        assert Words(lang).say(caught.value.message)
    return [
        (path, message.key.removeprefix("answers-"), line) for path, message, line in caught.value.problems
    ]


# --- What can be used -------------------------------------------------------------------------------


def test_the_whole_file(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, GOOD), ENVIRON)
    answers = loaded.answers
    assert loaded.warnings == ()
    assert (answers.language, answers.region, answers.openrc) == ("ko", "RegionOne", "/root/admin-openrc")
    assert answers.console_host == "controller"
    assert answers.controller.role is Role.CONTROLLER
    assert answers.controller.login == Login("10.0.0.11", user="root", port=22)
    (compute,) = answers.compute
    assert (compute.role, compute.name, compute.management_ip, compute.disk, compute.erase) == (
        Role.COMPUTE,
        "compute1",
        "10.0.0.31",
        "/dev/sdb",
        None,
    )
    assert [(secret.name, secret.reveal()) for secret in answers.secrets] == [
        ("dbpassword", "db-root-pw"),
        ("novadbpass", "nova-db-pw"),
        ("novapass", "nova-pw"),
        ("rabbitpass", "rabbit-pw"),
    ]


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    head = (
        "version: 1\nlanguage: ko\nregion: RegionOne\nopenrc: /root/admin-openrc\nconsole_host: controller\n"
    )
    answers = load(
        write(tmp_path, changed((head, "version: 1\n"), ("ssh:\n  user: root\n  port: 22\n", ""))), ENVIRON
    ).answers
    assert (answers.language, answers.region) == (None, "RegionOne")
    assert (answers.openrc, answers.console_host) == ("/root/admin-openrc", "controller")
    assert answers.controller.login == Login("10.0.0.11")


@pytest.mark.parametrize("ssh", ["ssh:\n", "ssh: {}\n", "ssh:\n  # user: root\n"])
def test_a_section_with_everything_commented_out_is_as_good_as_none(tmp_path: Path, ssh: str) -> None:
    answers = load(write(tmp_path, changed(("ssh:\n  user: root\n  port: 22\n", ssh))), ENVIRON).answers
    assert answers.controller.login == Login("10.0.0.11")


def test_a_hosts_own_keys_go_before_the_defaults(tmp_path: Path) -> None:
    fingerprint = "SHA256:" + "a" * 43
    content = changed(
        (
            "    disk: /dev/sdb\n",
            f"    user: stack\n    sudo: true\n    host_key: {fingerprint}\n    password: own\n",
        ),
        (
            "  port: 22\n",
            "  port: 2222\n  identity_file: ~/.ssh/id\n  known_hosts: hosts\n  password: shared\n",
        ),
    )
    environ = {**ENVIRON, "HOME": "/home/me"}
    answers = load(write(tmp_path, content), environ).answers
    of_controller, of_compute = answers.controller.login, answers.compute[0].login
    assert of_controller.password and of_controller.password.reveal() == "shared"
    assert of_compute.password and of_compute.password.reveal() == "own"
    assert str(of_compute.password) == "‹compute[0].password›"
    defaults = Login(
        "10.0.0.11",
        "root",
        2222,
        "/home/me/.ssh/id",
        str(tmp_path / "hosts"),
        password=of_controller.password,
    )
    assert of_controller == defaults
    assert of_compute == replace(
        defaults,
        host="10.0.0.31",
        user="stack",
        host_key=fingerprint,
        password=of_compute.password,
        sudo=True,
    )


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("host: 10.0.0.31", "compute-1.example.org"),
        ("host: 10.0.0.31", "fe80::1%eth0"),
        ("host: 10.0.0.31", "컴퓨트_1"),
        ("management_ip: 10.0.0.31", "2001:db8::31"),
        ("name: compute1", "compute1.example.org"),
        ("name: compute1", "no"),
        ("disk: /dev/sdb", "/dev/disk/by-id/wwn-0x5000c500a1b2c3d4"),
        ("disk: /dev/sdb", "/dev/disk/by-path/pci-0000:00:1f.2-ata-1.0"),
        ("console_host: controller", "10.0.0.11"),
        ("console_host: controller", "2001:db8::11"),
    ],
)
def test_what_else_is_taken(tmp_path: Path, line: str, address: str) -> None:
    load(write(tmp_path, changed((line, f"{line.split(':', maxsplit=1)[0]}: {address}"))), ENVIRON)


def test_hosts_behind_one_address_differ_by_their_ports(tmp_path: Path) -> None:
    content = changed(("host: 10.0.0.31\n", "host: 10.0.0.11\n    port: 2222\n"))
    assert load(write(tmp_path, content), ENVIRON).answers.compute[0].login.port == 2222


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert load(write(tmp_path, content), ENVIRON).answers.compute[0].disk == "/dev/sdb"


def test_answers_from_a_pipe(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as pipe:
        pipe.write(GOOD)
    try:
        assert load(Path(f"/dev/fd/{reading}"), ENVIRON).answers.region == "RegionOne"
    finally:
        os.close(reading)


EXAMPLE = """\
version: 1
language: ko                          # ko or en
region: RegionOne
openrc: /root/admin-openrc
console_host: controller              # in novncproxy_base_url
controller:
  host: 10.0.0.11                     # where SSH goes: an address, a name, or a Host of ~/.ssh/config
  name: controller                    # the name that the guide writes into nova.conf
  management_ip: 10.0.0.11
compute:
  - host: 10.0.0.31
    name: compute1                    # as `openstack compute service list` shows it
    management_ip: 10.0.0.31
    disk: /dev/sdb                    # leave it out: no disk of its own, and its three steps are skipped
    # erase: IDENTITY                 # only for a disk that is not empty; the refusal prints the identity
ssh:                                  # defaults for every host; the same keys under a host go before them
  user: root
  port: 22
  identity_file: ~/.ssh/id_ed25519    # left out: the agent and ~/.ssh/config decide
  known_hosts: ~/.ssh/known_hosts
  # host_key: SHA256:…                # under a host: pins its key
  # password: {env: SSH_PASSWORD}
  # sudo: true                        # log in as user, run as root
passwords:
  dbpassword: {env: NOVA_DBROOT}      # the book's names
  novadbpass: {file: ~/.secrets/novadb}
  novapass: {command: pass show nova} # runs on the workstation, prints the password
  rabbitpass: rabbitpass              # in clear: allowed, with a warning unless the file is 0600
"""


def test_the_example_of_the_manual(tmp_path: Path) -> None:
    (tmp_path / ".secrets").mkdir()
    secret = tmp_path / ".secrets/novadb"
    secret.write_text("from-file\n")
    secret.chmod(0o600)
    program = tmp_path / "pass"
    program.write_text('#!/bin/sh\necho "from $*"\n')
    program.chmod(0o755)
    environ = {"NOVA_DBROOT": "from-env", "HOME": str(tmp_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    loaded = load(write(tmp_path, EXAMPLE), environ)
    assert [secret.reveal() for secret in loaded.answers.secrets] == [
        "from-env",
        "from-file",
        "from show nova",
        "rabbitpass",
    ]
    assert loaded.warnings == ()
    assert loaded.answers.controller.login == Login(
        "10.0.0.11", "root", 22, f"{tmp_path}/.ssh/id_ed25519", f"{tmp_path}/.ssh/known_hosts"
    )


# --- What is no answers file ------------------------------------------------------------------------


def test_no_file_a_folder_and_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path, key in ((tmp_path / "none", "no-file"), (tmp_path, "a-folder"), (tmp_path / "f/x", "no-file")):
        with pytest.raises(AnswersWrong) as caught:
            load(path, ENVIRON)
        assert [(where, message.key) for where, message, _ in caught.value.problems] == [
            ("", f"answers-{key}")
        ]


def test_a_file_that_the_system_refuses(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(AnswersWrong) as caught:
        load(loop, ENVIRON)
    assert [message.key for _, message, _ in caught.value.problems] == ["answers-unreadable"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("- a\n- b\n", "not-a-mapping"),
        ("just text", "not-a-mapping"),
        (b"\x7fELF\x01\x00\x00", "not-text"),
        (b"version: \xff\xfe", "not-text"),
        ("version: 1\x07", "not-text"),
        pytest.param("[" * 600, "too-deep", id="deep"),
        pytest.param("#" * 1_000_001, "too-long", id="long"),
        ("version: 1\n\tlanguage: ko\n", "tab"),
        ("version: 1\nlanguage: 'ko\n", "yaml"),
        ("version: 1\n---\nversion: 1\n", "several-documents"),
        (f"rabbitpass: *{CANARY}\n", "yaml"),
    ],
)
def test_what_is_no_answers_file(tmp_path: Path, content: str | bytes, key: str) -> None:
    assert wrong(tmp_path, content) == [("", key, None)]


def test_a_syntax_error_has_its_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(AnswersWrong) as caught:
        load(write(tmp_path, "version: 1\nregion: a: b\n"), ENVIRON)
    assert caught.value.problems[0].message == Message("answers-yaml", line=2, column=10)


# --- What is wrong in it ----------------------------------------------------------------------------

BROKEN = [
    ("a key is missing", changed(("  name: controller\n", "")), [("controller.name", "missing", 6)]),
    ("a section is missing", GOOD[: GOOD.index("passwords:")], [("passwords", "missing", None)]),
    (
        "passwords are missing",
        changed(("  novapass: {env: NOVA}\n  rabbitpass: {env: RABBIT}\n", "")),
        [("passwords.novapass", "missing", 18), ("passwords.rabbitpass", "missing", 18)],
    ),
    (
        "unknown keys, near ones and others",
        changed(("region:", "regoin:"), ("  port: 22", "  colour: red"), ("    disk:", "    Disk:")),
        [
            ("regoin", "unknown-key-near", 3),
            ("compute[0].Disk", "unknown-key-near", 14),
            ("ssh.colour", "unknown-key", 17),
        ],
    ),
    (
        "a key in the wrong place",
        changed(("  management_ip: 10.0.0.11\n", "  management_ip: 10.0.0.11\n  disk: /dev/sdb\n")),
        [("controller.disk", "unknown-key", 10)],
    ),
    (
        "keys given twice",
        changed(("  user: root\n", "  user: root\n  user: stack\n"), ("language: ko\n", "version: 1\n")),
        [("version", "twice", 2), ("ssh.user", "twice", 17)],
    ),
    (
        "another version",
        changed(("version: 1", "version: 2"), ("region:", "x:")),
        [("version", "version", 1)],
    ),
    ("a version in quotes", changed(("version: 1", "version: '1'")), [("version", "version", 1)]),
    ("a version that is true", changed(("version: 1", "version: true")), [("version", "wants-number", 1)]),
    ("no version", changed(("version: 1\n", "")), [("version", "missing", None)]),
    (
        "kinds",
        changed(
            ("name: controller", "name: 5"),
            ("host: 10.0.0.31", "host: [a]"),
            ("user: root", "user: true"),
            ("port: 22", "port: '22'"),
            ("region: RegionOne", "region:"),
        ),
        [
            ("region", "wants-text", 3),
            ("controller.name", "wants-text", 8),
            ("compute[0].host", "wants-text", 11),
            ("ssh.user", "wants-text", 16),
            ("ssh.port", "wants-number", 17),
        ],
    ),
    (
        "mappings and lists",
        "version: 1\ncontroller: x\ncompute: {host: a}\nssh: [a]\npasswords: x\n",
        [
            ("controller", "wants-keys", 2),
            ("compute", "wants-list", 3),
            ("ssh", "wants-keys", 4),
            ("passwords", "wants-keys", 5),
        ],
    ),
    (
        "no compute node",
        "compute: []\n" + GOOD[: GOOD.index("compute:")] + GOOD[GOOD.index("ssh:") :],
        [("compute", "no-compute", 1)],
    ),
    (
        "addresses",
        changed(
            ("management_ip: 10.0.0.11", "management_ip: 10.0.0.256"),
            ("management_ip: 10.0.0.31", "management_ip: 0.0.0.0"),
        ),
        [("controller.management_ip", "address", 9), ("compute[0].management_ip", "address-of-no-host", 13)],
    ),
    (
        "names and hosts",
        changed(
            ("name: compute1", "name: compute_"),
            ("host: 10.0.0.31", "host: root@10.0.0.31"),
            ("console_host: controller", "console_host: http://controller"),
            ("name: controller", "name: -controller"),
            ("host: 10.0.0.11", "host: -oProxyCommand=x"),
        ),
        [
            ("console_host", "address", 5),
            ("controller.host", "host", 7),
            ("controller.name", "name", 8),
            ("compute[0].host", "host", 11),
            ("compute[0].name", "name", 12),
        ],
    ),
    (
        "the same host twice",
        changed(
            ("host: 10.0.0.31", "host: 10.0.0.11"),
            ("name: compute1", "name: CONTROLLER"),
            ("management_ip: 10.0.0.31", "management_ip: 10.0.0.11"),
        ),
        [
            ("compute[0].host", "repeated", 11),
            ("compute[0].name", "repeated", 12),
            ("compute[0].management_ip", "repeated", 13),
        ],
    ),
    *(
        (f"the disk {disk}", changed(("/dev/sdb", disk)), [("compute[0].disk", "disk", 14)])
        for disk in (
            "sdb",
            "/dev/",
            "/dev/../etc/passwd",
            "/dev/sd b",
            "/dev/sdb;reboot",
            "/dev/sdb/",
            "/tmp/x",
        )
    ),
    (
        "what may be erased, without a disk",
        changed(("disk: /dev/sdb", "erase: ata-QEMU_1")),
        [("compute[0].erase", "erase-without-disk", 14)],
    ),
    (
        "the rest",
        changed(
            ("language: ko", "language: fr"),
            ("region: RegionOne", "region: Region One"),
            ("openrc: /root/admin-openrc", "openrc: admin-openrc"),
            ("port: 22", 'port: 65536\n  sudo: yes\n  host_key: MD5:aa\n  identity_file: "a\\nb"'),
            ("user: root", "user: ro ot"),
        ),
        [
            ("language", "language", 2),
            ("region", "region", 3),
            ("openrc", "openrc", 4),
            ("ssh.user", "user", 16),
            ("ssh.port", "port", 17),
            ("ssh.sudo", "wants-yes-or-no", 18),
            ("ssh.host_key", "host-key", 19),
            ("ssh.identity_file", "path", 20),
        ],
    ),
    (
        "passwords",
        changed(
            ("{env: NOVA_DBROOT}", "{env: NOT_SET}"),
            ("{env: NOVADB}", "0123"),
            ("{env: NOVA}", "{evn: NOVA}"),
            ("{env: RABBIT}", "''"),
            ("port: 22", "password: {file: /nowhere/at/all}"),
        ),
        [
            ("ssh.password", "password-file", 17),
            ("passwords.dbpassword", "password-env", 19),
            ("passwords.novadbpass", "password-quotes", 20),
            ("passwords.novapass", "password-source", 21),
            ("passwords.rabbitpass", "password-empty", 22),
        ],
    ),
    (
        "what YAML allows and answers do not",
        changed(
            ("name: controller", "name: &name controller"),
            ("name: compute1", "name: *name"),
            ("user: root", "user: !secret root"),
            ("port: 22", "? [a, b]\n  : c"),
            ("host: 10.0.0.31", 'host: "\\ud83d"'),
        ),
        [
            ("compute[0].host", "half-character", 11),
            ("compute[0].name", "alias", 12),
            ("ssh.user", "tag", 16),
            ("ssh", "key", 17),
        ],
    ),
    (
        "a key that is no word",
        changed(("port: 22", '"a b\\e[2J": 1')),
        [('ssh."a b\\u001b[2J"', "unknown-key", 17)],
    ),
    (
        "nothing is right",
        "a: 1\n",
        [
            ("compute", "missing", None),
            ("controller", "missing", None),
            ("passwords", "missing", None),
            ("version", "missing", None),
            ("a", "unknown-key", 1),
        ],
    ),
]


@pytest.mark.parametrize(("what", "content", "expected"), BROKEN, ids=[case[0] for case in BROKEN])
def test_every_error_at_once_with_its_place(
    tmp_path: Path, what: str, content: str, expected: list[tuple[str, str, int | None]]
) -> None:
    assert wrong(tmp_path, content) == expected


def test_of_many_errors_each_says_what_to_do(tmp_path: Path) -> None:
    content = changed(
        ("region:", "regoin:"), ("name: compute1", "name: controller"), ("disk: /dev/sdb", "erase: x")
    )
    with pytest.raises(AnswersWrong) as caught:
        load(write(tmp_path, content), ENVIRON)
    words = WORDS[1]
    assert words.say(caught.value.message) == f"{tmp_path}/answers.yaml has 3 errors."
    assert caught.value.lines(words) == [
        "regoin: There is no such key here. Did you mean `region`? (line 3)",
        "compute[0].name: This is the same as controller.name. Each host must have its own. (line 12)",
        "compute[0].erase: `erase` says which disk may be erased, but this host has no `disk`. (line 14)",
    ]
    assert WORDS[0].say(caught.value.message) == f"{tmp_path}/answers.yaml에 오류가 3개 있습니다."
    assert caught.value.lines(WORDS[0])[1] == (
        "compute[0].name: controller.name과 같습니다. 호스트마다 값이 달라야 합니다. (12행)"
    )


@pytest.mark.parametrize(("language", "found"), [("ko", "ko"), ("en", "en"), ("fr", None), ("[ko]", None)])
def test_the_language_that_wrong_answers_ask_for(tmp_path: Path, language: str, found: str | None) -> None:
    content = changed(("language: ko", f"language: {language}"), ("region:", "regoin:"))
    with pytest.raises(AnswersWrong) as caught:
        load(write(tmp_path, content), ENVIRON)
    assert caught.value.language == found


# --- Passwords stay out of errors ---------------------------------------------------------------------


SECRETIVE = [
    changed(("{env: NOVA}", CANARY), ("region:", "regoin:")),
    changed(("{env: NOVA}", f"[{CANARY}]")),
    changed(("{env: NOVA}", f"{{env: {CANARY}, file: {CANARY}}}")),
    changed(("{env: NOVA}", f"*{CANARY}")),
    changed(("{env: NOVA}", f"&a {CANARY}: b: c")),
    changed(("{env: NOVA}", f"!{CANARY} x")),
    changed(("{env: NOVA}", f"%{CANARY}")),
    changed(("{env: NOVA}", f"'{CANARY}")),
    changed(("{env: NOVA}", f'"{CANARY}\\q"')),
    changed(("{env: NOVA}", f'"{CANARY}\\x07"')),
    changed(("{env: NOVADB}", f"{CANARY}한글")),
    changed(("{env: NOVA}", CANARY * 30)),
    changed(("{env: NOVA}", f"{{command: 'echo {CANARY}; exit 1'}}")),
    changed(("{env: NOVA}", f"{{command: 'set -x; echo {CANARY}; exit 1'}}")),
    changed(("{env: NOVA}", f"{{command: 'echo {CANARY}; echo {CANARY} >&2; exit 1'}}")),
    GOOD.replace("passwords:", f"passwords: {CANARY}\nx:"),
    GOOD.replace("ssh:\n", f"ssh:\n  password: {CANARY}\n  colour: red\n"),
    GOOD.encode() + f"x: {CANARY}\xff".encode("latin-1"),
]


@pytest.mark.parametrize("content", SECRETIVE, ids=range(len(SECRETIVE)))
def test_a_password_is_in_no_error(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(AnswersWrong) as caught:
        load(write(tmp_path, content), ENVIRON)
    shown = [*traceback.format_exception(caught.value), str(caught.value), repr(caught.value)]
    shown += [repr(caught.value.problems), *caught.value.lines(WORDS[1])]
    cause: BaseException | None = caught.value
    while cause:
        shown += [str(cause), repr(cause), repr(vars(cause))]
        cause = cause.__cause__ or cause.__context__
    assert CANARY not in "".join(shown)


# --- Whatever a file holds ------------------------------------------------------------------------------

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
KEYS = st.sampled_from(
    [
        "version",
        "controller",
        "compute",
        "ssh",
        "passwords",
        "name",
        "host",
        "port",
        "password",
        "novapass",
        "x",
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.dictionaries(KEYS, TREES, max_size=6))
def test_any_tree_is_answered_with_errors_that_can_be_said(tmp_path: Path, data: dict[str, object]) -> None:
    assert wrong(tmp_path, json.dumps(data, ensure_ascii=False))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_to_a_good_file_is_survived(tmp_path: Path, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD)))
    until = data.draw(st.integers(at, min(at + 20, len(GOOD))))
    piece = data.draw(st.text(alphabet=":-[]{}&*!|>'\"%@`#,? \n\tab1~", max_size=5))
    with suppress(AnswersWrong):
        load(write(tmp_path, GOOD[:at] + piece + GOOD[until:]), ENVIRON)
