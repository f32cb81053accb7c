"""The programs that a node's shell finds: a family a file. Importing this enters all of them into the table."""

from wizard.lab.programs import (
    files,
    filesystems,
    grep,
    listing,
    mounts,
    mysql,
    nova,
    openstack,
    partitions,
    rabbitmq,
    sed,
    services,
    system,
    text,
    yum,
)

__all__ = [
    "files",
    "filesystems",
    "grep",
    "listing",
    "mounts",
    "mysql",
    "nova",
    "openstack",
    "partitions",
    "rabbitmq",
    "sed",
    "services",
    "system",
    "text",
    "yum",
]
