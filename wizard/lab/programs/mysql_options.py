"""The options of the mysql client: command line, option files, and the password that is asked for."""

from __future__ import annotations

import re

from wizard.hostsim.process import Failure, Process, decode

LONG = (
    "user=", "password", "host=", "port=", "execute=", "batch", "skip-column-names", "force", "silent",
    "database=", "default-character-set=", "table", "protocol=", "socket=", "connect-timeout=", "raw",
    "vertical", "no-auto-rehash", "defaults-extra-file=", "defaults-file=", "no-defaults",
    "column-names", "verbose", "version", "no-beep", "help", "auto-rehash",
)  # fmt: skip


async def read_options(process: Process) -> tuple[dict[str, str], list[str], str | None]:
    """Return options, operands and the password, by command line or option file."""
    words = process.args
    password: str | None = None
    for word in list(words):
        if match := re.fullmatch(r"(?:-p|--password=)(.+)|--password=", word):
            password = match[1] or ""
            words.remove(word)
    process.argv = [process.argv[0], *words]
    try:
        options, operands = process.options("u:ph:P:e:BNfsD:trAEv?", *LONG)
    except Failure as failure:
        raise Failure(
            re.sub(
                r"unrecognized option '(--\S+)'", r"unknown option '\1'", failure.message.partition("\n")[0]
            ),
            2,
        ) from None
    first = words[0] if words else ""
    for option in ("--defaults-extra-file", "--defaults-file", "--no-defaults"):
        if option in options and not first.startswith(option):
            raise Failure(f"unknown variable '{option.lstrip('-')}={options[option]}'", 7)
    from_files = await _option_files(process, options)
    for name in ("user", "host", "port", "database"):
        if name in from_files and f"--{name}" not in options and f"-{name[0]}" not in options:
            options[f"--{name}"] = from_files[name]
    if password is None and not options.keys() & {"-p", "--password"}:
        password = from_files.get("password")
    return options, operands, password


async def _option_files(process: Process, options: dict[str, str]) -> dict[str, str]:
    names = [
        "/etc/my.cnf",
        options.get("--defaults-extra-file", ""),
        f"{process.env.get('HOME', '')}/.my.cnf",
    ]
    if "--no-defaults" in options:
        return {}
    if "--defaults-file" in options:
        names = [options["--defaults-file"]]
    values: dict[str, str] = {}
    for name in filter(None, names):
        try:
            text = decode(await process.read_file(name))
        except OSError:
            if name in (options.get("--defaults-extra-file"), options.get("--defaults-file")):
                process.err(f"Could not open required defaults file: {name}\n")
                process.err("Fatal error in defaults handling. Program aborted\n")
                raise Failure("") from None
            continue
        values.update(_read_options(text))
    return values


def _read_options(text: str) -> dict[str, str]:
    """Return what stands in [client] and [mysql] of an option file."""
    section = ""
    values: dict[str, str] = {}
    for written in text.splitlines():
        if not (line := written.strip()) or line[0] in "#;!":
            continue
        if line.startswith("["):
            section = line.strip("[]")
        elif section in ("client", "mysql"):
            name, _, value = line.partition("=")
            values[name.strip()] = _option_value(value.strip())
    return values


def _option_value(value: str) -> str:
    """Return an option's value: a `#` begins a comment outside of quotes, a backslash escapes."""
    if value[:1] in ("'", '"') and value.endswith(value[0]) and len(value) > 1:
        value = value[1:-1]
    else:
        value = value.partition("#")[0].rstrip() if not value.startswith("#") else ""
    escapes = {"b": "\b", "t": "\t", "n": "\n", "r": "\r", "s": " ", "\\": "\\", '"': '"', "'": "'"}
    return re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[0]), value)


async def asked_password(process: Process) -> str:
    """Ask for the password: on the terminal, and without one, as getpass(3) does, from standard input."""
    if process.terminal is not None:
        return (await process.terminal.ask("Enter password: ")).rstrip("\n")
    process.err("Enter password: ")
    await process.flush()
    return decode(await process.stdin.read_line()).rstrip("\n")
