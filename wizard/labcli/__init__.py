"""The command `nova-lab`: a lab in a folder, started, looked at, put back; one module a subcommand."""
