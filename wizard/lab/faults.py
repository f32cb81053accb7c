"""Faults that a lab can be given, to be found and mended by a student or met by a test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from wizard.lab.ssh import Host
from wizard.lab.world import World

Hosts = Mapping[str, Host]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: how it begins and how it ends."""

    begin: Callable[[World, Hosts], Awaitable[None]]
    end: Callable[[World, Hosts], Awaitable[None]]


FAULTS: dict[str, Fault] = {}
