"""nova-manage: it brings the schemas of Nova's databases up to date."""

from __future__ import annotations

import time

from wizard.hostsim import clock
from wizard.hostsim.process import Process
from wizard.hostsim.table import program
from wizard.hostsim.tree import READ, permits
from wizard.lab.services.mariadb import Table
from wizard.lab.services.nova import CONF, Trouble, log_in
from wizard.lab.services.oslo import Config, ConfigProblem
from wizard.lab.services.session import MysqlSession

TABLES = {
    "api_database": (
        "build_requests", "cell_mappings", "flavor_extra_specs", "flavor_projects", "flavors",
        "host_mappings", "instance_mappings", "request_specs",
    ),
    "database": (
        "agent_builds", "aggregate_hosts", "aggregate_metadata", "aggregates", "block_device_mapping",
        "bw_usage_cache", "cells", "certificates", "compute_nodes", "console_pools", "consoles",
        "dns_domains", "fixed_ips", "floating_ips", "instance_actions", "instance_extra",
        "instance_faults", "instance_groups", "instance_info_caches", "instance_metadata",
        "instance_types", "instances", "inventories", "key_pairs", "migrations", "networks",
        "pci_devices", "project_user_quotas", "provider_fw_rules", "quota_classes", "quotas",
        "reservations", "resource_providers", "s3_images", "security_groups", "services", "snapshots",
        "tags", "task_log", "virtual_interfaces", "volume_usage_cache",
    ),
}  # fmt: skip
HEADS = {"api_database": 7, "database": 319}
SECONDS = {"api_database": 2.0, "database": 8.0}
DEPRECATED = (
    'Option "verbose" from group "DEFAULT" is deprecated for removal.  '
    "Its value may be silently ignored in the future.\n"
)


@program("nova-manage", package="openstack-nova-common")
async def nova_manage(process: Process) -> int:
    """nova-manage api_db|db sync|version: migrate a database's schema, or print its version."""
    words = process.args
    sections = {"api_db": "api_database", "db": "database"}
    if len(words) < 2 or words[0] not in sections or words[1] not in ("sync", "version"):
        process.err("usage: nova-manage [-h] [--config-dir DIR] [--config-file PATH] {db,api_db,...} ...\n")
        process.err(
            "nova-manage: error: too few arguments\n"
            if len(words) < 2
            else "nova-manage: error: invalid choice\n"
        )
        return 2
    section = sections[words[0]]
    try:
        session = await _session(process, section)
        if words[1] == "version":
            process.out(f"{_version(session)}\n")
        else:
            await _sync(process, session, section)
    except (Trouble, ConfigProblem) as trouble:
        process.out(f"An error has occurred:\nTraceback (most recent call last):\n{trouble}\n")
        _log(process, "CRITICAL", str(trouble))
        return 1
    return 0


async def _session(process: Process, section: str) -> MysqlSession:
    tree = process.node.tree
    conf = tree.find(CONF, process.user)
    if conf is None or not permits(conf, process.user, READ):
        raise Trouble(f"ConfigFilesPermissionDeniedError: Failed to open some config files: {CONF}")
    config = Config(tree.read("/usr/share/nova/nova-dist.conf"), tree.read(CONF))
    if config.get("DEFAULT", "verbose"):
        process.err(DEPRECATED)
    return await log_in(process.node, config.get(section, "connection"), section)


def _log(process: Process, level: str, message: str) -> None:
    """Add a line to the log, which belongs to whoever writes it first."""
    tree = process.node.tree
    path = "/var/log/nova/nova-manage.log"
    stamp = time.strftime("%Y-%m-%d %H:%M:%S.000", time.gmtime(clock.now()))
    user = process.user
    tree.write(
        path,
        tree.read(path) + f"{stamp} {process.pid} {level} nova [-] {message}\n",
        0o644,
        user.uid,
        user.gid,
    )


def _version(session: MysqlSession) -> int:
    table = session.database.schemas[session.schema].tables.get("migrate_version")
    return int(table.rows[0]["version"] or 0) if table else 0


async def _sync(process: Process, session: MysqlSession, section: str) -> None:
    """Migrate step by step: a sync that is interrupted leaves tables that make the next one fail."""
    schema = session.database.schemas[session.schema]
    head, tables = HEADS[section], TABLES[section]
    if _version(session) >= head:
        return
    row: dict[str, str | int | None] = {"repository_id": section, "version": 0}
    schema.tables.setdefault("migrate_version", Table(list(row), [row]))
    for name in tables:
        if name in schema.tables:
            raise Trouble(
                f"OperationalError: (pymysql.err.InternalError) (1050, u\"Table '{name}' already exists\")"
            )
        schema.tables[name] = Table(["id"])
        await clock.wait(SECONDS[section] / len(tables))
    schema.tables["migrate_version"].rows = [{"repository_id": section, "version": head}]
    _log(process, "INFO", f"migrated to {head}")
