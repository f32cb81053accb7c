"""The openstack client (python-openstackclient 2.3): identity commands and `compute service list`."""

from __future__ import annotations

import argparse
import asyncio
import json
import shlex
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NoReturn, TypeVar

from wizard.lab.process import Failure, Process, decode
from wizard.lab.programs.mysql import boxed
from wizard.lab.services import nova
from wizard.lab.services.keystone import Endpoint, Keystone, Record, Refused, Service, Token
from wizard.lab.table import program

PROMPT = "(openstack) "
VERBOSE_FAILURE = " (HTTP {}) (Request-ID: req-5f1f1f7e-8a3c-4d5e-9b1a-2c3d4e5f6a7b)"
Row = dict[str, Any]
T = TypeVar("T")


class CommandError(Exception):
    """What a command complains about."""


class Parser(argparse.ArgumentParser):
    """An argument parser that complains on the simulated stderr, in Python 2's words."""

    def error(self, message: str) -> NoReturn:
        if message.startswith("the following arguments are required"):
            message = "too few arguments"
        raise Failure_(f"{self.format_usage()}{self.prog}: error: {message}\n")


class Failure_(Exception):  # noqa: N801
    """Wrong arguments: usage and message as they are printed."""


class Client:
    """One start of the client: its environment and the token it gets."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.keystone: Keystone = process.node.cluster.keystone
        self.token: Token | None = None

    async def authenticate(self) -> Token:
        """Get a token by the OS_* variables, once."""
        if self.token is not None:
            return self.token
        env = self.process.env
        if "OS_TOKEN" not in env:
            for name in ("username", "auth-url", "password"):
                if not env.get("OS_" + name.upper().replace("-", "_")):
                    raise CommandError(_missing(name))
        url = env["OS_AUTH_URL"].rstrip("/")
        host, _, port = url.partition("://")[2].partition("/")[0].partition(":")
        try:
            (await self.process.node.connect(host, int(port or 80))).open().close()
        except OSError:
            raise CommandError(f"Unable to establish connection to {url}/auth/tokens") from None
        self.token = self.keystone.authenticate(
            env["OS_USERNAME"],
            env["OS_PASSWORD"],
            env.get("OS_PROJECT_NAME", env.get("OS_TENANT_NAME")),
            env.get("OS_USER_DOMAIN_NAME", env.get("OS_USER_DOMAIN_ID", "default")),
        )
        return self.token

    async def command(self, words: Sequence[str]) -> int:
        """Carry out one command."""
        for length in (3, 2, 1):
            entry = COMMANDS.get(" ".join(words[:length]))
            if entry is not None:
                return await self._carry_out(entry, words[:length], list(words[length:]))
        self.process.err(
            f"openstack: '{' '.join(words)}' is not an openstack command. See 'openstack --help'.\n"
        )
        return 2

    async def _carry_out(self, entry: Entry, name: Sequence[str], words: list[str]) -> int:
        parser = Parser(prog="openstack " + " ".join(name), add_help=False)
        parser.add_argument(
            "-f", "--format", default="table", choices=["csv", "json", "table", "value", "shell"]
        )
        parser.add_argument("-c", "--column", action="append", default=[])
        parser.add_argument("--noindent", action="store_true")
        parser.add_argument("--max-width", type=int, default=0)
        entry.arguments(parser)
        try:
            arguments = parser.parse_args(words)
            token = await self.authenticate()
            if not self.keystone.is_admin(token) and name[0] != "token":
                raise Refused(403, "You are not authorized to perform the requested action")
            answer = await entry.run(self, arguments)
        except Failure_ as failure:
            self.process.err(str(failure))
            return 2
        except CommandError as error:
            self.process.err(f"{error}\n")
            return 1
        except Refused as refusal:
            self.process.err(refusal.message + VERBOSE_FAILURE.format(refusal.status) + "\n")
            return 1
        if answer is not None:
            self.process.out(rendered(answer, arguments.format, arguments.column))
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


def _missing(name: str) -> str:
    return f"Missing parameter(s): \nSet a {name}, with --os-{name}, OS_{name.upper().replace('-', '_')} or auth.{name.replace('-', '_')}"


def rendered(answer: Row | list[Row], style: str, chosen: list[str]) -> str:
    """Return a record, or rows, as the client prints them in a style."""
    if isinstance(answer, dict):
        record = {key: value for key, value in answer.items() if not chosen or key in chosen}
        if style == "json":
            return json.dumps(record, indent=2) + "\n"
        if style == "value":
            return "".join(f"{value}\n" for value in record.values())
        if style == "shell":
            return "".join(f'{key}="{value}"\n' for key, value in record.items())
        return boxed([["Field", "Value"]], [[key, str(value)] for key, value in record.items()])
    rows = [{key: value for key, value in row.items() if not chosen or key in chosen} for row in answer]
    if style == "json":
        return json.dumps(rows, indent=2) + "\n"
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
    return boxed([list(rows[0])], [[str(value) for value in row.values()] for row in rows])


class Entry:
    """A command: its arguments and what it does."""

    def __init__(
        self, arguments: str, run: Callable[[Client, argparse.Namespace], Awaitable[Row | list[Row] | None]]
    ) -> None:
        self.words = arguments.split()
        self.run = run

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments: `--flag`, `--option=`, `name` and `name*`."""
        for word in self.words:
            if word.endswith("="):
                parser.add_argument(word[:-1])
            elif word.startswith("--"):
                parser.add_argument(word, action="store_true")
            elif word.endswith("*"):
                parser.add_argument(word[:-1], nargs="+")
            else:
                parser.add_argument(word)


