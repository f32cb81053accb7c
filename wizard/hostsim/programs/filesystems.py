"""blkid, wipefs, mkfs and the like, as of util-linux 2.23 and e2fsprogs 1.42."""

from __future__ import annotations

import time

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.programs.mke2fs_report import report
from wizard.hostsim.storage import SECTOR, Content, Disk, Partition, Volume
from wizard.hostsim.superblock import BLOCK, superblock
from wizard.hostsim.table import program
from wizard.hostsim.tree import Directory, Inode


@program("blkid", directory="/usr/sbin")
async def blkid(process: Process) -> int:
    """Print what is on devices."""
    options, names = process.options("po:s:c:ghilku:n:L:U:t:w:")
    storage = process.node.storage
    low = "-p" in options
    if low and not names:
        raise Failure("The low-level probing mode requires a device", 4)
    if wanted := options.get("-U", options.get("-L")):
        for volume in storage.all():
            if volume.content and wanted in (volume.content.uuid, volume.content.label):
                process.out(volume.path + "\n")
                return 0
        return 2
    found = 0
    for name in names or [volume.path for volume in storage.all()]:
        device = storage.find(process.path(name))
        if device is None:
            if low and process.node.tree.find(process.path(name)) is None:
                process.err(f"error: {name}: No such file or directory\n")
            continue
        tags = _tags(process, device, low=low)
        if "-s" in options:
            tags = {key: value for key, value in tags.items() if key == options["-s"]}
        if tags:
            found += 1
            process.out(_formatted(name, tags, options.get("-o", "full")))
    return 0 if found else 2


def _tags(process: Process, volume: Volume, *, low: bool) -> dict[str, str]:
    tags: dict[str, str] = {}
    content = volume.content
    if content is not None:
        if content.label:
            tags["LABEL"] = content.label
        tags["UUID"] = content.uuid
        if low and content.kind == "ext4":
            tags["VERSION"] = "1.0"
        tags["TYPE"] = content.kind
        if low:
            tags["USAGE"] = content.usage
    if isinstance(volume, Disk) and volume.label and (low or not content):
        tags["PTTYPE"] = volume.label
    if low and isinstance(volume, Partition):
        disk = process.node.storage.disk_of(volume)
        tags.update(
            PART_ENTRY_SCHEME="dos",
            PART_ENTRY_TYPE=f"0x{volume.type}",
            PART_ENTRY_NUMBER=str(volume.number),
            PART_ENTRY_OFFSET=str(volume.start),
            PART_ENTRY_SIZE=str(volume.sectors),
            PART_ENTRY_DISK=f"{disk.major}:{disk.minor}",
        )
    return tags


def _formatted(name: str, tags: dict[str, str], output: str) -> str:
    if output == "value":
        return "".join(f"{value}\n" for value in tags.values())
    if output == "export":
        return f"DEVNAME={name}\n" + "".join(f"{key}={value}\n" for key, value in tags.items())
    if output == "udev":
        return "".join(f"ID_FS_{key}={value}\n" for key, value in tags.items())
    return f"{name}: " + "".join(f'{key}="{value}" ' for key, value in tags.items()) + "\n"


@program("wipefs", directory="/usr/sbin")
async def wipefs(process: Process) -> int:
    """List signatures, or with -a take them away."""
    options, names = process.options("anfo:pqt:b", "all", "no-act", "force", "quiet", "parsable")
    if not names:
        raise Failure("no device specified")
    status = 0
    for name in names:
        volume = process.node.storage.find(process.path(name))
        if volume is None:
            there = process.node.tree.find(process.path(name)) is not None
            reason = "Inappropriate ioctl for device" if there else "No such file or directory"
            process.err(f"wipefs: error: {name}: probing initialization failed: {reason}\n")
            return 1
        erase = "-a" in options or "--all" in options
        busy = process.node.storage.in_use(volume)
        if isinstance(volume, Disk):
            busy = busy or process.node.storage.table_in_use(volume)
        if erase and busy and "-f" not in options:
            process.err(f"wipefs: error: {name}: probing initialization failed: Device or resource busy\n")
            return 1
        signatures = _signatures(volume)
        if not erase:
            process.out(_listed(signatures))
            continue
        for offset, kind, _, magic, _, _ in signatures:
            size = len(magic.split())
            process.out(f"{name}: {size} bytes were erased at offset 0x{offset:08x} ({kind}): {magic}\n")
        if "-n" not in options and "--no-act" not in options:
            process.node.storage.erase(volume)
    return status


