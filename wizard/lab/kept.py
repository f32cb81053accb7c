"""The schema of a kept lab: plain data with a type and bounds for every value, all checked before use.

Text that is not UTF-8 (names and contents of files) stands in it as Python's `surrogateescape` has it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from wizard.hostsim import limits

FORMAT = 5


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    value.encode("utf-8", "surrogateescape")
    return value


def _name(value: str) -> str:
    if value in ("", ".", "..") or "/" in value or "\0" in value or len(value) > limits.PATH:
        raise ValueError("no name of a file")
    return value


def _path(value: str) -> str:
    if not value.startswith("/") or "\0" in value or len(value) > limits.PATH:
        raise ValueError("no absolute path")
    return value


def _password(value: str) -> str:
    if not 0 < len(value) < 256 or any(ord(character) < 32 for character in value):
        raise ValueError("no password")
    return value


Text = Annotated[str, PlainValidator(_text)]
Name = Annotated[Text, AfterValidator(_name)]
Path = Annotated[Text, AfterValidator(_path)]
Password = Annotated[Text, AfterValidator(_password)]
Id = Annotated[int, Field(ge=0, lt=2**32)]
Number = Annotated[int, Field(ge=0, lt=2**63)]
Index = Annotated[int, Field(ge=0, lt=2**31)]
Moment = Annotated[float, Field(ge=0, lt=253_402_300_800)]
"""Seconds since 1970, before the year 10000."""


class Form(BaseModel):
    """Plain data of a kept lab: a mapping with exactly these keys, of exactly these types."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, allow_inf_nan=False
    )


# --- Files


class InodeForm(Form):
    """What files of all kinds have: mode, owner, time of the last change, label, number of names."""

    mode: Annotated[int, Field(ge=0, le=0o7777)]
    uid: Id
    gid: Id
    mtime: Moment
    label: Text
    links: Index
    immutable: bool


class RegularForm(InodeForm):
    """A regular file and its content."""

    kind: Literal["Regular"]
    content: Text


class ProgramForm(InodeForm):
    """A file that is a program of the simulation; `name` is the program's."""

    kind: Literal["Program"]
    name: Text


class GeneratedForm(InodeForm):
    """A file of /proc or /sys, whose text a generator of the node makes when it is read."""

    kind: Literal["Generated"]
    generator: Text


class SymlinkForm(InodeForm):
    """A symbolic link and its target."""

    kind: Literal["Symlink"]
    target: Text


class DeviceForm(InodeForm):
    """A block or character device and its numbers."""

    kind: Literal["Device"]
    name: Text
    block: bool
    major: Id
    minor: Id


class SocketForm(InodeForm):
    """A Unix socket; whoever listened on it is not kept."""

    kind: Literal["Socket"]


class DirectoryForm(InodeForm):
    """A directory: names, and places in the list of all files."""

    kind: Literal["Directory"]
    entries: dict[Name, Index]


AnyInode = Annotated[
    RegularForm | ProgramForm | GeneratedForm | SymlinkForm | DeviceForm | SocketForm | DirectoryForm,
    Field(discriminator="kind"),
]


class FileSystemForm(Form):
    """A file system; its root is a place in the list of all files."""

    source: Text
    kind: Text
    root: Index
    options: Text
    device: Id
    free: Number | None
    used: Annotated[int, Field(ge=0, le=limits.TREE)]
    last_mounted: Text = ""


# --- Disks


class ContentForm(Form):
    """What is on a device; its file system is a place in the list of all."""

    kind: Text
    uuid: Text
    label: Text
    system: Index | None


class VolumeForm(Form):
    """A block device: its name, size, numbers and content."""

    name: Name
    size: Number
    major: Id
    minor: Id
    content: ContentForm | None
    path: Path


class PartitionForm(VolumeForm):
    """A partition of a disk, in sectors."""

    number: Id
    start: Number
    type: Text
    bootable: bool = False


class DiskForm(VolumeForm):
    """A disk with its partition table and partitions."""

    serial: Text
    label: Text
    identifier: Id
    partitions: list[PartitionForm]
    holders: dict[Name, Name]


