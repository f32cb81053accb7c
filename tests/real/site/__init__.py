"""Real hosts on one machine: a site as the book's chapter 4.4 finds it, booted in network namespaces."""

from .chapters import Passwords
from .disks import Disk
from .machine import OPENSSH_6_6, Machine, Process
from .site import Site
from .tools import available

__all__ = ["OPENSSH_6_6", "Disk", "Machine", "Passwords", "Process", "Site", "available"]
