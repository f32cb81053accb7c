"""The commands that scroll: Ctrl-F, Ctrl-B, Ctrl-D, Ctrl-U, Ctrl-E, Ctrl-Y, and those behind z."""

from __future__ import annotations

from wizard.hostsim.vi.editor import Editor, Failed


def page_down(editor: Editor, count: int) -> None:
    """Show what is below, with two lines of what was shown."""
    window = editor.window
    last = len(editor.lines) - 1
    for number in range(min(count, last + 1)):
        bottom = window.bottom()
        if window.top >= last and bottom >= last:
            if number == 0:
                raise Failed
            break
        if bottom >= last:
            window.top = last
        else:
            window.top = max(window.top + 1, _overlapping(editor, bottom + 1, -1))
        window.skip = 0
        editor.move_to_first(max(editor.line, window.top))


def page_up(editor: Editor, count: int) -> None:
    """Show what is above, with two lines of what was shown."""
    window = editor.window
    for number in range(min(count, len(editor.lines))):
        if window.top == 0:
            if number == 0:
                raise Failed
            break
        line = min(_overlapping(editor, window.top - 1, 1), len(editor.lines) - 1)
        top, used = line, 0
        while used <= window.rows and top >= 0:
            top -= 1
            used += window.height(top) if top >= 0 else 0
        window.top = 0 if top < 0 else min(window.top - 1, top + 2)
        window.skip = 0
        editor.move_to_first(min(line, max(window.bottom(), window.top)))


def _overlapping(editor: Editor, start: int, step: int) -> int:
    """Return where a page begins that is to show up to two lines again, unless they are too high."""
    window = editor.window
    room = window.rows - 2
    heights = [
        window.height(line) if 0 <= (line := start + number * step) < len(editor.lines) else room + 1
        for number in range(4)
    ]
    if heights[0] > room or heights[0] + heights[1] > room or heights[1] + heights[2] > room:
        return start
    return start + step * (1 if sum(heights[1:]) > room or sum(heights[:3]) > room else 2)


def half_page(editor: Editor, count: int | None, *, down: bool) -> None:
    """Scroll half a window, or by the lines of the count, which are kept for later; the cursor goes along."""
    window = editor.window
    if count is not None:
        editor.settings.values["scroll"] = min(count, window.rows)
    step = editor.settings.number("scroll") or max(1, window.rows // 2)
    last = len(editor.lines) - 1
    if (down and editor.line >= last) or (not down and not editor.line):
        raise Failed
    window.skip = 0
    scrolled = 0
    line = editor.line
    while step > 0 and (window.bottom() < last if down else window.top > 0):
        size = window.height(window.top if down else window.top - 1)
        if size > step and scrolled:
            step = 0
            break
        step -= size
        scrolled += size
        window.top += 1 if down else -1
        line += 1 if down else -1
    line += max(0, step) if down else -max(0, step)
    editor.move_to_first(max(0, min(line, last)))


def line_down(editor: Editor, count: int) -> None:
    """Scroll so that lines at the top go."""
    window = editor.window
    window.top = min(len(editor.lines) - 1, window.top + count)
    window.skip = 0
    if editor.line < window.top:
        editor.move_to_line(window.top)


def line_up(editor: Editor, count: int) -> None:
    """Scroll so that lines at the bottom go."""
    window = editor.window
    window.top = max(0, window.top - count)
    window.skip = 0
    if editor.line > window.bottom():
        editor.move_to_line(window.bottom())


def place(editor: Editor, key: str, count: int | None) -> None:
    """Do what a key behind z does: the cursor's line goes to the top, the middle or the bottom."""
    if count is not None:
        editor.move_to_line(count - 1)
    window = editor.window
    window.skip = 0
    match key:
        case "\r" | "t":
            window.top = editor.line
        case "." | "z":
            window.center(editor.line)
        case "-" | "b":
            window.end_at(editor.line)
        case _:
            raise Failed
    if key in "\r.-":
        editor.move_to_first(editor.line)
