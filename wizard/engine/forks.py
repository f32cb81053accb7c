"""How many hosts are at work at once: as many as were asked for, as far as open files allow it."""

from __future__ import annotations

from wizard.model.problems import Problem
from wizard.openfiles import limit, room_for

FORKS = 25
_WORKING = 8
"""Files for a host at work besides its connection: keys, known_hosts, an agent, `ssh -G`."""
_SPARE = 16
"""Files for the rest of the program."""


def affordable(forks: int, hosts: int, *, kept: bool) -> int:
    """Return how many of `forks` hosts may be at work at once; raises `Problem` where not even one may.

    With `kept`, the connections to all `hosts` stay open meanwhile.
    """
    forks = max(min(forks, hosts), 1)
    connections = hosts if kept else forks
    room = room_for(connections + forks * _WORKING + _SPARE)
    fitting = (room - _SPARE - hosts) // _WORKING if kept else (room - _SPARE) // (_WORKING + 1)
    if fitting < 1:
        needed = limit() - room + connections + _WORKING + _SPARE
        raise Problem("too-few-files", hosts=hosts, needed=needed, limit=limit())
    return min(forks, fitting)
