"""The whole guide on the lab, as a user of the command line and as a reader of what a run leaves sees it."""

from __future__ import annotations

import errno
import json
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import pytest

from steps import GUIDE
from tests.lab.runs import PASSWORDS, LabWizard, table
from tests.support.ended import Event, RunResult
from wizard.lab import Lab
from wizard.model.role import Role
from wizard.text import Words

CHECKOUT = Path(__file__).parents[2]
EXAMPLE = "examples/answers.yaml"
HOSTS = {Role.CONTROLLER: "controller", Role.COMPUTE: "compute1"}
STEPS = {(step.id, HOSTS[step.on]) for step in GUIDE if step.on in HOSTS}
NOTHING_TO_DO = {
    "4.4.2/prepare/1a",
    "4.4.2/prepare/1d",
    "4.4.2/prepare/2",
    "4.4.2/install/3i",
    "4.4.3/install/2g",
    "4.4.3/finish/1",
    "4.4.4/1",
    "4.4.4/2",
}
"""Steps that log in, leave, look, or want what the packages' nova.conf says already."""


# --- One lab from its beginning to its end ----------------------------------------------------------


@dataclass(frozen=True)
class LabRuns:
    """The runs on one lab, one after the other: the events of each, and the lab's state after it."""

    wizard: LabWizard
    runs: Mapping[str, RunResult]
    states: Mapping[str, Any]


CHAPTERS: Mapping[str, tuple[str, ...]] = {
    "dry run": ("--dry-run",),
    "dry run in Korean": ("--dry-run", "--lang", "ko"),
    "run": (),
    "again": (),
    "check": ("--check",),
}


@pytest.fixture(scope="module")
def lab_runs(tmp_path_factory: pytest.TempPathFactory) -> LabRuns:
    """A lab, and on it one run for each of `CHAPTERS`."""
    with Lab(PASSWORDS) as lab:
        wizard = LabWizard(lab, tmp_path_factory.mktemp("story"))
        runs, states = {}, {"": lab.state()}
        for chapter, words in CHAPTERS.items():
            runs[chapter] = wizard.run(*words)
            states[chapter] = lab.state()
        return LabRuns(wizard, runs, states)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_run_ends_well(lab_runs: LabRuns, chapter: str) -> None:
    assert lab_runs.runs[chapter].status == 0, lab_runs.runs[chapter]
    assert lab_runs.runs[chapter].stderr == ""


def test_the_guide_ends_in_the_books_table(lab_runs: LabRuns) -> None:
    assert lab_runs.runs["run"].table == table()


def test_every_step_ends_as_it_should(lab_runs: LabRuns) -> None:
    run = lab_runs.runs["run"]
    assert set(run.statuses) == STEPS
    assert run.changed == {(id_, host) for id_, host in STEPS if id_ not in NOTHING_TO_DO}
    assert run.ending_in("unchanged") == STEPS - run.changed


def test_again_changes_nothing(lab_runs: LabRuns) -> None:
    again = lab_runs.runs["again"]
    assert again.ending_in("unchanged") == STEPS
    assert again.sent == []
    assert lab_runs.states["again"] == lab_runs.states["run"]


def test_check_finds_all_done(lab_runs: LabRuns) -> None:
    check = lab_runs.runs["check"]
    assert {(event["id"], event["host"]) for event in check.told("check")} == STEPS
    assert check.differing == {}
    assert check.sent == []
    assert lab_runs.states["check"] == lab_runs.states["run"]


@pytest.mark.parametrize("dry_run", ["dry run", "dry run in Korean"])
def test_a_dry_run_changes_nothing(lab_runs: LabRuns, dry_run: str) -> None:
    assert lab_runs.runs[dry_run].sent == []
    assert lab_runs.states[dry_run] == lab_runs.states[""]


def test_the_dry_run_is_what_the_run_sends(lab_runs: LabRuns) -> None:
    """Word for word; only the lines around what goes into nova.conf nobody can know before it is there."""
    dry_run, run = (plans_of(lab_runs.runs[chapter]) for chapter in ("dry run", "run"))
    assert [told(plan) for plan in dry_run if plan["id"] not in NOTHING_TO_DO] == [told(plan) for plan in run]


def plans_of(run: RunResult) -> list[Event]:
    """Return the run's events `plan`, sorted by host and step."""
    return sorted(run.told("plan"), key=lambda plan: (plan["host"], plan["id"]))


def told(plan: Event) -> tuple[str, ...]:
    """Return what a plan event says, and of its diff the options that it sets."""
    lines = plan["diff"].splitlines()
    options = sorted(line for line in lines if line.startswith("+") and " = " in line)
    return (*(plan[field] for field in ("id", "host", "kind", "text", "message")), *options)


def test_two_languages(lab_runs: LabRuns) -> None:
    """The same is planned in both, and every step says in each why."""
    english, korean = (plans_of(lab_runs.runs[chapter]) for chapter in ("dry run", "dry run in Korean"))
    assert [plan["text"] for plan in english] == [plan["text"] for plan in korean]
    assert [plan["diff"] for plan in english] == [plan["diff"] for plan in korean]
    for one, other in zip(english, korean, strict=True):
        assert one["message"] != other["message"]
        assert hangul(other["message"])
        assert not hangul(one["message"])


