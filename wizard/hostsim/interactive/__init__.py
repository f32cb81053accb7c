"""What a person at a terminal talks to: line editing, history, completion, and the interactive shell."""

from wizard.hostsim.interactive.completion import Complete, Completions
from wizard.hostsim.interactive.editing import edited_line
from wizard.hostsim.interactive.history import History

__all__ = ["Complete", "Completions", "History", "edited_line"]
