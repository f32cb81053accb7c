"""The programs less and more: on a terminal a screen at a time, elsewhere a copy."""

from __future__ import annotations

import errno
import shlex

from wizard.hostsim.pager.commands import command, start
from wizard.hostsim.pager.content import Content, open_content
from wizard.hostsim.pager.help import HELP
from wizard.hostsim.pager.more import more
from wizard.hostsim.pager.options import Options
from wizard.hostsim.pager.pager import Leave, Pager
from wizard.hostsim.process import Process
from wizard.hostsim.scheduling import MatchingTooLong

VERSION = "less 458 (POSIX regular expressions)"
MISSING = 'Missing filename ("less --help" for help)'


async def main(process: Process) -> int:
    """Show files, or standard input."""
    options = Options()
    if process.name == "less":
        options.read(_of_variable(process.env.get("LESS", "")))
        options.names.clear()
    options.read(process.args)
    if options.shows:
        process.out(HELP if options.shows == "help" else f"{VERSION}\n")
        return 0
    if not options.names and _on_terminal(process, 0) and not options.wrong:
        options.wrong = MISSING if process.name == "less" else f"Usage: {process.name} [options] file..."
    if options.wrong:
        process.err(f"{options.wrong}\n")
        return 1
    return await _show(process, options)


async def _show(process: Process, options: Options) -> int:
    options.names = options.names or ["-"]
    if process.terminal is None or not _on_terminal(process, 1):
        return await _copy(process, options.names)
    contents = _opened(process, options.names)
    await process.flush()
    if not contents:
        return 1
    options.names = [content.name or "-" for content in contents]
    for content in contents[1:]:
        content.close()
    if process.name == "more":
        return await more(process, options, contents[0])
    return await _less(process, options, contents[0])


def _of_variable(value: str) -> list[str]:
    """Return the options of LESS; a first word without a dash has letters too."""
    try:
        words = shlex.split(value)
    except ValueError:
        words = value.split()
    return [word if word.startswith(("-", "+")) else f"-{word}" for word in words]


def _opened(process: Process, names: list[str]) -> list[Content]:
    """Open files, and say which cannot be shown."""
    contents: list[Content] = []
    for name in names:
        try:
            contents.append(open_content(process, name))
        except OSError as error:
            _cannot(process, name, error)
    return contents


def _cannot(process: Process, name: str, error: OSError) -> None:
    if error.errno == errno.EISDIR:
        text = f"\n*** {name}: directory ***\n\n" if process.name == "more" else f"{name} is a directory\n"
    else:
        text = f"{name}: {error.strerror}\n"
    process.err(text)


async def _copy(process: Process, names: list[str]) -> int:
    status = 0
    for name in names:
        try:
            content = open_content(process, name)
        except OSError as error:
            _cannot(process, name, error)
            status = 1
            continue
        try:
            if process.name == "more" and len(names) > 1:
                process.out(f"::::::::::::::\n{name}\n::::::::::::::\n")
            while data := await content.stream.read(65536):
                process.out(data)
                await process.flush()
        finally:
            content.close()
    return status


async def _less(process: Process, options: Options, content: Content) -> int:
    pager = Pager(process, options)
    pager.use(content)
    if "F" in options.letters and len(options.names) == 1 and await pager.shown.at_end():
        lines = content.lines
        process.out("".join(line + "\n" for line in lines))
        return 0
    process.trapped = lambda name: name == "INT"
    async with pager.display.taken(alternate="X" not in options.letters):
        try:
            for text in options.commands:
                await start(pager, text)
            while True:
                try:
                    await command(pager, await pager.key())
                except MatchingTooLong:
                    pager.shown.pattern = pager.last = None
                    pager.say("Regular expression too complex", ring=True)
        except (Leave, EOFError):
            return 0
        finally:
            pager.shown.content.close()


def _on_terminal(process: Process, number: int) -> bool:
    return number in process.fds and process.fds[number].is_terminal
