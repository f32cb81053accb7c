"""The commands of ex that read, write and change files: :w :q :e :r :n …"""

from __future__ import annotations

import errno

from wizard.hostsim.vi.editor import Editor, Failed, File
from wizard.hostsim.vi.ex_other import expanded
from wizard.hostsim.vi.files import Contents, decoded, encoded
from wizard.hostsim.vi.info import file_info
from wizard.hostsim.vi.ranges import ExCall
from wizard.hostsim.vi.text import LARGEST, Text

UNSAVED = "E37: No write since last change (add ! to override)"


# --- reading


def counts(lines: int, size: int) -> str:
    """Return how large a file is, as vim says it."""
    return f"{lines}L, {size}C"


def say_of_file(editor: Editor, message: str) -> None:
    """Say something of a file; of a long message the end."""
    room = editor.window.columns - 19 if editor.settings.on("ruler") else editor.window.columns - 1
    editor.say(message if len(message) <= room or room < 2 else "<" + message[-(room - 1) :])


async def open_file(editor: Editor, name: str) -> None:
    """Edit a file, which need not be there."""
    if editor.file.name:
        editor.seen[editor.file.name] = editor.at
        if editor.file.name != name:
            editor.alternate = editor.file.name
    editor.file = File(name)
    for option in ("readonly", "bomb"):
        editor.settings.values[option] = False
    editor.settings.values.update(fileformat="unix", fileencoding="utf-8", endofline=True)
    editor.warned = False
    if not name:
        editor.load(Text())
        return
    try:
        loaded = await editor.world.read(name)
    except OSError as error:
        editor.load(Text())
        _say_unread(editor, name, error)
        return
    contents = decoded(loaded.data)
    if len(loaded.data) > LARGEST or len(contents.lines) > LARGEST // 8:
        editor.load(Text())
        editor.settings.values["readonly"] = True
        editor.say("E342: Out of memory!")
        return
    editor.load(Text(contents.lines))
    editor.text.saved()
    editor.file.stamp = loaded.stamp
    _take_settings(editor, contents)
    editor.settings.values["readonly"] = loaded.readonly
    if name in editor.seen:
        editor.move(*editor.seen[name])
    flags = ("[readonly]" if loaded.readonly else "") + contents.flags()
    size = counts(len(contents.lines), len(loaded.data))
    say_of_file(editor, f'"{name}" {flags}{" " if flags else ""}{size}')


def _take_settings(editor: Editor, contents: Contents) -> None:
    values = editor.settings.values
    values["fileformat"], values["fileencoding"] = contents.format, contents.encoding
    values["endofline"], values["bomb"] = contents.ended, contents.marked


def _say_unread(editor: Editor, name: str, error: OSError) -> None:
    match error.errno:
        case errno.ENOENT:
            editor.file.new = True
            directory = name.rpartition("/")[0]
            there = not directory or editor.world.stamp(directory) is not None
            say_of_file(editor, f'"{name}" [New {"File" if there else "DIRECTORY"}]')
        case errno.EISDIR:
            say_of_file(editor, f'"{name}" is a directory')
        case errno.EACCES:
            editor.settings.values["readonly"] = True
            say_of_file(editor, f'"{name}" [Permission Denied]')
        case _:
            editor.settings.values["readonly"] = True
            say_of_file(editor, f'"{name}" [READ ERRORS]')


def refuse_unsaved(editor: Editor, call: ExCall) -> None:
    """Raise Failed where changes would be lost and the command has no `!`."""
    if editor.text.modified and not call.bang:
        raise Failed(UNSAVED)


def _plus_command(argument: str) -> tuple[str, str | None]:
    """Split `+command` off the front of an argument."""
    if not argument.startswith("+"):
        return argument, None
    command, _, name = argument[1:].partition(" ")
    return name.lstrip(), command or "$"


async def edit(editor: Editor, call: ExCall) -> None:
    """:e: edit another file, or this one anew."""
    name, command = _plus_command(call.argument)
    name = expanded(editor, name).strip() if name else ""
    again = not name or name == editor.file.name
    if again and not editor.file.name and (call.name.startswith("vi") or (not name and not call.bang)):
        return
    if not (again and call.name.startswith("vi") and not name):
        refuse_unsaved(editor, call)
    at = editor.at
    await open_file(editor, name or editor.file.name)
    if again:
        editor.move(*at)
    if command is not None:
        await editor.run_line(command)


async def view(editor: Editor, call: ExCall) -> None:
    """:view: edit a file that is not to be changed."""
    await edit(editor, call)
    editor.settings.values["readonly"] = True


async def enew(editor: Editor, call: ExCall) -> None:
    """:enew: edit a text without a name."""
    refuse_unsaved(editor, call)
    await open_file(editor, "")


async def read(editor: Editor, call: ExCall) -> None:
    """:r: put a file, or what a command prints, below a line."""
    argument = call.argument
    if call.bang or argument.startswith("!"):
        command = expanded(editor, argument.removeprefix("!").strip())
        if not command:
            raise Failed("E471: Argument required")
        editor.last_shell = command
        data, _ = await editor.world.filter(command, b"")
        message = ""
    else:
        name = expanded(editor, argument).strip() or editor.file.name
        if not name:
            raise Failed("E32: No file name")
        try:
            data = (await editor.world.read(name)).data
        except OSError as error:
            if error.errno == errno.EISDIR:
                raise Failed(f'"{name}" is a directory') from None
            raise Failed(f"E484: Can't open file {name}") from None
        message = name
    contents = decoded(data)
    editor.begin_change()
    at = call.last + 1
    editor.text.replace(at, at, contents.lines)
    if contents.lines:
        editor.move_to_first(at)
        editor.changed_marks((at, 0), (at + len(contents.lines) - 1, 0))
    if message:
        flags = contents.flags()
        say_of_file(
            editor, f'"{message}" {flags}{" " if flags else ""}{counts(len(contents.lines), len(data))}'
        )
    else:
        editor.report_lines(len(contents.lines))


