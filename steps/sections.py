"""The sections of 4.4 in the book's order."""

from __future__ import annotations

from wizard.model.steps import Section

SECTIONS = (
    Section("4.4.1"),
    Section("4.4.2"),
    Section("4.4.3"),
    Section("4.4.4", verifies=True),
)
