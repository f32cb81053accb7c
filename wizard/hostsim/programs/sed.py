"""sed: runs a script over lines; options -n -e -f -i -r -E -s."""

from __future__ import annotations

import errno
import posixpath
import re

from wizard.hostsim import limits
from wizard.hostsim.process import Process, decode, encode
from wizard.hostsim.programs.files import problem, take_attributes
from wizard.hostsim.programs.sed_script import Address, Instruction, ScriptReader
from wizard.hostsim.scheduling import matching
from wizard.hostsim.streams import os_error
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory, Regular


class Editor:
    """Runs a script over the lines of a text."""

    def __init__(self, script: list[Instruction], *, quiet: bool) -> None:
        self.script = script
        self.quiet = quiet
        self.output: list[str] = []
        self.number = 0
        self.quit = False

    def edit(self, text: str) -> str:
        """Return what the script makes of a text; fails with ENOMEM if that is too much."""
        self.lines = text.split("\n")
        ended = self.lines[-1] == ""
        if ended:
            self.lines.pop()
        self.output = []
        self.size = 0
        self.number = 0
        self.hold = ""
        while self.number < len(self.lines) and not self.quit:
            with matching():
                self._cycle(self.lines[self.number])
        result = "".join(self.output)
        return result if ended or not result else result.removesuffix("\n")

    def _cycle(self, line: str) -> None:
        self.number += 1
        self.space = line
        self.after: list[str] = []
        deleted = self._run(self.script)
        self.size += sum(map(len, (self.space, self.hold, *self.after)))
        if self.size > limits.OUTPUT:
            raise os_error(errno.ENOMEM)
        if not deleted and not self.quiet:
            self.output.append(self.space + "\n")
        self.output += self.after

    def _run(self, script: list[Instruction]) -> bool:
        """Run instructions; True when the line was deleted."""
        for instruction in script:
            if self._selected(instruction) == instruction.inverted:
                continue
            if self._step(instruction):
                return True
            if self.quit:
                return False
        return False

    def _selected(self, instruction: Instruction) -> bool:
        if instruction.first is None:
            return True
        if instruction.last is None:
            return self._at(instruction.first)
        if instruction.active:
            last = instruction.last
            instruction.active = not self._at(last) and not (isinstance(last, int) and last <= self.number)
            return not (isinstance(last, int) and last < self.number)
        if self._at(instruction.first):
            last = instruction.last
            instruction.active = not (isinstance(last, int) and last <= self.number)
            if last == "$" and self._at("$"):
                instruction.active = False
            return True
        return False

    def _at(self, address: Address) -> bool:
        if isinstance(address, int):
            return address == self.number
        if isinstance(address, str):
            return self.number == len(self.lines)
        return address.search(self.space) is not None

    def _step(self, instruction: Instruction) -> bool:  # noqa: PLR0912 - a case a branch
        match instruction.name:
            case "{":
                return self._run(instruction.block)
            case "p":
                self.output.append(self.space + "\n")
            case "d":
                return True
            case "q":
                self.quit = True
            case "=":
                self.output.append(f"{self.number}\n")
            case "a":
                self.after.append(instruction.text + "\n")
            case "i":
                self.output.append(instruction.text + "\n")
            case "c":
                if not instruction.active:
                    self.output.append(instruction.text + "\n")
                return True
            case "y":
                self.space = self.space.translate(str.maketrans(instruction.text, instruction.replacement))
            case "s":
                self._substitute(instruction)
            case "n":
                if not self.quiet:
                    self.output.append(self.space + "\n")
                if self.number >= len(self.lines):
                    self.quit = True
                    return True
                self.space = self.lines[self.number]
                self.number += 1
            case "N" if self.number < len(self.lines):
                self.space += "\n" + self.lines[self.number]
                self.number += 1
            case "h":
                self.hold = self.space
            case "g":
                self.space = self.hold
            case "x":
                self.space, self.hold = self.hold, self.space
            case "G":
                self.space += "\n" + self.hold
            case "H":
                self.hold += "\n" + self.space
        return False

    def _substitute(self, instruction: Instruction) -> None:
        pattern = instruction.pattern
        if pattern is None:
            return
        digits = re.sub(r"\D", "", instruction.flags)
        wanted = int(digits) if digits else 1
        count = 0
        replaced = False
        end = -1

        def replace(match: re.Match[str]) -> str:
            nonlocal count, replaced, end
            if not match[0] and match.start() == end:
                return ""  # sed does not match an empty string directly after a match
            end = match.end()
            count += 1
            if count < wanted or (count > wanted and "g" not in instruction.flags):
                return match[0]
            replaced = True
            return _filled(instruction.replacement, match)

        self.space = pattern.sub(replace, self.space)
        if replaced and "p" in instruction.flags:
            self.output.append(self.space + "\n")


