"""Chapters 4.1 to 4.3 of the book by a script, as layers that a fresh host starts from."""

from __future__ import annotations

import shlex
import shutil
import uuid
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import clients, image
from .cache import built, digest, layer_over
from .host_network import HostNetwork
from .image import in_tree
from .machine import Machine
from .network import hosts_file
from .tools import run

STANDINS = Path(__file__).parent / "standins"

CONTROLLER = ("controller", "10.0.0.11")


@dataclass(frozen=True)
class Passwords:
    """The passwords that the earlier chapters chose; the defaults are the book's words."""

    dbpassword: str = "dbpassword"
    rabbitpass: str = "rabbitpass"
    adminpass: str = "adminpass"


def layers() -> Callable[[str], list[Path]]:
    """What a host of a name lies on before chapter 4.4, the topmost first; made when it is not there yet."""
    base = image.base()
    with_clients = clients.layer(base)
    lower = [with_clients / "upper", base]
    key = digest(with_clients.name, STANDINS, Path(__file__))

    def build_hosts(scratch: Path) -> None:
        with layer_over(lower, scratch) as tree:
            run("cp", "--archive", "--no-preserve=ownership", f"{STANDINS}/root/.", tree)
            in_tree(tree, (STANDINS / "hosts.sh").read_text())

    hosts = built("hosts", key, build_hosts) / "upper"

    def build_controller(scratch: Path) -> None:
        with HostNetwork() as host_network:
            controller = host_network.host(*CONTROLLER, [hosts, *lower])
            introduce(controller, {"controller": controller.address})
            controller.boot()
            controller.run((STANDINS / "chapters.sh").read_text())
            change_passwords(controller, Passwords())
            controller.shut_down()
            shutil.move(controller.upper, scratch / "upper")

    controller = built("controller", key, build_controller) / "upper"
    return lambda name: [controller, hosts, *lower] if name == CONTROLLER[0] else [hosts, *lower]


def introduce(machine: Machine, names: dict[str, str]) -> None:
    """Give a host that has not booted yet what only it has: identity, name, addresses of the others."""
    tree = machine.tree
    # Without one, systemd takes this for the first boot ever and enables every unit it knows.
    (tree / "etc/machine-id").write_text(f"{uuid.uuid4().hex}\n")
    (tree / "etc/hostname").write_text(f"{machine.name}\n")
    (tree / "etc/hosts").write_text(hosts_file(names))


def change_passwords(controller: Machine, passwords: Passwords) -> None:
    """Set the passwords of the earlier chapters on a controller whose services run."""
    quoted = passwords.dbpassword.replace("\\", "\\\\").replace("'", "\\'")
    sql(
        controller,
        f"ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('{quoted}');",
    )
    # `rabbitmqctl change_password` would trim it.
    secret = b64encode(passwords.rabbitpass.encode()).decode()
    rabbit = f'<<"openstack">>, base64:decode("{secret}"), <<"chapters">>'
    controller.run(f"rabbitmqctl --quiet eval 'rabbit_auth_backend_internal:change_password({rabbit}).'")
    controller.run(
        "IFS= read -r OS_BOOTSTRAP_PASSWORD; export OS_BOOTSTRAP_PASSWORD; "
        "runuser -u keystone -- keystone-manage bootstrap",
        stdin=passwords.adminpass + "\n",
    )
    openrc = {
        "OS_PROJECT_DOMAIN_NAME": "default",
        "OS_USER_DOMAIN_NAME": "default",
        "OS_PROJECT_NAME": "admin",
        "OS_USERNAME": "admin",
        "OS_PASSWORD": passwords.adminpass,
        "OS_AUTH_URL": "http://controller:35357/v3",
        "OS_IDENTITY_API_VERSION": "3",
        "OS_IMAGE_API_VERSION": "2",
    }
    text = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in openrc.items())
    controller.run("umask 077; cat > /root/admin-openrc", stdin=text)


def sql(controller: Machine, statements: str) -> str:
    """Run SQL as MariaDB's own user, whose login needs no password; rows come as lines, columns by tabs."""
    client = "runuser -u mysql -- mysql --batch --skip-column-names --default-character-set=utf8mb4"
    return controller.run(client, stdin=statements).stdout
