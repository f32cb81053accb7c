"""The report of a run without a screen: gathered from the engine's events alone."""

from __future__ import annotations

import itertools
import json
import re
import threading
from collections.abc import Iterator

import pytest

from steps import GUIDE
from tests.support.world import EngineWorld, FakeHost, step
from wizard.engine.events import (
    Event,
    RunFinished,
    RunStarted,
    StepChecked,
    StepFinished,
    Waiting,
    WaitingFor,
)
from wizard.engine.modes import Ending, RunMode, Status, StepState
from wizard.model.commands import Command
from wizard.model.message import Message
from wizard.model.role import Role
from wizard.model.steps import Action, Step
from wizard.report.html_page import as_html
from wizard.report.marks import Mark, glyph_of, mark_of, together
from wizard.report.progress import Progress
from wizard.report.report import Report, ReportLine, as_json, gather
from wizard.report.summary import summarize
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


def test_a_host_that_waits_for_others_is_no_running_one() -> None:
    world = EngineWorld([step(A, "a"), step(C, "c", on=Role.COMPUTE, after="4.4.2")])
    progress = Progress(lambda: 7.0)
    both_wait, waiting = threading.Event(), itertools.count(1)

    def on_event(event: Event) -> None:
        progress.note(event)
        if isinstance(event, Waiting) and event.reason is WaitingFor.OTHER_HOSTS:
            seen.append((progress.record(C, event.host).mark, progress.at_work[event.host].waits))
            if next(waiting) == 2:
                both_wait.set()

    def is_held_up(host: FakeHost, command: Command) -> None:
        assert both_wait.wait(20)

    seen: list[tuple[Mark, bool]] = []
    world.on_event = on_event
    world.controller.does["set a 1"] = is_held_up
    assert world.run.run() == "done"
    assert seen == [(Mark.WAITING, True)] * 2
    assert {record.mark for record in progress.records.values()} == {Mark.DONE}


def test_a_run_that_ends_leaves_nobody_waiting() -> None:
    progress = Progress()
    held_up = Waiting(C, "compute1", Message("not-read-yet"), 0.0, WaitingFor.OTHER_HOSTS)
    progress.record(C, "compute1")
    for event in (
        RunStarted(RunMode.RUN, ["compute1"], 1),
        held_up,
        RunFinished(Ending.INTERRUPTED, 0, 0, 0, 0, 0, 1.0),
    ):
        progress.note(event)
    assert progress.record(C, "compute1").mark is Mark.UNKNOWN
    assert progress.at_work == {}


def test_who_follows_a_run_goes_through_the_book_in_its_order() -> None:
    steps = [step(A, "a"), step(B, "b"), step(C, "c", on=Role.COMPUTE)]
    progress = Progress()

    def hosts_of(one: Step) -> list[str]:
        return ["controller"] if one.on is Role.CONTROLLER else ["compute1", "compute2", "not in the run"]

    def open_after(*ended: tuple[str, str]) -> str:
        for id_, host in ended:
            progress.note(StepFinished(id_, host, Status.CHANGED, 0.0, Message("not-read-yet")))
        return progress.first_open(steps, hosts_of)

    progress.note(RunStarted(RunMode.RUN, ["controller", "compute1", "compute2"], 4))
    assert open_after() == A
    assert open_after((C, "compute1")) == A
    assert open_after((A, "controller")) == B
    assert open_after((B, "controller")) == C
    assert open_after((C, "compute2")) == ""


def test_the_sections_are_those_of_the_steps() -> None:
    report = report_of(EngineWorld([step(A, "a"), step(C, "c")]))
    assert report.sections == ["4.4.2", "4.4.3"]


def test_each_result_has_a_mark_and_a_glyph_of_one_cell() -> None:
    for how in (*Status, *StepState):
        assert mark_of(how) in Mark
        assert len(glyph_of(how)) == 1
    assert glyph_of(Status.CHANGED) != glyph_of(Status.UNCHANGED)
    assert mark_of(Status.CHANGED) is mark_of(Status.UNCHANGED) is Mark.DONE


