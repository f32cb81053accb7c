"""4.4.3 The compute nodes, each with an address of its own."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace

from steps import fstab, novaconf, shared
from steps.facts import INSTANCES, Fstab, InstancesDisk, Mounted, NovaConf, Packages, SelinuxConfig, Units
from steps.novaconf import configure, missing_settings, names_of, settings_of
from steps.registry import step
from steps.undo import conf, selinux
from steps.undo import disk as undo_disk
from steps.undo.services import KEPT, STOPPED
from wizard.actions.command import RunCommand
from wizard.actions.disk import Erase, MakeFilesystem, MakePartition, RereadTable
from wizard.actions.file import Edit
from wizard.facts.disk import Disk
from wizard.facts.disk_probe import partition_of
from wizard.facts.system import Processor, SelinuxMode
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Pending, Refused, Skipped, Unknown
from wizard.model.role import Role
from wizard.model.steps import Action, Source
from wizard.textfile import line_difference, raw_text, with_line

_ON = Role.COMPUTE
_DISK = ("compute[*].disk",)
SMALLEST = 1 << 30
"""Bytes: the least that is worth a disk of its own."""
FDISK_KEYS = ("n", "p", "1", "2048", "", "p", "w")
"""New, primary, the first, from sector 2048 to the end; print the table; write."""

# --- prepare ----------------------------------------------------------------------------------------


@step(
    "4.4.3/prepare/1",
    _ON,
    Source.GUIDE,
    reads=(SelinuxMode, SelinuxConfig),
    inverse=selinux.RESTORED,
)
def permit_by_selinux(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """SELinux is permissive, now and after a reboot; where it is disabled there is nothing to do."""
    mode, config = facts[SelinuxMode].mode, facts[SelinuxConfig]
    if mode == "disabled":
        return
    if mode == "enforcing":
        yield RunCommand("setenforce 0", reason=Message("selinux-enforcing"), replaces=True)
    before = config.content
    if before is None:
        raise Refused("selinux-no-config", path=config.edited)
    found = re.findall(rb"^SELINUX=(.*)$", before, re.MULTILINE)
    if {word.rstrip().lower() for word in found} != {b"permissive"}:
        after = with_line(before, rb"^SELINUX=", b"SELINUX=permissive")
        yield Edit(
            path=config.edited,
            lines="SELINUX=permissive",
            before=before,
            after=raw_text(after),
            changes=line_difference(before, after, config.target),
            reason=Message("selinux-at-boot", path=config.target),
            replaces=True,
        )


@step(
    "4.4.3/prepare/2a",
    _ON,
    Source.GUIDE,
    reads=(InstancesDisk,),
    asks=_DISK,
    inverse=undo_disk.PARTITION,
)
def make_partition(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """One partition covers the node's disk, which must be free or permitted to be erased."""
    disk = _disk(node, facts)
    if disk.kernel_is_behind:
        device = partition_of(disk.path)
        yield RereadTable(disk.path, reason=Message("partition-unread", disk=disk.path, device=device))
        return
    if disk.is_done:
        return
    if not disk.empty:
        _insist_on_identity(node, disk)
        yield Erase(
            disk.path,
            tuple(partition.device for partition in disk.partitions),
            reason=Message("disk-erase", disk=disk.path, found=disk.content),
            replaces=True,
        )
    rest = disk.size - disk.reach
    yield MakePartition(
        disk.path,
        FDISK_KEYS,
        reason=Message("partition-missing", disk=disk.path),
        note=Message("partition-beyond", disk=disk.path, reach=disk.reach, rest=rest) if rest else None,
    )


