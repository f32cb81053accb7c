"""The embedded lab: simulated hosts of the book, reached over real SSH on loopback."""

from wizard.lab.fault_names import NAMES as FAULTS
from wizard.lab.lab import Lab, LabNode, Place, book
from wizard.lab.store import LabRefused

__all__ = ["FAULTS", "Lab", "LabNode", "LabRefused", "Place", "book"]
