"""What is said about the file and the place in it: Ctrl-G, the ruler."""

from __future__ import annotations

from wizard.hostsim.fullscreen.cells import column_of
from wizard.hostsim.vi.editor import Editor


def file_info(editor: Editor) -> str:
    """Return what Ctrl-G and `:f` say."""
    name = editor.file.name or "[No Name]"
    flags = "[Modified]" if editor.text.modified else ""
    if not editor.file.written:
        flags += "[Not edited]"
    if editor.file.new:
        flags += "[New file]"
    if editor.settings.on("readonly"):
        flags += "[readonly]"
    count = len(editor.lines)
    if editor.text.no_lines:
        where = "--No lines in buffer--"
    else:
        percent = (editor.line + 1) * 100 // count
        where = f"{count} line{'s' if count > 1 else ''} --{percent}%--"
    return f'"{name}" {flags}{" " if flags else ""}{where}'


def ruler(editor: Editor) -> str:
    """Return line, column and how far down the window is, as they stand in the last row."""
    text = editor.current
    bytes_before = len(text[: editor.column].encode("utf-8", "surrogateescape"))
    column = column_of(text, editor.column, editor.tabstop)
    if editor.column < len(text) and text[editor.column] == "\t" and not editor.mode.startswith("-- I"):
        column = column_of(text, editor.column + 1, editor.tabstop) - 1
    if not text and not column:
        shown = "0-1"
    elif bytes_before == column:
        shown = str(column + 1)
    else:
        shown = f"{bytes_before + 1}-{column + 1}"
    line = 0 if editor.text.no_lines else editor.line + 1
    return f"{f'{line},{shown}':<13} {_reach(editor)}"


def _reach(editor: Editor) -> str:
    window = editor.window
    above = window.top
    below = len(editor.lines) - 1 - window.bottom()
    if below <= 0:
        return "Bot" if above else "All"
    if not above:
        return "Top"
    return f"{above * 100 // (above + below):>2}%"
