"""The normal commands u, Ctrl-R and U."""

from __future__ import annotations

from wizard.hostsim.vi.commands import Call, command
from wizard.hostsim.vi.editor import Editor, Failed
from wizard.hostsim.vi.text import Step


@command("u", "<Undo>")
async def undo(editor: Editor, call: Call) -> None:
    """Undo steps."""
    _undo(editor, call.times, back=True)


@command("\x12")
async def redo(editor: Editor, call: Call) -> None:
    """Redo steps."""
    _undo(editor, call.times, back=False)


def _undo(editor: Editor, times: int, *, back: bool) -> None:
    before = len(editor.text)
    step: Step | None = None
    for _ in range(min(times, 10_000)):
        following = editor.text.undo() if back else editor.text.redo()
        if following is None:
            break
        step = following
        _after_undo(editor, step, back=back)
    if step is None:
        editor.say(f"Already at {'oldest' if back else 'newest'} change")
        return
    more = len(editor.text) - before
    what = {0: "1 change" if len(step.changes) == 1 else f"{len(step.changes)} changes"}.get(more)
    if what is None:
        noun = ("more line" if more > 0 else "line less") if abs(more) == 1 else (
            "more lines" if more > 0 else "fewer lines"
        )  # fmt: skip
        what = f"{abs(more)} {noun}"
    editor.say(f"{what}; {'before' if back else 'after'} #{step.number}  {step.age()}")


def _after_undo(editor: Editor, step: Step, *, back: bool) -> None:
    """Put the cursor where the step began, if that is in what changed, else to the first line that did."""
    line = step.before[0]
    top: int | None = None
    inside = False
    for change in step.changes:
        now, gone = (change.old, change.new) if back else (change.new, change.old)
        if top is None or change.start < top:
            if change.start - 1 <= line <= change.start + len(now):
                top, inside = line, True
            else:
                same = 0
                while same < min(len(now), len(gone)) and now[same] == gone[same]:
                    same += 1
                top, inside = change.start + (same if same < len(now) else 0), False
    top = min(top or 0, len(editor.lines) - 1)
    if inside or top == line:
        editor.move(top, step.before[1])
    else:
        editor.move_to_first(top)


@command("U")
async def undo_line(editor: Editor, call: Call) -> None:
    """Take back all changes of the line that was changed last."""
    line = editor.text.line_before
    if line is None or line[0] >= len(editor.lines):
        raise Failed
    editor.begin_change()
    number, text = line
    editor.text.line_before = (number, editor.lines[number])
    editor.text.set_line(number, text)
    editor.move(number, 0)
