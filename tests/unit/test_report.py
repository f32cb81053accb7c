"""The report of a run without a screen: gathered from the engine's events alone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.support.world import EngineWorld, step
from wizard.engine.modes import Status, StepState
from wizard.model import Action, Step
from wizard.report.html_page import as_html
from wizard.report.marks import Mark, glyph_of, mark_of, together
from wizard.report.progress import Progress
from wizard.report.report import Report, as_json, gather
from wizard.text import Words

A, B, C = "4.4.2/install/1", "4.4.2/install/2a", "4.4.3/install/1"


@pytest.fixture(autouse=True)
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts made up for these tests have no translation."""
    monkeypatch.setattr(Words, "strict", False)


def report_of(world: EngineWorld) -> Report:
    """Return the report of a run of the controller's steps."""
    progress = Progress()
    world.on_event = progress.note
    world.run.run()

    def hosts_of(step: Step) -> list[str]:
        return ["controller"]

    return gather(world.steps, progress, hosts_of, "2026-01-01 00:00:00 UTC", "/var/run/1")


def test_a_run_is_reported_from_its_events() -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.controller.values["b"] = "1"
    report = report_of(world)
    found = json.loads(as_json(report))
    states = [(line["id"], line["state"], line["hosts"][0]["host"]) for line in found["steps"]]
    assert states == [(A, "done", "controller"), (B, "done", "controller")]
    assert found["steps"][0]["hosts"][0]["sent"] == [{"text": "set a 1", "diff": ""}]
    assert found["steps"][1]["hosts"][0]["sent"] == []
    assert found["journal"] == "/var/run/1"
    page = as_html(report, "en")
    assert "<pre>set a 1</pre>" in page
    assert page.count("✓") == 8  # a step and its host each, in two languages


def test_what_was_declined_or_not_reached_is_still_to_do() -> None:
    world = EngineWorld([step(A, "a"), step(B, "b")])
    world.approve = lambda step, node, planned: step.id != A
    report = report_of(world)
    assert [line.mark for line in report.lines] == [Mark.TODO, Mark.DONE]
    world = EngineWorld([step(A, "a", _broken), step(B, "b")])
    report = report_of(world)
    assert [line.mark for line in report.lines] == [Mark.UNKNOWN, Mark.TODO]


def _broken(found: str) -> Iterator[Action]:
    raise ZeroDivisionError


def test_the_sections_are_those_of_the_steps() -> None:
    report = report_of(EngineWorld([step(A, "a"), step(C, "c")]))
    assert report.sections == ["4.4.2", "4.4.3"]


def test_each_result_has_a_mark_and_a_glyph_of_one_cell() -> None:
    for how in (*Status, *StepState):
        assert mark_of(how) in Mark
        assert len(glyph_of(how)) == 1
    assert glyph_of(Status.CHANGED) != glyph_of(Status.UNCHANGED)
    assert mark_of(Status.CHANGED) is mark_of(Status.UNCHANGED) is Mark.DONE


def test_the_worst_host_counts() -> None:
    assert together([Mark.DONE, Mark.FAILED, Mark.TODO]) is Mark.FAILED
    assert together([Mark.SKIPPED, Mark.DONE]) is Mark.DONE
    assert together([]) is Mark.UNKNOWN
