"""The schema of answers.yaml: which keys there are, and what each may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from wizard.answers import checks
from wizard.answers.passwords import Kind, Source
from wizard.model.problems import Problem

A = TypeVar("A")


def ours(check: Callable[[Any], A]) -> Callable[[Any], A]:
    """Let pydantic collect a check's `Problem` with the rest: its type is the message's key."""

    def collected(answer: Any) -> A:
        try:
            return check(answer)
        except Problem as problem:
            message = problem.message
        raise PydanticCustomError(message.key, "see the key", message.variables)

    return collected


def _like(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^({pattern})$"})


Name = Annotated[str, AfterValidator(ours(checks.name)), _like(checks.NAME)]
Host = Annotated[str, AfterValidator(ours(checks.host)), _like(checks.HOST)]
User = Annotated[str, AfterValidator(ours(checks.user)), _like(checks.USER)]
Address = Annotated[str, AfterValidator(ours(checks.address))]
NameOrAddress = Annotated[str, AfterValidator(ours(checks.name_or_address))]
Disk = Annotated[str, AfterValidator(ours(checks.disk)), _like(checks.DISK)]
Identity = Annotated[str, AfterValidator(ours(checks.identity)), _like(checks.IDENTITY)]
Region = Annotated[str, AfterValidator(ours(checks.region)), _like(checks.REGION)]
Openrc = Annotated[str, AfterValidator(ours(checks.openrc)), _like(checks.OPENRC)]
LocalPath = Annotated[str, AfterValidator(ours(checks.local_path)), _like(checks.PATH)]
HostKey = Annotated[str, AfterValidator(ours(checks.host_key)), _like(checks.HOST_KEY)]
Version = Annotated[int, AfterValidator(ours(checks.version)), WithJsonSchema({"const": 1})]
Port = Annotated[int, Field(ge=1, le=65535)]

MOST_NODES = 1000
"""Compute nodes in one file."""

_TEXT = {"type": "string", "minLength": 1}
_SOURCES = [
    {"type": "object", "properties": {kind: _TEXT}, "required": [kind], "additionalProperties": False}
    for kind in (Kind.ENV, Kind.FILE, Kind.COMMAND)
]
Password = Annotated[
    Source, PlainValidator(ours(Source.parse)), WithJsonSchema({"anyOf": [_TEXT, *_SOURCES]})
]


_IDENTITY = {"type": "string", "pattern": f"^({checks.IDENTITY})$"}
Identities = Annotated[
    tuple[str, ...],
    PlainValidator(ours(checks.identities)),
    WithJsonSchema({"anyOf": [_IDENTITY, {"type": "array", "items": _IDENTITY}]}),
]


class Keys(BaseModel):
    """A mapping that takes no other keys, no text for a number, and never quotes what it was given."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class Ssh(Keys):
    """How SSH gets to a host; what is left out comes from `ssh:`, then from ~/.ssh/config and the agent."""

    user: User | None = None
    port: Port | None = None
    identity_file: LocalPath | None = None
    known_hosts: LocalPath | None = None
    host_key: HostKey | None = None
    password: Password | None = None
    sudo: bool | None = None


class Controller(Ssh):
    """The controller."""

    host: Host
    name: Name
    management_ip: Address


class Compute(Controller):
    """A compute node."""

    disk: Disk | None = None
    erase: Identity | None = None


class BookPasswords(Keys):
    """The passwords by the book's names."""

    dbpassword: Password
    novadbpass: Password
    novapass: Password
    rabbitpass: Password


class Undo(Keys):
    """What --undo may take back besides what it takes back by itself."""

    databases: bool = False
    disk: Identities = ()
    unrecorded: bool = False


class AnswersFile(Keys):
    """Everything that answers.yaml can say."""

    version: Version
    language: Literal["ko", "en"] | None = None
    region: Region = "RegionOne"
    openrc: Openrc = "/root/admin-openrc"
    console_host: NameOrAddress = "controller"
    controller: Controller
    compute: Annotated[list[Compute], Field(min_length=1, max_length=MOST_NODES)]
    ssh: Ssh | None = None
    passwords: BookPasswords
    undo: Undo | None = None
