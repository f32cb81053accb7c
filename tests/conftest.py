"""What all tests share: an incomplete text is an error, and the reasons for skipped tests are counted."""

from __future__ import annotations

import resource
from collections import Counter
from types import SimpleNamespace

import pytest
from pytest import TerminalReporter

from wizard import process
from wizard.text import Words

_LIMITS = SimpleNamespace(**{**vars(resource), "setrlimit": lambda *_: None})


@pytest.fixture(autouse=True)
def keep_own_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `main`, where a test calls it here, lower no limit of the tests' own process for ever."""
    monkeypatch.setattr(process, "resource", _LIMITS)


pytest.register_assert_rewrite("tests.support", "tests.unit.steps.table")
Words.strict = True


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print each reason for skipping once, with the number of tests (`-rs` prints a line a test)."""
    skipped = terminalreporter.getreports("skipped")
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.section("skipped")
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count:5}  {reason}")
