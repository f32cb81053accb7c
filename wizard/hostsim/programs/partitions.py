"""sfdisk and partprobe, as util-linux 2.23 and parted have them."""

from __future__ import annotations

from wizard.hostsim.process import Process
from wizard.hostsim.storage import Disk
from wizard.hostsim.table import program


@program("sfdisk", directory="/usr/sbin")
async def sfdisk(process: Process) -> int:
    """Dump a partition table, or a size."""
    options, names = process.options("dlsVqu:", "dump", "list", "show-size")
    status = 0
    for name in names:
        volume = process.node.storage.find(process.path(name))
        if volume is None:
            process.err(f"sfdisk: cannot open {name}: No such file or directory\n")
            return 1
        if "-s" in options:
            process.out(f"{volume.size // 1024}\n")
        elif not isinstance(volume, Disk) or volume.label != "dos":
            process.err(
                f"sfdisk: Disk {name}: unrecognized partition table type\nsfdisk: No partitions found\n"
            )
            status = 1
        else:
            process.out(f"# partition table of {name}\nunit: sectors\n\n")
            slots = {part.number: part for part in volume.partitions}
            for number in range(1, max(4, *slots, 4) + 1):
                part = slots.get(number)
                device = f"/dev/{volume.partition_name(number)}"
                start, size, kind = (part.start, part.sectors, part.type) if part else (0, 0, "0")
                process.out(f"{device} : start={start:>9}, size={size:>9}, Id={kind:>2}\n")
    return status


@program("partprobe", "partx", directory="/usr/sbin")
async def partprobe(process: Process) -> int:
    """Let the kernel read the tables again."""
    process.node.storage.publish()
    return 0
