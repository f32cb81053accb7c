"""yum, as CentOS 7 has it: it installs packages of a node's repositories."""

from __future__ import annotations

from wizard.hostsim import clock
from wizard.hostsim.packages import Package, Packages
from wizard.hostsim.process import Process, decode
from wizard.hostsim.programs.yum_info import info
from wizard.hostsim.programs.yum_summary import summary
from wizard.hostsim.table import program

SECONDS_A_PACKAGE = 0.4
NO_MIRROR = """\


 One of the configured repositories failed (Unknown),
 and yum doesn't have enough cached data to continue. At this point the only
 safe thing yum can do is fail.

 Cannot retrieve repository metadata (repomd.xml) for repository: {repository}. Please verify its \
path and try again
"""
FULL = """\


Transaction check error:
  installing package {name} needs {size}KB on the {path} filesystem

Error Summary
-------------
Disk Requirements:
  At least 1MB more space needed on the {path} filesystem.

"""


@program("yum")
async def yum(process: Process) -> int:  # noqa: PLR0911 - a case a branch
    """Install, remove and list packages."""
    options, words = process.options(
        "yqCvd:e:", "assumeyes", "quiet", "cacheonly", "enablerepo=", "disablerepo=", "nogpgcheck", "assumeno"
    )
    if not words:
        process.err("You need to give some command\n")
        return 1
    command, *names = words
    packages = process.node.packages
    if command == "clean":
        packages.cached = False
        return 0
    if packages.mirror:
        offline = {"-C", "--cacheonly"} & options.keys()
        packages.cached = packages.cached or (not offline and process.user.uid == 0)
        if offline and not packages.cached:
            return _no_metadata(process)
    if command == "repolist":
        return _repolist(process, packages)
    if command in ("makecache", "check-update", "update"):
        return 0 if packages.mirror else _unreachable(process)
    if command == "info" and packages.mirror:
        return info(process, names, packages)
    if command in ("list", "info"):
        return _list(process, names, packages)
    if process.user.uid:
        process.err("Loaded plugins: fastestmirror\nYou need to be root to perform this command.\n")
        return 1
    if command == "install":
        return await _install(process, names, sure="-y" in options or "--assumeyes" in options)
    if command in ("remove", "erase"):
        for name in names:
            packages.remove(name)
        return 0
    process.err(f"No such command: {command}. Please use /usr/bin/yum --help\n")
    return 1


def _repolist(process: Process, packages: Packages) -> int:
    process.out("repo id                 repo name                  status\n")
    for one in packages.repositories:
        process.out(f"{one.id:<23} {one.name:<26} {one.count:,}\n")
    process.out(f"repolist: {sum(one.count for one in packages.repositories):,}\n")
    return 0


def _unreachable(process: Process) -> int:
    process.err(
        "Could not retrieve mirrorlist "
        "http://mirrorlist.centos.org/?release=7&arch=x86_64&repo=os error was\n"
        '14: curl#6 - "Could not resolve host: mirrorlist.centos.org; Unknown error"\n'
    )
    return _no_metadata(process)


def _no_metadata(process: Process) -> int:
    process.err(NO_MIRROR.format(repository=process.node.packages.repositories[-1].id))
    return 1


def _list(process: Process, names: list[str], packages: Packages) -> int:
    if not packages.mirror:
        return _unreachable(process)
    scope = names.pop(0) if names and names[0] in ("installed", "available", "all") else "all"
    chosen = [package for package in packages.catalogue.values() if not names or package.name in names]
    installed = [package for package in chosen if package.name in packages.installed]
    available = [package for package in chosen if package.name not in packages.installed]
    shown = False
    for title, rows, wanted in (("Installed", installed, "installed"), ("Available", available, "available")):
        if not rows or scope not in ("all", wanted):
            continue
        shown = True
        process.out(f"{title} Packages\n")
        for package in rows:
            repository = f"@{package.repository}" if wanted == "installed" else package.repository
            name = f"{package.name}.{package.arch}"
            process.out(f"{name:<40} {package.version:<22} {repository}\n")
    if not shown:
        process.err("Error: No matching Packages to list\n")
        return 1
    return 0


async def _install(process: Process, names: list[str], *, sure: bool) -> int:
    packages = process.node.packages
    out = process.out
    out("Loaded plugins: fastestmirror\n")
    if not packages.mirror:
        return _unreachable(process)
    known = []
    for name in names:
        if name not in packages.catalogue:
            out(f"No package {name} available.\n")
        elif name in packages.installed:
            out(f"Package {packages.catalogue[name].full} already installed and latest version\n")
        else:
            known.append(name)
    if not known:
        if any(name not in packages.catalogue for name in names):
            process.err("Error: Nothing to do\n")
            return 1
        out("Nothing to do\n")
        return 0
    wanted = packages.needed(known)
    out("Resolving Dependencies\n--> Running transaction check\n")
    out(
        "".join(
            f"---> Package {package.name}.{package.arch} {package.version} will be installed\n"
            for package in wanted
        )
    )
    out("--> Finished Dependency Resolution\n")
    if process.fd(1).is_terminal:
        asked = [package for package in wanted if package.name in known]
        out(summary(asked, [package for package in wanted if package.name not in known]))
    else:
        more = len(wanted) - len(known)
        out(f"\nInstall  {len(known)} Packages (+{more} Dependent packages)\n\n")
    answer = "y" if sure else await _answer(process)
    if answer == "n":
        out("Exiting on user command\n")
        return 1
    if answer == "d":
        out('Background downloading packages, then exiting:\nexiting because "Download Only" specified\n')
        return 0
    return await _transaction(process, packages, wanted)


async def _answer(process: Process) -> str:
    """Ask until the answer is one of y, d and n; return that letter."""
    while True:
        process.out("Is this ok [y/d/N]: ")
        await process.flush()
        line = decode(await process.stdin.read_line())
        word = line.strip().lower()
        if word in ("y", "yes", "d", "download"):
            return word[0]
        if word in ("", "n", "no") or not line.endswith("\n"):
            return "n"


async def _transaction(process: Process, packages: Packages, wanted: list[Package]) -> int:
    process.out("Downloading packages:\nRunning transaction check\nRunning transaction test\n")
    place = process.node.tree.resolve("/etc")
    if place.system.free is not None and place.system.free < 2**19:
        process.err(FULL.format(name=wanted[-1].full, size=512, path=place.path))
        return 1
    process.out("Transaction test succeeded\nRunning transaction\n")
    for number, package in enumerate(wanted, 1):
        await clock.wait(SECONDS_A_PACKAGE)
        packages.install(package.name)
        process.out(f"  Installing : {package.name:<48} {number}/{len(wanted)} \n")
        await process.flush()
    process.out(
        "\nInstalled:\n"
        + "".join(f"  {package.name}.{package.arch} {package.version}\n" for package in wanted)
    )
    process.out("\nComplete!\n")
    return 0
