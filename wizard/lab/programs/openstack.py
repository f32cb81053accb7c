"""The openstack client (python-openstackclient 2.3): identity commands and `compute service list`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from wizard.hostsim.process import Process
from wizard.lab.programs.openstack_similar import similar
from wizard.lab.programs.openstack_tables import NARROWEST_OF_LIST, NARROWEST_OF_RECORD, fitted
from wizard.lab.services.keystone import HttpError, Keystone, Service, Token
from wizard.lab.services.node import cluster_of

REQUIRED = {
    "OS_USERNAME": "Set a username with --os-username, OS_USERNAME, or auth.username",
    "OS_AUTH_URL": "Set an authentication URL, with --os-auth-url, OS_AUTH_URL or auth.auth_url",
}
"""What has to be set besides the password, and what is said where it is not."""
UNDISCOVERED = (
    "Discovering versions from the identity service failed when creating the password plugin. "
    "Attempting to determine version from URL.\n"
)
VERBOSE_FAILURE = " (HTTP {}) (Request-ID: req-5f1f1f7e-8a3c-4d5e-9b1a-2c3d4e5f6a7b)"


Row = dict[str, Any]


T = TypeVar("T")


class CommandError(Exception):
    """A command failed; the text is what the client prints."""


class CommandParser(argparse.ArgumentParser):
    """An argument parser that complains on the simulated stderr, in Python 2's words."""

    def error(self, message: str) -> NoReturn:
        if message.startswith("the following arguments are required"):
            message = "too few arguments"
        raise UsageError(f"{self.format_usage()}{self.prog}: error: {message}\n")


class UsageError(Exception):
    """Wrong arguments: usage and message as they are printed."""


