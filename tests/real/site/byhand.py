"""Section 4.4 typed by hand: the book's commands over SSH, with its four misprints corrected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .machine import Machine
from .site import Site
from .tools import ToolFailed

OPENRC = "source /root/admin-openrc"

SQL_PROMPT = "MariaDB [(none)]> "

ENDPOINT = "http://controller:8774/v2.1/%(tenant_id)s"

PACKAGES = " ".join(
    f"openstack-nova-{name}" for name in ("api", "conductor", "console", "novncproxy", "scheduler")
)

SERVICES = " ".join(
    f"openstack-nova-{name}.service"
    for name in ("api", "consoleauth", "scheduler", "conductor", "novncproxy")
)

Settings = Mapping[str, Mapping[str, str]]

SHARED: Settings = {
    "DEFAULT": {
        "rpc_backend": "rabbit",
        "auth_strategy": "keystone",
        "use_neutron": "True",
        "firewall_driver": "nova.virt.firewall.NoopFirewallDriver",
    },
    "oslo_messaging_rabbit": {
        "rabbit_host": "controller",
        "rabbit_userid": "openstack",
        "rabbit_password": "rabbitpass",
    },
    "keystone_authtoken": {
        "auth_uri": "http://controller:5000",
        "auth_url": "http://controller:35357",
        "memcached_servers": "controller:11211",
        "auth_type": "password",
        "project_domain_name": "default",
        "user_domain_name": "default",
        "project_name": "service",
        "username": "nova",
        "password": "novapass",
    },
    "glance": {"api_servers": "http://controller:9292"},
    "oslo_concurrency": {"lock_path": "/var/lib/nova/tmp"},
}

CONTROLLER: Settings = {
    "DEFAULT": {"enabled_apis": "osapi_compute,metadata"},
    "api_database": {"connection": "mysql+pymysql://nova:novadbpass@controller/nova_api"},
    "database": {"connection": "mysql+pymysql://nova:novadbpass@controller/nova"},
    "vnc": {"vncserver_listen": "$my_ip", "vncserver_proxyclient_address": "$my_ip"},
}

COMPUTE: Settings = {
    "vnc": {
        "enabled": "True",
        "vncserver_listen": "0.0.0.0",
        "vncserver_proxyclient_address": "$my_ip",
        "novncproxy_base_url": "http://controller:6080/vnc_auto.html",
    },
    "libvirt": {"virt_type": "qemu"},
}


def install(site: Site) -> str:
    """Carry out section 4.4 on a site that has the book's passwords; return the table at its end."""
    install_controller(site)
    for machine in site.computes:
        install_compute(site, machine)
    return site.wait_for_services()


def install_controller(site: Site) -> None:
    """Carry out section 4.4.2 on the controller, with the book's commands."""
    grants = [
        f"GRANT ALL PRIVILEGES ON {database}.* TO 'nova'@'{host}' IDENTIFIED BY 'novadbpass';"
        for database in ("nova_api", "nova")
        for host in ("localhost", "%")
    ]
    statements = ["CREATE DATABASE nova_api;", "CREATE DATABASE nova;", *grants, "exit"]
    typed(
        site,
        "controller",
        "mysql -u root -p",
        [("Enter password: ", "dbpassword"), *((SQL_PROMPT, s) for s in statements)],
    )
    prompts = [("User Password:", "novapass"), ("Repeat User Password:", "novapass")]
    typed(
        site,
        "controller",
        f"{OPENRC}; openstack user create --domain default --password-prompt nova",
        prompts,
    )
    endpoints = [
        f"openstack endpoint create --region RegionOne compute {interface} '{ENDPOINT}'"
        for interface in ("public", "internal", "admin")
    ]
    entered(
        site,
        "controller",
        f"{OPENRC}; openstack role add --project service --user nova admin",
        f"{OPENRC}; openstack service create --name nova --description 'OpenStack Compute' compute",
        *(f"{OPENRC}; {command}" for command in endpoints),
        f"yum -y install {PACKAGES}",
    )
    edit_nova_conf(site, site.controller, SHARED, CONTROLLER)
    entered(
        site,
        "controller",
        'su -s /bin/sh -c "nova-manage api_db sync" nova',
        'su -s /bin/sh -c "nova-manage db sync" nova',
        f"systemctl enable {SERVICES}",
        f"systemctl start {SERVICES}",
    )


