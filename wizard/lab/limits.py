"""Limits of the lab's SSH server and of its process; those of the hosts are in `wizard.hostsim.limits`."""

from __future__ import annotations

# --- SSH

CONNECTIONS = 128
"""To one node, logged in or not."""
SESSIONS = 64
"""At a time on one connection: commands, shells, SFTP (MaxSessions) and forwarded connections."""

WINDOW = 256 * 1024
"""Bytes that a client may send to one session before they are read."""
HANDLES = 100
"""Files and directories that one SFTP session may have open."""
LISTED = 2**19
"""Names that its open directories may have together: twice as many as a file system has room for."""
SFTP_READ = 255 * 1024
"""Bytes that one SFTP request reads, as OpenSSH has it."""

# --- the process

LOG = 1_000_000
"""Characters of what goes wrong in the lab's process, in the log on the machine."""

ADDRESS_SPACE = 3 * 2**30
"""RLIMIT_AS of the lab's process: a single allocation beyond it fails with MemoryError."""

# --- keeping

SAVING_SETTLED = 0.5
"""Seconds without a change after which a lab is saved."""
SAVING_LATEST = 3.0
"""Seconds after which one that goes on changing is saved all the same."""
SAVING_SERVICES = 5.0
"""Seconds after the last change after which a lab is saved once more."""
SAVING_PAUSE = 4.0
"""So many times as long as saving took nothing is saved: it takes a fifth of a processor at most."""
SAVING_CHECK = 0.02
"""Seconds between two looks whether a state has been handed over."""

# --- the end

PARENT_CHECK = 1.0
"""Seconds between two looks whether the parent is still there."""
GRACE = 3.0
"""Seconds that the lab has to end in order after its parent has gone."""
