"""The facts of `wizard.facts` with the guide's own packages, services, databases and files filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from wizard.facts.databases import MariaDb
from wizard.facts.disk import Disk
from wizard.facts.files import PLAIN_FILE, File, KeptCopy
from wizard.facts.mounted import MountedDirectory
from wizard.facts.options import OptionNames
from wizard.facts.system import ControllerPorts, InstalledPackages, MissingPackages
from wizard.facts.units import ServiceUnits
from wizard.model.role import Role

INSTANCES = "/var/lib/nova/instances"
"""Where a compute node's disk is mounted (4.4.3/finish/3)."""
RABBITMQ, MEMCACHED = 5672, 11211


class Network(ControllerPorts):
    """Whether RabbitMQ and memcached of the controller answer a node."""

    ports = (RABBITMQ, MEMCACHED)


class Packages(InstalledPackages):
    """The packages of 4.4.2/install/1 and 4.4.3/install/1, by role."""

    wanted: ClassVar[Mapping[Role, tuple[str, ...]]] = {
        Role.CONTROLLER: (
            "openstack-nova-api",
            "openstack-nova-conductor",
            "openstack-nova-console",
            "openstack-nova-novncproxy",
            "openstack-nova-scheduler",
        ),
        Role.COMPUTE: ("openstack-nova-compute",),
    }


class PackagesToInstall(MissingPackages):
    """Those of the same packages that are not installed; yum has to know them."""

    wanted = Packages.wanted


class Units(ServiceUnits):
    """The services of 4.4.2/finish/1 and 4.4.3/finish/2, by role, in the book's order."""

    wanted: ClassVar[Mapping[Role, tuple[str, ...]]] = {
        Role.CONTROLLER: (
            "openstack-nova-api.service",
            "openstack-nova-consoleauth.service",
            "openstack-nova-scheduler.service",
            "openstack-nova-conductor.service",
            "openstack-nova-novncproxy.service",
        ),
        Role.COMPUTE: ("libvirtd.service", "openstack-nova-compute.service"),
    }


class Databases(MariaDb):
    """The databases of 4.4.2/prepare/1, and the accounts that are granted them."""

    wanted = ("nova_api", "nova")
    user = "nova"
    accounts = ("localhost", "%")


class InstancesDisk(Disk):
    """The disk of 4.4.3/prepare/2, for instances: what Mitaka's libvirt driver keeps there is the guide's."""

    directory = INSTANCES
    keeps = re.compile(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(_resize|_del)?|_base|locks|snapshots|compute_nodes"
    )


class Mounted(MountedDirectory):
    """The directory of instances (4.4.3/finish/3)."""

    directory = INSTANCES


class NovaConf(File):
    """Nova's configuration; its package brings it."""

    path = "/etc/nova/nova.conf"


class NovaConfCopy(KeptCopy):
    """The copy of 4.4.2/install/2; on a compute node, of the first edit."""

    path = NovaConf.path


API_PASTE = "/etc/nova/api-paste.ini"


class BesidesNovaConf(OptionNames):
    """What Nova's services read after nova.conf: each its own file, the API its pipeline too."""

    goes_after = NovaConf.path
    services: ClassVar[Mapping[Role, tuple[str, ...]]] = {
        role: tuple(unit for unit in units if unit.startswith("openstack-nova-"))
        for role, units in Units.wanted.items()
    }
    files: ClassVar[Mapping[Role, tuple[str, ...]]] = {
        Role.CONTROLLER: (
            API_PASTE,
            *(
                f"/etc/nova/nova-{name}.conf"
                for name in ("api", "consoleauth", "scheduler", "conductor", "novncproxy", "manage")
            ),
        ),
        Role.COMPUTE: ("/etc/nova/nova-compute.conf",),
    }


class SelinuxConfig(File):
    """SELinux's mode at boot. The book's path is a link on CentOS 7, until `sed -i` makes a file of it."""

    path = "/etc/sysconfig/selinux"
    read = "/etc/selinux/config"
    largest = PLAIN_FILE


class SelinuxCopy(KeptCopy):
    """The copy of what programs read."""

    path = SelinuxConfig.read
    largest = PLAIN_FILE


class Fstab(File):
    """What is mounted at boot."""

    path = "/etc/fstab"
    largest = PLAIN_FILE


class FstabCopy(KeptCopy):
    """The copy of the first edit."""

    path = Fstab.path
    largest = PLAIN_FILE