COMMANDS: dict[str, Entry] = {}
Run = Callable[[Client, argparse.Namespace], Awaitable[Any]]


def command(name: str, arguments: str = "") -> Callable[[Run], Run]:
    """Enter a command into the table."""

    def enter(run: Run) -> Run:
        COMMANDS[name] = Entry(arguments, run)
        return run

    return enter


Arguments = argparse.Namespace


@command("token issue")
async def _token_issue(client: Client, arguments: Arguments) -> Row:
    token = await client.authenticate()
    return {
        "expires": "2036-06-01T01:00:00.000000Z",
        "id": token.id,
        "project_id": token.project_id,
        "user_id": token.user_id,
    }


# --- users


def _user_row(user: Any) -> Row:
    return {"domain_id": "default", "enabled": user.enabled, "id": user.id, "name": user.name}


@command(
    "user create",
    "--domain= --project= --project-domain= --password= --password-prompt --email= --description= --enable --disable --or-show name",
)
async def _user_create(client: Client, arguments: Arguments) -> Row:
    password = arguments.password or ""
    if arguments.password_prompt:
        password = await client.new_password()
    _domain(arguments.domain)
    existing = next((one for one in client.keystone.users if one.name == arguments.name), None)
    if existing and arguments.or_show:
        return _user_row(existing)
    user = client.keystone.create_user(arguments.name, password)
    user.enabled = not arguments.disable
    user.email = arguments.email or ""
    return _user_row(user)


def _domain(name: str | None) -> None:
    if name is not None and name.lower() != "default":
        raise CommandError(f"No domain with a name or ID of '{name}' exists.")


@command("user list", "--domain= --project= --group= --long")
async def _user_list(client: Client, arguments: Arguments) -> list[Row]:
    _domain(arguments.domain)
    return [
        {"ID": one.id, "Name": one.name}
        | (
            {
                "Project": "",
                "Domain": "default",
                "Description": one.description,
                "Email": one.email,
                "Enabled": one.enabled,
            }
            if arguments.long
            else {}
        )
        for one in client.keystone.users
    ]


@command("user show", "--domain= user")
async def _user_show(client: Client, arguments: Arguments) -> Row:
    return _user_row(client.find("user", client.keystone.users, arguments.user))


