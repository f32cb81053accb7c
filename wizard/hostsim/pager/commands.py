"""The keys of less, and what they do."""

from __future__ import annotations

from wizard.hostsim.pager.content import Content
from wizard.hostsim.pager.help import HELP
from wizard.hostsim.pager.outside import edit, shell
from wizard.hostsim.pager.pager import Leave, Pager
from wizard.hostsim.pager.view import View
from wizard.hostsim.streams import Null
from wizard.hostsim.tree import Regular

LARGEST = 100_000_000
DOWN = ("j", "e", "\r", "\n", "\x05", "\x0e", "<Down>", "J")
UP = ("k", "y", "\x19", "\x10", "\x0b", "<Up>", "K", "Y")


async def command(pager: Pager, key: str) -> None:
    """Read the rest of a command and do it. Raises Leave where it ends the pager."""
    digits = ""
    while key.isascii() and key.isdigit():
        digits = (digits + key)[:8]
        pager.typing = f":{digits}"
        key = await pager.key()
    pager.typing = ""
    count = min(int(digits), LARGEST) if digits else None
    if pager.message:
        pager.message = ""
        if key in ("\r", "\n"):
            return
    content = pager.shown.content
    if not await _moves(pager, key, count):
        await _other(pager, key, count)
    if pager.shown.content is content:
        pager.fresh = False


