"""Tables of plain text, aligned on a terminal, where Hangul takes two columns."""

from __future__ import annotations

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]], indent: str = "  ") -> list[str]:
    """Return a line for each row; all rows are of the same length."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - slow to import

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        indent
        + "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