@command("user set", "--domain= --name= --password= --password-prompt --email= --enable --disable user")
async def _user_set(client: Client, arguments: Arguments) -> None:
    password = await client.new_password() if arguments.password_prompt else arguments.password
    user = client.find("user", client.keystone.users, arguments.user)
    if password is not None:
        user.password = password
    user.name = arguments.name or user.name
    user.email = arguments.email or user.email
    user.enabled = (user.enabled or arguments.enable) and not arguments.disable


@command("user delete", "--domain= users*")
async def _user_delete(client: Client, arguments: Arguments) -> None:
    for key in arguments.users:
        user = client.find("user", client.keystone.users, key)
        client.keystone.users.remove(user)
        client.keystone.assignments = [entry for entry in client.keystone.assignments if entry[0] != user.id]


# --- projects and roles


@command("project list", "--domain= --long")
async def _project_list(client: Client, arguments: Arguments) -> list[Row]:
    long = arguments.long
    return [
        {"ID": one.id, "Name": one.name}
        | ({"Domain ID": "default", "Description": one.description, "Enabled": one.enabled} if long else {})
        for one in client.keystone.projects
    ]


@command("project show", "--domain= project")
async def _project_show(client: Client, arguments: Arguments) -> Row:
    project = client.find("project", client.keystone.projects, arguments.project)
    return _project_row(project)


def _project_row(project: Record) -> Row:
    return {"description": project.description, "domain_id": "default", "enabled": project.enabled,
            "id": project.id, "is_domain": False, "name": project.name, "parent_id": "default"}  # fmt: skip


@command("project create", "--domain= --description= --enable --disable --or-show name")
async def _project_create(client: Client, arguments: Arguments) -> Row:
    existing = next((one for one in client.keystone.projects if one.name == arguments.name), None)
    if existing and not arguments.or_show:
        raise Refused(409, "Conflict occurred attempting to store project - Duplicate Entry")
    project = existing or Record(arguments.name, description=arguments.description or "")
    if existing is None:
        client.keystone.projects.append(project)
    return _project_row(project)


@command("project delete", "--domain= projects*")
async def _project_delete(client: Client, arguments: Arguments) -> None:
    for key in arguments.projects:
        client.keystone.projects.remove(client.find("project", client.keystone.projects, key))


@command("role list", "--project= --user= --domain=")
async def _role_list(client: Client, arguments: Arguments) -> list[Row]:
    if not arguments.user:
        return [{"ID": one.id, "Name": one.name} for one in client.keystone.roles]
    user = client.find("user", client.keystone.users, arguments.user)
    project = client.find("project", client.keystone.projects, arguments.project or "")
    held = {entry[2] for entry in client.keystone.assignments if entry[:2] == (user.id, project.id)}
    return [
        {"ID": one.id, "Name": one.name, "Project": project.name, "User": user.name}
        for one in client.keystone.roles
        if one.id in held
    ]


@command("role create", "--or-show name")
async def _role_create(client: Client, arguments: Arguments) -> Row:
    existing = next((one for one in client.keystone.roles if one.name == arguments.name), None)
    if existing and not arguments.or_show:
        raise Refused(409, "Conflict occurred attempting to store role - Duplicate Entry")
    role = existing or Record(arguments.name)
    if existing is None:
        client.keystone.roles.append(role)
    return {"domain_id": None, "id": role.id, "name": role.name}


@command("role delete", "roles*")
async def _role_delete(client: Client, arguments: Arguments) -> None:
    for key in arguments.roles:
        client.keystone.roles.remove(client.find("role", client.keystone.roles, key))


@command("role show", "role")
async def _role_show(client: Client, arguments: Arguments) -> Row:
    role = client.find("role", client.keystone.roles, arguments.role)
    return {"domain_id": None, "id": role.id, "name": role.name}


@command("role add", "--project= --user= --domain= --user-domain= --project-domain= role")
async def _role_add(client: Client, arguments: Arguments) -> None:
    entry = _assignment(client, arguments)
    if entry not in client.keystone.assignments:
        client.keystone.assignments.append(entry)


