"""The base image: a Debian with all the services of a controller and of a compute node."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import tools
from .cache import built, digest
from .tools import ToolFailed, run, run_family

PACKAGES = """
systemd systemd-sysv dbus openssh-server iproute2 iputils-ping procps curl sudo gawk less locales vim-tiny
fdisk e2fsprogs xfsprogs util-linux lvm2 mdadm
mariadb-server rabbitmq-server memcached keystone placement-api python3-openstackclient
nova-api nova-conductor nova-scheduler nova-novncproxy nova-compute nova-compute-qemu libvirt-daemon-system
"""

DPKG_CONFIG = """\
force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
path-include=/usr/share/locale/ko/*
"""

INSTALL = f"""\
apt-get -q update
apt-get -q -y --no-install-recommends install {" ".join(PACKAGES.split())}
apt-get clean
localedef -i en_US -f UTF-8 en_US.UTF-8
localedef -i ko_KR -f UTF-8 ko_KR.UTF-8
"""

Source = tuple[str, str, str]
"""Where apt finds Debian's packages: URI, release, component."""

CHROOT = """\
set -e
cd "$0"
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
exec chroot . /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin LC_ALL=C.UTF-8 \\
    DEBIAN_FRONTEND=noninteractive /bin/sh -ec "$1"
"""


def base() -> Path:
    """The root tree that every host lies on."""
    tools.install()
    return built("base", digest(Path(__file__)), _build)


def in_tree(root: Path, script: str) -> None:
    """Run a shell script chrooted into a tree; what it needs mounted goes with it."""
    run_family("sh", "-c", CHROOT, root, script)


def sources() -> list[Source]:
    """This machine's own sources of Debian's packages, as apt knows them, the plain release first."""
    form = "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)"
    rows = [
        line.split("|")
        for line in run("apt-get", "indextargets", "--format", form, "Created-By: Packages").splitlines()
    ]
    found = {(uri, release, component) for origin, uri, release, component in rows if origin == "Debian"}
    if not found:
        raise ToolFailed("apt knows no source of Debian's packages: look at /etc/apt/sources.list")
    # The plain release has the shortest name of its family: bookworm, bookworm-updates, bookworm-security.
    return sorted(found, key=lambda source: len(source[1]))


@contextmanager
def reaching(root: Path, found: Iterable[Source]) -> Iterator[None]:
    """Let a tree's apt reach these sources while the block runs; the hosts themselves reach nothing."""
    passing = {
        "etc/apt/sources.list": "".join(
            f"deb {uri} {release} {component}\n" for uri, release, component in found
        ),
        "etc/apt/apt.conf.d/90machine": run("apt-config", "dump", "Acquire"),
        "etc/resolv.conf": Path("/etc/resolv.conf").read_text(),
        "usr/sbin/policy-rc.d": "#!/bin/sh\nexit 101\n",
    }
    for name, text in passing.items():
        (root / name).write_text(text)
    (root / "usr/sbin/policy-rc.d").chmod(0o755)
    yield
    shutil.rmtree(root / "var/lib/apt/lists")
    for name in passing:
        (root / name).unlink()


def _build(root: Path) -> None:
    tools.update()
    found = sources()
    uri, release, component = found[0]
    run_family(
        "debootstrap",
        "--variant=minbase",
        f"--components={component}",
        "--include=ca-certificates",
        release,
        root,
        uri,
    )
    (root / "etc/dpkg/dpkg.cfg.d/small-and-fast").write_text(DPKG_CONFIG)
    with reaching(root, found):
        in_tree(root, INSTALL)
    (root / "etc/machine-id").unlink()
    for key in (root / "etc/ssh").glob("ssh_host_*"):
        key.unlink()
