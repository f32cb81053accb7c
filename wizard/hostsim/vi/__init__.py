"""The editor vi: its text, commands and screen, apart from any terminal; `program` runs it on one."""
