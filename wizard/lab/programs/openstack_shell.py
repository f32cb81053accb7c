"""The openstack client's command line: one command, commands from a pipe, or a prompt of its own."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Sequence

from wizard.hostsim import completers
from wizard.hostsim.interactive import Completions, History, edited_line
from wizard.hostsim.process import Failure, Process, decode
from wizard.hostsim.table import program
from wizard.lab.programs import openstack_help
from wizard.lab.programs.openstack import OpenStackClient

PROMPT = "(openstack) "
HELP = ("-h", "--help")
LEAVING = ("quit", "exit", "q", "EOF", "eof")
WITHOUT_EFFECT = {"--insecure", "--verify", "-v", "--verbose", "-q", "--quiet", "--debug", "--timing"}
"""Options that change nothing of what the lab's client does."""


@program("openstack", helps=True)
async def openstack(process: Process) -> int:
    """openstack: carry out the command of the arguments, or those that are typed or on standard input."""
    if "python-openstackclient" not in process.node.packages.installed:
        raise Failure("command not found", 127)
    words = _without_options(process)
    if words[:1] == ["--version"]:
        process.err("openstack 2.3.0\n")
        return 0
    client = OpenStackClient(process)
    if words:
        return await _command(client, words)
    if process.stdin.is_terminal:
        await _converse(client)
        return 0
    while line := await process.stdin.read_line():
        words = shlex.split(decode(line))
        if words[:1] in (["quit"], ["exit"]):
            break
        if words:
            # How it ends is not told in this mode: the client itself ends with 0.
            await client.command(words)
        await process.flush()
        await asyncio.sleep(0)
    return 0


def _without_options(process: Process) -> list[str]:
    """Return the arguments from the command on; the options before it go into the environment."""
    words = list(process.args)
    while words and (words[0].startswith("--os-") or words[0] in WITHOUT_EFFECT):
        word = words.pop(0)
        if word in WITHOUT_EFFECT:
            continue
        name, equals, value = word.partition("=")
        if not equals and not words:
            process.err(f"usage: openstack [--version] [-v | -q]\nopenstack: error: argument {name}: ")
            raise Failure("expected one argument", 2)
        process.env[name[2:].upper().replace("-", "_")] = value if equals else words.pop(0)
    return words


async def _command(client: OpenStackClient, words: Sequence[str]) -> int:
    """Carry out a command, or print its help."""
    if words[0] in (*HELP, "help") or set(HELP) & set(words):
        topic = [word for word in words if word not in HELP]
        topic = topic[1:] if topic[:1] == ["help"] else topic
        text = openstack_help.of_command(topic) if topic else openstack_help.general()
        if text:
            client.process.out(text)
            return 0
        words = topic
    return await client.command(words)


async def _converse(client: OpenStackClient) -> None:
    """Carry out the commands that are typed; a wrong one does not end it."""
    process = client.process
    history = History()

    def complete(line: str) -> Completions:
        *arguments, word = line.split(" ")
        found = completers.words("openstack", process, list(filter(None, arguments)), word)
        return Completions(len(line) - len(word), found)

    while True:
        try:
            line = await edited_line(process, PROMPT, history=history, complete=complete)
            history.add(line)
            words = shlex.split(line, comments=True)
        except KeyboardInterrupt:
            continue
        except EOFError:
            process.out("\n")
            return
        except ValueError as error:
            process.err(f"{error}\n")
            continue
        if words[:1] and words[0] in LEAVING:
            return
        if words in (["help"], ["?"]):
            columns = process.terminal.size.columns if process.terminal else 80
            process.out(openstack_help.of_prompt(columns))
        elif words:
            await _command(client, words)
        await process.flush()
