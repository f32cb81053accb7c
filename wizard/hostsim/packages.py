"""The rpm database of a host, and the repositories that its yum sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a repository."""

    name: str
    version: str
    arch: str = "noarch"
    repository: str = "base"
    requires: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """The name as rpm prints it: without the epoch."""
        return f"{self.name}-{self.version.rpartition(':')[2]}.{self.arch}"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as `yum repolist` shows it."""

    id: str
    name: str
    count: int
    """How many packages it has."""


class Packages:
    """The rpm database of a node and the repositories that it sees."""

    def __init__(
        self,
        catalogue: Mapping[str, Package],
        repositories: Sequence[Repository],
        unpack: Callable[[str], None],
        add_units: Callable[[str], None],
        files: Callable[[str], list[str]] = lambda name: [],
    ) -> None:
        self.catalogue = catalogue
        self.repositories = repositories
        self.unpack = unpack
        """Puts a package's files into the tree."""
        self.add_units = add_units
        """Lets systemd know a package's services."""
        self.files = files
        """Returns the paths of a package's files."""
        self.installed: set[str] = set()
        self.mirror = True
        """Whether the repositories can be reached."""
        self.cached = True
        """Whether yum has their metadata in its cache."""

    def needed(self, names: list[str]) -> list[Package]:
        """Return what is missing for these names, what is required first."""
        found: dict[str, Package] = {}

        def add(name: str) -> None:
            package = self.catalogue[name]
            if name in self.installed or name in found:
                return
            for requirement in package.requires:
                add(requirement)
            found[name] = package

        for name in names:
            add(name)
        return list(found.values())

    def install(self, name: str) -> None:
        """Install a package without those that it requires."""
        self.unpack(name)
        self.add_units(name)
        self.installed.add(name)

    def remove(self, name: str) -> None:
        """Forget a package; its settings stay."""
        self.installed.discard(name)
