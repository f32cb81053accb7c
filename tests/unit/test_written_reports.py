"""Written reports: exact texts of each format, and what their readers make of them.

With RENEW_REPORTS=1 the expected texts in `tests/unit/reports` are written anew.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from markdown_it import MarkdownIt
from xmlschema import XMLSchema

from steps import GUIDE
from tests.unit.reported import (
    AT,
    CHECK,
    DRY_RUN,
    RUN,
    RUN_AGAIN,
    UNREACHABLE,
    YUM,
    recorder_of,
    report_of,
)
from wizard.engine.events import Event, Planned, StepStarted, Waiting, WaitingFor
from wizard.engine.modes import Ending, RunMode
from wizard.headless.listing import run_text
from wizard.model.message import Message
from wizard.report.csv_table import as_csv
from wizard.report.difference import differences
from wizard.report.html_page import as_html
from wizard.report.junit import as_junit
from wizard.report.markdown import as_markdown
from wizard.report.marks import Mark
from wizard.report.report import as_json
from wizard.report.runbook import runbook_html, runbook_markdown
from wizard.report.wording import ending_word, mode_word
from wizard.text import LANGUAGES, Words

EN, KO = Words("en"), Words("ko")
EXPECTED = Path(__file__).with_name("reports")
ALL = {"run": RUN, "again": RUN_AGAIN, "check": CHECK, "unreachable": UNREACHABLE, "dry-run": DRY_RUN}
TEXTS: dict[str, Callable[[], str]] = {
    "run.md": lambda: as_markdown(report_of(RUN), EN),
    "run.ko.md": lambda: as_markdown(report_of(RUN), KO),
    "run.xml": lambda: as_junit(report_of(RUN), EN),
    "run.csv": lambda: as_csv(report_of(RUN), EN),
    "run.json": lambda: as_json(report_of(RUN)),
    "run.ko.txt": lambda: "\n".join(run_text(report_of(RUN), KO)) + "\n",
    "check.xml": lambda: as_junit(report_of(CHECK), EN),
    "check.csv": lambda: as_csv(report_of(CHECK), KO),
    "unreachable.xml": lambda: as_junit(report_of(UNREACHABLE), EN),
    "unreachable.md": lambda: as_markdown(report_of(UNREACHABLE), EN),
    "dry-run.xml": lambda: as_junit(report_of(DRY_RUN), EN),
    "difference.txt": lambda: "\n".join(differences(report_of(RUN), report_of(RUN_AGAIN), EN)) + "\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_report_reads_as_expected(name: str) -> None:
    text = TEXTS[name]()
    if "RENEW_REPORTS" in os.environ:
        (EXPECTED / name).write_text(text, encoding="utf-8")
    assert text == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("events", ALL.values(), ids=ALL)
@pytest.mark.parametrize("words", [EN, KO], ids=LANGUAGES[::-1])
def test_junit_is_as_jenkins_has_it_in_its_schema(events: Sequence[Event], words: Words) -> None:
    text = as_junit(report_of(events), words)
    XMLSchema(Path(__file__).parents[1] / "support/junit-10.xsd").validate(text)
    root = Xml.fromstring(text)
    tests = list(root.iter("testcase"))
    names = [(test.get("classname"), test.get("name")) for test in tests]
    assert len(set(names)) == len(names) == int(root.get("tests", ""))
    for counted, element in (("failures", "failure"), ("errors", "error")):
        assert int(root.get(counted, "")) == len(list(root.iter(element)))


def test_csv_has_a_row_for_each_step_and_host_and_no_formula() -> None:
    hostile = Planned("4.4.2/install/1", "controller", "command", "=HYPERLINK(1)", "", Message("no-disk"))
    events = [*DRY_RUN[:1], hostile, *DRY_RUN[-1:]]
    rows = list(csv.DictReader(io.StringIO(as_csv(report_of(events), EN))))
    assert [(row["id"], row["host"]) for row in rows] == [
        ("4.4.2/install/1", "controller"),
        ("4.4.2/install/3e", "controller"),
        ("4.4.3/prepare/2a", "compute1"),
        ("4.4.3/finish/2", "compute1"),
    ]
    assert rows[0]["commands"] == "'=HYPERLINK(1)"


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_has_both_languages_and_no_markup_of_hosts(language: str) -> None:
    page = as_html(report_of(RUN), language)
    for words in (EN, KO):
        assert words.label("run-machine") in page
    assert "&lt;b&gt;*ERROR*" in page
    assert Tags(page).found.count("main") == 2
    assert {"script", "img", "link"}.isdisjoint(Tags(page).found)
    unreachable = as_html(report_of(UNREACHABLE), language)
    assert "<b>compute1</b> before/ssh: compute1: nothing listens at 10.0.0.31:22" in unreachable
    assert "+my_ip = 10.0.0.11" in as_html(report_of(DRY_RUN), language)


def test_what_hosts_printed_is_no_markdown() -> None:
    text = as_markdown(report_of(RUN), EN)
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert "<em>" not in page
    assert "&lt;b&gt;*ERROR*&lt;/b&gt;" in page


def test_a_step_that_was_cut_off_is_unknown_and_what_was_sent_for_it_is_told() -> None:
    place = "4.4.2/install/1", "controller"
    began = [StepStarted(*place, Message("no-disk")), Planned(*place, "command", YUM, "", Message("no-disk"))]
    sending = Waiting(*place, Message("running", command=YUM), 60.0, WaitingFor.COMMAND, YUM)
    before, after = (report_of([RUN[0], *began, *more]) for more in ([], [sending]))
    for report, sent in ((before, 0), (after, 1)):
        step = report.lines[0].hosts[0]
        assert (step.mark, step.message, len(step.sent)) == (Mark.UNKNOWN, Message("step-cut-off"), sent)
        assert report.run and report.run.ending is None
        assert {line.hosts[0].message.key for line in report.lines[1:]} == {"step-not-come-to"}


def test_steps_that_the_user_has_skipped_are_skipped_with_the_reason() -> None:
    recorder = recorder_of(CHECK)
    recorder.skip("4.4.3/prepare/2a", "no <disk> yet")
    report = recorder.report(AT, "")
    assert "no &lt;disk&gt; yet" in as_junit(report, EN)
    assert "no <disk> yet" in as_csv(report, EN)
    assert json.loads(as_json(report))["steps"][2]["skipped"] == "no <disk> yet"


def test_equal_runs_do_not_differ() -> None:
    assert list(differences(report_of(RUN), report_of(RUN), EN)) == []


# --- The runbook ------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [EN, KO], ids=LANGUAGES[::-1])
def test_the_runbook_has_each_step_with_its_commands_result_and_box(words: Words) -> None:
    text = runbook_markdown(report_of(DRY_RUN), words)
    steps = {section[: section.index(" ")]: section for section in text.split("\n#### ")[1:]}
    assert list(steps) == ["4.4.2/install/1", "4.4.2/install/3e", "4.4.3/prepare/2a", "4.4.3/finish/2"]
    edit = steps["4.4.2/install/3e"]
    assert "```sh\nvi x\n```" in edit
    assert "+my_ip = 10.0.0.11\n```" in edit
    holds = words.say(next(step for step in GUIDE if step.id == "4.4.2/install/3e").holds)
    assert words.label("runbook-expected", said=holds) in edit
    box = f"- [ ] {words.label('runbook-done-on', host='controller')}"
    assert [box in steps[id_] for id_ in list(steps)[:2]] == [True, True]
    assert "[ ]" not in steps["4.4.3/prepare/2a"]
    assert text.count(words.label("runbook-signature")) == 2


def test_the_runbook_says_once_what_is_the_same_on_several_hosts() -> None:
    def planned(host: str, text: str) -> Planned:
        return Planned("4.4.3/install/1", host, "command", text, "", Message("no-disk"))

    events = [planned("a", YUM), planned("b", "dnf"), planned("c", YUM)]
    text = runbook_markdown(report_of([DRY_RUN[0], *events]), EN)
    assert text.count(YUM) == 1
    assert [found for found in re.findall(r"^\*\*(.*)\*\*$", text, re.M) if "," in found] == ["a, c"]
    assert re.findall(r"Done on (\w)$", text, re.M) == ["a", "c", "b"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_runbook_has_both_languages_boxes_and_no_markup_of_hosts(language: str) -> None:
    hostile = Planned("4.4.2/install/1", "controller", "command", "```\n<script>", "", Message("no-disk"))
    page = runbook_html(report_of([*DRY_RUN[:1], hostile, *DRY_RUN[3:]]), language)
    assert f'<html lang="{language}">' in page
    assert page.count('<li class="box">☐') == 2 * 3
    assert "<script" not in page
    assert "@media print" in page
    assert Tags(page).found.count("main") == 2


@pytest.mark.parametrize("words", [EN, KO], ids=LANGUAGES[::-1])
def test_every_mode_and_every_end_has_a_word(words: Words) -> None:
    assert {mode_word(mode, words) for mode in RunMode}
    assert {ending_word(ending, words) for ending in (*Ending, None)}
