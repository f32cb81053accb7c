"""What the guide takes for granted: each prerequisite, and what it says is missing."""
# ruff: noqa: E501 - exact text is as long as it is

from __future__ import annotations

import pytest

from steps.facts import BesidesNovaConf, Databases, Network, NovaConf, PackagesToInstall
from tests.support.cases import COMPUTE1, CONTROLLER, Given, check_missing
from tests.support.printed import (
    LOGIN,
    NO_SERVER,
    NO_TOKEN,
    PROJECTS,
    ROLES,
    WRONG_PASSWORD,
    identity,
    printed,
)
from tests.unit.steps.conf import AS_PACKAGED, NOT_YET, conf
from wizard.facts.identity import Identity
from wizard.facts.logins import QueueLogin
from wizard.facts.system import HostIdentity
from wizard.model.answers import Node
from wizard.model.problems import Unknown

BOTH_PORTS = "address 10.0.0.11 controller\nport 5672\nport 11211\n"
OWN = HostIdentity("compute1", frozenset({"10.0.0.31", "127.0.0.1"}))
UNTOLD = HostIdentity("compute1", frozenset())
NO_NAME = "address\n"
FIVE = [f"openstack-nova-{name}" for name in ("api", "conductor", "console", "novncproxy", "scheduler")]
MISSING = "".join(f"missing {name}\n" for name in FIVE)
AVAILABLE = "".join(f"known {name}.noarch    1:13.1.4-1.el7    centos-openstack-mitaka\n" for name in FIVE)