async def _moves(pager: Pager, key: str, count: int | None) -> bool:  # noqa: PLR0912 - a key a branch
    """Do what a key that moves says; False for other keys."""
    view = pager.shown
    if key in DOWN:
        await pager.forward(count or 1)
    elif key in UP:
        pager.ringing = not view.back(count or 1)
    elif key in (" ", "f", "\x06", "\x16", "<PageDown>", "z"):
        await pager.forward(count or view.height)
    elif key in ("b", "\x02", "<PageUp>", "w"):
        pager.ringing = not view.back(count or view.height)
    elif key in ("d", "\x04"):
        pager.step = count or pager.step
        await pager.forward(pager.step or (view.height + 2) // 2)
    elif key in ("u", "\x15"):
        pager.step = count or pager.step
        pager.ringing = not view.back(pager.step or (view.height + 2) // 2)
    elif key in ("g", "<", "<Home>"):
        if not await view.to_line((count or 1) - 1):
            pager.say(f"Cannot seek to line number {count}")
    elif key in ("G", ">", "<End>"):
        await _to_end(pager, count)
    elif key in ("p", "%"):
        await _to_percent(pager, count or 0)
    elif key in ("<Right>", "<Left>"):
        by = count or max(1, view.look.columns // 2)
        view.look.chop = view.look.chop or key == "<Right>"
        view.look.shift = max(0, view.look.shift + (by if key == "<Right>" else -by))
        if not view.look.shift:
            view.look.chop = "S" in pager.options.letters
    else:
        return False
    return True


async def _to_end(pager: Pager, count: int | None) -> None:
    view = pager.shown
    if count is None:
        await view.to_end()
    elif not await view.to_line(count - 1):
        pager.say(f"Cannot seek to line number {count}")


async def _to_percent(pager: Pager, percent: int) -> None:
    content = pager.shown.content
    while not content.ended:
        if not await pager.read(content):
            break
    number = content.first + (content.end - content.first) * min(percent, 100) // 100
    await pager.shown.to_line(min(number, max(content.first, content.end - 1)))


async def _other(pager: Pager, key: str, count: int | None) -> None:  # noqa: PLR0912 - a key a branch
    match key:
        case "q" | "Q":
            _leave(pager)
        case "Z" if await pager.key() == "Z":
            _leave(pager)
        case "/" | "?":
            text = await pager.ask(key)
            if text is not None:
                await pager.search(text, forward=key == "/", times=count or 1)
        case "n" | "N":
            forward = pager.last is None or pager.last[1] == (key == "n")
            await pager.search("", forward=forward, times=count or 1)
        case "&":
            await _filter(pager)
        case "F":
            await pager.follow()
        case "-" | "_":
            await _switch(pager)
        case ":":
            await _colon(pager)
        case "h" | "H":
            _help(pager)
        case "=" | "\x07":
            pager.message = f"{await pager.where()}  (press RETURN)"
        case "m":
            pager.typing = "mark: "
            name = await pager.key()
            pager.typing = ""
            pager.marks[name] = (pager.at, pager.shown.top)
        case "'":
            await _to_mark(pager)
        case "v":
            await edit(pager)
        case "!":
            text = await pager.ask("!")
            if text is not None:
                await shell(pager, text)
        case "\x1b":
            if await pager.key() == "u":
                pager.shown.highlight = not pager.shown.highlight
        case "r" | "R" | "\x12" | "\x0c":
            pager.display.forget()
        case "\x03":
            pass
        case _:
            pager.ringing = True


def _leave(pager: Pager) -> None:
    """Leave the help, or the pager."""
    if pager.help is None:
        raise Leave
    pager.view, pager.fresh = pager.help
    pager.help = None
    pager.shown.height = max(1, pager.display.rows - 1)


def _help(pager: Pager) -> None:
    if pager.help is not None:
        return
    pager.help = (pager.shown, pager.fresh)
    content = Content("help", Null(), Regular(content=HELP.encode()))
    pager.view = View(content, pager.look, pager.shown.height, pager.read)


async def _filter(pager: Pager) -> None:
    text = await pager.ask("&/")
    if text is None:
        return
    view = pager.shown
    view.inverted = text.startswith("!")
    text = text[view.inverted :]
    view.filter = pager.pattern(text) if text else None
    view.top = (view.content.first, 0)
    if view.filter is not None:
        view.pattern = view.filter if not view.inverted else view.pattern


async def _switch(pager: Pager) -> None:
    """Switch an option, and say how it is now."""
    pager.typing = "-"
    letter = await pager.key()
    pager.typing = ""
    letters = pager.options.letters
    on = letter not in letters
    said = {
        "N": ("Line numbers are displayed at the beginning of each line", "Don't use line numbers"),
        "S": ("Chop long lines", "Fold long lines"),
        "i": ("Ignore case in searches", "Case is significant in searches"),
        "I": ("Ignore case in searches and in patterns", "Case is significant in searches"),
        "R": ("Output of raw control characters", "Display control characters as ^X"),
    }.get(letter)
    if letter == "n":
        letters.discard("N")
    elif said is None:
        pager.say(f"There is no {letter} option")
        return
    else:
        (letters.add if on else letters.discard)(letter)
    look = pager.look
    look.numbers, look.chop, look.raw = "N" in letters, "S" in letters, bool(letters & {"R", "r"})
    pager.shown.top = (pager.shown.top[0], 0)
    if said:
        pager.say(said[0] if on else said[1])


async def _colon(pager: Pager) -> None:
    pager.typing = ":"
    key = await pager.key()
    pager.typing = ""
    match key:
        case "q" | "Q":
            _leave(pager)
        case "n" | "p" | "x":
            number = {"n": pager.at + 1, "p": pager.at - 1, "x": 0}[key]
            if not 0 <= number < len(pager.names):
                pager.say(f"No {'next' if key == 'n' else 'previous'} file")
            else:
                pager.open(number)
        case "e" | "E":
            name = await pager.ask("Examine: ")
            if name:
                pager.names.insert(pager.at + 1, name)
                if not pager.open(pager.at + 1):
                    del pager.names[pager.at + 1]
        case "f":
            pager.message = f"{await pager.where()}  (press RETURN)"
        case "d":
            if len(pager.names) > 1:
                del pager.names[pager.at]
                pager.open(min(pager.at, len(pager.names) - 1))
        case _:
            pager.ringing = True


async def _to_mark(pager: Pager) -> None:
    pager.typing = "goto mark: "
    name = await pager.key()
    pager.typing = ""
    if name == "^":
        await pager.shown.to_line(0)
    elif name == "$":
        await pager.shown.to_end()
    elif name not in pager.marks:
        pager.say("Mark not set")
    else:
        number, top = pager.marks[name]
        if number != pager.at:
            pager.open(number)
        await pager.shown.reach(top[0])
        pager.shown.top = top


async def start(pager: Pager, text: str) -> None:
    """Do a command of the command line: `+G`, `+F`, `+/pattern`, `+50`."""
    if text.startswith(("/", "?")):
        await pager.search(text[1:], forward=text[0] == "/")
    elif text.isdigit():
        await pager.shown.to_line(int(text[:8]) - 1)
    elif text:
        await command(pager, text[0])
    pager.fresh = True
