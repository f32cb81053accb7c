"""Markdown as HTML, for pages and printing."""

from __future__ import annotations


def html(text: str) -> str:
    """Return Markdown as HTML; HTML within it is shown, not obeyed."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only where it is asked for

    rendered: str = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).render(text)
    return rendered
