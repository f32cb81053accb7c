"""What can be read from a host: for each fact a read-only command and a pure parser."""
