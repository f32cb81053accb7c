"""Answers as the wizard edits them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.answers import ENVIRON, changed, write
from wizard.answers.draft import Draft
from wizard.answers.passwords import Kind, Source
from wizard.answers.problems import AnswersWrong
from wizard.model.message import Message


def keys_of(draft: Draft) -> list[tuple[str, str]]:
    return [(wrong.path, wrong.message.key) for wrong in draft.problems()]


def test_the_example_lacks_nothing_but_its_passwords() -> None:
    draft = Draft.example("en")
    assert draft.problems() == []
    with pytest.raises(AnswersWrong) as caught:
        draft.answers({})
    assert [path for path, _, _ in caught.value.problems] == [
        "passwords.dbpassword",
        "passwords.novadbpass",
        "passwords.novapass",
        "passwords.rabbitpass",
    ]
    variables = {"DBPASSWORD": "a", "NOVADBPASS": "b", "NOVAPASS": "c", "RABBITPASS": "d"}
    answers = draft.answers(variables).answers
    assert (answers.language, answers.compute[0].name, answers.compute[0].disk) == ("en", "compute1", None)
    assert answers.passwords.rabbitpass.reveal() == "d"


def test_an_empty_draft_lacks_everything() -> None:
    draft = Draft({})
    assert keys_of(draft) == [
        ("version", "answers-missing"),
        ("controller", "answers-missing"),
        ("compute", "answers-missing"),
        ("passwords", "answers-missing"),
    ]
    assert draft.get("controller.host") is None
    assert draft.get("compute[0].host") is None


def test_answers_are_given_field_by_field() -> None:
    draft = Draft({"version": 1})
    for path, value in (
        ("controller.host", "10.0.0.11"),
        ("controller.name", "controller"),
        ("controller.management_ip", "10.0.0.11"),
        ("compute[0].host", "10.0.0.31"),
        ("compute[0].name", "compute1"),
        ("compute[0].management_ip", "10.0.0.31"),
        ("ssh.port", "2222"),
        ("ssh.sudo", True),
        ("passwords.dbpassword", "typed-1"),
        ("passwords.novadbpass", Source(Kind.ENV, "DB")),
        ("passwords.novapass", Source(Kind.CLEAR, "clear")),
        ("passwords.rabbitpass", "typed-2"),
    ):
        draft.set(path, value)
    answers = draft.answers({"DB": "from-env"}).answers
    assert answers.controller.login.port == 2222
    assert answers.compute[0].login.sudo
    assert [secret.reveal() for secret in answers.secrets] == ["typed-1", "from-env", "clear", "typed-2"]


def test_a_field_is_checked_as_it_is_typed() -> None:
    draft = Draft.example("en")
    path = "compute[0].management_ip"
    for typed in ("1", "10.0.0.", "10.0.0.256", "x"):
        draft.set(path, typed)
        assert draft.problem(path) == Message("answers-address")
    draft.set(path, "10.0.0.31")
    assert draft.problem(path) is None
    draft.set(path, "10.0.0.11")
    assert draft.problem(path) == Message("answers-repeated", first="controller.management_ip")
    draft.set(path, "")
    assert draft.problem(path) == Message("answers-missing")
    draft.set("ssh.port", "22x")
    assert draft.problem("ssh.port") == Message("answers-wants-number")


def test_a_typed_password_is_checked_too_without_being_said() -> None:
    draft = Draft.example("en")
    draft.set("passwords.novadbpass", "비밀-hunter2")
    draft.set("ssh.password", "hunter2\x07")
    assert keys_of(draft) == [
        ("ssh.password", "password-control"),
        ("passwords.novadbpass", "password-not-ascii"),
    ]
    assert "hunter2" not in repr(draft.problems())
    assert "hunter2" not in repr(draft)
    assert "hunter2" not in repr(draft.data)


def test_hosts_come_and_go() -> None:
    draft = Draft.example("en")
    for key, value in (("host", "10.0.0.32"), ("name", "compute2"), ("management_ip", "10.0.0.32")):
        draft.set(f"compute[1].{key}", value)
    draft.set("compute[1].disk", "/dev/sdb")
    assert draft.problems() == []
    draft.remove("compute[0]")
    assert [host["name"] for host in draft.get("compute")] == ["compute2"]
    draft.set("compute[0].disk", None)
    assert draft.get("compute[0].disk") is None
    draft.remove("compute[5]")
    draft.remove("nowhere.at.all")
    assert draft.problems() == []


def test_a_draft_from_a_file_that_is_not_right_yet(tmp_path: Path) -> None:
    path = write(
        tmp_path, changed(("name: compute1", "name: a b"), ("{env: NOVA}", "clear"), ("ssh:\n", "sssh:\n"))
    )
    draft = Draft.read(path)
    assert keys_of(draft) == [("compute[0].name", "answers-name"), ("sssh", "answers-unknown-key-near")]
    assert draft.get("passwords.novapass") == Source(Kind.CLEAR, "clear")
    draft.remove("sssh")
    draft.set("compute[0].name", "compute1")
    assert draft.answers(ENVIRON).answers.passwords.novapass.reveal() == "clear"


def test_what_stands_in_the_way_of_an_answer_makes_room_for_it(tmp_path: Path) -> None:
    draft = Draft({"controller": "x", "compute": "y", "passwords": ["z"]})
    draft.set("controller.host", "10.0.0.11")
    draft.set("compute[0].host", "10.0.0.31")
    draft.set("passwords.novapass", Source(Kind.ENV, "X"))
    assert draft.data == {
        "controller": {"host": "10.0.0.11"},
        "compute": [{"host": "10.0.0.31"}],
        "passwords": {"novapass": Source(Kind.ENV, "X")},
    }


def test_a_file_that_yaml_has_to_refuse_gives_no_draft(tmp_path: Path) -> None:
    for content in ("a: 'b", "a: 1\na: 2\n", ""):
        with pytest.raises(AnswersWrong):
            Draft.read(write(tmp_path, content))


def test_files_beside_the_answers_are_found(tmp_path: Path) -> None:
    (tmp_path / "pw").write_text("from-file\n")
    (tmp_path / "pw").chmod(0o600)
    draft = Draft.read(write(tmp_path, changed(("{env: NOVA}", "{file: pw}"))))
    assert draft.answers(ENVIRON).answers.passwords.novapass.reveal() == "from-file"
