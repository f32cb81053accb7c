"""The commands that a shell carries out itself."""

from __future__ import annotations

import asyncio
import posixpath
import re

from wizard.hostsim import execute
from wizard.hostsim.process import SIGNALS, Failure, decode
from wizard.hostsim.shell.conditions import test
from wizard.hostsim.shell.jobs import job_ended, signal_job
from wizard.hostsim.shell.messages import complaint
from wizard.hostsim.shell.printing import echo, printf
from wizard.hostsim.shell.state import Exit, Leave, Return, Shell
from wizard.hostsim.shell.table import BUILTINS, builtin
from wizard.hostsim.shell.tokens import KEYWORDS
from wizard.hostsim.shell.variables import quoted
from wizard.hostsim.tree import EXECUTE, Directory, permits

BY_NUMBER = {str(number): name for name, number in SIGNALS.items()} | {"0": "EXIT"}


@builtin(":", special=True)
async def _nothing(shell: Shell, words: list[str]) -> int:
    return 0


@builtin("true")
async def _true(shell: Shell, words: list[str]) -> int:
    return 0


@builtin("false")
async def _false(shell: Shell, words: list[str]) -> int:
    return 1


@builtin("echo")
async def _echo(shell: Shell, words: list[str]) -> int:
    shell.process.out(echo(words[1:]))
    return 0


@builtin("printf")
async def _printf(shell: Shell, words: list[str]) -> int:
    if len(words) < 2:
        return complaint(shell, "printf", "usage: printf [-v var] format [arguments]", 2)
    text, problems = printf(words[1] if words[1] != "--" else words[2], words[2 if words[1] != "--" else 3 :])
    shell.process.out(text)
    for problem in problems:
        complaint(shell, "printf", problem)
    return int(bool(problems))


@builtin("test", "[")
async def _test(shell: Shell, words: list[str]) -> int:
    try:
        return test(shell.process, words)
    except Failure as failure:
        return complaint(shell, words[0], failure.message, 2)


@builtin("exit", special=True)
async def _exit(shell: Shell, words: list[str]) -> int:
    raise Exit(_status(shell, words))


@builtin("return", special=True)
async def _return(shell: Shell, words: list[str]) -> int:
    raise Return(_status(shell, words))


def _status(shell: Shell, words: list[str]) -> int:
    if len(words) < 2:
        return shell.status
    if not words[1].lstrip("-").isdigit():
        complaint(shell, words[0], f"{words[1]}: numeric argument required")
        return 2
    return int(words[1]) % 256


@builtin("break", "continue", special=True)
async def _leave(shell: Shell, words: list[str]) -> int:
    raise Leave(int(words[1]) if len(words) > 1 else 1, again=words[0] == "continue")


@builtin("shift", special=True)
async def _shift(shell: Shell, words: list[str]) -> int:
    count = int(words[1]) if len(words) > 1 else 1
    if count > len(shell.positional):
        return 1
    del shell.positional[:count]
    return 0


@builtin("eval", special=True)
async def _eval(shell: Shell, words: list[str]) -> int:
    shell.status = 0
    await shell.run_text(" ".join(words[1:]))
    return shell.status


@builtin(".", "source", special=True)
async def _source(shell: Shell, words: list[str]) -> int:
    if len(words) < 2:
        return complaint(shell, words[0], "filename argument required", 2)
    try:
        text = decode(await shell.process.read_file(_sourced(shell, words[1])))
    except OSError as error:
        complaint_text = f"{words[1]}: {error.strerror}"
        if shell.name == "sh" and words[0] == ".":
            shell.say(f".: {complaint_text}")
            raise Exit(1) from None
        shell.say(complaint_text)
        return 1
    outer = shell.positional
    if words[2:]:
        shell.positional = words[2:]
    line = shell.line
    shell.status = 0
    try:
        await shell.run_text(text)
    except Return as leave:
        shell.status = leave.status
    finally:
        shell.positional = outer
        shell.line = line
    return shell.status


def _sourced(shell: Shell, name: str) -> str:
    if "/" in name:
        return name
    for directory in shell.variables.get("PATH", "").split(":"):
        path = posixpath.join(directory, name)
        if shell.process.node.tree.find(path, shell.process.user) is not None:
            return path
    return name


@builtin("exec", special=True)
async def _exec(shell: Shell, words: list[str]) -> int:
    process = shell.process
    process.argv = words[1:]
    process.env = shell.environment()
    process.trapped = None
    path = shell.variables.get("PATH", "") if "/" not in words[1] else ""
    shell.traps.pop("EXIT", None)
    raise Exit(await execute.execute(process, path=path, complain=shell.say))


@builtin("cd", "chdir")
async def _cd(shell: Shell, words: list[str]) -> int:
    process = shell.process
    operands = [word for word in words[1:] if word not in ("-P", "-L", "--")]
    target = operands[0] if operands else shell.variables.get("HOME", "")
    if target == "-":
        target = shell.variables.get("OLDPWD", "")
        process.out(target + "\n")
    if not target:
        return complaint(shell, "cd", "HOME not set")
    path = posixpath.normpath(posixpath.join(process.cwd, target))
    try:
        inode = process.node.tree.get(path, process.user)
    except OSError as error:
        return complaint(shell, "cd", f"{target}: {error.strerror}")
    if not isinstance(inode, Directory):
        return complaint(shell, "cd", f"{target}: Not a directory")
    if not permits(inode, process.user, EXECUTE):
        return complaint(shell, "cd", f"{target}: Permission denied")
    if "-P" in words:
        path = process.node.tree.resolve(path, process.user).path
    shell.variables["OLDPWD"], process.cwd = process.cwd, path.replace("//", "/")
    shell.variables["PWD"] = process.cwd
    return 0


