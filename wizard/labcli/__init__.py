"""The command `nova-lab`: a lab in a folder, started, looked at, broken, put back; one module a subcommand."""
