"""The packages that yum and rpm of this host know, and which of them are installed.

Each is a line `name version arch needs...` of /usr/share/mitaka/packages.txt; what it brings lies as a tree
under /usr/share/mitaka/packages/NAME; /var/lib/rpm/installed names the installed ones, one a line.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SHARE = Path("/usr/share/mitaka")
INSTALLED = Path("/var/lib/rpm/installed")


@dataclass(frozen=True)
class Package:
    """One package of the repository."""

    name: str
    version: str
    arch: str
    needs: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name that rpm shows: name-version-release.arch, without the epoch."""
        return f"{self.name}-{self.version.split(':')[-1]}.{self.arch}"


def known() -> dict[str, Package]:
    """All packages, by name."""
    rows = (line.split() for line in (SHARE / "packages.txt").read_text().splitlines())
    return {name: Package(name, version, arch, tuple(needs)) for name, version, arch, *needs in rows}


def installed() -> set[str]:
    """The names of the installed packages."""
    return set(INSTALLED.read_text().split())


def with_needs(names: list[str]) -> list[Package]:
    """These packages and what they need that is not installed yet, needs first."""
    packages, present, order = known(), installed(), dict[str, Package]()

    def visit(name: str) -> None:
        if name not in present and name not in order:
            for need in packages[name].needs:
                visit(need)
            order[name] = packages[name]

    for name in names:
        visit(name)
    return list(order.values())


def install(package: Package) -> None:
    """Lay the package's tree over the host, run its script, and only then count it as installed."""
    tree = SHARE / "packages" / package.name
    if tree.is_dir():
        shutil.copytree(tree, "/", symlinks=True, dirs_exist_ok=True)
    script = SHARE / "packages" / f"{package.name}.post"
    if script.exists():
        subprocess.run(["/bin/sh", "-e", str(script)], check=True)
    with INSTALLED.open("a") as names:
        names.write(f"{package.name}\n")
