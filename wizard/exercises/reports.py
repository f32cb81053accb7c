"""Grades as files for a teacher: CSV for a spreadsheet, JSON for a program, JUnit for a pipeline."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from wizard import saving
from wizard.engine.modes import StepState
from wizard.exercises.grading import Grade, GradedStep
from wizard.model.problems import Problem
from wizard.plaintext import printable
from wizard.report.csv_table import cell

_OF_GRADE = ("student", "exercise", "points", "of", "hints", "seconds")
_OF_STEP = ("id", "host", "state", "step_points", "step_of", "reason", "hint")


def as_json(grades: Sequence[Grade]) -> str:
    """Return one grade as an object, several as a list of them."""
    found = [_plain(grade) for grade in grades]
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2) + "\n"


def as_csv(grades: Sequence[Grade]) -> str:
    """Return a line for each student and step; one without steps has a line of its own all the same."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([*_OF_GRADE, *_OF_STEP])
    for grade in grades:
        of_grade = [_cell(getattr(grade, name)) for name in _OF_GRADE]
        for step in grade.steps:
            rows.writerow([*of_grade, *map(_cell, _of_step(step))])
        if not grade.steps:
            rows.writerow([*of_grade, *[""] * len(_OF_STEP)])
    return text.getvalue()


def as_junit(grades: Sequence[Grade]) -> str:
    """Return JUnit's XML: a suite for each student, a test case for each step on a host."""
    suites = ElementTree.Element("testsuites")
    for grade in grades:
        _suite(suites, grade)
    ElementTree.indent(suites)
    text: str = ElementTree.tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


WRITERS: Mapping[str, Callable[[Sequence[Grade]], str]] = {
    ".csv": as_csv,
    ".json": as_json,
    ".xml": as_junit,
}


def check_path(path: Path) -> None:
    """Raise `Problem` for a file whose ending says no format."""
    if path.suffix not in WRITERS:
        raise Problem("grade-report-format", file=str(path), endings=", ".join(WRITERS))


def write(path: Path, grades: Sequence[Grade]) -> None:
    """Write a report; its ending says the format. Raises `Problem`."""
    check_path(path)
    saving.replace(path.absolute(), WRITERS[path.suffix](grades))


def _plain(grade: Grade) -> dict[str, Any]:
    return {**asdict(grade), "steps": [asdict(step) for step in grade.steps]}


def _of_step(step: GradedStep) -> list[Any]:
    return [step.id, step.host, step.state.value, step.points, step.of, step.reason, step.hint]


def _cell(value: Any) -> Any:
    """Return a value as a spreadsheet shows it, and never computes it: a student chooses the name."""
    return cell(value) if isinstance(value, str) else value


def _suite(suites: ElementTree.Element, grade: Grade) -> None:
    failed = [step for step in grade.steps if step.state is not StepState.DONE]
    suite = ElementTree.SubElement(
        suites,
        "testsuite",
        name=printable(f"{grade.exercise} {grade.student}"),
        tests=str(len(grade.steps)),
        failures=str(len(failed)),
        errors="0",
        time=f"{grade.seconds:.1f}",
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name in ("student", "points", "of", "hints"):
        value = printable(str(getattr(grade, name)))
        ElementTree.SubElement(properties, "property", name=name, value=value)
    for step in grade.steps:
        case = ElementTree.SubElement(suite, "testcase", classname=step.host, name=step.id)
        if step.state is not StepState.DONE:
            failure = ElementTree.SubElement(case, "failure", message=printable(step.reason), type=step.state)
            failure.text = printable(step.hint)
