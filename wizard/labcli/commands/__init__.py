"""The subcommands of `nova-lab`, a module of the same name each.

A module has `USAGE`, one line; `add_arguments(parser)`; and `run(options, words)`, which returns the exit
status.
"""

COMMANDS = (
    *("start", "shell", "status", "snapshot", "restore", "reset", "reboot"),
    *("exercises", "check", "hint", "grade", "serve"),
)
