"""rpm, as version 4.11.3 has it: it asks for packages."""

from __future__ import annotations

import time
from fnmatch import fnmatchcase

from wizard.hostsim import clock
from wizard.hostsim.packages import Package
from wizard.hostsim.process import Failure, Process
from wizard.hostsim.systemd import BOOTED
from wizard.hostsim.table import program

STAMP = "%a %d %b %Y %I:%M:%S %p UTC"


@program("rpm")
async def rpm(process: Process) -> int:
    """rpm: ask for packages: -q NAME…, -qa, -ql, -qf FILE, -qi, -q --qf."""
    options, names = process.options(
        "qaVilfcdRvh", "query", "all", "quiet", "qf=", "queryformat=", "nodigest", "nosignature", "list",
        "file", "info", "requires", "version",
    )  # fmt: skip
    if "-q" not in options and "--query" not in options:
        process.err("RPM version 4.11.3\n")
        return 0 if "--version" in options else 1
    catalogue, installed = process.node.packages.catalogue, process.node.packages.installed
    missing = 0
    if {"-a", "--all"} & options.keys():
        names = (
            sorted(installed) if not names else [name for name in sorted(installed) if _matches(name, names)]
        )
    elif not names:
        raise Failure("no arguments given for query")
    elif {"-f", "--file"} & options.keys():
        names, missing = _owners(process, names)
    template = options.get("--qf", options.get("--queryformat"))
    for name in names:
        if name not in installed:
            process.out(f"package {name} is not installed\n")
            missing += 1
        elif {"-l", "--list"} & options.keys():
            files = process.node.packages.files(name)
            process.out("".join(f"{path}\n" for path in files) or "(contains no files)\n")
        elif {"-i", "--info"} & options.keys():
            process.out(_info(catalogue[name]))
        elif {"-R", "--requires"} & options.keys():
            process.out("".join(f"{one}\n" for one in catalogue[name].requires))
        else:
            shown = catalogue[name].full + "\n" if template is None else _filled(template, catalogue[name])
            process.out(shown)
    return missing


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _owners(process: Process, paths: list[str]) -> tuple[list[str], int]:
    """Return the packages that files are of, and how many files are of none, after saying so."""
    names, missing = [], 0
    packages = process.node.packages
    for shown in paths:
        path = process.path(shown)
        if process.node.tree.find(path) is None:
            process.err(f"error: file {path}: No such file or directory\n")
            missing += 1
            continue
        real = process.node.tree.resolve(path).path
        owner = next((name for name in sorted(packages.installed) if real in packages.files(name)), None)
        if owner is None:
            process.out(f"file {path} is not owned by any package\n")
            missing += 1
        else:
            names.append(owner)
    return names, missing


def _filled(template: str, package: Package) -> str:
    version, _, release = package.version.rpartition(":")[2].partition("-")
    tags = {"NAME": package.name, "VERSION": version, "RELEASE": release, "ARCH": package.arch}
    for tag, value in tags.items():
        template = template.replace(f"%{{{tag}}}", value)
    return template.replace("\\n", "\n").replace("\\t", "\t")


def _info(package: Package) -> str:
    epoch, _, rest = package.version.rpartition(":")
    version, _, release = rest.partition("-")
    installed = time.strftime(STAMP, time.gmtime(clock.now() - BOOTED))
    rows = [
        ("Name", package.name),
        *([("Epoch", epoch)] if epoch else []),
        ("Version", version),
        ("Release", release),
        ("Architecture", package.arch),
        ("Install Date", installed),
        ("Group", "Unspecified"),
        ("License", "ASL 2.0"),
        ("Source RPM", f"{package.name}-{rest}.src.rpm"),
        ("Vendor", "CentOS"),
    ]
    return "".join(f"{name:<12}: {value}\n" for name, value in rows)
