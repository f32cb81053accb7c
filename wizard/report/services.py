"""The table of `openstack compute service list`, as the book prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wizard.facts.compute_services import ComputeService


def services_table(rows: Sequence[ComputeService], width: int | None = None) -> list[str]:
    """Return the table of `openstack compute service list`, as the book prints it.

    Where it is wider than `width` columns, it goes without its last column, then without the IDs.
    """
    columns = {
        "Id": [row.id for row in rows],
        "Binary": [row.binary for row in rows],
        "Host": [row.host for row in rows],
        "Zone": [row.zone for row in rows],
        "Status": ["enabled" if row.enabled else "disabled" for row in rows],
        "State": ["up" if row.up else "down" for row in rows],
        "Updated At": [row.updated for row in rows],
    }
    table = _table(columns)
    for name in ("Updated At", "Id"):
        if width is not None and len(table[0]) > width:
            del columns[name]
            table = _table(columns)
    return table


def _table(columns: Mapping[str, Sequence[str]]) -> list[str]:
    cells = [[name, *values] for name, values in columns.items()]
    wide = [max(map(len, column)) for column in cells]
    rule = "+" + "+".join("-" * (width + 2) for width in wide) + "+"
    head, *body = (
        "|" + "|".join(f" {cell:<{width}} " for cell, width in zip(line, wide, strict=True)) + "|"
        for line in zip(*cells, strict=True)
    )
    return [rule, head, rule, *body, rule]
