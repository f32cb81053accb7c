"""The expected texts of cases: a file for each table of cases, in it a heading for each case.

expected/README.md says how they are renewed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.support.cases import Case, outcome

RENEW = "RENEW_CASES" in os.environ
DIRECTORY = Path(__file__).with_name("expected")
_HEADING = "=== "


class Expected:
    """The texts of one file, by their headings."""

    def __init__(self, name: str) -> None:
        self.file = DIRECTORY / f"{name}.txt"
        self.texts = dict(_sections(self.file.read_text(encoding="utf-8"))) if self.file.exists() else {}

    def check(self, heading: str, text: str, headings: Sequence[str]) -> None:
        """Fail unless this text is expected; with RENEW_CASES, write it at its place among the headings."""
        if RENEW and text != self.texts.get(heading):
            self.texts[heading] = text
            self.renew(headings)
        assert text == self.texts.get(heading), f"{self.file.name} says otherwise; RENEW_CASES=1 renews it"

    def renew(self, headings: Sequence[str]) -> None:
        """Write the texts that these headings have, and fail."""
        self.texts = {heading: self.texts[heading] for heading in headings if heading in self.texts}
        written = [f"{_HEADING}{heading}\n{text}\n" for heading, text in self.texts.items()]
        self.file.write_text("\n".join(written), encoding="utf-8")
        pytest.fail(f"{self.file.name} is renewed: look at what git says has changed")


class Table:
    """Cases, and texts of other tests, whose expected texts are in expected/NAME.txt."""

    def __init__(self, name: str, cases: Sequence[Case], *others: str) -> None:
        self._expected = Expected(name)
        self._headings = [*(str(case) for case in cases if not case.holds), *others]

    def check(self, case: Case) -> None:
        """Fail unless the step does what its case expects."""
        found = outcome(case)
        if case.holds:
            assert found == ""
            return
        assert found, "the step does nothing: `holds=True` says that this is expected"
        self.check_text(str(case), found)

    def check_text(self, heading: str, text: str) -> None:
        """Fail unless this text is expected under its heading."""
        self._expected.check(heading, text, self._headings)

    def check_headings(self) -> None:
        """Fail unless each case has a text, in the order of the cases, and each text a case."""
        assert len(set(self._headings)) == len(self._headings)
        if RENEW and list(self._expected.texts) != self._headings:
            self._expected.renew(self._headings)
        assert list(self._expected.texts) == self._headings


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield each heading and the text below it."""
    for section in f"\n{text}".split(f"\n{_HEADING}")[1:]:
        heading, _, content = section.partition("\n")
        yield heading, content.strip("\n")