def _filled(template: str, match: re.Match[str]) -> str:
    def one(part: re.Match[str]) -> str:
        text = part[0]
        if text == "&":
            return match[0]
        if text[1].isdigit():
            return match[int(text[1])] or ""
        return {"n": "\n", "t": "\t"}.get(text[1], text[1])

    return re.sub(r"\\[\s\S]|&", one, template)


@program("sed")
async def sed(process: Process) -> int:
    """sed: run a script over files or standard input."""
    arguments = process.args
    in_place = next((word for word in arguments if re.fullmatch(r"-i.*|--in-place(=.*)?", word)), None)
    process.argv = [process.argv[0], *(word for word in arguments if word != in_place)]
    pairs, operands = process.option_list(
        "ne:f:rEsz", "quiet", "silent", "expression=", "file=", "regexp-extended", "posix"
    )
    options = dict(pairs)
    scripts = [value for option, value in pairs if option in ("-e", "--expression")]
    for option, value in pairs:
        if option in ("-f", "--file"):
            scripts.append(decode(await process.read_file(value)))
    if not scripts:
        if not operands:
            process.err("Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n")
            return 1
        scripts = [operands.pop(0)]
    extended = bool(options.keys() & {"-r", "-E", "--regexp-extended"})
    quiet = bool(options.keys() & {"-n", "--quiet", "--silent"})
    script = ScriptReader("\n".join(scripts), extended=extended).block()
    editor = Editor(script, quiet=quiet)
    if in_place is None:
        text = ""
        status = 0
        for name in operands or ["-"]:
            try:
                text += decode(await process.read_file(name))
            except OSError as error:
                if error.errno == errno.ENOMEM:
                    raise
                process.err(f"sed: can't read {name}: {error.strerror}\n")
                status = 2
        process.out(editor.edit(text))
        return status
    return await _in_place(process, editor, operands, in_place.removeprefix("--in-place=").removeprefix("-i"))


async def _in_place(process: Process, editor: Editor, names: list[str], suffix: str) -> int:
    """Edit files: as sed does, a new file takes the name, even where that was a link."""
    tree = process.node.tree
    status = 0
    for name in names:
        path = process.path(name)
        inode = tree.find(path, process.user)
        if inode is None or isinstance(inode, Directory):
            what = "No such file or directory" if inode is None else "not a regular file"
            process.err(f"sed: can't read {name}: {what}\n")
            status = 4 if inode else 2
            continue
        edited = encode(editor.edit(decode(await process.read_file(name))))
        try:
            place = tree.resolve(path, process.user, follow=False)
            tree.changeable(place, process.user, name)
            place.system.give_back(len(inode.content) if isinstance(inode, Regular) else 0)
            place.system.take(len(edited))
        except OSError as error:
            problem(process, f"couldn't open temporary file {posixpath.dirname(name)}/sedXXXXXX", error)
            return 4
        if suffix and suffix != "--in-place":
            tree.rename(path, path + suffix, process.user)
        made = Regular(content=edited)
        take_attributes(made, inode)
        made.mtime = Regular().mtime
        place.parent.entries[place.name] = made
    return status
