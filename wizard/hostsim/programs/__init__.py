"""The general programs of a host, a family per file. Importing this package registers them all."""

from wizard.hostsim.programs import (
    attributes,
    completing,
    encoding,
    files,
    filesystems,
    grep,
    listing,
    making,
    mounts,
    partitions,
    running,
    sed,
    services,
    system,
    text,
    yum,
)

__all__ = [
    "attributes",
    "completing",
    "encoding",
    "files",
    "filesystems",
    "grep",
    "listing",
    "making",
    "mounts",
    "partitions",
    "running",
    "sed",
    "services",
    "system",
    "text",
    "yum",
]
