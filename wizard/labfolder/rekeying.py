"""A kept lab's state with the keys of another one: who knows the hosts goes on knowing them."""

from __future__ import annotations

import json

from wizard.lab import LabRefused


def with_keys_of(old: bytes, new: bytes) -> bytes:
    """Return a state with the keys of the old one. Raises `LabRefused` where it is of other hosts."""
    from wizard.lab import keeping  # noqa: PLC0415 - slow to import

    keys = keeping.read(old)
    if list(keeping.read(new).nodes) != list(keys.nodes):
        raise LabRefused("lab-dir-other", ", ".join(keys.nodes))
    data = json.loads(new)
    data["client_key"] = keys.client_key
    data["host_keys"] = keys.host_keys
    return json.dumps(data).encode()
