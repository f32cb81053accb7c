"""A rehearsal: the passwords of the answers are neither opened nor handed to the lab; it has made-up ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.security.programs import run
from wizard.answers.draft import Draft
from wizard.answers.load import load
from wizard.answers.problems import AnswersWrong
from wizard.lab import Lab
from wizard.model.steps import Guide
from wizard.simulation import BOOKS_OWN, Simulation, made_up, simulated
from wizard.text import Words
from wizard.tui.lab import on_lab
from wizard.tui.setting import StartOptions

REAL = "the-real-one"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Answers with each kind of source for a password, for the book's and for logins."""
    (tmp_path / "secret").write_text(f"{REAL}-file\n")
    (tmp_path / "secret").chmod(0o600)
    command = {"command": f"touch {tmp_path / 'was-run'}; echo {REAL}-command"}
    file = tmp_path / "answers.yaml"
    file.touch(0o600)
    data: dict[str, Any] = {
        "version": 1,
        "controller": {
            "host": "192.0.2.1", "name": "controller", "management_ip": "10.0.0.11",
            "password": {"env": "NOT_SET_EITHER"}, "identity_file": "/nonexistent/key",
        },
        "compute": [
            {
                "host": "192.0.2.2", "name": "compute1", "management_ip": "10.0.0.31", "disk": "/dev/sdb",
                "password": command, "known_hosts": "/nonexistent/known_hosts",
            },
        ],
        "ssh": {"password": f"{REAL}-login", "identity_file": "~nobody-at-all/key"},
        "passwords": {
            "dbpassword": {"env": "NOT_SET"},
            "novadbpass": {"file": str(tmp_path / "secret")},
            "novapass": command,
            "rabbitpass": f"{REAL}-clear",
        },
    }  # fmt: skip
    file.write_text(json.dumps(data))
    return file


def left(home: Path) -> Iterator[str]:
    """Give the text of every file under a folder, but for the answers and what they name."""
    for path in home.rglob("*"):
        if path.is_file() and path.name not in ("answers.yaml", "secret"):
            yield path.read_text(errors="replace")


def test_a_whole_rehearsal(tmp_path: Path, answers: Path) -> None:
    """The guide is done, the lab kept, gone on with; of the real passwords there is no trace."""
    kept = tmp_path / "kept"
    words = ("--lab", "--replay", str(answers), "--lab-dir", str(kept), "--output", "json")
    done = run(tmp_path, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "was-run").exists()
    again = run(tmp_path, *words)
    assert again.returncode == 0, again.stdout + again.stderr
    texts = [*left(tmp_path), done.stdout, done.stderr, again.stdout]
    assert [text for text in texts if REAL in text] == []
    lab = json.loads((kept / "lab").read_text())
    passwords = lab["passwords"]
    assert sorted(passwords) == sorted(BOOKS_OWN)
    assert all(re.fullmatch("[0-9a-f]{32}", password) for password in passwords.values())
    assert any(
        passwords["novapass"] in str(inode.get("content")) for inode in lab["nodes"]["compute1"]["inodes"]
    )
    rest = [*left(tmp_path / "state"), done.stdout, done.stderr]
    assert [text for text in rest if any(password in text for password in passwords.values())] == []


@pytest.mark.parametrize(("words", "status"), [((), 0), (("--check",), 5), (("--dry-run",), 0)])
def test_without_a_file(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    """The lab's own answers: the book's hosts and words."""
    done = run(tmp_path, "--lab", "--replay", "--output", "plain", *words)
    assert done.returncode == status, done.stdout + done.stderr


def test_without_a_file_and_without_the_lab(tmp_path: Path) -> None:
    """There is nothing to replay."""
    done = run(tmp_path, "--replay", "--check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == Words("en").label("replay-what") + "\n"


def test_other_mistakes_are_still_told(answers: Path) -> None:
    """A rehearsal finds what is wrong with the answers, what is no source of a password included."""
    answers.write_text(answers.read_text().replace('{"env": "NOT_SET"}', '{"environment": "X"}'))
    with pytest.raises(AnswersWrong) as refused:
        load(answers, {}, made_up())
    assert [wrong.path for wrong in refused.value.problems] == ["passwords.dbpassword"]


def test_the_lab_inherits_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor an agent: of the environment it gets what a program needs to start."""
    monkeypatch.setenv("REAL_PASSWORD", REAL)
    monkeypatch.setenv("SSH_AUTH_SOCK", "/nowhere")
    with Lab() as lab:
        assert lab._process is not None
        found = [
            Path(f"/proc/{pid}/environ").read_bytes()
            for pid in (lab._process.pid, *children(lab._process.pid))
        ]
    assert len(found) == 2
    assert [part for part in found if REAL.encode() in part or b"SSH_AUTH_SOCK" in part] == []


def children(pid: int) -> list[str]:
    """Return the IDs of a process's children."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_the_lab_is_told_none(answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is sent to the lab's process has them."""
    sent: list[str] = []
    ask = Lab.ask

    def noted(self: Lab, request: dict[str, Any]) -> dict[str, Any]:
        sent.append(json.dumps(request))
        return ask(self, request)

    monkeypatch.setattr(Lab, "ask", noted)
    simulation = Simulation(passwords=made_up())
    loaded = load(answers, {}, simulation.passwords)
    with simulated(loaded.answers, simulation) as pointed:
        assert {secret.name: secret.reveal() for secret in pointed.secrets} == simulation.passwords
    assert sent
    assert REAL not in "".join(sent)


def test_typed_into_the_wizard(tmp_path: Path) -> None:
    """What a user types on the lab, out of habit, stays where it was typed."""
    setting = StartOptions(
        load=lambda: Guide((), (), ()), draft=lambda: Draft.example("en"), words=Words("en"), state=tmp_path
    )
    with on_lab(setting, Simulation(), fill_in=True) as simulated_setting:
        draft = simulated_setting.draft()
        draft.set("passwords.novapass", f"{REAL}-typed")
        draft.set("ssh.password", f"{REAL}-login")
        answers = simulated_setting.point(draft.answers({}, simulated_setting.rehearsal).answers)
        assert {secret.name: secret.reveal() for secret in answers.secrets} == BOOKS_OWN


def test_with_a_file_in_the_wizard(tmp_path: Path, answers: Path) -> None:
    """Made-up ones too, and no source is opened."""
    draft = Draft.read(answers)
    setting = StartOptions(
        load=lambda: Guide((), (), ()), draft=lambda: draft, words=Words("en"), state=tmp_path
    )
    with on_lab(setting, Simulation(passwords=made_up()), fill_in=False) as on:
        pointed = on.point(on.draft().answers({}, on.rehearsal).answers)
        assert REAL not in "".join(secret.reveal() for secret in pointed.secrets)
        assert not (tmp_path / "was-run").exists()


def test_a_lab_that_is_kept_keeps_its_own(tmp_path: Path) -> None:
    """They are used again, whatever the next start would have made up."""
    first = made_up()
    with Lab(first, directory=tmp_path / "kept"):
        pass
    with Lab(made_up(), directory=tmp_path / "kept") as lab:
        assert lab.passwords == first
