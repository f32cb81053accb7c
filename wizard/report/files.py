"""Files that a run leaves where its user asks for them: each format by the ending of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wizard.model.problems import Problem
from wizard.report.csv_table import as_csv
from wizard.report.html_page import as_html
from wizard.report.junit import as_junit
from wizard.report.markdown import as_markdown
from wizard.report.report import Report, as_json
from wizard.report.runbook import runbook_html, runbook_markdown
from wizard.saving import check_new, check_place, create, replace
from wizard.text import Words

Render = Callable[[Report, Words], str]

_FORMATS: Mapping[str, Render] = {
    ".html": lambda report, words: as_html(report, words.lang),
    ".json": lambda report, words: as_json(report),
    ".md": as_markdown,
    ".xml": as_junit,
    ".csv": as_csv,
}
_RUNBOOKS: Mapping[str, Render] = {
    ".md": runbook_markdown,
    ".html": lambda report, words: runbook_html(report, words.lang),
}


@dataclass(frozen=True)
class ReportFile:
    """A file to be written once there is a report."""

    path: Path
    render: Render
    save: Callable[[Path, str], None] = replace

    def write(self, report: Report, words: Words) -> None:
        """Write it. Raises `Problem`."""
        self.save(self.path, self.render(report, words))


def report_files(paths: Sequence[Path]) -> list[ReportFile]:
    """Return the files of these names, each of which can be written: it takes the place of an older one.

    Raises `Problem`.
    """
    files: list[ReportFile] = []
    for path in paths:
        if path in [file.path for file in files]:
            raise Problem("report-twice", file=str(path))
        render = _FORMATS.get(path.suffix.lower())
        if render is None:
            raise Problem("report-ending", endings=", ".join(_FORMATS))
        check_place(path)
        files.append(ReportFile(path, render))
    return files


def runbook_file(path: Path) -> ReportFile:
    """Return the file of the runbook. One that is there may be filled in, and stays. Raises `Problem`."""
    render = _RUNBOOKS.get(path.suffix.lower())
    if render is None:
        raise Problem("runbook-ending")
    check_new(path)
    return ReportFile(path, render, create)
