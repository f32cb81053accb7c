"""The guide: section 4.4 of the book, one function for each step, in the book's order."""

from steps import before, overview, controller, compute, verify  # noqa: F401, I001 - the book's order
from steps.registry import registered
from steps.sections import SECTIONS

GUIDE, PREREQUISITES = registered()

__all__ = ["GUIDE", "PREREQUISITES", "SECTIONS"]
