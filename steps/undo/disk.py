"""The disk for instances taken back (4.4.3/prepare/2, finish/3): fstab, the mount, what is on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steps import fstab
from steps.facts import INSTANCES, Fstab, FstabCopy, InstancesDisk, Mounted
from wizard.actions.command import RunCommand
from wizard.actions.disk import Erase, RereadTable
from wizard.actions.file import Restore
from wizard.facts.disk import Disk
from wizard.facts.disk_probe import partition_of
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Refused, Skipped
from wizard.model.steps import Action, Found, Inverse
from wizard.textfile import line_difference, with_line

# --- /etc/fstab -----------------------------------------------------------------------------------------


def _find_line(answers: Answers, node: Node, facts: Facts) -> Found:
    lines = fstab.lines_at(facts[Fstab].content or b"", INSTANCES)
    return {"line": lines[0]} if lines else {}


def _restore_line(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Take the line of the instances' directory out, or put the one back that was there before."""
    if node.disk is None:
        raise Skipped("no-disk")
    content, copy = facts[Fstab].content or b"", facts[FstabCopy].content
    lines = fstab.lines_at(content, INSTANCES)
    if len(lines) > 1:
        raise Refused("fstab-twice", directory=INSTANCES)
    before = found.get("line")
    if not lines or before == lines[0]:
        return
    wanted = fstab.corrected(before) if before else fstab.line_for(node.disk)
    if lines[0] != wanted:
        raise Refused("undo-fstab-changed", directory=INSTANCES, device=lines[0].split()[0])
    reason = Message("undo-fstab", directory=INSTANCES)
    if before:
        yield fstab.edit(content, lines[0], before, reason)
    elif copy is not None and with_line(copy, None, wanted.encode()) == content:
        changes = line_difference(content, copy, Fstab.path)
        yield Restore(Fstab.path, content, copy, changes, reason=reason, replaces=True)
    else:
        yield fstab.edit(content, lines[0], None, reason)


# --- The mount ------------------------------------------------------------------------------------------


def _find_mount(answers: Answers, node: Node, facts: Facts) -> Found:
    source = facts[Mounted].source
    return {"source": source} if source else {}


def _unmount(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Unmount the disk; one with instances only where the answers name it."""
    if node.disk is None:
        raise Skipped("no-disk")
    mounted, partition = facts[Mounted], partition_of(node.disk)
    if found or not mounted.source:
        return
    if mounted.source != partition:
        raise Refused("mount-other", directory=INSTANCES, device=mounted.source, wanted=partition)
    identity = _identity(facts[InstancesDisk])
    if mounted.instances and identity not in answers.undo.disks:
        count = len(mounted.instances)
        raise Refused("undo-instances", directory=INSTANCES, count=count, identity=identity)
    yield RunCommand(f"umount {INSTANCES}", reason=Message("undo-mount", directory=INSTANCES))


# --- What is on the disk --------------------------------------------------------------------------------


def _find_partition(answers: Answers, node: Node, facts: Facts) -> Found:
    return {"partition": True} if facts[InstancesDisk].is_done else {}


def _empty(answers: Answers, node: Node, facts: Facts, found: Found) -> Iterator[Action]:
    """Empty the disk, where the answers repeat its identity; then the kernel is to know of no partition."""
    if node.disk is None:
        raise Skipped("no-disk")
    disk = facts[InstancesDisk]
    if found or not disk.there:
        return
    if disk.empty:
        if disk.partition_there and not disk.in_use:
            device = partition_of(disk.path)
            yield RereadTable(disk.path, reason=Message("undo-partition", disk=disk.path, device=device))
        return
    identity = _identity(disk)
    if identity not in answers.undo.disks:
        of_other_content = identity.rpartition("-")[0]
        if any(one.rpartition("-")[0] == of_other_content for one in answers.undo.disks):
            raise Refused("undo-disk-other", disk=disk.path, identity=identity)
        raise Skipped("undo-disk-stays", disk=disk.path, identity=identity)
    partitions = tuple(partition.device for partition in disk.partitions)
    yield Erase(disk.path, partitions, reason=Message("undo-disk", disk=disk.path), replaces=True)


def _identity(disk: Disk) -> str:
    """Return the disk's identity, the same whether it is mounted or not.

    Names come in another order then, and the superblock says when it was written to only afterwards.
    """
    return replace(disk, entries=tuple(sorted(disk.entries)), states=()).identity


LINE = Inverse(_restore_line, reads=(Fstab, FstabCopy), finds=_find_line)
MOUNT = Inverse(_unmount, reads=(Mounted, InstancesDisk), finds=_find_mount, after=("4.4.3/finish/3b",))
PARTITION = Inverse(
    _empty,
    reads=(InstancesDisk,),
    finds=_find_partition,
    after=("4.4.3/finish/3a",),
    covers=("4.4.3/prepare/2b",),
)