@step("4.4.3/prepare/2b", _ON, Source.GUIDE, reads=(InstancesDisk,), asks=_DISK)
def make_filesystem(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The partition has ext4; a partition with another file system is refused."""
    disk, partition = _partition(node, facts)
    if not disk.is_done or not disk.filesystem:
        yield MakeFilesystem(partition, reason=Message("filesystem-missing", device=partition))


def _disk(node: Node, facts: Facts) -> Disk:
    """Return the node's disk, once it is shown to be one that may be written to or is done."""
    if node.disk is None:
        raise Skipped("no-disk")
    disk = facts[InstancesDisk]
    if disk.path != node.disk:
        raise Unknown("disk-other", disk=node.disk, found=disk.path or "-")
    if disk.link:
        raise Refused("disk-link", disk=disk.path, target=disk.link)
    if not disk.there:
        raise Refused("disk-absent", disk=disk.path)
    if disk.part:
        raise Refused("disk-partition", disk=disk.path)
    if disk.virtual:
        raise Refused("disk-virtual", disk=disk.path)
    if disk.size < SMALLEST:
        raise Refused("disk-small", disk=disk.path, size=disk.size, least=SMALLEST)
    if disk.in_use and not (disk.is_done and disk.filesystem):
        raise Refused("disk-in-use", disk=disk.path, uses="\n".join(disk.in_use))
    return disk


def _partition(node: Node, facts: Facts) -> tuple[Disk, str]:
    """Return the node's disk and its partition: nobody else's data is on it, or data that may be erased."""
    disk, partition = _disk(node, facts), partition_of(node.disk or "")
    if disk.kernel_is_behind:
        raise Pending("partition-unread", disk=disk.path, device=partition)
    if not disk.is_done and not disk.empty:
        _insist_on_identity(node, disk)
    return disk, partition


def _insist_on_identity(node: Node, disk: Disk) -> None:
    if node.erase != disk.identity:
        raise Refused("disk-not-empty", disk=disk.path, found=disk.content, identity=disk.identity)


# --- install ----------------------------------------------------------------------------------------


@step("4.4.3/install/1", _ON, Source.GUIDE, reads=(Packages,), inverse=KEPT)
def install(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The package openstack-nova-compute is installed."""
    yield from shared.install(node, facts)


configure("4.4.3/install/2a", _ON, Source.GUIDE, novaconf.QUEUE, inverse=conf.RESTORED)
configure("4.4.3/install/2b", _ON, Source.GUIDE, novaconf.IDENTITY, exclusive=[novaconf.IDENTITY_SECTION])
configure("4.4.3/install/2c", _ON, Source.GUIDE, novaconf.ADDRESS)
configure("4.4.3/install/2d", _ON, Source.GUIDE, novaconf.NETWORKING)
configure(
    "4.4.3/install/2e",
    _ON,
    Source.GUIDE,
    """
    [vnc]
    enabled = True
    vncserver_listen = 0.0.0.0
    vncserver_proxyclient_address = $my_ip
    novncproxy_base_url = http://{console_host}:6080/vnc_auto.html
    """,
)
configure("4.4.3/install/2f", _ON, Source.GUIDE, novaconf.IMAGES)
configure("4.4.3/install/2g", _ON, Source.GUIDE, novaconf.LOCKS)


# --- finish -----------------------------------------------------------------------------------------


_SOFTWARE_EMULATION = """
    [libvirt]
    virt_type = qemu
"""
novaconf.CONFIGURED[_ON].append(novaconf.Configured([_SOFTWARE_EMULATION]))


@step(
    "4.4.3/finish/1",
    _ON,
    Source.GUIDE,
    reads=(Processor, NovaConf),
    book_commands=("egrep -c '(vmx|svm)' /proc/cpuinfo",),
    sets=names_of([_SOFTWARE_EMULATION]),
)
def choose_hypervisor(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Guests run by QEMU's emulation where the processor has neither vmx nor svm."""
    if facts[Processor].accelerated == 0:
        for edit in missing_settings(facts, settings_of([_SOFTWARE_EMULATION], answers, node)):
            yield edit if edit.replaces else replace(edit, reason=Message("no-acceleration"))


@step(
    "4.4.3/finish/2",
    _ON,
    Source.GUIDE,
    reads=(Units,),
    settle_timeout=90.0,
    after="4.4.2",
    inverse=STOPPED,
)
def start_services(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """libvirtd and openstack-nova-compute are enabled and running.

    nova-compute does not finish starting without the controller's queue and conductor.
    """
    yield from shared.services(node, facts)


@step(
    "4.4.3/finish/3a",
    _ON,
    Source.CORRECTED,
    reads=(InstancesDisk, Mounted),
    asks=_DISK,
    misprint=f"chown -R nova.nova {INSTANCES}",
    inverse=undo_disk.MOUNT,
)
def mount(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The partition is mounted on the instances' directory and owned by nova; the book's `nova.nova` is an
    old form.
    """
    disk, partition = _partition(node, facts)
    mounted = facts[Mounted]
    if mounted.source and mounted.source != partition:
        raise Refused("mount-other", directory=INSTANCES, device=mounted.source, wanted=partition)
    if not mounted.source:
        elsewhere = [line for line in disk.mounts if not line.endswith(f" on {INSTANCES}")]
        if elsewhere:
            raise Refused("mount-elsewhere", device=partition, places="\n".join(elsewhere))
        if mounted.instances:
            raise Refused("mount-over-instances", directory=INSTANCES, count=len(mounted.instances))
        yield RunCommand(
            f"mount {shlex.quote(partition)} {INSTANCES}",
            reason=Message("mount-missing", device=partition, directory=INSTANCES),
        )
    strangers = [owner for owner in dict.fromkeys(mounted.owners) if owner != "nova:nova"]
    if mounted.source and strangers and disk.other_entries:
        raise Refused("mounted-other-data", directory=INSTANCES, found="\n".join(disk.other_entries))
    if not mounted.source or strangers:
        yield RunCommand(
            f"chown -R nova:nova {INSTANCES}",
            reason=Message("owner-other", directory=INSTANCES, owner=", ".join(strangers) or "root:root"),
            replaces=bool(mounted.source),
        )


@step(
    "4.4.3/finish/3b",
    _ON,
    Source.GUIDE,
    reads=(InstancesDisk, Fstab),
    asks=_DISK,
    inverse=undo_disk.LINE,
)
def mount_at_boot(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """/etc/fstab has one line for the instances' directory, by which the partition is mounted at boot.

    It may name the partition by UUID, label or link, and have options of its own.
    """
    disk, partition = _partition(node, facts)
    before = facts[Fstab].content or b""
    lines = fstab.lines_at(before, INSTANCES)
    if len(lines) > 1:
        raise Refused("fstab-twice", directory=INSTANCES)
    if not lines:
        wanted = fstab.line_for(disk.path)
        yield fstab.edit(before, None, wanted, Message("fstab-missing", directory=INSTANCES))
        return
    device, directory = lines[0].split()[:2]
    of_disk = [line.split()[:2] for line in disk.fstab]
    by_other_name = "=" in device or device.startswith("/dev/disk/")
    if device != partition and not (by_other_name and [device, directory] in of_disk):
        raise Refused("fstab-other", directory=INSTANCES, device=device, wanted=partition)
    wanted = fstab.corrected(lines[0])
    if wanted != lines[0]:
        yield fstab.edit(before, lines[0], wanted, Message("fstab-wrong", directory=INSTANCES))
