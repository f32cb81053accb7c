"""man, apropos and whatis."""

from __future__ import annotations

from wizard.hostsim import manual
from wizard.hostsim.process import Process
from wizard.hostsim.programs.pager import paged
from wizard.hostsim.table import program

WIDEST = 80
NOT_FOUND = 16


def _language(process: Process) -> str:
    env = process.env
    locale = env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG", "")
    return locale.partition("_")[0]


@program("man")
async def man(process: Process) -> int:
    """man: show the manual page of a program."""
    options, words = process.options("kfwal:", "help", "where", "all", "apropos", "whatis")
    if {"-k", "--apropos", "-f", "--whatis"} & options.keys():
        return _listed(process, words, exact=bool({"-f", "--whatis"} & options.keys()))
    section = words.pop(0) if len(words) > 1 and words[0].isdigit() else ""
    if not words:
        process.err("What manual page do you want?\n")
        return 1
    status = 0
    texts = []
    for word in words:
        page = manual.find(word, _language(process))
        if page is None or (section and section != page.section):
            where = f" in section {section}" if section else ""
            process.err(f"No manual entry for {word}{where}\n")
            status = NOT_FOUND
            continue
        terminal = process.terminal if process.fd(1).is_terminal else None
        columns = min(terminal.size.columns, WIDEST) if terminal else WIDEST
        bold = terminal is not None and terminal.term != "dumb"
        texts.append(manual.shown(page, columns, bold=bold))
    if texts:
        await paged(process, "\n".join(texts), less="R")
    return status


@program("apropos", "whatis")
async def apropos(process: Process) -> int:
    """apropos, whatis: list manual pages by a word in their summaries, or by their names."""
    return _listed(process, process.args, exact=process.name == "whatis")


def _listed(process: Process, words: list[str], *, exact: bool) -> int:
    found = False
    for word in words:
        any_of_it = False
        for page in manual.pages(_language(process)):
            hit = word in page.names if exact else word.lower() in page.summary.lower()
            if hit:
                name, _, what = page.summary.partition(" - ")
                process.out(f"{f'{name} ({page.section})':<20} - {what}\n")
                any_of_it = found = True
        if not any_of_it:
            process.err(f"{word}: nothing appropriate\n")
    return 0 if found else NOT_FOUND
