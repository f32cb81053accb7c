"""Content that is rendered once, for lists that render all of their lines whenever one of them changes."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class CachedLines(Visual):
    """Lines of content that need no wrapping, rendered once for each width and style.

    The colours are those of the theme at the first rendering.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        self._strips: dict[tuple[int, Style], list[Strip]] = {}

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Return the lines; `height` is not kept to."""
        key = (width, style)
        if key not in self._strips:
            self._strips[key] = self.content.render_strips(width, height, style, options)
        return self._strips[key]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of the longest line, in cells."""
        return self.content.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of lines."""
        return self.content.plain.count("\n") + 1
