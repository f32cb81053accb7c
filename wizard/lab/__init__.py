"""The embedded lab: simulated hosts of the book, reached over real SSH on loopback."""

from wizard.lab.lab import Lab, LabNode, Place, book

__all__ = ["Lab", "LabNode", "Place", "book"]
