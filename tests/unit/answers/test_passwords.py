"""The sources of passwords: what they give, what is said of them, and what is refused."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answers import ENVIRON, GOOD, changed, write
from tests.support.sshd import until
from wizard.answers import command
from wizard.answers.load import load
from wizard.answers.passwords import Kind, Opened, Source, open_source
from wizard.answers.problems import AnswersWrong
from wizard.model.message import Message
from wizard.model.problems import Problem


def opened(source: object, folder: Path, environ: dict[str, str] | None = None) -> Opened:
    """Return what a source gives: the password and what there is to say of it."""
    return open_source(Source.parse(source), "passwords.novapass", environ or dict(os.environ), folder)


def refused(source: object, folder: Path, environ: dict[str, str] | None = None) -> Message:
    """Return the message of the problem with which a source is refused."""
    with pytest.raises(Problem) as caught:
        opened(source, folder, environ)
    return caught.value.message


def secret_file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    """Write a file with this content and mode, and return its path."""
    path = folder / "secret"
    path.write_bytes(content)
    path.chmod(mode)
    return path


# --- Each source --------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["nova", " p@ss 'word\" ", "$%#;\\@:/", "비밀번호", "a" * 255])
def test_each_source_gives_the_password_as_it_is(tmp_path: Path, password: str) -> None:
    path = secret_file(tmp_path, password.encode() + b"\n")
    environ = {"PW": password, "PATH": os.environ["PATH"]}
    for source in (
        password,
        {"env": "PW"},
        {"file": str(path)},
        {"file": "secret"},
        {"command": 'printf %s "$PW"'},
        {"command": 'printf "%s\\n" "$PW"'},
        Source(Kind.TYPED, password),
    ):
        found = opened(source, tmp_path, environ)
        assert (found.secret.name, found.secret.reveal(), found.warnings) == ("novapass", password, ())


@pytest.mark.parametrize(
    ("content", "password"),
    [(b"pw", "pw"), (b"pw\n", "pw"), (b"pw\r\n", "pw"), (b" pw ", " pw "), (b"\xef\xbb\xbfpw\n", "pw")],
)
def test_one_line_end_is_cut_and_nothing_else(tmp_path: Path, content: bytes, password: str) -> None:
    assert opened({"file": str(secret_file(tmp_path, content))}, tmp_path).secret.reveal() == password


def test_the_home_is_the_environments(tmp_path: Path) -> None:
    secret_file(tmp_path, b"pw\n")
    found = opened({"file": "~/secret"}, Path("/"), {"HOME": str(tmp_path)})
    assert found.secret.reveal() == "pw"


def test_a_file_that_others_can_read_is_warned_of(tmp_path: Path) -> None:
    path = secret_file(tmp_path, b"pw\n", 0o640)
    assert opened({"file": str(path)}, tmp_path).warnings == (
        Message("answers-password-file-open", file=str(path)),
    )


def test_what_a_command_says_is_shown_and_what_it_prints_is_not(tmp_path: Path) -> None:
    found = opened({"command": "echo the-password; echo careful: the-password >&2"}, tmp_path)
    assert found.secret.reveal() == "the-password"
    assert found.warnings == (Message("answers-password-command-said", said="careful: ‹…›"),)


def test_a_trace_of_a_command_does_not_tell_the_password(tmp_path: Path) -> None:
    found = opened({"command": "set -x; echo \"it's a 'word'\""}, tmp_path)
    assert found.secret.reveal() == "it's a 'word'"
    assert found.warnings == (Message("answers-password-command-said", said="+ echo ‹…›"),)


def test_the_home_of_a_user_that_is_not_there(tmp_path: Path) -> None:
    message = refused({"file": "~no-such-user/secret"}, tmp_path)
    assert message == Message("answers-password-file", file="none", reason="No such file or directory")


def test_a_command_cannot_ask_and_gets_the_environment(tmp_path: Path) -> None:
    assert opened({"command": "cat; echo $X"}, tmp_path, {"X": "pw"}).secret.reveal() == "pw"


# --- What is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (0, "answers-password-quotes"),
        (1.5, "answers-password-quotes"),
        (True, "answers-password-source"),
        (None, "answers-password-source"),
        ([], "answers-password-source"),
        ({}, "answers-password-source"),
        ({"env": "A", "file": "b"}, "answers-password-source"),
        ({"typed": "x"}, "answers-password-source"),
        ({"clear": "x"}, "answers-password-source"),
        ({"env": 5}, "answers-password-source"),
        ({"file": "  "}, "answers-password-source"),
        ({"command": "a\0b"}, "answers-password-source"),
        ("", "answers-password-empty"),
        ({"command": "true"}, "answers-password-empty"),
        ({"command": "echo"}, "answers-password-empty"),
        ("a\nb", "password-line-break"),
        ({"command": "printf 'pw\\nurl: x\\n'"}, "password-line-break"),
        ({"command": "printf 'a\\033b'"}, "password-control"),
        ({"command": "printf '\\377'"}, "password-not-unicode"),
        ("a" * 256, "password-too-long"),
    ],
)
def test_what_is_refused(tmp_path: Path, source: object, key: str) -> None:
    assert refused(source, tmp_path).key == key


def test_what_is_refused_says_where_it_was_looked_for(tmp_path: Path) -> None:
    missing = str(tmp_path / "none")
    assert refused({"env": "NO_SUCH"}, tmp_path) == Message("answers-password-env", variable="NO_SUCH")
    assert refused({"file": "./none"}, tmp_path) == Message(
        "answers-password-file", file=missing, reason="No such file or directory"
    )
    assert refused({"file": str(tmp_path)}, tmp_path).variables["reason"] == "Is a directory"
    assert refused({"command": "echo secret; echo no key >&2; exit 3"}, tmp_path) == Message(
        "answers-password-command", status=3, said="no key"
    )
    assert refused({"command": "exit 1"}, tmp_path) == Message(
        "answers-password-command", status=1, said="none"
    )


def test_a_command_that_does_not_end_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "LIMIT", 0.5)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    message = refused({"command": f"sleep 600 > {pipe} & wait"}, tmp_path)
    assert message == Message("answers-password-command-slow", limit=0.5)
    os.set_blocking(end, True)
    assert os.read(end, 1) == b"", "the pipe has no writer any more"
    os.close(end)


def test_no_command_begins_where_the_program_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next password's would outlive it."""
    monkeypatch.setattr(command, "_over", threading.Event())
    begun = threading.Thread(target=refused, args=({"command": f"touch {tmp_path}/one; sleep 60"}, tmp_path))
    begun.start()
    until((tmp_path / "one").exists)
    command.end_all(for_good=True)
    begun.join()
    with pytest.raises(command.TooSlow):
        command.run(f"touch {tmp_path}/two", os.environ)
    assert not (tmp_path / "two").exists()


