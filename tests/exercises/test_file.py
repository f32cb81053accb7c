"""An exercise's file: everything that is wrong with it is told at once, with line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from wizard.answers.problems import AnswersWrong
from wizard.exercises import load
from wizard.exercises.schema import Exercise
from wizard.model.problems import Problem
from wizard.text import Words

GOOD = """\
version: 1
name: own
title: {ko: 제목, en: Title}
task: {ko: 할 일, en: Task}
before: 4.4.3
break:
  - {on: compute2, sh: "true"}
  - fault: memcached-down
hints:
  - {ko: 힌트, en: Hint, costs: 0}
solve:
  - {on: controller, sh: "true"}
grade:
  - {step: 4.4.2/prepare/4, points: 5}
"""


def written(folder: Path, text: str) -> Path:
    """Write a file that only its owner can write to."""
    file = folder / "own.yaml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def wrong(folder: Path, text: str, lang: str = "en") -> list[str]:
    """Return what is said of a file that is wrong."""
    with pytest.raises(AnswersWrong) as problem:
        load.find(str(written(folder, text)))
    return problem.value.lines(Words(lang))


def test_a_good_one(tmp_path: Path) -> None:
    exercise = load.find(str(written(tmp_path, GOOD)))
    assert isinstance(exercise, Exercise)
    assert exercise.points == {"4.4.2/prepare/4": 5}
    assert exercise.compute_nodes == 2
    assert exercise.title.of("ko") == "제목"


def test_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    """Each with its key and line, in the order of the file."""
    text = (
        GOOD.replace("name: own", "name: Own one")
        .replace("title: {ko: 제목, en: Title}", "title: {en: Title}")
        .replace("before: 4.4.3", "before: 4.4.2/prepare/9")
        .replace("on: compute2", "on: compute")
        .replace("fault: memcached-down", "fault: memcache-down")
        .replace("costs: 0", "costs: -1")
        .replace("on: controller", "onn: controller")
        .replace("points: 5", "points: 0")
    )
    said = wrong(tmp_path, text)
    places = [(line.split(":")[0], line.rpartition("(line ")[2].rstrip(")")) for line in said]
    assert places == [
        ("name", "2"),
        ("title.ko", "3"),
        ("before", "5"),
        ("break[0].on", "7"),
        ("break[1].fault", "8"),
        ("hints[0].costs", "10"),
        ("solve[0].on", "12"),
        ("solve[0].onn", "12"),
        ("grade[0].points", "14"),
    ]
    assert "Did you mean 4.4.2/prepare/" in said[2]
    assert "Did you mean memcached-down" in said[4]
    assert "Did you mean `on`" in said[7]
    assert "한국어" in wrong(tmp_path, text, "ko")[1]


@pytest.mark.parametrize(
    ("before", "after", "place", "text"),
    [
        ("  - fault: memcached-down", "  - {fault: memcached-down, on: controller}", "break[1]", "alone"),
        ('  - {on: controller, sh: "true"}', "  []", "solve", "empty"),
        ("step: 4.4.2/prepare/4", "step: 4.4.2/prepare", "grade[0].step", "Did you mean"),
        ("grade:\n", "grade:\n  - {step: 4.4.2/prepare/4}\n", "grade[1].step", "already"),
        ("version: 1", "version: 2", "version", "version: 1"),
        ("task: {ko: 할 일, en: Task}", "task: {ko: 할 일, en: ''}", "task.en", "empty"),
        ("solve:", "solved:", "solve", "missing"),
        ("name: own", "name: own\nname: two", "name", "twice"),
    ],
)
def test_one_thing_wrong(tmp_path: Path, before: str, after: str, place: str, text: str) -> None:
    assert before in GOOD
    said = wrong(tmp_path, GOOD.replace(before, after, 1))
    assert any(line.startswith(f"{place}: ") and text in line for line in said), said


@pytest.mark.parametrize("text", ["", "- a list", "a: [", "\tx: 1"])
def test_no_yaml_and_no_exercise(tmp_path: Path, text: str) -> None:
    """Nothing is said of answers, which an instructor knows nothing of."""
    said = " ".join(wrong(tmp_path, text))
    assert "nova-wizard --init" not in said
    assert "answers file" not in said


def test_an_unknown_name() -> None:
    with pytest.raises(Problem) as problem:
        load.find("endpoint-wrong-prt")
    assert "endpoint-wrong-port" in Words("en").say(problem.value.message)
