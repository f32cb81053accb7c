"""An exercise at work, as a student does it: begun, hinted at, solved, graded."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.novalab.programs import LAB, Started, run, started, until

NAME = "two-computes"
EXERCISE = """\
version: 1
name: two-computes
title: {ko: 제목, en: "Two nodes"}
task: {ko: 할 일, en: "Start what has stopped."}
break:
  - {on: controller, sh: systemctl stop memcached}
  - {on: compute2, sh: sed -i '/controller$/d' /etc/hosts}
hints:
  - {ko: 힌트 하나, en: The first, costs: 1}
  - {ko: 힌트 둘, en: The second, costs: 2}
solve:
  - {on: controller, sh: systemctl start memcached}
  - {on: compute2, sh: "sed -i '/^10.0.0.31/i 10.0.0.11   controller' /etc/hosts"}
grade:
  - {step: before/ports, points: 2}
  - {step: before/name, points: 3}
"""


def own_file(home: Path, text: str = EXERCISE) -> Path:
    """Write an instructor's exercise."""
    file = home / "own.yaml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A lab on which the exercise has begun."""
    home = tmp_path_factory.mktemp("exercise")
    with started(home, home / "lab", "--exercise", str(own_file(home))) as found:
        until((home / "lab" / "exercise.json").is_file, "the exercise does not begin")
        yield found


def graded(lab: Started) -> dict[str, object]:
    """Return the grade as JSON has it."""
    report = lab.home / "grade.json"
    lab.command("grade", "--report", str(report), "--student", "=김학생")
    found: dict[str, object] = json.loads(report.read_text())
    return found


def test_from_the_beginning_to_full_points_less_a_hint(lab: Started) -> None:
    """Each place that was broken counts; what held at the start counts nothing; hints cost what they say."""
    begun = graded(lab)
    assert (begun["points"], begun["of"], begun["hints"]) == (0, 7, 0)
    steps = begun["steps"]
    assert isinstance(steps, list)
    assert {(step["id"], step["host"]) for step in steps} == {
        ("before/name", "compute2"),
        ("before/ports", "controller"),
        ("before/ports", "compute1"),
    }
    assert all(step["reason"] and step["hint"] for step in steps)
    assert lab.ssh("controller", "systemctl start memcached").returncode == 0
    first = lab.command("hint").stdout
    assert "The first" in first
    assert "1 point" in first
    assert "2 points" in first
    assert lab.ssh("compute2", "sed -i '/^10.0.0.31/i 10.0.0.11   controller' /etc/hosts").returncode == 0
    ended = lab.command("grade")
    assert ended.returncode == 5
    assert "Points: 6 of 7. 1 hint was used." in ended.stdout
    refused = lab.command("hint")
    assert refused.stderr == "Everything that is graded holds already. No hint was taken.\n"
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Points: 6 of 7. 1 hint was used." in lab.command("grade").stdout
    lab.ssh("controller", "systemctl stop memcached")
    assert "The second" in lab.command("hint").stdout
    lab.ssh("controller", "systemctl start memcached")
    again = lab.command("hint").stdout
    assert "The first" in again
    assert "The second" in again


def test_grading_changes_nothing(lab: Started) -> None:
    """No file, service or record of the lab is another one, and no lock is left on a host."""
    before = lab.lab.state()
    assert lab.command("grade").returncode == 5
    assert lab.lab.state() == before
    assert "No such file" in lab.ssh("controller", "ls /run/nova-wizard").stderr


def test_reports(lab: Started) -> None:
    """A line for each step, a name that no spreadsheet computes, JUnit with what is missing as failures."""
    files = [lab.home / f"grade.{ending}" for ending in ("csv", "xml")]
    options = [word for file in files for word in ("--report", str(file))]
    lab.ssh("controller", "systemctl stop memcached")
    assert lab.command("grade", "--student", "=김학생", *options).returncode == 5
    rows = list(csv.DictReader(files[0].read_text().splitlines()))
    assert {row["student"] for row in rows} == {"'=김학생"}
    assert {row["host"] for row in rows if row["id"] == "before/name"} == {"compute2"}
    suite = ElementTree.fromstring(files[1].read_text()).find("testsuite")
    assert suite is not None
    assert int(suite.get("tests", "0")) == len(rows)
    assert len(suite.findall("testcase/failure")) == int(suite.get("failures", "0")) > 0
    lab.ssh("controller", "systemctl start memcached")


def test_the_same_exam_on_other_hosts(lab: Started) -> None:
    """Without a record every graded step counts on every host; an exercise has to be named."""
    answers = str(lab.folder / "answers.yaml")
    grade = [LAB, "--lang", "en", "grade", "--answers", answers]
    ended = run(lab.home, *grade, "--exercise", str(lab.home / "own.yaml"))
    assert ended.returncode == 0, ended
    assert "Points: 15 of 15" in ended.stdout
    assert run(lab.home, *grade).returncode == 2


def test_another_report_is_refused_before_anything_is_read(lab: Started) -> None:
    ended = lab.command("grade", "--report", "grade.doc")
    assert (ended.returncode, ended.stdout) == (2, "")


def test_a_proof_that_fails_says_what(tmp_path: Path) -> None:
    """A script's failure with host, status and output; what is left otherwise by its name."""
    file = own_file(tmp_path, EXERCISE.replace("systemctl start memcached}", "'ls /none; rm /none'}"))
    ended = run(tmp_path, LAB, "--lang", "en", "check", str(file))
    assert ended.returncode == 1
    assert "controller" in ended.stdout
    assert "ls: cannot access /none" in ended.stdout.replace("'", "")
    left = EXERCISE.replace("systemctl start memcached}", "systemctl start memcached; touch /etc/left}")
    ended = run(tmp_path, LAB, "--lang", "en", "check", str(own_file(tmp_path, left)))
    assert ended.returncode == 1
    assert "/nodes/controller/files//etc/left" in ended.stdout
    unbroken = EXERCISE.replace("sed -i '/controller$/d' /etc/hosts", "'true'")
    ended = run(tmp_path, LAB, "--lang", "en", "check", str(own_file(tmp_path, unbroken)))
    assert ended.returncode == 1
    assert "before/name" in ended.stdout


def test_the_list(tmp_path: Path) -> None:
    korean, english = (run(tmp_path, LAB, "--lang", lang, "exercises").stdout for lang in ("ko", "en"))
    assert "endpoint-wrong-port" in korean
    assert "Nobody reaches Nova" in english
    assert "Nobody reaches Nova" not in korean


def test_a_hint_without_an_exercise(tmp_path: Path) -> None:
    ended = run(tmp_path, LAB, "--lang", "en", "hint", "--dir", str(tmp_path / "lab"))
    assert ended.returncode == 2
    assert f"nova-lab start {tmp_path / 'lab'} --exercise NAME\n" in ended.stderr