class OpenStackClient:
    """One start of the openstack client: its environment and the token it gets."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.keystone: Keystone = cluster_of(process.node).keystone
        self.token: Token | None = None
        self.undiscovered = False
        """Whether it has said so already."""

    async def authenticate(self) -> Token:
        """Get a token by the OS_* variables, once."""
        if self.token is not None:
            return self.token
        env = self.process.env
        if missing := [said for name, said in REQUIRED.items() if not env.get(name)]:
            raise CommandError("\n".join(["Missing parameter(s): ", *missing, ""]))
        if not env.get("OS_PASSWORD"):
            raise CommandError("No password entered, or found via --os-password or OS_PASSWORD")
        url = env["OS_AUTH_URL"].rstrip("/")
        host, _, port = url.partition("://")[2].partition("/")[0].partition(":")
        try:
            (await self.process.node.connect(host, int(port or 80))).open().close()
        except OSError as error:
            if not self.undiscovered:
                self.process.err(UNDISCOVERED)
            self.undiscovered = True
            raise CommandError(unreachable(f"{url}/auth/tokens", error)) from None
        self.token = self.keystone.authenticate(
            env["OS_USERNAME"],
            env["OS_PASSWORD"],
            env.get("OS_PROJECT_NAME", env.get("OS_TENANT_NAME")),
            env.get("OS_USER_DOMAIN_NAME", env.get("OS_USER_DOMAIN_ID", "default")),
        )
        return self.token

    async def command(self, words: Sequence[str]) -> int:
        """Carry out one command, given as words; return its exit status."""
        for length in (3, 2, 1):
            entry = COMMANDS.get(" ".join(words[:length]))
            if entry is not None:
                return await self._carry_out(entry, words[:length], list(words[length:]))
        self.process.out(f"openstack: '{words[0]}' is not an openstack command. See 'openstack --help'.\n")
        suggested = "".join(f"  {name}\n" for name in similar(words[0], COMMANDS))
        self.process.out(f"Did you mean one of these?\n{suggested}")
        return 2

    @property
    def _columns(self) -> int | None:
        """Return the width of the terminal that it prints on; None where it prints elsewhere."""
        terminal = self.process.terminal
        return terminal.size.columns if terminal and self.process.fd(1).is_terminal else None

    async def _carry_out(self, entry: Subcommand, name: Sequence[str], words: list[str]) -> int:
        parser = parser_of(entry, name)
        try:
            arguments = parser.parse_args(words)
            token = await self.authenticate()
            if not self.keystone.is_admin(token) and name[0] != "token":
                raise HttpError(403, "You are not authorized to perform the requested action")
            answer = await entry.run(self, arguments)
            shown = "" if answer is None else rendered(answer, arguments, self._columns)
        except UsageError as failure:
            self.process.err(str(failure))
            return 2
        except CommandError as error:
            self.process.err(f"{error}\n")
            return 1
        except HttpError as refusal:
            self.process.err(refusal.message + VERBOSE_FAILURE.format(refusal.status) + "\n")
            return 1
        self.process.out(shown)
        return 0

    # --- finding things by name or ID

    def find(self, kind: str, rows: Sequence[T], key: str) -> T:
        """Return the one of that name or ID."""
        found = [row for row in rows if getattr(row, "id", "") == key]
        found = found or [row for row in rows if getattr(row, "name", "") == key]
        if not found:
            raise CommandError(f"No {kind} with a name or ID of '{key}' exists.")
        if len(found) > 1:
            raise CommandError(f"More than one {kind} exists with the name '{key}'.")
        return found[0]

    def service(self, key: str) -> Service:
        """Return the service of that ID, type or name."""
        services = self.keystone.services
        for attribute in ("id", "type", "name"):
            found = [service for service in services if getattr(service, attribute) == key]
            if len(found) > 1:
                raise CommandError(
                    f"Multiple service matches found for '{key}', use an ID to be more specific."
                )
            if found:
                return found[0]
        raise CommandError(f"No service with a type, name or ID of '{key}' exists.")

    async def new_password(self) -> str:
        """Ask for a password twice, for ever if need be; without a terminal not at all."""
        terminal = self.process.terminal
        if terminal is None or not self.process.stdin.is_terminal:
            raise CommandError(
                "There was a request to be prompted for a password and a terminal was not detected."
            )
        while True:
            first = (await terminal.ask("User Password:")).rstrip("\n")
            second = (await terminal.ask("Repeat User Password:")).rstrip("\n")
            if first == second:
                return first
            self.process.out("The passwords entered were not the same\n")
            await self.process.flush()


def unreachable(url: str, error: OSError) -> str:
    """Return what requests says of a URL whose host was not reached."""
    parts = urlsplit(url)
    return (
        f"Unable to establish connection to {url}: "
        f"HTTPConnectionPool(host='{parts.hostname}', port={parts.port or 80}): "
        f"Max retries exceeded with url: {parts.path} (Caused by NewConnectionError("
        "'<requests.packages.urllib3.connection.HTTPConnection object at 0x7f8a5644ee90>: "
        f"Failed to establish a new connection: [Errno {error.errno}] {error.strerror}',))"
    )


def rendered(  # noqa: PLR0911 - a case a branch
    answer: Row | list[Row], arguments: argparse.Namespace, columns: int | None
) -> str:
    """Return a record, or rows, as the client prints them with the format and the columns of the arguments.

    Tables are fitted into so many columns of a terminal. Raises `CommandError` where it has none of the
    columns of the arguments.
    """
    style, chosen = arguments.format, arguments.column
    first = answer if isinstance(answer, dict) else next(iter(answer), {})
    if first and chosen and not first.keys() & set(chosen):
        raise CommandError(f"No recognized column names in {chosen}")
    if isinstance(answer, dict):
        record = {key: value for key, value in answer.items() if not chosen or key in chosen}
        if style == "json":
            return _json(record, arguments)
        if style == "value":
            return "".join(f"{value}\n" for value in record.values())
        if style == "shell":
            return "".join(f'{key}="{value}"\n' for key, value in record.items())
        fields = [[key, str(value)] for key, value in record.items()]
        return fitted(["Field", "Value"], fields, [False, False], columns, NARROWEST_OF_RECORD)
    rows = [{key: value for key, value in row.items() if not chosen or key in chosen} for row in answer]
    if style == "json":
        return _json(rows, arguments)
    if style == "value":
        return "".join(" ".join(str(value) for value in row.values()) + "\n" for row in rows)
    if style == "csv":
        lines = [[f'"{key}"' for key in rows[0]]] if rows else []
        lines += [
            [json.dumps(value) if isinstance(value, str) else str(value) for value in row.values()]
            for row in rows
        ]
        return "".join(",".join(line) + "\n" for line in lines)
    if not rows:
        return "\n"
    numbers = [type(value) is int for value in rows[0].values()]
    cells = [[str(value) for value in row.values()] for row in rows]
    return fitted(list(rows[0]), cells, numbers, columns, NARROWEST_OF_LIST)


def _json(value: object, arguments: argparse.Namespace) -> str:
    """Return JSON as Python 2 writes it: a space at the end of a line, no line break at the end of all."""
    return json.dumps(value, indent=None if arguments.noindent else 2, separators=(", ", ": "))


class Subcommand:
    """A command of the client, such as `user create`: its arguments and the function that carries it out."""

    def __init__(
        self,
        arguments: str,
        run: Callable[[OpenStackClient, argparse.Namespace], Awaitable[Row | list[Row] | None]],
    ) -> None:
        self.words = arguments.split()
        self.run = run

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments: `--flag`, `--one|--other`, `--option=`, `name` and `name*`."""
        for word in self.words:
            name = word.rstrip("=*")
            shown = f"<{name.lstrip('-')}>"
            if word.endswith("="):
                parser.add_argument(name, metavar=shown)
            elif word.startswith("--"):
                group = parser.add_mutually_exclusive_group()
                for flag in word.split("|"):
                    group.add_argument(flag, action="store_true")
            elif word.endswith("*"):
                parser.add_argument(name, nargs="+", metavar=shown)
            else:
                parser.add_argument(name, metavar=shown)


COMMANDS: dict[str, Subcommand] = {}


Run = Callable[[OpenStackClient, argparse.Namespace], Awaitable[Any]]


def command(name: str, arguments: str = "") -> Callable[[Run], Run]:
    """Return a decorator that registers a function as the client's command of that name."""

    def enter(run: Run) -> Run:
        COMMANDS[name] = Subcommand(arguments, run)
        return run

    return enter


def parser_of(entry: Subcommand, name: Sequence[str]) -> CommandParser:
    """Return the parser of a command's arguments."""
    parser = CommandParser(prog="openstack " + " ".join(name), add_help=False)
    choices = ["csv", "json", "table", "value"] if name[-1] == "list" else ["json", "shell", "table", "value"]
    parser.add_argument("-f", "--format", default="table", choices=choices)
    parser.add_argument("-c", "--column", action="append", default=[], metavar="COLUMN")
    parser.add_argument("--max-width", type=int, default=0, metavar="<integer>")
    parser.add_argument("--noindent", action="store_true")
    entry.arguments(parser)
    return parser