Signature = tuple[int, str, str, str, str, str]


def _signatures(volume: Volume) -> list[Signature]:
    found: list[Signature] = []
    content = volume.content
    if content is not None:
        magic = {"ext4": "53 ef", "xfs": "58 46 53 42"}.get(content.kind, "00 01")
        found.append((content.offset, content.kind, content.usage, magic, content.uuid, content.label))
    if isinstance(volume, Disk) and volume.label:
        found.append((0x1FE, volume.label, "partition table", "55 aa", "", ""))
    return found


def _listed(signatures: list[Signature]) -> str:
    if not signatures:
        return ""
    text = "offset               type\n" + "-" * 64 + "\n"
    for offset, kind, usage, _, uuid, label in signatures:
        text += f"{offset:<#21x}{kind:<7}[{usage}]\n"
        text += f"{'':21}LABEL: {label}\n" if label else ""
        text += f"{'':21}UUID:  {uuid}\n" if uuid else ""
        text += "\n"
    return text


@program("mkfs.ext4", "mkfs.ext3", "mkfs.xfs", "mke2fs", "mkfs", directory="/usr/sbin")
async def mkfs(process: Process) -> int:
    """Make a file system; these old ones look at nothing before, save for a mount."""
    options, names = process.options("+FqL:t:jm:b:i:N:E:O:fn")
    kind = process.name.partition(".")[2] or options.get("-t", "ext2")
    if len(names) < 1:
        process.err(f"Usage: {process.name} [-c|-l filename] [-b block-size] device [blocks-count]\n")
        return 1
    name = names[0]
    if kind.startswith("ext") and "-q" not in options:
        process.err("mke2fs 1.42.9 (28-Dec-2013)\n")
    storage = process.node.storage
    volume = storage.find(process.path(name))
    if volume is None:
        process.err(
            f"Could not stat {name} --- No such file or directory\n\nThe device "
            "apparently does not exist; did you specify it correctly?\n"
        )
        return 1
    if places := storage.mounted_at(volume):
        process.err(f"{name} is mounted; will not make a filesystem here!\n" if places else "")
        return 1
    if storage.in_use(volume) or (isinstance(volume, Disk) and storage.table_in_use(volume)):
        process.err(f"{name} is apparently in use by the system; will not make a filesystem here!\n")
        return 1
    if isinstance(volume, Disk) and not await _proceed(process, name, options):
        return 1
    content = storage.make_file_system(volume, kind, options.get("-L", ""))
    if isinstance(volume, Disk):
        volume.label = ""
        volume.partitions = []
        storage.publish()
    if kind.startswith("ext") and "-q" not in options:
        process.out(report(volume.size, content.label))
    return 0


async def _proceed(process: Process, name: str, options: dict[str, str]) -> bool:
    """Ask where a whole disk is given; without a terminal nobody is asked."""
    if "-F" in options or not process.stdin.is_terminal or process.terminal is None:
        return True
    process.err(f"{name} is entire device, not just one partition!\n")
    await process.flush()
    return (await process.terminal.ask("Proceed anyway? (y,n) ", echo=True)).lower().startswith("y")


@program("mkswap", directory="/usr/sbin")
async def mkswap(process: Process) -> int:
    """mkswap: put the signature of swap space on a device."""
    _, names = process.options("L:f")
    volume = process.node.storage.find(process.path(names[0])) if names else None
    if volume is None:
        raise Failure(f"{names[0] if names else ''}: No such file or directory")
    volume.content = process.node.storage.make_file_system(volume, "swap")
    volume.content.system = None
    process.out(
        f"Setting up swapspace version 1, size = {volume.size // 1024 - 4} KiB\nno label, "
        f"UUID={volume.content.uuid}\n"
    )
    return 0


