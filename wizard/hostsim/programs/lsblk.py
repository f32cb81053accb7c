"""lsblk, as util-linux 2.23 has it."""

from __future__ import annotations

from wizard.hostsim.process import Failure, Process
from wizard.hostsim.storage import Disk, Partition, Volume
from wizard.hostsim.table import program

COLUMNS = ("NAME", "KNAME", "MAJ:MIN", "FSTYPE", "MOUNTPOINT", "LABEL", "UUID", "RO", "RM", "MODEL",
    "SERIAL", "SIZE", "TYPE", "PKNAME", "PARTTYPE", "VENDOR")  # fmt: skip
USUAL = ["NAME", "MAJ:MIN", "RM", "SIZE", "RO", "TYPE", "MOUNTPOINT"]
FILE_SYSTEMS = ["NAME", "FSTYPE", "LABEL", "UUID", "MOUNTPOINT"]
RIGHT = ("RM", "SIZE", "RO")
"""Columns that are aligned to the right."""


@program("lsblk")
async def lsblk(process: Process) -> int:
    """lsblk: list block devices, as a tree or with -P as KEY="VALUE" pairs."""
    options, names = process.options(
        "abdfilmno:pPrst",
        "all",
        "bytes",
        "nodeps",
        "fs",
        "list",
        "noheadings",
        "output=",
        "pairs",
        "raw",
        "paths",
    )
    columns = options.get("-o", options.get("--output", "")).upper()
    chosen = columns.split(",") if columns else USUAL
    if "-f" in options or "--fs" in options:
        chosen = FILE_SYSTEMS
    for column in chosen:
        if column not in COLUMNS:
            raise Failure(f"unknown column: {column}")
    nested = "-d" not in options and "--nodeps" not in options
    volumes, status = _wanted(process, names, nested=nested)
    rows = [[_column(process, volume, column, options) for column in chosen] for volume in volumes]
    if "-P" in options or "--pairs" in options:
        for row in rows:
            pairs = zip(chosen, row, strict=True)
            process.out(" ".join(f'{column}="{value}"' for column, value in pairs) + "\n")
        return status
    titles = [] if {"-n", "--noheadings"} & options.keys() else [chosen]
    if {"-r", "--raw"} & options.keys():
        process.out("".join(" ".join(row) + "\n" for row in [*titles, *rows]))
        return status
    if "NAME" in chosen and not {"-l", "--list"} & options.keys() and nested:
        at = chosen.index("NAME")
        for row, branch in zip(rows, _branches(process, volumes), strict=True):
            row[at] = branch + row[at]
    if "MAJ:MIN" in chosen:
        at = chosen.index("MAJ:MIN")
        for row in rows:
            major, _, minor = row[at].partition(":")
            row[at] = f"{major:>3}:{minor:<3}"
    process.out("".join(_aligned([*titles, *rows], chosen)))
    return status


def _branches(process: Process, volumes: list[Volume]) -> list[str]:
    """Return what the tree has before each device; `volumes` has parents before what is on them."""
    storage = process.node.storage
    parents: list[Volume | None] = []
    for volume in volumes:
        under = storage.disk_of(volume).holders.get(volume.name, "")
        parent = next((one for one in volumes if one.name == under), None)
        if parent is None and isinstance(volume, Partition):
            parent = next((one for one in volumes if one is storage.disk_of(volume)), None)
        parents.append(parent)
    branches: dict[int, str] = {}
    for volume, parent in zip(volumes, parents, strict=True):
        siblings = [one for one, above in zip(volumes, parents, strict=True) if above is parent]
        last = volume is siblings[-1]
        if parent is None:
            branches[id(volume)] = ""
            continue
        before = branches[id(parent)].replace("├─", "│ ").replace("└─", "  ")
        branches[id(volume)] = before + ("└─" if last else "├─")
    return [branches[id(volume)] for volume in volumes]


def _aligned(rows: list[list[str]], columns: list[str]) -> list[str]:
    widths = [max((len(row[at]) for row in rows), default=0) for at in range(len(columns))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if column in RIGHT else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ]
        cells[-1] = cells[-1] if columns[-1] in RIGHT else row[-1]
        lines.append(" ".join(cells) + "\n")
    return lines


def _wanted(process: Process, names: list[str], *, nested: bool) -> tuple[list[Volume], int]:
    storage = process.node.storage
    everything = list(storage.all())
    if not names:
        return [volume for volume in everything if nested or isinstance(volume, Disk)], 0
    chosen: list[Volume] = []
    status = 0
    for name in names:
        volume = storage.find(process.path(name))
        if volume is None:
            process.err(f"lsblk: {name}: not a block device\n")
            status = 1
            continue
        chosen.append(volume)
        if nested and isinstance(volume, Disk):
            chosen += [one for one in everything if one is not volume and storage.disk_of(one) is volume]
        elif nested:
            holders = storage.disk_of(volume).holders
            chosen += [one for one in everything if holders.get(one.name) == volume.name]
    return chosen, status


def _column(process: Process, volume: Volume, column: str, options: dict[str, str]) -> str:
    storage = process.node.storage
    content = volume.content
    disk = volume if isinstance(volume, Disk) else None
    name = volume.path.rpartition("/")[2]
    places = storage.mounted_at(volume)
    if f"/dev/{volume.name}" in storage.swaps:
        places = ["[SWAP]"]
    values = {
        "NAME": volume.path if "-p" in options or "--paths" in options else name,
        "KNAME": volume.name,
        "MAJ:MIN": f"{volume.major}:{volume.minor}",
        "FSTYPE": content.kind if content else "",
        "MOUNTPOINT": places[0] if places else "",
        "LABEL": content.label if content else "",
        "UUID": content.uuid if content else "",
        "RO": "0",
        "RM": "0",
        "MODEL": "QEMU HARDDISK" if disk else "",
        "VENDOR": "ATA" if disk else "",
        "SERIAL": disk.serial if disk else "",
        "SIZE": str(volume.size) if "-b" in options or "--bytes" in options else _short(volume.size),
        "TYPE": volume.kind,
        "PKNAME": "" if disk else storage.disk_of(volume).name,
        "PARTTYPE": f"0x{volume.type}" if isinstance(volume, Partition) else "",
    }
    return values[column]


def _short(size: float) -> str:
    for unit in "BKMG":
        if size < 1024:
            return f"{size:.0f}{unit}" if size == int(size) else f"{size:.1f}{unit}"
        size /= 1024
    return f"{size:.1f}T"