# --- A node


class UserForm(Form):
    """A user of a node."""

    name: Name
    uid: Id
    gid: Id
    home: Path
    shell: Path
    groups: list[Id]
    comment: Text


class UnitForm(Form):
    """A service as systemd has it: enabled or not, running or not."""

    enabled: bool
    state: Literal["active", "inactive", "failed"]


class EntryForm(Form):
    """An entry of a journal."""

    moment: Annotated[float, Field(gt=-1e12, lt=253_402_300_800)]
    boot: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    unit: Text
    program: Text
    pid: Index
    message: Text


class FailedMountForm(Form):
    """A line of /etc/fstab that could not be mounted in the last boot."""

    directory: Path
    source: Text
    kind: Text
    options: Text
    status: Annotated[int, Field(ge=0, lt=256)]


class NodeForm(Form):
    """A simulated host: its files, disks, packages, users and services."""

    skew: Annotated[float, Field(gt=-1e9, lt=1e9)]
    accelerated: bool
    delay: Annotated[float, Field(ge=0, le=60)]
    ports_taken: list[Annotated[int, Field(gt=0, lt=65536)]]
    last_pid: Index
    selinux: Literal["Enforcing", "Permissive", "Disabled"]
    mirror: bool
    cached: bool
    installed: list[Text]
    units: dict[Text, UnitForm]
    failed_mounts: list[FailedMountForm] = []
    power: Literal["running", "stopping", "off", "booting", "emergency"]
    boots: Annotated[list[Annotated[str, Field(pattern="^[0-9a-f]{32}$")]], Field(min_length=1)]
    journal: Annotated[list[EntryForm], Field(max_length=limits.JOURNAL)]
    settings: dict[Text, Text]
    users: dict[Name, UserForm]
    groups: dict[Name, Id]
    changed_passwords: dict[Name, Text] = {}
    inodes: list[AnyInode]
    systems: list[FileSystemForm]
    mounts: dict[Path, Index]
    disks: dict[Name, DiskForm]
    volumes: dict[Name, VolumeForm]
    swaps: dict[Path, Number]


# --- What the nodes share


class TableForm(Form):
    """A table of a database."""

    columns: list[Text]
    rows: list[dict[Text, Text | int | None]]


class AccountForm(Form):
    """An account of MariaDB with its grants."""

    user: Text
    host: Text
    password: Text
    grants: dict[Text, Text]


class RecordForm(Form):
    """A project or a role of Keystone's, and what users and services have too."""

    name: Text
    id: Text
    enabled: bool
    description: Text


class KeystoneUserForm(RecordForm):
    """A user of Keystone's and the password."""

    password: Text
    email: Text


class ServiceForm(RecordForm):
    """A service of the catalogue."""

    type: Text


class EndpointForm(Form):
    """An endpoint of Keystone's catalogue."""

    service_id: Text
    interface: Text
    url: Text
    region: Text
    id: Text
    enabled: bool


class KeystoneForm(Form):
    """The state of Keystone: everything in it, and who has which role."""

    users: list[KeystoneUserForm]
    projects: list[RecordForm]
    roles: list[RecordForm]
    services: list[ServiceForm]
    endpoints: list[EndpointForm]
    assignments: list[Annotated[list[Text], Field(min_length=3, max_length=3)]]


class NovaForm(Form):
    """A row of Nova's table of services."""

    id: Index
    binary: Text
    host: Text
    zone: Text
    seen: Annotated[float, Field(gt=-1e12, lt=1e12)]
    disabled: bool


class QueueUserForm(Form):
    """A user of RabbitMQ."""

    password: Text
    permissions: list[Text] | None


class LabForm(Form):
    """A whole lab as it is kept in its folder."""

    format: Literal[5]
    time: Moment
    client_key: Text
    host_keys: dict[Name, Text]
    passwords: dict[Name, Password]
    nodes: dict[Name, NodeForm]
    accounts: list[AccountForm]
    schemas: dict[Text, dict[Text, TableForm]]
    keystone: KeystoneForm
    queue: dict[Text, QueueUserForm]
    services: list[NovaForm]
