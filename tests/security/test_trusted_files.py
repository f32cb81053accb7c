"""A file that someone else could have written decides nothing: not what runs, not what is trusted."""

from __future__ import annotations

import grp
import os
import pwd
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.security.program import ANSWERS, LIMIT, answers, start
from wizard import trusted
from wizard.answers.draft import Draft
from wizard.answers.load import load
from wizard.answers.problems import AnswersWrong
from wizard.hosts.openssh import ConfigProblem, no_options, options_of
from wizard.hosts.trust import Trust
from wizard.journal import Journal
from wizard.model.problems import Problem
from wizard.trusted import Untrusted

NOBODY = 65534
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to give files to another user")


def given_away(file: Path) -> Path:
    os.chown(file, NOBODY, NOBODY)
    return file


def writable_by_group(file: Path) -> Path:
    file.chmod(0o660)
    return file


def writable_by_all(file: Path) -> Path:
    file.chmod(0o646)
    return file


def in_an_open_folder(file: Path) -> Path:
    file.parent.chmod(0o777)
    return file


def in_a_group_folder(file: Path) -> Path:
    file.parent.chmod(0o770)
    return file


def in_a_strangers_folder(file: Path) -> Path:
    os.chown(file.parent, NOBODY, NOBODY)
    return file


def far_below_an_open_folder(file: Path) -> Path:
    below = file.parent / "a/b"
    below.mkdir(parents=True)
    (file.parent / "a").chmod(0o777)
    return file.rename(below / file.name)


def behind_a_strangers_link(file: Path) -> Path:
    shared = file.parent / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    link = shared / "link.yaml"
    link.symlink_to(file)
    os.lchown(link, NOBODY, NOBODY)
    return link


def linked_from_a_safe_place(file: Path) -> Path:
    link = file.parent / "link.yaml"
    link.symlink_to(given_away(file))
    return link


def a_fifo(file: Path) -> Path:
    file.unlink()
    os.mkfifo(file, 0o600)
    return file


def a_device(file: Path) -> Path:
    return Path("/dev/zero")


KINDS: list[Callable[[Path], Path]] = [
    given_away, writable_by_group, writable_by_all,
    in_an_open_folder, in_a_group_folder, in_a_strangers_folder,
    far_below_an_open_folder, behind_a_strangers_link, linked_from_a_safe_place, a_fifo, a_device,
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder below one that is the test's own."""
    folder = tmp_path / "site"
    folder.mkdir(0o700)
    yield folder


@root_only
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_answers_that_others_could_have_written_run_nothing(
    folder: Path, kind: Callable[[Path], Path]
) -> None:
    ran = folder.parent / "ran"
    file = kind(answers(folder, ANSWERS.replace("aaaa1", f"{{command: touch {ran}; echo x}}")))
    for read in (lambda: load(file, os.environ), lambda: Draft.read(file)):
        with pytest.raises(Problem) as refused:
            read()
        assert refused.value.message.key.startswith("trusted-")
        assert refused.value.message.variables["file"] == str(file)
    assert not ran.exists()


@root_only
def test_the_program_refuses_them_and_says_why(folder: Path) -> None:
    file = given_away(answers(folder))
    process = start(folder / "state", "--replay", str(file), "--lang", "en")
    out, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, out) == (2, b"")
    assert b"belongs to nobody" in err
    assert b"install -m 600" in err
    assert not (folder / "state").exists()


@root_only
@pytest.mark.parametrize("kind", [in_an_open_folder, in_a_group_folder, in_a_strangers_folder])
def test_no_folder_is_made_where_others_could_have_made_it(
    folder: Path, kind: Callable[[Path], Path]
) -> None:
    """Neither the folder itself nor those that lead there."""
    kind(folder / "new")
    for path in (folder / "new", folder / "new" / "er", folder / "new" / "er" / "still"):
        with pytest.raises(Untrusted):
            trusted.own_folder(path)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o400])
def test_what_others_can_only_read_is_taken(folder: Path, mode: int) -> None:
    file = answers(folder)
    file.chmod(mode)
    folder.parent.chmod(0o1777)
    link = folder / "link.yaml"
    link.symlink_to("../site/answers.yaml")
    assert load(file, os.environ).answers.region == load(link, os.environ).answers.region == "RegionOne"


@root_only
@pytest.mark.parametrize("key", ["identity_file", "known_hosts"])
@pytest.mark.parametrize("kind", KINDS[:9], ids=lambda kind: kind.__name__)
def test_keys_and_known_hosts_that_others_could_have_written(
    folder: Path, kind: Callable[[Path], Path], key: str
) -> None:
    trusted = folder / "site"
    trusted.mkdir(0o700)
    content = trusted / "file"
    content.write_text("x")
    content.chmod(0o600)
    file = answers(folder, f"{ANSWERS}ssh: {{{key}: {kind(content)}}}\n")
    with pytest.raises(AnswersWrong) as refused:
        load(file, os.environ)
    [wrong] = refused.value.problems
    assert (wrong.path, wrong.message.key[:8]) == (f"ssh.{key}", "trusted-")