def test_files_for_programs_name_the_states_as_they_did() -> None:
    assert {mark.state for mark in Mark} == {mark.value for mark in Mark} - {"refused", "unread"}
    progress = Progress()
    steps = [step(A, "a"), step(B, "b")]
    progress.note(StepChecked(A, "controller", StepState.DIFFERS, Message("not-read-yet"), refused=True))
    found = json.loads(as_json(gather(steps, progress, lambda _: ["controller"], "", "")))
    assert [(line["state"], line.get("refused")) for line in found["steps"]] == [
        ("differs", True),
        ("unknown", None),
    ]


def test_the_summary_counts_steps_and_names_what_a_person_has_to_look_at() -> None:
    steps = [step(A, "a"), step(B, "b"), step(C, "c", on=Role.COMPUTE)]
    progress = Progress()
    for id_, host, status in (
        (A, "controller", Status.CHANGED),
        (A, "controller", Status.UNCHANGED),
        (C, "compute1", Status.UNCHANGED),
        (C, "compute2", Status.CHANGED),
        (B, "controller", Status.FAILED),
    ):
        progress.note(StepFinished(id_, host, status, 1.0, Message("not-read-yet")))

    def hosts_of(one: Step) -> list[str]:
        return ["controller"] if one.on is Role.CONTROLLER else ["compute1", "compute2"]

    summary = summarize(steps, progress, hosts_of)
    assert (summary.steps, summary.changed, summary.unchanged, summary.failed) == (3, 2, 0, 1)
    assert [(left.step.id, left.mark, left.host) for left in summary.left] == [(B, Mark.FAILED, "controller")]
    assert not summary.all_hold


def test_what_was_changed_once_stays_so_in_the_summary_and_all_steps_are_counted() -> None:
    steps = [step(A, "a"), step(B, "b"), step(C, "c")]
    progress = Progress()

    def run(id_: str, status: Status, *, undo: bool = False) -> None:
        progress.note(RunStarted(RunMode.RUN, ["controller"], 1, undo=undo))
        progress.note(StepFinished(id_, "controller", status, 1.0, Message("not-read-yet")))
        progress.note(RunFinished(Ending.DONE, 1, 0, 0, 0, 0, 1.0))
        progress.note(StepChecked(id_, "controller", StepState.DONE, Message("not-read-yet")))

    run(A, Status.CHANGED)
    run(B, Status.SKIPPED)
    run(A, Status.SKIPPED, undo=True)
    run(A, Status.UNCHANGED)
    summary = summarize(steps, progress, lambda step: ["controller"])
    assert (summary.changed, summary.skipped, summary.unchanged, summary.failed) == (1, 1, 1, 0)
    assert "1 were changed, 1 left as they were, 1 skipped, in 4 s." in next(summary.lines(Words("en")))


def test_the_worst_host_counts() -> None:
    assert together([Mark.DONE, Mark.FAILED, Mark.TODO]) is Mark.FAILED
    assert together([Mark.SKIPPED, Mark.DONE]) is Mark.DONE
    assert together([]) is Mark.UNKNOWN


def test_the_parts_have_headings_in_both_languages_and_numbers_do_not_repeat_below_one() -> None:
    ids = ("4.4.2/prepare/1a", "4.4.2/prepare/1b", "4.4.2/finish/1", "4.4.3/finish/1", "4.4.4/1")
    report = report_of(EngineWorld([step(id_, f"s{at}") for at, id_ in enumerate(ids)]))
    assert [part for part, _ in report.by_part("4.4.2")] == ["4.4.2/prepare", "4.4.2/finish"]
    page = as_html(report, "en")
    for lang, prepare, finish in (
        ("en", "Prerequisites", "Finalize installation"),
        ("ko", "사전 준비 사항", "설치 마무리"),
    ):
        main = page.partition(f'<main class="{lang}"')[2].partition("</main>")[0]
        assert re.findall("<h3>(.*?)</h3>", main) == [prepare, finish, finish]
        for table in main.split("<table>")[1:]:
            numbers = re.findall('<td class="n">(.*?)</td>', table)
            assert len(set(numbers)) == len(numbers) > 0


def test_a_correction_shows_what_the_book_prints() -> None:
    corrected = next(one for one in GUIDE if one.id == "4.4.2/install/3d")
    line = ReportLine(corrected, Mark.DONE, "", ())
    page = as_html(Report("2026-01-01 00:00:00 UTC", (line,), (), ""), "en")
    assert page.count("<s>[keystone_authstoken]</s>") == 2
