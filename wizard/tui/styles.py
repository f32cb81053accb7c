"""The theme's style for each state of a step."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.report.marks import Mark

STYLES: Mapping[Mark, str] = {
    Mark.DONE: "$text-success",
    Mark.TODO: "$text-accent",
    Mark.DIFFERS: "$text-warning",
    Mark.RUNNING: "bold $text-primary",
    Mark.WAITING: "$text-primary",
    Mark.FAILED: "bold $text-error",
    Mark.REFUSED: "bold $text-error",
    Mark.SKIPPED: "$text-muted",
    Mark.UNDONE: "$text-accent",
    Mark.UNKNOWN: "$text-warning",
    Mark.UNREAD: "$text-muted",
}