CASES: list[tuple[str, str, Node, Given, str]] = [
    ("before/name", "resolves", CONTROLLER, {Network: printed(BOTH_PORTS)}, ""),
    ("before/name", "does not", COMPUTE1, {Network: printed(NO_NAME)}, "before-name: name = controller"),
    (
        "before/name",
        "a loopback",
        CONTROLLER,
        {Network: printed("address 127.0.1.1 controller\n")},
        "before-loopback: name = controller; address = 127.0.1.1; management = 10.0.0.11",
    ),
    ("before/identity", "the answers' one", COMPUTE1, {HostIdentity: OWN, NovaConf: AS_PACKAGED}, ""),
    ("before/identity", "no addresses told", COMPUTE1, {HostIdentity: UNTOLD, NovaConf: NOT_YET}, ""),
    (
        "before/identity",
        "another address and a name with a domain",
        COMPUTE1,
        {
            HostIdentity: HostIdentity("compute1.example.com", frozenset({"10.0.0.3", "127.0.0.1"})),
            NovaConf: NOT_YET,
        },
        "before-address: address = 10.0.0.31; found = 10.0.0.3, 127.0.0.1\n"
        "before-hostname: name = compute1; found = compute1.example.com",
    ),
    (
        "before/identity",
        "another name in nova.conf",
        COMPUTE1,
        {HostIdentity: OWN, NovaConf: conf("[DEFAULT]\nhost = node7\n")},
        "before-conf-host: name = compute1; found = node7; path = /etc/nova/nova.conf",
    ),
    (
        "before/identity",
        "a nova.conf that cannot be read, of which its steps tell",
        COMPUTE1,
        {HostIdentity: OWN, NovaConf: conf("[DEFAULT]\nhost\n")},
        "",
    ),
    (
        "before/identity",
        "the answers' name in nova.conf",
        COMPUTE1,
        {HostIdentity: HostIdentity("node7", frozenset()), NovaConf: conf("[DEFAULT]\nhost=compute1\n")},
        "",
    ),
    ("before/ports", "both answer", COMPUTE1, {Network: printed(BOTH_PORTS)}, ""),
    (
        "before/ports",
        "neither answers",
        COMPUTE1,
        {Network: printed("address 10.0.0.11 controller\n")},
        "before-rabbitmq: name = controller; port = 5672\nbefore-memcached: name = controller; port = 11211",
    ),
    (
        "before/ports",
        "one answers",
        CONTROLLER,
        {Network: printed("address 10.0.0.11 controller\nport 11211\n")},
        "before-rabbitmq: name = controller; port = 5672",
    ),
    ("before/ports", "without a name there is nothing to say", COMPUTE1, {Network: printed(NO_NAME)}, ""),
    ("before/database", "let in", CONTROLLER, {Databases: printed(LOGIN)}, ""),
    (
        "before/database",
        "not let in",
        CONTROLLER,
        {Databases: printed("", WRONG_PASSWORD, 1)},
        "before-database: said = ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
    ),
    (
        "before/queue",
        "let in",
        CONTROLLER,
        {Network: printed(BOTH_PORTS), QueueLogin: QueueLogin(True, True)},
        "",
    ),
    (
        "before/queue",
        "not let in",
        CONTROLLER,
        {Network: printed(BOTH_PORTS), QueueLogin: QueueLogin(False)},
        "before-queue-login",
    ),
    (
        "before/queue",
        "without permissions",
        CONTROLLER,
        {Network: printed(BOTH_PORTS), QueueLogin: QueueLogin(True, False, "NOT_ALLOWED")},
        "before-queue-permissions: said = NOT_ALLOWED",
    ),
    (
        "before/queue",
        "without permissions and a reason",
        CONTROLLER,
        {Network: printed(BOTH_PORTS), QueueLogin: QueueLogin(True)},
        "before-queue-permissions: said = Message('queue-closed', {})",
    ),
    (
        "before/queue",
        "with too narrow permissions",
        CONTROLLER,
        {Network: printed(BOTH_PORTS), QueueLogin: QueueLogin(True, True, narrow="ACCESS_REFUSED")},
        "before-queue-narrow: said = ACCESS_REFUSED",
    ),
    (
        "before/queue",
        "where nobody answers, before/ports says so",
        CONTROLLER,
        {Network: printed("address 10.0.0.11 controller\n"), QueueLogin: Unknown("login-no-way")},
        "",
    ),
    ("before/keystone", "ready", CONTROLLER, {Identity: printed(identity())}, ""),
    (
        "before/keystone",
        "no file",
        CONTROLLER,
        {Identity: printed("no-openrc\n")},
        "before-openrc: path = /root/admin-openrc",
    ),
    (
        "before/keystone",
        "no token",
        CONTROLLER,
        {Identity: printed("", NO_TOKEN, 1)},
        "before-token: path = /root/admin-openrc; said = The request you have made requires authentication. (HTTP 401)",
    ),
    (
        "before/keystone",
        "nothing answers",
        CONTROLLER,
        {
            Identity: printed(
                "",
                "Unable to establish connection to http://controller:35357/v3/auth/tokens: HTTPConnectionPool("
                "host='controller', port=35357): Max retries exceeded with url: /v3/auth/tokens (Caused by "
                "NewConnectionError('<requests.packages.urllib3.connection.HTTPConnection object at 0x7f>: "
                "Failed to establish a new connection: [Errno 111] Connection refused',))\n",
                1,
            )
        },
        "before-keystone-down: path = /root/admin-openrc; address = controller:35357; said = Connection refused",
    ),
    (
        "before/keystone",
        "neither project nor role",
        CONTROLLER,
        {Identity: printed(identity(projects=PROJECTS[:1], roles=ROLES[:1]))},
        "before-project\nbefore-role",
    ),
    ("before/packages", "installed", CONTROLLER, {PackagesToInstall: printed()}, ""),
    ("before/packages", "known", CONTROLLER, {PackagesToInstall: printed(MISSING + AVAILABLE)}, ""),
    (
        "before/packages",
        "known, in columns that yum has broken over two lines",
        COMPUTE1,
        {
            PackagesToInstall: printed(
                "missing openstack-nova-compute\n"
                "known Available Packages\nknown openstack-nova-compute.noarch\n"
                "known                     1:13.1.4-1.el7        a-mirror-of-centos-openstack-mitaka\n"
            )
        },
        "",
    ),
    (
        "before/packages",
        "partly installed, partly unknown",
        CONTROLLER,
        {
            PackagesToInstall: printed(
                f"missing {FIVE[3]}\nmissing {FIVE[4]}\n",
                "Error: No matching Packages to list\n",
            )
        },
        "before-packages: packages = openstack-nova-novncproxy, openstack-nova-scheduler; said = Error: No matching Packages to list",
    ),
    (
        "before/packages",
        "a name that only begins alike",
        COMPUTE1,
        {
            PackagesToInstall: printed(
                "missing openstack-nova-compute\nknown openstack-nova-compute-doc.noarch  1:13.1.4-1.el7  mitaka\n"
            )
        },
        "before-packages: packages = openstack-nova-compute; said = Message('nothing-printed', {})",
    ),
    ("before/files", "none", CONTROLLER, {BesidesNovaConf: printed()}, ""),
    (
        "before/files",
        "as packaged, and options that are nothing to the guide",
        CONTROLLER,
        {
            BesidesNovaConf: printed(
                "file /etc/nova/api-paste.ini\nsection filter:authtoken\noption paste.filter_factory\n"
                "section app:osapi_compute_app_v21\noption use\n"
                "file /etc/nova/nova-api.conf\nsection DEFAULT\noption osapi_compute_workers\n"
            )
        },
        "",
    ),
    (
        "before/files",
        "the API's pipeline logs in on its own",
        CONTROLLER,
        {
            BesidesNovaConf: printed(
                "file /etc/nova/api-paste.ini\nsection filter:authtoken\noption paste.filter_factory\n"
                "option auth_url\noption password\noption auth_url\n"
            )
        },
        "before-files: path = /etc/nova/api-paste.ini; options = [filter:authtoken] auth_url,"
        " [filter:authtoken] password; conf = /etc/nova/nova.conf",
    ),
    (
        "before/files",
        "two files",
        COMPUTE1,
        {
            BesidesNovaConf: printed(
                "file /etc/nova/nova-compute.conf\nsection DEFAULT\noption my_ip\noption transport_url\n"
                "file /etc/nova/conf.d/x.conf\nsection vnc\noption enabled\noption keymap\n"
            )
        },
        "before-files: path = /etc/nova/nova-compute.conf; options = [DEFAULT] my_ip,"
        " [DEFAULT] transport_url; conf = /etc/nova/nova.conf\n"
        "before-files: path = /etc/nova/conf.d/x.conf; options = [vnc] enabled; conf = /etc/nova/nova.conf",
    ),
]


@pytest.mark.parametrize(
    ("id_", "name", "node", "given", "then"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_before(id_: str, name: str, node: Node, given: Given, then: str) -> None:
    check_missing(id_, node, given, then)


def test_what_cannot_be_told_is_not_taken_for_granted() -> None:
    with pytest.raises(Unknown, match="database-unreachable"):
        check_missing("before/database", CONTROLLER, {Databases: printed("", NO_SERVER, 1)}, "")
