"""4.4.2/install/2 and 3: nova.conf on the controller."""

from __future__ import annotations

import pytest

from steps.facts import NovaConf
from tests.support.cases import Case
from tests.unit.steps.conf import (
    AFTER_ALL_STEPS,
    AS_PACKAGED,
    DONE_ON_CONTROLLER,
    NOT_YET,
    PACKAGED,
    UNREADABLE,
    after_all_steps,
    conf,
)
from tests.unit.steps.table import Table
from wizard.model.role import Role

C = "4.4.2/install/3"
TRANSPORT = "transport_url = rabbit://openstack:old@other:5672/"

CASES = [
    Case("4.4.2/install/2", "no copy", {NovaConf: conf(PACKAGED, kept=False)}),
    Case("4.4.2/install/2", "no package yet", {NovaConf: NOT_YET}),
    Case("4.4.2/install/2", "a copy is there", {NovaConf: AS_PACKAGED}, holds=True),
    Case("4.4.2/install/2", "unreadable", {NovaConf: UNREADABLE}),
    # 3a
    Case(f"{C}a", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}a", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}a",
        "another value",
        {NovaConf: conf(PACKAGED, ("log_dir=", "enabled_apis = ec2,osapi_compute,metadata\nlog_dir="))},
    ),
    Case(
        f"{C}a",
        "two values, the last one right",
        {
            NovaConf: conf(
                PACKAGED, ("log_dir=", "enabled_apis=ec2\nenabled_apis = osapi_compute,metadata\nlog_dir=")
            )
        },
    ),
    Case(f"{C}a", "no section yet", {NovaConf: conf("# nothing\n")}),
    Case(f"{C}a", "a file that oslo.config cannot read", {NovaConf: conf("[DEFAULT]\nenabled_apis\n")}),
    Case(f"{C}a", "a file that cannot be read", {NovaConf: UNREADABLE}),
    # 3b
    Case(f"{C}b", "as packaged", {NovaConf: AS_PACKAGED}, whole=True),
    Case(f"{C}b", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}b",
        "another password in one of them",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("50%25%5C@controller/nova\n", "old@controller/nova\n"))},
    ),
    # 3c
    Case(f"{C}c", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}c", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}c",
        "another password",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER, ('rabbit_password = "\'rabbit;"', "rabbit_password = RABBIT_PASS")
            )
        },
    ),
    Case(
        f"{C}c",
        "the host is missing",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("rabbit_host = controller\n", ""))},
    ),
    Case(
        f"{C}c",
        "a URL that overrides it all",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("rpc_backend = ", f"{TRANSPORT}\nrpc_backend = "))},
    ),
    Case(
        f"{C}c",
        "other hosts, an old name of the port, a harmless port",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER,
                ("rabbit_host = ", "rabbit_hosts = a:5672,b:5672\nrabbit_port = 5672\nrabbit_host = "),
                ("rpc_backend = ", "rabbit_port = 5673\nrpc_backend = "),
            )
        },
    ),
    *(
        Case(
            f"{C}{item}",
            f"overridden: {line.replace(chr(10), ' ')}",
            {NovaConf: conf(DONE_ON_CONTROLLER, (above, f"{line}\n{above}"))},
        )
        for item, above, line in [
            ("b", "[vnc]", "[Database]\nslave_connection = mysql://other/nova"),
            ("b", "[vnc]", "[api_database]\nslave_connection = mysql://other/nova_api"),
            ("b", "rpc_backend = ", "db_backend = other"),
            ("c", "[vnc]", "[oslo_messaging_rabbit]\nfake_rabbit = True"),
            ("c", "[vnc]", "[oslo_messaging_rabbit]\nrabbit_use_ssl = 1"),
            ("c", "[vnc]", "[oslo_messaging_rabbit]\nrabbit_virtual_host = /nova"),
            ("c", "rpc_backend = ", "rabbit_login_method = EXTERNAL"),
            ("f", "rpc_backend = ", "network_api_class = my.network.API"),
        ]
    ),
    Case(
        f"{C}c",
        "options that could override and do not",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER,
                ("rpc_backend = ", f"#{TRANSPORT}\nrabbit_host = old\nfake_rabbit=False\nrpc_backend = "),
            )
        },
        holds=True,
    ),
    Case(
        f"{C}f",
        "Liberty's setting of the same",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER,
                ("use_neutron = ", "network_api_class = nova.network.neutronv2.api.API\nuse_neutron = "),
            )
        },
        holds=True,
    ),
    # 3d
    Case(f"{C}d", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}d", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}d",
        "other live options",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER, ("#admin_user=%SERVICE_USER%", "admin_user=nova\nadmin_password=secret")
            )
        },
    ),
    Case(
        f"{C}d",
        "another controller",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("http://controller:35357", "http://10.0.0.12:35357"))},
    ),
    # 3e to 3i
    Case(f"{C}e", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}e", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}e",
        "another address",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("my_ip = 10.0.0.11", "my_ip=10.0.0.12"))},
    ),
    Case(
        f"{C}e",
        "the same address, written otherwise",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("my_ip = 10.0.0.11", 'my_ip : "10.0.0.11"'))},
        holds=True,
    ),
    Case(f"{C}f", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}f", "no package yet", {NovaConf: NOT_YET}),
    Case(f"{C}f", "half there", {NovaConf: conf(DONE_ON_CONTROLLER, ("use_neutron = True\n", ""))}),
    Case(f"{C}g", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}g", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}g",
        "as the book misspells it",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER, ("vncserver_proxyclient_address = $", "vncserver_proxycient_address = $")
            )
        },
    ),
    Case(f"{C}h", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}h", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}h",
        "another server",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("//controller:9292", "//glance:9292"))},
    ),
    Case(f"{C}i", "as packaged", {NovaConf: AS_PACKAGED}),
    Case(f"{C}i", "no package yet", {NovaConf: NOT_YET}),
    Case(
        f"{C}i",
        "another directory",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("lock_path = /var/lib", "lock_path = /run"))},
    ),
    *(
        Case(f"{C}{item}", "all there", {NovaConf: conf(DONE_ON_CONTROLLER)}, holds=True)
        for item in "abcdefghi"
    ),
]

TABLE = Table("conf-controller", CASES, AFTER_ALL_STEPS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_conf(case: Case) -> None:
    TABLE.check(case)


def test_the_file_after_all_steps() -> None:
    TABLE.check_text(AFTER_ALL_STEPS, after_all_steps(Role.CONTROLLER).removesuffix("\n"))


def test_headings() -> None:
    TABLE.check_headings()