# --- writing


async def write(editor: Editor, call: ExCall) -> None:
    """:w: write the text, or some lines."""
    argument = call.argument
    if argument.startswith("!") or (call.bang and argument.startswith(" !")):
        await _write_to_command(editor, call, argument[1:])
        return
    append = argument.startswith(">>")
    name = expanded(editor, argument[2:] if append else argument).strip()
    await save(editor, call, name, append=append)


async def _write_to_command(editor: Editor, call: ExCall, command: str) -> None:
    first, last = (call.first, call.last) if call.addresses else (0, len(editor.lines) - 1)
    data = "".join(line + "\n" for line in editor.lines[first : last + 1]).encode("utf-8", "surrogateescape")
    printed, status = await editor.world.filter(expanded(editor, command.strip()), data)
    editor.pages += printed.decode("utf-8", "surrogateescape").splitlines()
    if status:
        editor.pages.append(f"shell returned {status}")


async def save(editor: Editor, call: ExCall, name: str, *, append: bool = False) -> None:
    """Write to a file, the one that is edited without a name. Raises Failed where it must not or cannot."""
    own = not name or (name == editor.file.name and editor.file.written)
    target = name or editor.file.name
    if not target:
        raise Failed("E32: No file name")
    part = bool(call.addresses) and (call.first, call.last) != (0, len(editor.lines) - 1)
    if part and own and not call.bang and not append:
        raise Failed("E140: Use ! to write partial buffer")
    stamp = editor.world.stamp(target)
    if own and not append:
        if editor.settings.on("readonly") and not call.bang:
            raise Failed("E45: 'readonly' option is set (add ! to override)")
        if not editor.file.written and stamp is not None and not call.bang:
            raise Failed("E13: File exists (add ! to override)")
        if editor.file.stamp is not None and stamp is not None and stamp != editor.file.stamp:
            await _ask_changed(editor)
    elif stamp is not None and not call.bang and not append:
        raise Failed("E13: File exists (add ! to override)")
    first, last = (call.first, call.last) if call.addresses else (0, len(editor.lines) - 1)
    lines = editor.lines[first : last + 1]
    if editor.text.no_lines:
        lines = []
    await _store(
        editor, target, lines, append=append, force=call.bang, whole=not part, own=own, new=stamp is None
    )


async def _store(
    editor: Editor,
    name: str,
    lines: list[str],
    *,
    append: bool,
    force: bool,
    whole: bool,
    own: bool,
    new: bool,
) -> None:
    try:
        data = encoded(lines, editor.settings) if lines else b""
    except UnicodeEncodeError:
        raise Failed("E513: write error, conversion failed (make 'fenc' empty to override)") from None
    if len(data) > LARGEST:
        raise Failed("E342: Out of memory!")
    try:
        stamp = await editor.world.write(name, data, append=append, force=force)
    except OSError as error:
        raise Failed(_unwritten(name, error)) from None
    if not editor.file.name:
        editor.file = File(name)
        own = True
    if own and whole and not append:
        editor.text.saved()
        editor.file.stamp, editor.file.new, editor.file.written = stamp, False, True
        if force:
            editor.settings.values["readonly"] = False
    flags = ("[New]" if new else "") + (
        f"[{editor.settings.text('fileformat')}]" if editor.settings.text("fileformat") != "unix" else ""
    )
    flags += "[converted]" if editor.settings.text("fileencoding") == "latin1" else ""
    done = "appended" if append else "written"
    say_of_file(editor, f'"{name}" {flags}{" " if flags else ""}{counts(len(lines), len(data))} {done}')


def _unwritten(name: str, error: OSError) -> str:
    if error.errno == errno.EISDIR:
        return f'"{name}" E502: is a directory'
    if error.errno in (errno.ENOSPC, errno.EFBIG):
        return f'"{name}" E514: write error (file system full?)'
    return f'"{name}" E212: Can\'t open file for writing'


async def _ask_changed(editor: Editor) -> None:
    editor.pages_shown = ["WARNING: The file has been changed since reading it!!!"]
    try:
        while True:
            editor.prompt = ("Do you really want to write to it (y/n)?", -1)
            key = await editor.input.key()
            if key in ("y", "Y"):
                return
            if key in ("n", "N", "\x1b", "\x03"):
                raise Failed
    finally:
        editor.prompt = None
        editor.pages_shown = []


async def save_as(editor: Editor, call: ExCall) -> None:
    """:sav: write to another file, and edit that from now on."""
    name = expanded(editor, call.argument).strip()
    if not name:
        raise Failed("E471: Argument required")
    await save(editor, call, name)
    editor.alternate = editor.file.name
    editor.file = File(name, stamp=editor.world.stamp(name))
    editor.settings.values["readonly"] = False
    editor.text.saved()


async def update(editor: Editor, call: ExCall) -> None:
    """:up: write what changed."""
    if editor.text.modified:
        await write(editor, call)


async def name(editor: Editor, call: ExCall) -> None:
    """:f: say which file this is, or give it another name."""
    if call.argument:
        editor.alternate = editor.file.name
        editor.file = File(expanded(editor, call.argument).strip(), written=False)
    say_of_file(editor, file_info(editor))