@command("role remove", "--project= --user= --domain= --user-domain= --project-domain= role")
async def _role_remove(client: Client, arguments: Arguments) -> None:
    entry = _assignment(client, arguments)
    if entry not in client.keystone.assignments:
        raise Refused(
            404,
            f"Could not find role assignment with role: {entry[2]}, user or group: {entry[0]}, project or domain: {entry[1]}",
        )
    client.keystone.assignments.remove(entry)


def _assignment(client: Client, arguments: Arguments) -> tuple[str, str, str]:
    if not arguments.user or not arguments.project:
        raise CommandError(
            "Role not added, incorrect set of arguments provided. See openstack --help for more details"
        )
    role = client.find("role", client.keystone.roles, arguments.role)
    user = client.find("user", client.keystone.users, arguments.user)
    return user.id, client.find("project", client.keystone.projects, arguments.project).id, role.id


@command("role assignment list", "--user= --project= --role= --names --effective")
async def _assignment_list(client: Client, arguments: Arguments) -> list[Row]:
    keystone = client.keystone
    wanted = (
        client.find("user", keystone.users, arguments.user).id if arguments.user else None,
        client.find("project", keystone.projects, arguments.project).id if arguments.project else None,
        client.find("role", keystone.roles, arguments.role).id if arguments.role else None,
    )
    rows: list[Row] = []
    for entry in keystone.assignments:
        if any(key is not None and key != found for key, found in zip(wanted, entry, strict=True)):
            continue
        user, project, role = entry
        rows.append(
            {"Role": role, "User": user, "Group": "", "Project": project, "Domain": "", "Inherited": False}
        )
    return rows


# --- the catalogue


def _service_row(service: Service) -> Row:
    return {
        "description": service.description,
        "enabled": service.enabled,
        "id": service.id,
        "name": service.name,
        "type": service.type,
    }


@command("service create", "--name= --description= --enable --disable type")
async def _service_create(client: Client, arguments: Arguments) -> Row:
    service = Service(arguments.name or "", description=arguments.description or "", type=arguments.type)
    service.enabled = not arguments.disable
    client.keystone.services.append(service)
    return _service_row(service)


@command("service list", "--long")
async def _service_list(client: Client, arguments: Arguments) -> list[Row]:
    return [
        {"ID": one.id, "Name": one.name, "Type": one.type}
        | ({"Description": one.description, "Enabled": one.enabled} if arguments.long else {})
        for one in client.keystone.services
    ]


@command("service show", "service")
async def _service_show(client: Client, arguments: Arguments) -> Row:
    return _service_row(client.service(arguments.service))


@command("service set", "--type= --name= --description= --enable --disable service")
async def _service_set(client: Client, arguments: Arguments) -> None:
    service = client.service(arguments.service)
    service.name = arguments.name or service.name
    service.type = arguments.type or service.type
    service.description = arguments.description or service.description
    service.enabled = (service.enabled or arguments.enable) and not arguments.disable


@command("service delete", "service")
async def _service_delete(client: Client, arguments: Arguments) -> None:
    service = client.service(arguments.service)
    client.keystone.services.remove(service)
    client.keystone.endpoints = [one for one in client.keystone.endpoints if one.service_id != service.id]


def _endpoint_row(client: Client, endpoint: Endpoint) -> Row:
    service = next((one for one in client.keystone.services if one.id == endpoint.service_id), Service(""))
    return {
        "enabled": endpoint.enabled, "id": endpoint.id, "interface": endpoint.interface, "region": endpoint.region,
        "region_id": endpoint.region, "service_id": endpoint.service_id, "service_name": service.name,
        "service_type": service.type, "url": endpoint.url,
    }  # fmt: skip


@command("endpoint create", "--region= --enable --disable service interface url")
async def _endpoint_create(client: Client, arguments: Arguments) -> Row:
    if arguments.interface not in ("admin", "public", "internal"):
        raise Failure_(
            f"openstack endpoint create: error: argument <interface>: invalid choice: '{arguments.interface}' "
            "(choose from 'admin', 'public', 'internal')\n"
        )
    service = client.service(arguments.service)
    endpoint = Endpoint(service.id, arguments.interface, arguments.url, arguments.region or "")
    endpoint.enabled = not arguments.disable
    client.keystone.endpoints.append(endpoint)
    return _endpoint_row(client, endpoint)