def hangul(text: str) -> bool:
    """Whether a text has Hangul in it."""
    return any("가" <= letter <= "힣" for letter in text)


@pytest.mark.parametrize("name", PASSWORDS)
def test_no_password_is_shown(lab_runs: LabRuns, name: str) -> None:
    """As it is, or as it is written into a URL, a statement, a shell's word or nova.conf."""
    password = PASSWORDS[name]
    forms = {
        password,
        quote(password, safe=""),
        shlex.quote(password),
        password.replace("\\", "\\\\").replace("'", "\\'"),
        password.replace("$", "\\$"),
        json.dumps(password)[1:-1],
    }
    left = [path.read_text() for path in lab_runs.wizard.state.rglob("*") if path.is_file()]
    printed = [run.stdout + run.stderr for run in lab_runs.runs.values()]
    assert len(left) == 2 * len(CHAPTERS)
    for text in (*left, *printed):
        assert [form for form in forms if form in text] == []
    assert any(f"‹{name}›" in text for text in left)


# --- The command line -------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with a folder for temporary files in it."""
    (tmp_path / "tmp").mkdir()
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    """The environment for a program that is run from a checkout."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "NOVA_WIZARD_STATE": str(home / "state"),
    }


def replay(
    home: Path, *words: str, checkout: Path = CHECKOUT, user: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program of a checkout on its example, as a user would."""
    return subprocess.run(
        [interpreter(user), "-m", "wizard", "--replay", EXAMPLE, "--lab", "--output", "plain", *words],
        cwd=checkout,
        env=environment(home),
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def interpreter(user: int | None) -> str:
    """Return a Python that the user may start: this one, or the system's of the same version."""
    for python in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        with suppress(OSError):
            subprocess.run([python, "-c", ""], user=user, cwd="/", check=True)
            return python
    pytest.skip("this Python is for root alone")


def rows(printed: str) -> set[tuple[str, ...]]:
    """Return the binary, host, status and state of the table's rows."""
    lines = [line.strip("|").split("|") for line in printed.splitlines() if line.startswith("| ")]
    return {tuple(line[column].strip() for column in (1, 2, 4, 5)) for line in lines[1:]}


def wanted(compute_nodes: int = 1) -> set[tuple[str, ...]]:
    """Return the rows of the service table that a finished lab has."""
    return {(binary, host, "enabled", "up") for binary, host, _, _ in table(compute_nodes)}


def test_three_compute_nodes(home: Path) -> None:
    """Six services; and nothing of the lab is left."""
    done = replay(home, "--lab-nodes", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(done.stdout) == wanted(3)
    assert len(rows(done.stdout)) == 6
    assert Words("ko").label("simulated") in done.stdout
    assert list((home / "tmp").iterdir()) == []


def test_a_lab_that_is_kept(home: Path) -> None:
    """The next start finds all done."""
    kept = home / "lab"
    first, second = (replay(home, "--lab-dir", str(kept)) for _ in range(2))
    assert first.returncode == 0, first.stdout + first.stderr
    assert second.returncode == 0, second.stdout + second.stderr
    assert rows(second.stdout) == wanted()
    assert "\nchanged " in first.stdout
    assert "\nchanged " not in second.stdout
    assert list((home / "tmp").iterdir()) == []


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_folder_that_is_not_for_the_lab(home: Path, lang: str) -> None:
    """One with another lab, and one in which nothing can be kept: said, and nothing is changed."""
    kept, words = str(home / "lab"), ("--check", "--lang", lang)
    assert replay(home, *words, "--lab-dir", kept).returncode == 5
    before = (home / "lab" / "lab").read_bytes()
    other = replay(home, *words, "--lab-nodes", "2", "--lab-dir", kept)
    assert (other.returncode, other.stdout) == (2, "")
    assert other.stderr == Words(lang).label("lab-dir-other", directory=kept) + "\n"
    assert (home / "lab" / "lab").read_bytes() == before
    no_folder = str(home / "lab" / "lab" / "in it")
    refused = replay(home, *words, "--lab-dir", no_folder)
    assert (refused.returncode, refused.stdout) == (2, "")
    said = Words(lang).label("lab-dir-refused", directory=no_folder, said=os.strerror(errno.ENOTDIR))
    assert refused.stderr == said + "\n"


def test_as_a_user_who_is_not_root() -> None:
    """From a copy of the checkout that the user may only read."""
    user = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    with TemporaryDirectory() as folder:
        home, copy = Path(folder), Path(folder) / "checkout"
        for name in ("wizard", "steps", "locale", "examples"):
            shutil.copytree(CHECKOUT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        (home / "tmp").mkdir()
        for open_to_all in (home, home / "tmp"):
            open_to_all.chmod(0o1777)  # as /tmp is
        done = replay(home, checkout=copy, user=user)
        assert done.returncode == 0, done.stdout + done.stderr
        assert rows(done.stdout) == wanted()
        owners = {path.stat().st_uid for path in (home / "state").rglob("*")}
        assert owners == {os.geteuid() if user is None else user}
