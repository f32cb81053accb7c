"""Faults that a lab can be given, to be found and mended by a student or met by a test.

What each one is stands in locale/*/lab.ftl. Those of a compute node are the first one's.
"""

from wizard.lab.fault_names import NAMES
from wizard.lab.faults import compute, controller
from wizard.lab.faults.entering import ENTERED, Fault, Scene

__all__ = ["FAULTS", "Fault", "Scene", "compute", "controller"]

FAULTS = {name: ENTERED[name] for name in NAMES}