@command("endpoint list", "--service= --interface= --region=")
async def _endpoint_list(client: Client, arguments: Arguments) -> list[Row]:
    service = client.service(arguments.service).id if arguments.service else None
    rows = []
    for endpoint in client.keystone.endpoints:
        wanted = (service, arguments.interface, arguments.region)
        found = (endpoint.service_id, endpoint.interface, endpoint.region)
        if any(key is not None and key != value for key, value in zip(wanted, found, strict=True)):
            continue
        row = _endpoint_row(client, endpoint)
        rows.append({
            "ID": endpoint.id, "Region": endpoint.region, "Service Name": row["service_name"],
            "Service Type": row["service_type"], "Enabled": endpoint.enabled, "Interface": endpoint.interface,
            "URL": endpoint.url,
        })  # fmt: skip
    return rows


def _endpoint(client: Client, key: str) -> Endpoint:
    found = next((one for one in client.keystone.endpoints if one.id == key), None)
    if found is None:
        raise Refused(404, f"Could not find endpoint: {key}")
    return found


@command("endpoint show", "endpoint")
async def _endpoint_show(client: Client, arguments: Arguments) -> Row:
    return _endpoint_row(client, _endpoint(client, arguments.endpoint))


@command("endpoint set", "--region= --interface= --url= --service= --enable --disable endpoint")
async def _endpoint_set(client: Client, arguments: Arguments) -> None:
    endpoint = _endpoint(client, arguments.endpoint)
    endpoint.url = arguments.url or endpoint.url
    endpoint.region = arguments.region or endpoint.region
    endpoint.interface = arguments.interface or endpoint.interface
    endpoint.enabled = (endpoint.enabled or arguments.enable) and not arguments.disable


@command("endpoint delete", "endpoint")
async def _endpoint_delete(client: Client, arguments: Arguments) -> None:
    client.keystone.endpoints.remove(_endpoint(client, arguments.endpoint))


@command("domain list")
async def _domain_list(client: Client, arguments: Arguments) -> list[Row]:
    return [{"ID": "default", "Name": "Default", "Enabled": True, "Description": "The default domain"}]


# --- compute


@command("compute service list", "--host= --service=")
async def _compute_service_list(client: Client, arguments: Arguments) -> list[Row]:
    endpoint = client.keystone.endpoint_of("compute")
    if endpoint is None:
        raise CommandError("public endpoint for compute service not found")
    try:
        rows = await nova.service_rows(client.process.node, endpoint.url)
    except OSError:
        url = endpoint.url.replace("%(tenant_id)s", (client.token.project_id or "") if client.token else "")
        raise CommandError(f"Unable to establish connection to {url}/os-services") from None
    return [
        row
        for row in rows
        if arguments.host in (None, row["Host"]) and arguments.service in (None, row["Binary"])
    ]


@program("openstack")
async def openstack(process: Process) -> int:
    """Carry out one command, or those on standard input."""
    if process.node.cluster is None or "python-openstackclient" not in process.node.packages.installed:
        raise Failure("command not found", 127)
    words = process.args
    while words and words[0].startswith("--os-"):
        name, equals, value = words.pop(0).partition("=")
        process.env[name[2:].upper().replace("-", "_")] = value if equals else words.pop(0)
    if words[:1] == ["--version"]:
        process.err("openstack 2.3.0\n")
        return 0
    client = Client(process)
    if words:
        return await client.command(words)
    status = 0
    process.out(PROMPT)
    while line := await process.stdin.read_line():
        words = shlex.split(decode(line))
        if words[:1] in (["quit"], ["exit"]):
            break
        if words:
            status = await client.command(words)
        process.out(PROMPT)
        await process.flush()
        await asyncio.sleep(0)
    process.out("\n")
    return status
