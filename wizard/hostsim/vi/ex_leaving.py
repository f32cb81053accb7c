"""The commands of ex that end, or go on with another file: :q :wq :x :n :args …"""

from __future__ import annotations

from wizard.hostsim.vi.editor import Editor, Failed, Quit
from wizard.hostsim.vi.ex_files import open_file, refuse_unsaved, save, write
from wizard.hostsim.vi.ranges import ExCall


def _more_files(editor: Editor, call: ExCall) -> None:
    more = len(editor.names) - editor.name_at - 1
    if more > 0 and not call.bang and not editor.quit_asked:
        editor.quit_asked = True
        raise Failed(f"E173: {more} more file{'s' if more > 1 else ''} to edit")


async def quit_(editor: Editor, call: ExCall) -> None:
    """:q: end."""
    refuse_unsaved(editor, call)
    _more_files(editor, call)
    raise Quit


async def quit_all(editor: Editor, call: ExCall) -> None:
    """:qa: end."""
    if editor.text.modified and not call.bang:
        raise Failed(f'E37: No write since last change for buffer "{editor.file.name or "[No Name]"}"')
    raise Quit


async def write_quit(editor: Editor, call: ExCall) -> None:
    """:wq: write and end."""
    await write(editor, call)
    _more_files(editor, call)
    raise Quit


async def exit_(editor: Editor, call: ExCall) -> None:
    """:x: write what changed and end."""
    if editor.text.modified or call.argument:
        await write(editor, call)
    _more_files(editor, call)
    raise Quit


# --- several files


async def go_to_file(editor: Editor, number: int) -> None:
    """Edit a file of the command line."""
    editor.name_at = number
    editor.quit_asked = False
    await open_file(editor, editor.names[number])
    editor.move_to_first(editor.line)


def _check_number(editor: Editor, number: int) -> None:
    if len(editor.names) <= 1:
        raise Failed("E163: There is only one file to edit")
    if number < 0:
        raise Failed("E164: Cannot go before first file")
    if number >= len(editor.names):
        raise Failed("E165: Cannot go beyond last file")


async def following(editor: Editor, call: ExCall) -> None:
    """:n: edit the next file, or other files."""
    if call.argument:
        refuse_unsaved(editor, call)
        editor.names = call.argument.split()
        await go_to_file(editor, 0)
        return
    number = editor.name_at + 1
    _check_number(editor, number)
    refuse_unsaved(editor, call)
    await go_to_file(editor, number)


async def previous(editor: Editor, call: ExCall) -> None:
    """:N: edit the file before."""
    number = editor.name_at - 1
    _check_number(editor, number)
    refuse_unsaved(editor, call)
    await go_to_file(editor, number)


async def first(editor: Editor, call: ExCall) -> None:
    """:rew: edit the first file."""
    refuse_unsaved(editor, call)
    await go_to_file(editor, 0)


async def last(editor: Editor, call: ExCall) -> None:
    """:la: edit the last file."""
    refuse_unsaved(editor, call)
    await go_to_file(editor, len(editor.names) - 1)


async def write_next(editor: Editor, call: ExCall) -> None:
    """:wn: write, and edit the next file."""
    _check_number(editor, editor.name_at + 1)
    await save(editor, call, "")
    await go_to_file(editor, editor.name_at + 1)


async def args(editor: Editor, call: ExCall) -> None:
    """:args: show the files of the command line."""
    shown = (f"[{name}]" if number == editor.name_at else name for number, name in enumerate(editor.names))
    editor.say(" ".join(shown))


async def buffers(editor: Editor, call: ExCall) -> None:
    """:ls: show the files that were edited."""
    known = dict.fromkeys([*editor.names, *editor.seen, editor.file.name])
    for number, shown in enumerate(known, 1):
        mark = "%a" if shown == editor.file.name else "# " if shown == editor.alternate else "  "
        line = editor.line + 1 if shown == editor.file.name else editor.seen.get(shown, (-1, 0))[0] + 1
        changed = "+" if shown == editor.file.name and editor.text.modified else " "
        label = '"' + (shown or "[No Name]") + '"'
        editor.pages.append(f"{number:>3} {mark} {changed} {label:<30} line {line}")
