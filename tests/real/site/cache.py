"""The cache directory: trees built once, named by the digest of what they were built from."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .tools import run

DAY = 24 * 3600

CACHE = Path(os.environ.get("NOVA_WIZARD_TEST_CACHE", "/var/cache/nova-wizard-tests"))


def digest(*parts: str | Path) -> str:
    """A short name for these inputs: texts, and files or folders by their content."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            total.update(part.encode())
            continue
        for path in sorted(part.rglob("*")) if part.is_dir() else [part]:
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(f"{path.relative_to(part)} {path.stat().st_mode} ".encode() + path.read_bytes())
    return total.hexdigest()[:12]


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold the named lock of the cache directory."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def built(kind: str, inputs: str, build: Callable[[Path], None]) -> Path:
    """The tree of a kind made from these inputs: as the cache has it, or built beside its place and moved."""
    place = CACHE / f"{kind}-{inputs}"
    with locked(kind):
        if not place.exists():
            for leftover in CACHE.glob(f".{kind}.*"):
                remove(leftover)
            scratch = Path(tempfile.mkdtemp(prefix=f".{kind}.", dir=CACHE))
            try:
                build(scratch)
                scratch.chmod(0o755)
                run("sync", "--file-system", CACHE)
                scratch.rename(place)
            finally:
                if scratch.exists():
                    remove(scratch)
        os.utime(place)
        _forget_old(kind)
    return place


def _forget_old(kind: str) -> None:
    """Remove the trees of this kind that no host lies on and that nobody asked for since yesterday."""
    in_use = Path("/proc/mounts").read_text()
    for tree in CACHE.glob(f"{kind}-*/"):
        if time.time() - tree.stat().st_mtime > DAY and str(tree) not in in_use:
            remove(tree)


def remove(tree: Path) -> None:
    """Remove a tree with whatever is still mounted in it."""
    mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for point in reversed([point for point in mounted if Path(point).is_relative_to(tree)]):
        run("umount", "--lazy", point)
    shutil.rmtree(tree)


def mount_overlay(at: Path, lower: list[Path], upper: Path) -> None:
    """Mount the upper directory over the lower ones, the topmost first; nothing waits for the disk."""
    work = upper.with_name(upper.name + ".work")
    for directory in (at, upper, work):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o755)
    options = f"lowerdir={':'.join(map(str, lower))},upperdir={upper},workdir={work},volatile"
    run("mount", "-t", "overlay", "overlay", "-o", options, at)


@contextmanager
def layer_over(lower: list[Path], scratch: Path) -> Iterator[Path]:
    """Make the layer `scratch/upper` of what the block writes into the tree over the lower ones."""
    tree, upper = scratch / "tree", scratch / "upper"
    mount_overlay(tree, lower, upper)
    yield tree
    run("umount", tree)
    shutil.rmtree(scratch / "upper.work")