@root_only
@pytest.mark.parametrize("kind", KINDS[:9], ids=lambda kind: kind.__name__)
def test_password_files_that_others_could_have_written(folder: Path, kind: Callable[[Path], Path]) -> None:
    trusted = folder / "site"
    trusted.mkdir(0o700)
    content = trusted / "file"
    content.write_text("secret")
    content.chmod(0o600)
    file = answers(folder, ANSWERS.replace("aaaa1", f"{{file: {kind(content)}}}"))
    with pytest.raises(AnswersWrong) as refused:
        load(file, os.environ)
    [wrong] = refused.value.problems
    assert (wrong.path, wrong.message.key[:8]) == ("passwords.dbpassword", "trusted-")


@root_only
@pytest.mark.parametrize("kind", KINDS[:9], ids=lambda kind: kind.__name__)
def test_known_hosts_that_nobody_named(folder: Path, kind: Callable[[Path], Path]) -> None:
    """The usual files and those of ~/.ssh/config: what they say is trusted just as much."""
    written = folder / "known_hosts"
    written.write_text("controller ssh-rsa AAAA")
    with pytest.raises(Untrusted):
        Trust("controller", no_options("controller", None, None), [str(kind(written))])


@root_only
def test_a_group_is_private_only_where_nobody_has_it_as_theirs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "file"
    file.write_text("x")
    os.chown(file, 4001, 4001)
    file.chmod(0o664)
    folder.chmod(0o755)
    alice = pwd.struct_passwd(("alice", "x", 4001, 4001, "", "/", "/bin/sh"))
    mallory = pwd.struct_passwd(("mallory", "x", 4002, 4001, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: alice)
    monkeypatch.setattr(grp, "getgrgid", lambda gid: grp.struct_group(("alice", "x", 4001, [])))
    monkeypatch.setattr(os, "geteuid", lambda: 4001)
    monkeypatch.setattr(pwd, "getpwall", lambda: [alice])
    assert trusted.read(file, 10).data == b"x"
    monkeypatch.setattr(pwd, "getpwall", lambda: [alice, mallory])
    with pytest.raises(Untrusted):
        trusted.read(file, 10)


@root_only
@pytest.mark.parametrize("kind", KINDS[:9], ids=lambda kind: kind.__name__)
def test_ssh_settings_that_others_could_have_written(
    folder: Path, kind: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh = folder / ".ssh"
    ssh.mkdir(0o700)
    included = ssh / "more"
    included.write_text("Host *\n  ProxyCommand touch /tmp/owned\n")
    included.chmod(0o600)
    (ssh / "config").write_text(f"Include {kind(included)}\n")
    monkeypatch.setenv("HOME", str(folder))
    with pytest.raises(Problem) as refused:
        options_of("controller", None, None)
    assert refused.value.message.key.startswith("trusted-")


def linked(state: Path) -> None:
    elsewhere = state.with_name("elsewhere")
    elsewhere.mkdir()
    state.symlink_to(elsewhere)


def for_all(state: Path) -> None:
    state.mkdir()
    state.chmod(0o1777)


def for_the_group(state: Path) -> None:
    state.mkdir()
    state.chmod(0o770)


def a_strangers(state: Path) -> None:
    state.mkdir()
    os.chown(state, NOBODY, NOBODY)


def in_an_open_place(state: Path) -> None:
    state.parent.chmod(0o777)


@root_only
@pytest.mark.parametrize("kind", [linked, for_all, for_the_group, a_strangers, in_an_open_place])
def test_records_are_kept_in_no_folder_of_others(folder: Path, kind: Callable[[Path], None]) -> None:
    state = folder / "state"
    kind(state)
    with pytest.raises(Problem) as refused:
        Journal(state, str)
    assert refused.value.message.key.startswith("trusted-folder-")
    assert not list(state.glob("*/journal.jsonl"))


@root_only
@pytest.mark.parametrize(
    "line",
    [
        'Include "{other}/evil"',
        "Include '{other}/evil'",
        r"Include {escaped}/evil",
        'Include "{other}"/evil',
        '"Include" {other}/evil',
        'Incl"ude" {other}/evil',
        'Include="{other}/evil"',
        "Include {home}/good\u0085 {home}/bare/evil",
        "Include {home}/bare/evi[^x]",
        "Include %d/bare/evil",
    ],
)
def test_an_include_is_checked_however_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """What OpenSSH would read is checked, or the whole configuration is refused."""
    other = folder / "other dir"
    other.mkdir()
    os.chown(other, 65534, 65534)
    (other / "evil").write_text("ProxyCommand touch /tmp/owned\n")
    bare = folder / "bare"
    bare.symlink_to(other)
    os.chown(bare, 65534, 65534, follow_symlinks=False)
    ssh = folder / ".ssh"
    ssh.mkdir(0o700)
    escaped = str(other).replace(" ", r"\ ")
    written = line.format(other=other, escaped=escaped, home=folder)
    (ssh / "config").write_text(f"{written}\n")
    monkeypatch.setenv("HOME", str(folder))
    with pytest.raises((Problem, ConfigProblem)):
        options_of("controller", None, None)
