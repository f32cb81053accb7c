"""The report as JUnit XML for Jenkins and GitLab: a suite for each host, a test for each step. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as Xml

from wizard.engine.modes import RunMode
from wizard.plaintext import printable
from wizard.report.marks import Mark
from wizard.report.report import OnHost, Report, ReportLine
from wizard.report.wording import run_lines, state_word
from wizard.text import Words

_RESULTS: Mapping[Mark, str] = {
    Mark.FAILED: "failure",
    Mark.REFUSED: "failure",
    Mark.UNKNOWN: "error",
    Mark.DIFFERS: "failure",
    Mark.TODO: "skipped",
    Mark.UNREAD: "skipped",
    Mark.RUNNING: "error",
    Mark.WAITING: "skipped",
    Mark.SKIPPED: "skipped",
}
"""The element in a test; a step that is done has none."""
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def as_junit(report: Report, words: Words) -> str:
    """Return the report; the titles and reasons are in one language.

    With --check a step that is to do is a failure; in a run it is one that was not reached, and skipped. So
    all tests pass or are skipped just where the exit status is 0.
    """
    root = Xml.Element("testsuites", name="nova-wizard")
    for host in _hosts(report):
        suite = Xml.SubElement(root, "testsuite", name=host)
        _describe(suite, report, words)
        for missing in [one for one in report.missing if one.host == host]:
            test = _test(suite, missing.id, host, 0.0)
            _result(test, "failure", "missing", words.say(missing.message))
        for line, on_host in _on(report, host):
            _step(suite, report, line, on_host, words)
        _count(suite)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{printable(Xml.tostring(root, encoding="unicode"))}\n'


def _hosts(report: Report) -> list[str]:
    """Return the hosts in the run's order, with those of which only the steps or what is missing tells."""
    of_run = report.run.hosts if report.run else ()
    of_steps = (host.host for line in report.lines for host in line.hosts)
    return list(dict.fromkeys((*of_run, *of_steps, *(one.host for one in report.missing))))


def _on(report: Report, host: str) -> Iterator[tuple[ReportLine, OnHost]]:
    for line in report.lines:
        for on_host in line.hosts:
            if on_host.host == host:
                yield line, on_host


def _describe(suite: Xml.Element, report: Report, words: Words) -> None:
    if report.run and report.run.began:
        suite.set("timestamp", report.run.began.removesuffix("Z"))
    properties = Xml.SubElement(suite, "properties")
    for name, value in run_lines(report, words):
        Xml.SubElement(properties, "property", name=printable(name), value=printable(value))


def _step(suite: Xml.Element, report: Report, line: ReportLine, host: OnHost, words: Words) -> None:
    test = _test(suite, f"{line.step.id} {words.say(line.step.title)}", host.host, host.seconds)
    result = _RESULTS.get(host.mark)
    if host.mark is Mark.TODO and report.run and report.run.mode is RunMode.CHECK:
        result = "failure"
    if line.skipped:
        _result(test, "skipped", "skipped", words.label("skipped-because", reason=line.skipped))
    elif result:
        _result(test, result, host.mark.value, words.say(host.message))
    commands = [f"{sent.text}\n{sent.diff}".strip() for sent in (*host.sent, *host.would_send)]
    Xml.SubElement(test, "system-out").text = printable(
        "\n\n".join([f"{host.mark.glyph} {state_word(line.step, host, words)}".strip(), *commands])
    )


def _test(suite: Xml.Element, name: str, host: str, seconds: float) -> Xml.Element:
    return Xml.SubElement(
        suite, "testcase", name=printable(name), classname=f"nova-wizard.{host}", time=f"{seconds:.2f}"
    )


def _result(test: Xml.Element, element: str, kind: str, said: str) -> None:
    text = printable(said)
    Xml.SubElement(test, element, type=kind, message=text.partition("\n")[0]).text = text


def _count(suite: Xml.Element) -> None:
    tests = suite.findall("testcase")
    suite.set("tests", str(len(tests)))
    for name, element in _COUNTED.items():
        suite.set(name, str(sum(test.find(element) is not None for test in tests)))
    suite.set("time", f"{sum(float(test.get('time', '0')) for test in tests):.2f}")
