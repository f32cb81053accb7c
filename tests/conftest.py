"""What all tests share: an incomplete text is an error, and the reasons for skipped tests are counted."""

from __future__ import annotations

from collections import Counter

import pytest
from pytest import TerminalReporter

from wizard.text import Words

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
