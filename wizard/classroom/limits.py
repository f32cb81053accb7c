"""Bounds of what a class takes, and of what one guest can take of it."""

from __future__ import annotations

STUDENTS = 60
"""In a class."""
SOCKETS = 12
"""Open websockets of one student: tabs, and a reload whose old ones have not been noticed yet."""
NAME = 40
"""Characters of a name."""
REQUEST = 16_384
"""Bytes of a posted form or request."""
MESSAGE = 65_536
"""Bytes of one message over a websocket."""
COLUMNS, ROWS = (20, 400), (5, 200)
"""Of a terminal, from and to."""

OUTPUT_RATE = 400_000
"""Bytes a second that one terminal shows; a program that prints more waits."""
OUTPUT_BURST = 400_000
INPUT_RATE = 64_000
"""Bytes a second that one terminal is sent; more of a paste waits in the browser."""
INPUT_BURST = 128_000
SCROLLBACK = 200_000
"""Bytes of a terminal's output that are kept for a page that is loaded again."""
BEHIND = 600_000
"""Bytes that may wait for a slow browser; what is on the screen is sent anew then."""
SOCKET_BUFFER = 65_536

IDLE = 3600.0
"""Seconds without an open page after which a student's programs and lab are ended; the lab is kept."""
HEARTBEAT = 20.0
"""Seconds between two looks whether a browser is still there."""
START_PAUSE = 1.0
"""Seconds from one start of a program in a terminal to the next."""
FILES, FILE = 10, 1_100_000
"""Files that a student can download, and bytes of each; the oldest go."""
LINE = 8 * FILE
"""Bytes of a line that a guest's wizard may tell the class."""

LOGIN_PAUSE = 1.0
"""Seconds that the answer to a wrong code takes."""
LOGINS_AT_ONCE = 8
"""Wrong logins that are answered at a time; more are refused at once."""
LABS_STARTING = 2
CHECKING = 2
"""Grades that are worked out at a time."""
CHECK_PAUSE = 5.0
"""Seconds from one check of a student's work to the next."""

# --- a guest's wizard

ADDRESS_SPACE = 1_500_000_000
OPEN_FILES = 128
CPU_SECONDS = 7200
NICE = 1
"""A wizard comes after the class itself."""
LAB_NICE = 10
"""A lab comes after the wizards: a key is answered before somebody's guide goes on, or a flood."""
ENDING = 5.0
"""Seconds that a wizard has to end after its terminal was closed."""
