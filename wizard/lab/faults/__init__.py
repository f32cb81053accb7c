"""Faults that a lab can be given, for students to find and repair, and for tests.

What each one is stands in locale/*/lab.ftl. Those of a compute node are the first one's.
"""

from wizard.lab.fault_names import NAMES
from wizard.lab.faults import compute, controller
from wizard.lab.faults.registry import REGISTERED, Fault, FaultContext

__all__ = ["FAULTS", "Fault", "FaultContext", "compute", "controller"]

FAULTS = {name: REGISTERED[name] for name in NAMES}
