"""What a simulated host, a login, and all hosts of a process together may use."""

from __future__ import annotations

KIB, MIB, GIB = 1024, 1024**2, 1024**3

# --- time, in seconds of the machine's processor

SLICE = 0.02
"""How long a process may run before others get their turn."""
INTERACTIVE = 0.25
"""What a login may use before its processes share one slice per turn of the loop with other busy logins."""
CPU = 10.0
"""What all processes of a login may use together; they are killed when it is used up."""
ORPHAN_CPU = 2.0
"""What they may still use once the login's connection is gone."""
ORPHAN = 60.0
"""How long they may then still run, in seconds of the machine's clock."""
MATCHING = 3.0
"""What matching one regular expression may use; the program then ends with `memory exhausted`."""

# --- processes

LOGIN_PROCESSES = 128
"""Of one login (TasksMax of its session)."""
REFUSED_FORKS = 256
"""How often a login may ask for more; then all its processes are killed."""
PROCESSES = 512
"""On one node."""
LAB_PROCESSES = 1024
"""On all nodes together."""
NESTING = 200
"""Commands inside each other in one shell: functions, compound commands, eval."""

FRAMES = 5000
"""Calls inside each other in Python: more than the shell's nesting needs, and a parser may use them up."""

# --- memory, in bytes

INPUT = 4 * MIB
"""What a program reads as a whole, a command substitution, and all variables of a shell."""
OUTPUT = 32 * MIB
"""What a program keeps before it writes it."""
BLOCK = 32 * MIB
"""dd's bs."""
WORDS = 256 * KIB
"""How many words a command line may expand to (not bytes)."""
ARGUMENTS = 2 * MIB
"""Arguments and environment of a program together (ARG_MAX)."""
CACHED = 64 * KIB
"""The longest script, and the longest pattern, that is kept after it was read."""
LAB_MEMORY = GIB
"""Resident memory of the lab's process beyond which the login that is running is killed (the OOM killer)."""

# --- files, in bytes

FILE = 16 * MIB
"""One file (RLIMIT_FSIZE)."""
TREE = 128 * MIB
"""What is written to one file system."""
INODE = 512
"""What an empty file or directory counts for."""
PATH = 4096
"""A path, and a symbolic link's target, with the zero byte at the end (PATH_MAX)."""
NAME = 255
"""A name in a directory (NAME_MAX)."""
LINKS = 40
"""Symbolic links followed on the way of one path (MAXSYMLINKS)."""
TARGETS = 4 * PATH
"""Characters of all targets on that way: the work that one path may make."""

# --- the journal

JOURNAL = 5000
"""Entries of a node's journal; the oldest ones go."""
MESSAGE = 1000
"""Characters of one entry."""
BOOTS = 50
"""Boots that a node's journal tells apart."""

# --- terminals

TYPED = 4096
"""Bytes of one line that is typed at a terminal in cooked mode."""
TYPED_AHEAD = 64 * KIB
"""Bytes typed and not read yet, beyond which the client has to wait."""
COLUMNS = ROWS = 1000
"""Of a terminal's window; a larger one is treated as one of this size."""
EDITED = 64 * KIB
"""Characters of one line with line editing."""

# --- the node's network services

SERVICE_CONNECTIONS = 151
"""To one address and port at a time (MariaDB's max_connections)."""
PACKET = MIB
"""Bytes of one packet, body or frame (MariaDB's max_allowed_packet)."""
LINE = 8 * KIB
"""Bytes of one line of a request."""
HEADERS = 100
"""Lines of a request's head."""
IDLE = 600.0
"""Seconds without a byte from the client."""