def test_a_database_password_is_ascii_and_others_need_not_be(tmp_path: Path) -> None:
    for name in ("dbpassword", "novadbpass"):
        with pytest.raises(Problem) as caught:
            open_source(Source(Kind.CLEAR, "비밀"), f"passwords.{name}", {}, tmp_path)
        assert caught.value.message.key == "password-not-ascii"
    for path in ("passwords.novapass", "passwords.rabbitpass", "ssh.password"):
        open_source(Source(Kind.CLEAR, "비밀"), path, {}, tmp_path)


@given(st.text(min_size=1, max_size=300))
def test_a_password_is_taken_as_it_is_or_not_at_all(password: str) -> None:
    try:
        found = opened(password, Path())
    except Problem as problem:
        assert password not in repr(problem) or len(password) < 3
    else:
        assert found.secret.reveal() == password
        assert repr(found) == "Opened(secret=‹novapass›, warnings=())"


@pytest.mark.parametrize("kind", Kind)
def test_a_source_shows_where_it_looks_and_nothing_of_what_it_finds(kind: Kind) -> None:
    assert repr(Source(kind, "hunter2")) == f"Source({kind})"
    assert "hunter2" not in str(Source(kind, "hunter2"))


# --- In the file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_passwords_in_clear_are_warned_of_where_others_can_read_them(
    tmp_path: Path, mode: int, warned: bool
) -> None:
    content = changed(("{env: NOVA}", "'clear 1'"), ("{env: RABBIT}", "clear2"))
    path = write(tmp_path, content, mode)
    loaded = load(path, ENVIRON)
    assert loaded.answers.passwords.novapass.reveal() == "clear 1"
    about = Message(
        "answers-password-in-clear", names="passwords.novapass, passwords.rabbitpass", file=str(path)
    )
    assert loaded.warnings == ((about,) if warned else ())


def test_a_file_without_passwords_in_clear_may_be_read_by_all(tmp_path: Path) -> None:
    assert load(write(tmp_path, GOOD, 0o644), ENVIRON).warnings == ()


def test_warnings_say_which_password_they_are_about(tmp_path: Path) -> None:
    path = secret_file(tmp_path, b"pw\n", 0o644)
    loaded = load(write(tmp_path, changed(("{env: NOVA}", "{file: secret}"))), ENVIRON)
    assert loaded.warnings == (
        Message("answers-password-file-open", name="passwords.novapass", file=str(path)),
    )


def test_every_source_that_fails_is_reported_with_the_rest(tmp_path: Path) -> None:
    content = changed(
        ("{env: NOVA_DBROOT}", "{env: NOT_SET}"),
        ("{env: NOVADB}", "{file: not-there}"),
        ("{env: NOVA}", "{command: exit 4}"),
        ("{env: RABBIT}", '"a\\tb"'),
        ("region:", "regoin:"),
    )
    with pytest.raises(AnswersWrong) as caught:
        load(write(tmp_path, content), ENVIRON)
    assert [(path, message.key) for path, message, _ in caught.value.problems] == [
        ("regoin", "answers-unknown-key-near"),
        ("passwords.dbpassword", "answers-password-env"),
        ("passwords.novadbpass", "answers-password-file"),
        ("passwords.novapass", "answers-password-command"),
        ("passwords.rabbitpass", "password-control"),
    ]


def test_a_file_of_another_version_runs_no_command(tmp_path: Path) -> None:
    content = changed(("version: 1", "version: 2"), ("{env: NOVA}", f"{{command: touch {tmp_path}/ran}}"))
    with pytest.raises(AnswersWrong):
        load(write(tmp_path, content), ENVIRON)
    assert not (tmp_path / "ran").exists()
