"""The commands of ex that work on lines: :d :m :t :j :s :g :sort …"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from wizard.hostsim.fullscreen.cells import width
from wizard.hostsim.scheduling import matching
from wizard.hostsim.vi import edits
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.edits import Extent
from wizard.hostsim.vi.looking import searcher, split_pattern
from wizard.hostsim.vi.ranges import ExCall, Reader
from wizard.hostsim.vi.registers import Kind, Register
from wizard.hostsim.vi.substitute import substitute as run_substitution


def _register_and_count(editor: Editor, call: ExCall) -> str:
    """Read `[x] [count]` behind a command: the lines become count ones from the last."""
    match = re.fullmatch(r"([a-zA-Z\"_+*-])?\s*(\d{1,9})?", call.argument)
    if match is None:
        raise Failed("E488: Trailing characters")
    if match[2]:
        if int(match[2]) == 0:
            raise Failed("E939: Positive count required")
        call.first = call.last
        call.last = min(call.first + int(match[2]) - 1, len(editor.lines) - 1)
    return match[1] or ""


def _extent(call: ExCall) -> Extent:
    return Extent((call.first, 0), (call.last, 0), Kind.LINES)


async def delete(editor: Editor, call: ExCall) -> None:
    """:d: delete lines."""
    register = _register_and_count(editor, call)
    edits.delete(editor, _extent(call), register)


async def yank(editor: Editor, call: ExCall) -> None:
    """:y: yank lines."""
    register = _register_and_count(editor, call)
    edits.yank(editor, _extent(call), register)


async def put(editor: Editor, call: ExCall) -> None:
    """:put: put a register below a line."""
    content = edits.content_of(editor, call.argument[:1])
    editor.begin_change()
    at = call.last + (not call.bang)
    editor.text.replace(at, at, content.lines)
    editor.move_to_first(at + len(content.lines) - 1)
    editor.changed_marks((at, 0), (editor.line, 0))
    editor.report_lines(len(content.lines))


def _target(editor: Editor, call: ExCall) -> int:
    """Return the line that an argument names, -1 for line 0."""
    reader = Reader(editor, call.argument)
    found = reader.range()
    if not found and not reader.rest:
        raise Failed("E14: Invalid address")
    if reader.rest.strip():
        raise Failed("E488: Trailing characters")
    if not -1 <= found[-1] < len(editor.lines):
        raise Failed("E16: Invalid range")
    return found[-1]


async def copy(editor: Editor, call: ExCall) -> None:
    """:t: copy lines below another."""
    target = _target(editor, call)
    editor.begin_change()
    lines = editor.lines[call.first : call.last + 1]
    editor.text.replace(target + 1, target + 1, lines)
    editor.move_to_first(target + len(lines))
    editor.report_lines(len(lines))


async def move(editor: Editor, call: ExCall) -> None:
    """:m: move lines below another."""
    target = _target(editor, call)
    if call.first <= target < call.last:
        raise Failed("E134: Move lines into themselves")
    editor.begin_change()
    lines = editor.lines[call.first : call.last + 1]
    if target in (call.last, call.first - 1):
        editor.move_to_first(call.last)
        return
    if target > call.last:
        editor.text.replace(target + 1, target + 1, lines)
        editor.text.replace(call.first, call.last + 1, [])
        editor.move_to_first(target)
    else:
        editor.text.replace(call.first, call.last + 1, [])
        editor.text.replace(target + 1, target + 1, lines)
        editor.move_to_first(target + len(lines))
    editor.report_lines(len(lines), "moved")


async def join(editor: Editor, call: ExCall) -> None:
    """:j: join lines."""
    _register_and_count(editor, call)
    last = call.last
    if call.first == last:
        last += 1
        if last >= len(editor.lines):
            raise Failed
    edits.join(editor, call.first, last, blanks=not call.bang)
    editor.move_to_first(call.first)


async def shift(editor: Editor, call: ExCall) -> None:
    """:< and :>: shift lines."""
    _register_and_count(editor, call)
    edits.shift(editor, _extent(call), len(call.name), left=call.name[0] == "<")
    editor.move_to_first(call.last)


async def mark(editor: Editor, call: ExCall) -> None:
    """:k: set a mark."""
    name = call.argument.strip()
    if not re.fullmatch(r"[a-zA-Z'`\[\]<>]", name):
        raise Failed(
            "E471: Argument required"
            if not name
            else "E191: Argument must be a letter or forward/backward quote"
        )
    editor.text.marks["'" if name == "`" else name] = (call.last, 0)


async def show(editor: Editor, call: ExCall) -> None:
    """:p, :nu, :l: show lines."""
    if call.argument:
        _register_and_count(editor, call)
    numbered = call.name[:2] in ("nu", "#")
    listed = call.name[0] == "l"
    for number in range(call.first, call.last + 1):
        line = editor.lines[number]
        text = line.replace("\t", "^I") + "$" if listed else line
        editor.pages.append(f"{number + 1:>3} {text}" if numbered or editor.settings.on("number") else text)
    editor.move_to_first(call.last)


async def line_number(editor: Editor, call: ExCall) -> None:
    """:=: say the number of a line, of the last one without addresses."""
    editor.say(str(call.last + 1 if call.addresses else len(editor.lines)))


async def undo(editor: Editor, call: ExCall) -> None:
    """:u: undo."""
    editor.input.stuff(["u"])
    await editor.run_command()


async def redo(editor: Editor, call: ExCall) -> None:
    """:redo: redo."""
    editor.input.stuff(["\x12"])
    await editor.run_command()


async def substitute(editor: Editor, call: ExCall) -> None:
    """:s: substitute."""
    await run_substitution(editor, call.argument, call.first, call.last)


async def substitute_again(editor: Editor, call: ExCall) -> None:
    """:&, :&& and :~: repeat the last substitution."""
    flags = call.argument
    if call.name == "&&":
        flags = "&" + flags
    if call.name == "~":
        flags = "r" + flags
    await run_substitution(editor, flags, call.first, call.last)


async def sort(editor: Editor, call: ExCall) -> None:
    """:sort: sort lines; i, n, r, u, and ! for the reverse."""
    if not call.addresses:
        call.first, call.last = 0, len(editor.lines) - 1
    match = re.fullmatch(r"[inurx ]*", call.argument)
    if match is None:
        raise Failed("E474: Invalid argument")
    lines = editor.lines[call.first : call.last + 1]
    flags = call.argument

    def key(line: str) -> tuple[int, int, str]:
        if "n" in flags:
            number = re.search(r"-?\d{1,18}", line)
            return (1, int(number[0]), "") if number else (0, 0, "")
        return 0, 0, line.lower() if "i" in flags else line

    made = sorted(lines, key=key, reverse=call.bang)
    if "u" in flags:
        made = [line for number, line in enumerate(made) if not number or key(line) != key(made[number - 1])]
    editor.begin_change()
    editor.text.replace(call.first, call.last + 1, made)
    editor.move_to_first(call.first)
    editor.report_lines(len(made) - len(lines))


async def retab(editor: Editor, call: ExCall) -> None:
    """:retab: turn tabs into blanks where expandtab is set."""
    if not call.addresses:
        call.first, call.last = 0, len(editor.lines) - 1
    editor.begin_change()
    if editor.settings.on("expandtab"):
        made = [_expanded(editor, line) for line in editor.lines[call.first : call.last + 1]]
        editor.text.replace(call.first, call.last + 1, made)


def _expanded(editor: Editor, line: str) -> str:
    while "\t" in line:
        at = line.index("\t")
        size = editor.tabstop - width(line[:at], editor.tabstop) % editor.tabstop
        line = line[:at] + " " * size + line[at + 1 :]
    return line


# --- :g


def chosen_lines(editor: Editor, call: ExCall) -> tuple[list[int], str]:
    """Return the lines that a `:g` chooses, and the command to run on them."""
    inverted = call.name.startswith("v") or call.bang
    delimiter = call.argument[:1]
    if not delimiter or delimiter.isalnum():
        raise Failed("E148: Regular expression missing from global")
    pattern, rest = split_pattern(call.argument[1:], delimiter)
    pattern = pattern or editor.pattern
    if not pattern:
        raise Failed("E35: No previous regular expression")
    editor.pattern = pattern
    finder = searcher(editor, pattern)
    if finder.joined:
        with matching():
            found = {match[0][0] for match in finder.everywhere()}
        chosen = [n for n in range(call.first, call.last + 1) if (n in found) != inverted]
    else:
        chosen = []
        with matching():
            for number in range(call.first, call.last + 1):
                if (finder.expression.search(editor.lines[number]) is not None) != inverted:
                    chosen.append(number)
    if not chosen:
        editor.say(
            f"E486: Pattern not found: {pattern}"
            if not inverted
            else f"E538: Pattern found in every line: {pattern}"
        )
    return chosen, rest or ""


async def on_each(
    editor: Editor, chosen: list[int], command: str, run: Callable[[str], Awaitable[None]]
) -> None:
    """Run a command on lines that were chosen, wherever they are by then; those that went are left out."""
    if re.fullmatch(r"d(e|el|ele|elet|elete)?\s*", command):
        _delete_all(editor, chosen)
        editor.running_global = False
        return
    marks = editor.text.marks
    try:
        for number in chosen:
            marks[f"g{number}"] = (number, 0)
        for number in chosen:
            place = marks.pop(f"g{number}", None)
            if place is not None:
                editor.move(place[0], 0)
                await run(command)
    finally:
        editor.running_global = False
        for number in chosen:
            marks.pop(f"g{number}", None)


def _delete_all(editor: Editor, chosen: list[int]) -> None:
    """Delete lines in one go: one at a time, ten thousand take seconds."""
    gone = set(chosen)
    kept = [line for number, line in enumerate(editor.lines) if number not in gone]
    editor.registers.deleted(Register((editor.lines[chosen[-1]],), Kind.LINES), "", shift=True)
    last = chosen[-1] - len(chosen) + 1
    editor.text.replace(chosen[0], chosen[-1] + 1, kept[chosen[0] : last])
    editor.move_to_first(min(last, len(editor.lines) - 1))
    if editor.text.no_lines:
        editor.say("--No lines in buffer--")
