"""Whether a widget can be seen, so that no key goes to one that cannot."""

from __future__ import annotations

from textual import events
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.widget import Widget
from textual.widgets import Input

SCROLL_KEYS = {
    "pageup": Widget.scroll_page_up,
    "pagedown": Widget.scroll_page_down,
    "home": Widget.scroll_home,
    "end": Widget.scroll_end,
}


def in_sight(widget: Widget) -> bool:
    """Return whether a widget is shown; it may have been scrolled away."""
    return all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget))


def scroll_to_typing(focused: Widget | None, event: events.Event) -> None:
    """Bring an input back that was scrolled away, before a key or a paste changes what is in it."""
    if not isinstance(focused, Input):
        return
    typed = isinstance(event, events.Paste) or (
        isinstance(event, events.Key) and focused.check_consume_key(event.key, event.character)
    )
    if typed and _visible_part(focused).area == 0:
        focused.scroll_visible(animate=False)


def scroll_text(within: Widget, key: str) -> bool:
    """Scroll the largest text that is longer than its place, whatever has the focus; return whether there
    is one.
    """
    texts = [
        shown
        for shown in within.query("*").results(Widget)
        if isinstance(shown, ScrollableContainer | ScrollView) and shown.max_scroll_y > 0 and in_sight(shown)
    ]
    if texts:
        SCROLL_KEYS[key](max(reversed(texts), key=lambda shown: shown.size.area), animate=False)
    return bool(texts)


def _visible_part(widget: Widget) -> Region:
    part = widget.region
    for node in widget.ancestors:
        if isinstance(node, Widget):
            part = part.intersection(node.content_region)
    return part
