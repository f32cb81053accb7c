"""Editing nova.conf: the book's twelve edits, each with its gates, beside ConfigObj's parse and write."""

from __future__ import annotations

import io

from configobj import ConfigObj

from bench.row import Measurement, medians
from tests.unit.ini.opened import opened
from tests.unit.ini.sample import book, nova_conf
from wizard.ini import edited

ROUNDS = 50
GOAL = 3.0


def rows() -> list[Measurement]:
    """Measure in memory, on a made-up nova.conf of the packaged one's size."""
    content, edits = nova_conf(), book()

    def edit() -> None:
        after = content
        for settings, exclusive in edits:
            after = opened(edited(after, settings, exclusive))

    taken = medians({"edits": edit, "configobj": lambda: parse_and_write(content)}, ROUNDS)
    lines = content.count(b"\n")
    return [
        Measurement(
            f"{len(edits)} edits of a nova.conf of {lines:,} lines",
            taken["edits"],
            "ConfigObj: parse and write it once",
            taken["configobj"],
            GOAL,
        )
    ]


def parse_and_write(content: bytes) -> None:
    """Do it with the options under which ConfigObj keeps every value whole."""
    ConfigObj(
        io.BytesIO(content),
        list_values=False,
        interpolation=False,
        _inspec=True,
        encoding="utf-8",
        default_encoding="utf-8",
        indent_type="",
        write_empty_values=True,
        raise_errors=True,
    ).write(io.BytesIO())