def install_compute(site: Site, machine: Machine) -> None:
    """Section 4.4.3 on one compute node."""
    entered(
        site,
        machine.name,
        "setenforce 0; sed -i --follow-symlinks s/^SELINUX=.*/SELINUX=permissive/ /etc/sysconfig/selinux",
        "printf 'n\\np\\n1\\n2048\\n\\nw\\n' | fdisk /dev/sdb",
        "until test -b /dev/sdb1; do sleep 0.1; done; mkfs.ext4 -q /dev/sdb1",
        "yum -y install openstack-nova-compute",
    )
    edit_nova_conf(site, machine, SHARED, COMPUTE)
    entered(
        site,
        machine.name,
        "systemctl enable libvirtd.service openstack-nova-compute.service",
        "systemctl start libvirtd.service openstack-nova-compute.service",
        "mount /dev/sdb1 /var/lib/nova/instances; chown -R nova:nova /var/lib/nova/instances",
        "echo '/dev/sdb1 /var/lib/nova/instances ext4 defaults 0 0' >> /etc/fstab",
    )


def entered(site: Site, host: str, *commands: str) -> None:
    """Enter commands at a host, one after the other; each must end well."""
    for command in commands:
        done = site.ssh(host, command)
        if done.returncode:
            raise ToolFailed(
                f"on {host}, ended with {done.returncode}: {command}\n{done.stdout}{done.stderr}"
            )


def typed(site: Site, host: str, command: str, answers: Iterable[tuple[str, str]]) -> None:
    """Enter a command at a host's terminal and answer each prompt when it is there."""
    terminal = site.start_on_workstation(site.ssh_argv("-tt", host, command))
    assert terminal.stdin is not None and terminal.stdout is not None
    seen = ""
    for prompt, answer in answers:
        while not seen.endswith(prompt):
            character = terminal.stdout.read(1)
            if not character:
                raise ToolFailed(f"on {host}, {command}: no prompt {prompt!r} after:\n{seen}")
            seen += character
        terminal.stdin.write(f"{answer}\n")
        terminal.stdin.flush()
    rest, _ = terminal.communicate(timeout=60)
    if terminal.returncode:
        raise ToolFailed(f"on {host}, ended with {terminal.returncode}: {command}\n{seen}{rest}")


def edit_nova_conf(site: Site, machine: Machine, *settings: Settings) -> None:
    """Edit a host's nova.conf: each setting at the head of its section, what it replaces commented out."""
    text = site.ssh(machine.name, "cat /etc/nova/nova.conf").stdout
    for part in ({"DEFAULT": {"my_ip": machine.address}}, *settings):
        text = edited(text, part)
    done = site.ssh(machine.name, "cat > /etc/nova/nova.conf", stdin=text)
    done.check_returncode()


def edited(text: str, settings: Settings) -> str:
    """A nova.conf with these settings; in [keystone_authtoken] nothing else stays live, as the book says."""
    lines: list[str] = []
    here: Mapping[str, str] = {}
    alone = False
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            here, alone = settings.get(section, {}), section == "keystone_authtoken" and section in settings
            lines += [line, *(f"{name} = {value}" for name, value in here.items())]
            continue
        live = not line.startswith("#") and "=" in line
        replaced = live and (alone or line.partition("=")[0].strip() in here)
        lines.append(f"#{line}" if replaced else line)
    missing = [name for name in settings if f"[{name}]" not in lines]
    for name in missing:
        lines += [f"[{name}]", *(f"{option} = {value}" for option, value in settings[name].items())]
    return "\n".join(lines) + "\n"
