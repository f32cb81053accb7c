"""What `yum info` prints."""

from __future__ import annotations

from wizard.hostsim.packages import Package, Packages
from wizard.hostsim.process import Process


def info(process: Process, names: list[str], packages: Packages) -> int:
    """Print what is known of packages, the installed ones first."""
    if names and names[0] in ("installed", "available", "all"):
        names = names[1:]
    chosen = [package for package in packages.catalogue.values() if not names or package.name in names]
    if not chosen:
        process.err("Error: No matching Packages to list\n")
        return 1
    for title, installed in (("Installed", True), ("Available", False)):
        found = [package for package in chosen if (package.name in packages.installed) is installed]
        if found:
            process.out(f"{title} Packages\n")
        for package in found:
            process.out(_shown(package, installed=installed) + "\n")
    return 0


def _shown(package: Package, *, installed: bool) -> str:
    epoch, _, rest = package.version.rpartition(":")
    version, _, release = rest.partition("-")
    rows = [
        ("Name", package.name),
        ("Arch", package.arch),
        *([("Epoch", epoch)] if epoch else []),
        ("Version", version),
        ("Release", release),
        ("Repo", "installed" if installed else package.repository),
        *([("From repo", package.repository)] if installed else []),
    ]
    return "".join(f"{name:<12}: {value}\n" for name, value in rows)
