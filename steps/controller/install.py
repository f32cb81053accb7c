"""4.4.2, install and finalize: packages, nova.conf, the schemas, the services."""

from __future__ import annotations

from collections.abc import Iterator

from steps import novaconf, shared
from steps.facts import Databases, NovaConf, Packages, Units
from steps.novaconf import configure
from steps.registry import step
from steps.shared import database_facts
from steps.undo import conf
from steps.undo.services import KEPT, STOPPED
from wizard.actions.command import RunCommand
from wizard.actions.file import Backup
from wizard.facts.migrations import Migrations
from wizard.model.answers import Answers, Node
from wizard.model.facts import Facts
from wizard.model.message import Message
from wizard.model.problems import Refused
from wizard.model.role import Role
from wizard.model.steps import Action, Source

_ON = Role.CONTROLLER


@step("4.4.2/install/1", _ON, Source.RESTORED, reads=(Packages,), inverse=KEPT)
def install(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """The controller's five packages of `Packages.wanted` are installed."""
    yield from shared.install(node, facts)


@step("4.4.2/install/2", _ON, Source.ADDED, reads=(NovaConf,), inverse=conf.RESTORED)
def back_up_conf(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """A copy of nova.conf as it is before the first edit."""
    conf = facts[NovaConf]
    if not conf.backed_up:
        yield Backup(NovaConf.path, reason=Message("copy-missing", path=NovaConf.path))


configure(
    "4.4.2/install/3a",
    _ON,
    Source.RESTORED,
    """
    [DEFAULT]
    enabled_apis = osapi_compute,metadata
    """,
)
configure(
    "4.4.2/install/3b",
    _ON,
    Source.RESTORED,
    """
    [api_database]
    connection = mysql+pymysql://nova:{novadbpass}@{controller}/nova_api
    [database]
    connection = mysql+pymysql://nova:{novadbpass}@{controller}/nova
    """,
)
configure("4.4.2/install/3c", _ON, Source.RESTORED, novaconf.QUEUE)
configure(
    "4.4.2/install/3d",
    _ON,
    Source.CORRECTED,
    novaconf.IDENTITY,
    exclusive=[novaconf.IDENTITY_SECTION],
    misprint="[keystone_authstoken]",
)
configure("4.4.2/install/3e", _ON, Source.GUIDE, novaconf.ADDRESS)
configure("4.4.2/install/3f", _ON, Source.GUIDE, novaconf.NETWORKING)
configure(
    "4.4.2/install/3g",
    _ON,
    Source.CORRECTED,
    # `$my_ip` is oslo.config's and stays as it is.
    """
    [vnc]
    vncserver_listen = $my_ip
    vncserver_proxyclient_address = $my_ip
    """,
    misprint="vncserver_proxycient_address = $my_ip",
)
configure("4.4.2/install/3h", _ON, Source.GUIDE, novaconf.IMAGES)
configure("4.4.2/install/3i", _ON, Source.GUIDE, novaconf.LOCKS)


MITAKA_HEADS = {"nova_api": "7", "nova": "319"}
_SYNCS = {"nova_api": "api_db sync", "nova": "db sync"}


@step("4.4.2/install/4", _ON, Source.GUIDE, reads=(Databases, Migrations))
def sync_databases(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Bring both schemas to the head of the installed Nova."""
    found = database_facts(facts)
    heads = {**MITAKA_HEADS, **facts[Migrations].heads}
    for database, sync in _SYNCS.items():
        tables, version = found.tables.get(database, 0), found.versions.get(database)
        if version is None and tables > 1:
            raise Refused("schema-half-made", database=database, tables=tables)
        if version != heads[database]:
            yield RunCommand(
                f'su -s /bin/sh -c "nova-manage {sync}" nova',
                timeout=1800.0,
                reason=Message("schema-behind", database=database, version=version, head=heads[database])
                if version
                else Message("schema-missing", database=database, head=heads[database]),
                replaces=version is not None,
                note=Message("note-deprecations"),
            )


# --- finish -----------------------------------------------------------------------------------------


@step(
    "4.4.2/finish/1",
    _ON,
    Source.CORRECTED,
    reads=(Units,),
    misprint="openstack-nova-\nnovncproxy.service",
    settle_timeout=90.0,
    inverse=STOPPED,
)
def start_services(answers: Answers, node: Node, facts: Facts) -> Iterator[Action]:
    """Five services; one name is broken over two lines in print."""
    yield from shared.services(node, facts)
