"""What is written: it loads again, only its owner can read it, and it holds no typed password."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.answers import ENVIRON, changed, write
from wizard.answers.draft import Draft
from wizard.answers.init import init
from wizard.answers.load import load
from wizard.answers.passwords import Kind, Source
from wizard.answers.problems import AnswersWrong
from wizard.answers.save import save, variable
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.text import Words

VARIABLES = {"DBPASSWORD": "a", "NOVADBPASS": "b", "NOVAPASS": "c", "RABBITPASS": "d"}
FULL = changed(
    (
        "    disk: /dev/sdb\n",
        "    disk: /dev/sdb\n    erase: ata-QEMU_1 20G\n    user: stack\n    sudo: false\n",
    ),
    (
        "ssh:\n",
        "  - {host: c2, name: compute2, management_ip: 2001:db8::2, port: 2222, disk: /dev/vdb}\nssh:\n"
        "  sudo: true\n  known_hosts: ~/.ssh/known_hosts\n  identity_file: '/a b/id'\n"
        f"  host_key: SHA256:{'a' * 43}\n  password: {{env: NOVADB}}\n",
    ),
    ("{env: NOVA}", '"cl\'ear: #1"'),
    ("rabbitpass: {env: RABBIT}", "rabbitpass: {command: echo 'a b' | cat}"),
)


@pytest.fixture(params=["ko", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    """The texts of each language."""
    return Words(request.param)


def test_what_is_saved_is_what_was_read(tmp_path: Path, words: Words) -> None:
    path = write(tmp_path, FULL)
    draft = Draft.read(path)
    save(draft, tmp_path / "saved.yaml", words)
    assert Draft.read(tmp_path / "saved.yaml").data == draft.data
    before, after = load(path, ENVIRON), load(tmp_path / "saved.yaml", ENVIRON)
    assert [secret.reveal() for secret in after.answers.secrets] == [
        secret.reveal() for secret in before.answers.secrets
    ]
    assert after.answers.compute[1].login.port == 2222


def test_a_saved_file_is_saved_as_it_is(tmp_path: Path, words: Words) -> None:
    path = write(tmp_path, FULL)
    save(Draft.read(path), path, words)
    once = path.read_bytes()
    save(Draft.read(path), path, words)
    assert path.read_bytes() == once


def test_what_is_written_is_for_its_owner_alone(tmp_path: Path, words: Words) -> None:
    path = write(tmp_path, FULL, 0o644)
    before = os.umask(0)
    try:
        save(Draft.read(path), path, words)
        init(tmp_path / "new.yaml", words)
    finally:
        os.umask(before)
    assert [oct(file.stat().st_mode & 0o777) for file in (path, tmp_path / "new.yaml")] == ["0o600", "0o600"]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answers.yaml", "new.yaml"]


def test_a_typed_password_is_not_saved(tmp_path: Path, words: Words) -> None:
    draft = Draft.example("en")
    for path in ("passwords.novapass", "ssh.password", "compute[0].password"):
        draft.set(path, "hunter2")
    save(draft, tmp_path / "a.yaml", words)
    content = (tmp_path / "a.yaml").read_text()
    assert "hunter2" not in content
    assert "novapass: {env: NOVAPASS}" in content
    assert [variable(path) for path in ("ssh.password", "compute[0].password")] == [
        "SSH_PASSWORD",
        "COMPUTE_0_PASSWORD",
    ]
    environ = {**VARIABLES, "SSH_PASSWORD": "e", "COMPUTE_0_PASSWORD": "f"}
    assert load(tmp_path / "a.yaml", environ).answers.secrets[-1].reveal() == "f"
    assert draft.get("passwords.novapass") == Source(Kind.TYPED, "hunter2"), "the session still has it"


def test_a_password_in_clear_is_saved_when_it_was_chosen(tmp_path: Path, words: Words) -> None:
    draft = Draft.example("en")
    draft.set("passwords.novapass", Source(Kind.CLEAR, "no"))
    save(draft, tmp_path / "a.yaml", words)
    assert 'novapass: "no"\n' in (tmp_path / "a.yaml").read_text()
    assert load(tmp_path / "a.yaml", VARIABLES).warnings == ()


def test_relative_paths_are_still_found_from_another_folder(tmp_path: Path, words: Words) -> None:
    (tmp_path / "pw").write_text("from-file")
    (tmp_path / "pw").chmod(0o600)
    (tmp_path / "elsewhere").mkdir()
    content = changed(
        ("{env: NOVA}", "{file: pw}"), ("user: root", "identity_file: keys/id\n  known_hosts: ~/kh")
    )
    draft = Draft.read(write(tmp_path, content))
    save(draft, tmp_path / "elsewhere/a.yaml", words)
    answers = load(tmp_path / "elsewhere/a.yaml", {**ENVIRON, "HOME": "/h"}).answers
    assert answers.passwords.novapass.reveal() == "from-file"
    assert answers.controller.login.identity_file == str(tmp_path / "keys/id")
    assert answers.controller.login.known_hosts == "/h/kh"
    save(draft, tmp_path / "here.yaml", words)
    assert "novapass: {file: pw}" in (tmp_path / "here.yaml").read_text()


def test_a_link_is_refused_and_stays(tmp_path: Path, words: Words) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("old")
    link.symlink_to(real)
    with pytest.raises(Problem) as refused:
        save(Draft.example("en"), link, words)
    assert refused.value.message == Message("save-link", file=str(link), target=str(real))
    assert (link.is_symlink(), real.read_text()) == (True, "old")


def test_answers_that_could_not_be_loaded_are_not_saved(tmp_path: Path, words: Words) -> None:
    draft = Draft.example("en")
    draft.set("compute[0].name", "a b")
    draft.set("passwords.novapass", Source(Kind.CLEAR, "a\nb"))
    with pytest.raises(AnswersWrong) as caught:
        save(draft, tmp_path / "a.yaml", words)
    assert [path for path, _, _ in caught.value.problems] == ["compute[0].name", "passwords.novapass"]
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_the_old_file_stays(
    tmp_path: Path, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, FULL)
    draft = Draft.read(path)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    attempts = partial(save, draft, path, words), partial(init, tmp_path / "new.yaml", words)
    for attempt in attempts:
        with pytest.raises(Problem) as caught:
            attempt()
        assert caught.value.message.key == "answers-not-written"
        assert caught.value.message.variables["reason"] == "No space left on device"
    assert path.read_text() == FULL
    assert [file.name for file in tmp_path.iterdir()] == ["answers.yaml"]


def test_a_folder_that_is_not_there(tmp_path: Path, words: Words) -> None:
    path = tmp_path / "none/a.yaml"
    for attempt in (partial(save, Draft.example("en"), path, words), partial(init, path, words)):
        with pytest.raises(Problem) as caught:
            attempt()
        assert caught.value.message.variables == {"file": str(path), "reason": "No such file or directory"}


# --- A file to start from -------------------------------------------------------------------------------


def test_the_file_to_start_from_loads(tmp_path: Path, words: Words) -> None:
    path = tmp_path / "answers.yaml"
    init(path, words)
    loaded = load(path, VARIABLES)
    assert loaded.warnings == ()
    assert loaded.answers.language == words.lang
    assert max(cell_len(line) for line in path.read_text().splitlines()) <= 80


def test_every_example_in_it_can_be_switched_on(tmp_path: Path, words: Words) -> None:
    path = tmp_path / "answers.yaml"
    init(path, words)
    examples = re.compile(
        r"^( *)# (disk|erase|port|identity_file|known_hosts|host_key|password|sudo): ", re.M
    )
    content = examples.sub(r"\1\2: ", path.read_text()).replace("FINGERPRINT", "a" * 43)
    path.write_text(content)
    answers = load(path, {**VARIABLES, "SSH_PASSWORD": "x", "HOME": "/h"}).answers
    login = answers.compute[0].login
    assert (login.port, login.identity_file, login.sudo) == (22, "/h/.ssh/id_ed25519", True)
    assert (answers.compute[0].disk, answers.compute[0].erase) == ("/dev/sdb", "IDENTITY")


@pytest.mark.parametrize("kind", ["file", "link", "broken link", "folder"])
def test_a_file_to_start_from_replaces_nothing(tmp_path: Path, words: Words, kind: str) -> None:
    path = tmp_path / "answers.yaml"
    target = tmp_path / "target"
    if kind == "file":
        path.write_text("mine")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(target)
        if kind == "link":
            target.write_text("mine")
    with pytest.raises(Problem) as caught:
        init(path, words)
    assert (caught.value.message.key, caught.value.message.variables) == (
        "answers-file-there",
        {"file": str(path)},
    )
    assert words.say(caught.value.message)
    assert target.exists() == (kind == "link")
    if kind in ("file", "link"):
        assert path.read_text() == "mine"


# --- Whatever is answered -------------------------------------------------------------------------------

PRINTABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), min_size=1, max_size=20
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(password=PRINTABLE, text=PRINTABLE, identity=PRINTABLE)
def test_any_text_comes_back(tmp_path: Path, words: Words, password: str, text: str, identity: str) -> None:
    draft = Draft.example("en")
    answers: dict[str, Any] = {
        "passwords.novapass": Source(Kind.CLEAR, password),
        "passwords.rabbitpass": Source(Kind.COMMAND, f"x{text}"),
        "ssh.identity_file": f"/{text}",
        "compute[0].disk": "/dev/sdb",
        "compute[0].erase": identity,
    }
    for path, answer in answers.items():
        draft.set(path, answer)
    save(draft, tmp_path / "a.yaml", words)
    saved = Draft.read(tmp_path / "a.yaml")
    assert {path: saved.get(path) for path in answers} == answers
