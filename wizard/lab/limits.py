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

# --- the end

PARENT_CHECK = 1.0
"""Seconds between two looks whether the parent is still there."""
GRACE = 3.0
"""Seconds that the lab has to end in order after its parent has gone."""