@builtin("pwd")
async def _pwd(shell: Shell, words: list[str]) -> int:
    path = shell.process.cwd
    if "-P" in words:
        path = shell.process.node.tree.resolve(path).path
    shell.process.out(path + "\n")
    return 0


@builtin("umask")
async def _umask(shell: Shell, words: list[str]) -> int:
    if len(words) == 1:
        shell.process.out(f"{shell.process.umask:04o}\n")
        return 0
    if not re.fullmatch("[0-7]+", words[1]):
        return complaint(shell, "umask", f"{words[1]}: octal number out of range")
    shell.process.umask = int(words[1], 8) & 0o777
    return 0


@builtin("trap", special=True)
async def _trap(shell: Shell, words: list[str]) -> int:
    arguments = [word for word in words[1:] if word != "--"]
    if not arguments:
        for name, action in shell.traps.items():
            shell.process.out(f"trap -- {quoted(action)} {name if name == 'EXIT' else 'SIG' + name}\n")
        return 0
    if len(arguments) == 1 or arguments[0].isdigit():
        action, names = "-", arguments
    else:
        action, names = arguments[0], arguments[1:]
    for word in names:
        name = BY_NUMBER.get(word, word.upper().removeprefix("SIG"))
        if name != "EXIT" and name not in SIGNALS:
            return complaint(shell, "trap", f"{word}: invalid signal specification")
        shell.traps.pop(name, None)
        shell.process.ignored.discard(name)
        if action == "":
            shell.process.ignored.add(name)
        elif action != "-":
            shell.traps[name] = action
    return 0


@builtin("wait")
async def _wait(shell: Shell, words: list[str]) -> int:
    if len(words) == 1:
        jobs, shell.jobs = shell.jobs, []
        for job in jobs:
            await job.wait()
        return 0
    status = 0
    for word in words[1:]:
        if word.startswith("%"):
            ended = await job_ended(shell, word)
            status = complaint(shell, "wait", f"{word}: no such job", 127) if ended is None else ended
            continue
        found = next((job for job in shell.jobs if str(job.pid) == word), None)
        if found is None:
            status = complaint(shell, "wait", f"pid {word} is not a child of this shell", 127)
        else:
            status = await found.wait()
    return status


@builtin("kill")
async def _kill(shell: Shell, words: list[str]) -> int:
    arguments = words[1:]
    name = "TERM"
    if arguments[:1] == ["-s"]:
        name, arguments = arguments[1].upper().removeprefix("SIG"), arguments[2:]
    elif arguments and arguments[0].startswith("-") and arguments[0] != "--":
        word = arguments.pop(0)[1:]
        name = word if word == "0" else BY_NUMBER.get(word, word.upper().removeprefix("SIG"))
    if name != "0" and name not in SIGNALS:
        return complaint(shell, "kill", f"{name}: invalid signal specification")
    status = 0
    for word in arguments:
        if word.startswith("%"):
            if not signal_job(shell, word, name):
                status = complaint(shell, "kill", f"{word}: no such job")
            await asyncio.sleep(0)
            continue
        target = shell.process.node.processes.get(int(word)) if word.isdigit() else None
        if target is None:
            known = word.isdigit() and shell.process.node.has_pid(int(word))
            if not known:
                status = complaint(shell, "kill", f"({word}) - No such process")
            elif name != "0":
                shell.process.node.kill(int(word), name)
        elif name != "0":
            target.signal(name)
            await asyncio.sleep(0)  # a signal to the shell itself takes effect before the next command
    return status


@builtin("command")
async def _command(shell: Shell, words: list[str]) -> int:
    arguments = words[1:]
    if arguments[:1] in (["-v"], ["-V"]):
        found = [where(shell, name, verbose=arguments[0] == "-V") for name in arguments[1:]]
        for line in found:
            shell.process.out(line + "\n" if line else "")
        return 0 if all(found) else 1
    arguments = [word for word in arguments if word not in ("-p", "--")]
    if not arguments:
        return 0
    if (known := BUILTINS.get(arguments[0])) is not None:
        return await known.run(shell, arguments)
    child = await shell.fork(arguments)
    child.env = shell.environment()
    path = shell.variables.get("PATH", "") if "/" not in arguments[0] else ""
    child.start(lambda process: execute.execute(process, path=path, complain=shell.say_from(process)))
    return await child.wait()


@builtin("type")
async def _type(shell: Shell, words: list[str]) -> int:
    status = 0
    for name in words[1:]:
        line = where(shell, name, verbose=True)
        if line:
            shell.process.out(line + "\n")
        else:
            status = complaint(shell, "type", f"{name}: not found")
    return status


@builtin("hash", "times", "ulimit")
async def _accepted(shell: Shell, words: list[str]) -> int:
    return 0


def where(shell: Shell, name: str, *, verbose: bool) -> str:
    """Return what a command's name stands for; nothing if it is unknown."""
    if name in shell.expanding:
        return (
            f"{name} is aliased to `{shell.aliases[name]}'"
            if verbose
            else f"alias {name}={quoted(shell.aliases[name])}"
        )
    if name in KEYWORDS:
        return f"{name} is a shell keyword" if verbose else name
    if name in BUILTINS:
        return f"{name} is a shell builtin" if verbose else name
    if name in shell.functions:
        return f"{name} is a function" if verbose else name
    try:
        path = execute.find(shell.process, name, shell.variables.get("PATH", ""))
    except OSError:
        return ""
    return f"{name} is {path}" if verbose else path
