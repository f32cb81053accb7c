"""The programs vi, vim and view: an editor on the terminal of a process."""

from __future__ import annotations

from wizard.hostsim.fullscreen.display import Display
from wizard.hostsim.process import Process, decode
from wizard.hostsim.vi.editor import Editor
from wizard.hostsim.vi.ex_other import VERSION
from wizard.hostsim.vi.node_world import NodeWorld
from wizard.hostsim.vi.screen import compose
from wizard.hostsim.vi.session import ENTER, Session

TOGGLES = "bCdDeEfFlLmMnNsuvXyZ"
"""Options without an argument that change nothing here."""
VALUES = ("-c", "--cmd", "-S", "-i", "-T", "-u", "-U", "-w", "-W", "-s", "-t", "-q")


class Arguments:
    """What the command line says."""

    def __init__(self, name: str, words: list[str]) -> None:
        self.readonly = name in ("view", "rview")
        self.commands: list[str] = []
        self.names: list[str] = []
        self.problem = ""
        self.shows_version = False
        words = list(words)
        while words:
            word = words.pop(0)
            if word == "--":
                self.names += words
                break
            if word.startswith("+"):
                self.commands.append(word[1:] or "$")
            elif word in VALUES:
                if not words:
                    self.problem = f'Argument missing after: "{word}"'
                    break
                value = words.pop(0)
                if word in ("-c", "--cmd"):
                    self.commands.append(value)
            elif word in ("--version", "--help", "-h"):
                self.shows_version = True
            elif word.startswith("-") and len(word) > 1:
                self._letters(word)
            else:
                self.names.append(word)

    def _letters(self, word: str) -> None:
        for letter in word[1:]:
            if letter in "RM":
                self.readonly = True
            elif letter not in TOGGLES and letter not in "oOp":
                self.problem = f'Unknown option argument: "{word}"'
                return


class OnTerminal:
    """An editor with the screen and the keyboard of a terminal."""

    def __init__(self, process: Process) -> None:
        assert process.terminal is not None  # noqa: S101 - the caller's condition
        self.process = process
        self.display = Display(process.terminal, self.resized)
        self.world = NodeWorld(process)
        self.editor = Editor(
            self.display.keyboard,
            self.world,
            columns=self.display.columns,
            rows=self.display.rows,
            show=self.show,
        )
        self.editor.settings.values["term"] = process.terminal.term
        if process.name in ("vim", "vimdiff"):
            self.editor.settings.values["hlsearch"] = True
        self.session = Session(self.editor)
        self.editor.run_shell = self.run_shell
        self.world.on_pause = self.pause

    async def resized(self) -> None:
        """Take the terminal's new size."""
        self.editor.window.resize(self.display.columns, self.display.rows)
        await self.show()

    async def show(self) -> None:
        """Paint what changed."""
        editor = self.editor
        if editor.repaint:
            editor.repaint = False
            self.display.forget()
        screen = compose(editor)
        ringing, editor.ringing = editor.ringing, False
        await self.display.paint(screen.rows, screen.cursor, ring=ringing)

    async def run(self, arguments: Arguments) -> int:
        """Edit until it ends."""
        async with self.display.taken(pastes=True):
            return await self.session.run(arguments.names, arguments.commands, readonly=arguments.readonly)

    async def run_shell(self, command: str) -> None:
        """Run a command on the terminal as it was, and wait for a key."""
        terminal = self.display.terminal
        said, self.editor.message = self.editor.message, ""
        async with self.display.lent():
            await terminal.write(f"{said if said.startswith('[') else ''}\n".encode())
            status = await self.world.shell(command)
            note = f"\nshell returned {status}\n" if status and command else ""
            await terminal.write(f"{note}\n{ENTER}".encode() if command else b"")
        if command:
            key = await self.display.keyboard.next()
            if key not in (" ", "\r", "\n", "\x1b", "\x03"):
                self.editor.input.stuff([key])
        await self.display.take_back(pastes=True)

    async def pause(self) -> None:
        """Stop where a shell can continue it."""
        if not self.process.in_job:
            self.editor.say("Suspending is not possible here: no shell with job control")
            return
        async with self.display.lent():
            await self.world.stop()
        await self.display.take_back(pastes=True)


async def main(process: Process) -> int:
    """Edit files on the terminal."""
    arguments = Arguments(process.name, process.args)
    if arguments.problem:
        process.err(f'{VERSION}\n{arguments.problem}\nMore info with: "vim -h"\n')
        return 1
    if arguments.shows_version:
        process.out(f"{VERSION}\n")
        return 0
    if process.terminal is None or not _on_terminal(process, 1):
        return await _without_terminal(process)
    text = None
    if not _on_terminal(process, 0):
        if arguments.names != ["-"]:
            process.err("Vim: Warning: Input is not from a terminal\n")
            await process.flush()
            return 1
        process.err("Vim: Reading from stdin...\n")
        await process.flush()
        text = decode(await process.stdin.read_all())
    if arguments.names == ["-"]:
        arguments.names = []
    runner = OnTerminal(process)
    if text is not None:
        runner.session.stdin = text
    try:
        return await runner.run(arguments)
    except EOFError:
        process.err("Vim: Error reading input, exiting...\n")
        return 1


def _on_terminal(process: Process, number: int) -> bool:
    return number in process.fds and process.fds[number].is_terminal


async def _without_terminal(process: Process) -> int:
    """Say that there is nothing to edit on."""
    process.err("Vim: Warning: Output is not to a terminal\n")
    if not _on_terminal(process, 0):
        process.err("Vim: Warning: Input is not from a terminal\n")
    process.err("Vim: Error reading input, exiting...\nVim: Finished.\n")
    return 1