@program("blockdev", directory="/usr/sbin")
async def blockdev(process: Process) -> int:
    """Ask the kernel about a device."""
    requests = [word for word in process.args if word.startswith("--")]
    names = [word for word in process.args if not word.startswith("--")]
    for name in names:
        volume = process.node.storage.find(process.path(name))
        if volume is None:
            if process.node.tree.find(process.path(name)) is None:
                raise Failure(f"cannot open {name}: No such file or directory")
            request = f"BLK{requests[0].lstrip('-').upper()}" if requests else ""
            raise Failure(f"ioctl error on {request}: Inappropriate ioctl for device")
        answers = {
            "--getsize64": volume.size,
            "--getsz": volume.size // SECTOR,
            "--getsize": volume.size // SECTOR,
            "--getss": SECTOR,
            "--getro": 0,
        }
        for request in requests:
            if request == "--rereadpt":
                process.node.storage.reread(volume)
            elif request in answers:
                process.out(f"{answers[request]}\n")
            else:
                raise Failure(f"Unknown command: {request}")
    return 0


@program("dumpe2fs", directory="/usr/sbin")
async def dumpe2fs(process: Process) -> int:
    """Print what the superblock of an ext file system says: a few lines of it."""
    options, names = process.options("fhixb:o:")
    process.err("dumpe2fs 1.42.9 (28-Dec-2013)\n")
    if not names:
        process.err("Usage: dumpe2fs [-bfhixV] [-o superblock=<num>] [-o blocksize=<num>] device\n")
        return 1
    volume, content = process.node.storage.find(process.path(names[0])), _ext_content(process, names[0])
    if volume is None or content is None or content.system is None:
        process.err(
            f"dumpe2fs: Bad magic number in super-block while trying to open {names[0]}\n"
            "Couldn't find valid filesystem superblock.\n"
        )
        return 1
    process.out(
        f"Filesystem volume name:   {content.label or '<none>'}\n"
        f"Last mounted on:          {content.system.last_mounted or '<not available>'}\n"
        f"Filesystem UUID:          {content.uuid}\n"
        "Filesystem magic number:  0xEF53\n"
        "Filesystem features:      has_journal ext_attr resize_inode dir_index filetype extent 64bit\n"
    )
    block = superblock(volume.size, content.system)
    process.out(
        f"Inode count:              {block.inodes}\n"
        f"Block count:              {block.blocks}\n"
        f"Free blocks:              {block.free_blocks}\n"
        f"Free inodes:              {block.free_inodes}\n"
        f"Block size:               {BLOCK}\n"
        f"Last write time:          {time.ctime(block.written + process.node.skew)}\n"
    )
    if "-h" not in options:
        process.out("\n")
    return 0


@program("debugfs", directory="/usr/sbin")
async def debugfs(process: Process) -> int:
    """List the root directory of an ext file system without mounting it: `debugfs -R 'ls -p /' DEVICE`."""
    options, names = process.options("wcR:f:b:s:i")
    process.err("debugfs 1.42.9 (28-Dec-2013)\n")
    content = _ext_content(process, names[0]) if names else None
    if content is None or content.system is None:
        process.err(
            f"{names[0] if names else '-'}: Bad magic number in super-block while opening filesystem\n"
            "ls: Filesystem not open\n"
        )
        return 0
    request = options.get("-R", "").split()
    if request not in (["ls", "-p", "/"], ["ls", "-p", "/lost+found"]):
        raise Failure("debugfs: only -R 'ls -p /' and of /lost+found is simulated", 1)
    root: Inode | None = content.system.root
    if request[-1] != "/":
        root = content.system.root.entries.get("lost+found")
    if not isinstance(root, Directory):
        process.err("/lost+found: File not found by ext2_lookup\n")
        return 0
    for number, (name, inode) in enumerate({".": root, "..": root, **root.entries}.items(), 2):
        kind, size = (0o40000, "") if isinstance(inode, Directory) else (0o100000, "0")
        process.out(f"/{number}/{kind | inode.mode:06o}/{inode.uid}/{inode.gid}/{name}/{size}/\n")
    return 0


def _ext_content(process: Process, name: str) -> Content | None:
    """Return the ext file system on a device, or None where there is none."""
    volume = process.node.storage.find(process.path(name))
    content = volume.content if volume else None
    return content if content and content.kind.startswith("ext") else None
