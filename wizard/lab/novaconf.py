"""Makes a nova.conf as long and as full of comments as the one that Nova's package brings."""

from __future__ import annotations

from functools import cache

LINES = 10_150
DISTRIBUTION = """\
[DEFAULT]
log_dir = /var/log/nova
state_path = /var/lib/nova
rootwrap_config = /etc/nova/rootwrap.conf
compute_driver = libvirt.LibvirtDriver
use_stderr = False
"""
# The options that a reader of the guide looks for, with their defaults; the rest is filled up.
OPTIONS: dict[str, tuple[str, ...]] = {
    "DEFAULT": (
        "my_ip=10.89.104.70", "host=localhost", "state_path=$pybasedir",
        "enabled_apis=osapi_compute,metadata", "osapi_compute_listen=0.0.0.0",
        "osapi_compute_listen_port=8774", "metadata_listen=0.0.0.0", "metadata_listen_port=8775",
        "use_neutron=false", "firewall_driver=<None>", "compute_driver=<None>",
        "instances_path=$state_path/instances", "auth_strategy=keystone",
        "scheduler_driver=filter_scheduler", "report_interval=10", "service_down_time=60",
        "debug=false", "verbose=true", "log_file=<None>", "log_dir=<None>", "rpc_backend=rabbit",
        "control_exchange=openstack", "transport_url=<None>", "novncproxy_host=0.0.0.0",
        "novncproxy_port=6080",
    ),
    "api_database": ("connection=<None>", "sqlite_synchronous=true", "slave_connection=<None>",
                     "mysql_sql_mode=TRADITIONAL", "idle_timeout=3600", "max_pool_size=<None>"),
    "cinder": ( "catalog_info=volumev2:cinderv2:publicURL", "endpoint_template=<None>",
    "os_region_name=<None>"),
    "database": ("sqlite_db=oslo.sqlite", "connection=<None>", "slave_connection=<None>", "idle_timeout=3600",
                 "max_retries=10", "retry_interval=10", "connection_debug=0"),
    "ephemeral_storage_encryption": ("enabled=false", "cipher=aes-xts-plain64"),
    "glance": ("api_servers=<None>", "api_insecure=false", "num_retries=0", "debug=false"),
    "keystone_authtoken": ( "auth_uri=<None>", "auth_version=<None>", "delay_auth_decision=false",
    "insecure=false", "memcached_servers=<None>", "token_cache_time=300", "auth_type=<None>",
    "auth_host=127.0.0.1", "auth_port=35357", "admin_user=<None>", "admin_password=<None>",
    "admin_tenant_name=admin"),
    "libvirt": ( "virt_type=kvm", "connection_uri=", "inject_password=false", "cpu_mode=<None>",
    "images_type=default"),
    "matchmaker_redis": ("host=127.0.0.1", "port=6379", "password="),
    "neutron": ( "url=http://127.0.0.1:9696", "region_name=RegionOne", "ovs_bridge=br-int",
    "auth_type=<None>"),
    "oslo_concurrency": ("disable_process_locking=false", "lock_path=/var/lib/nova/tmp"),
    "oslo_messaging_rabbit": ("amqp_durable_queues=false", "rabbit_host=localhost", "rabbit_port=5672",
                              "rabbit_hosts=$rabbit_host:$rabbit_port", "rabbit_use_ssl=false",
                              "rabbit_userid=guest", "rabbit_password=guest", "rabbit_virtual_host=/"),
    "rdp": ("enabled=false", "html5_proxy_base_url=http://127.0.0.1:6083/"),
    "serial_console": ("enabled=false", "port_range=10000:20000", "proxyclient_address=127.0.0.1"),
    "spice": ("enabled=false", "agent_enabled=true", "server_listen=127.0.0.1"),
    "vnc": ( "enabled=true", "keymap=en-us", "vncserver_listen=127.0.0.1",
    "vncserver_proxyclient_address=127.0.0.1", "novncproxy_host=0.0.0.0", "novncproxy_port=6080",
    "novncproxy_base_url=http://127.0.0.1:6080/vnc_auto.html"),
    "wsgi": ("api_paste_config=api-paste.ini", "tcp_keepidle=600"),
}  # fmt: skip
LIVE = {("DEFAULT", "log_dir"): "/var/log/nova", ("oslo_concurrency", "lock_path"): "/var/lib/nova/tmp"}
WORDS = ("Number", "of seconds", "between", "attempts", "to reach", "the service", "before it is",
    "given up", "by", "the worker", "that holds", "a lock", "on the instance", "while", "its state",
    "is reported")  # fmt: skip
FILLERS = ("timeout", "interval", "workers", "retries", "limit", "driver", "manager", "topic", "path",
    "prefix", "enabled", "threads")  # fmt: skip


@cache
def sample() -> bytes:
    """Return the file's bytes, the same for every lab."""
    share = LINES // len(OPTIONS)
    text = "".join(_section(number, section, share) for number, section in enumerate(OPTIONS))
    return text.encode()


def _section(number: int, section: str, share: int) -> str:
    lines = [f"[{section}]", "", "#", f"# From nova.{section.lower()}", "#", ""]
    known = list(OPTIONS[section])
    count = 0
    while known or len(lines) < share - 6:
        option = known.pop(0) if (known and count % 3 == 0) or (len(lines) > share - 40 and known) else ""
        if not option:
            filler = FILLERS[(count + number) % len(FILLERS)]
            option = f"{section.lower()}_{filler}_{count}={count * 7 % 100}"
        lines += _option(section, option, count)
        count += 1
    return "\n".join(lines) + "\n\n"


def _option(section: str, option: str, count: int) -> list[str]:
    name, _, default = option.partition("=")
    kind = "integer" if default.isdigit() else "boolean" if default in ("true", "false") else "string"
    lines = []
    for line in range(1 + count % 4):
        words = [WORDS[(count * 5 + line * 3 + at) % len(WORDS)] for at in range(7)]
        lines.append("# " + " ".join(words) + ("." if line == count % 4 else ""))
    lines[-1] += f" ({kind} value)"
    if count % 5 == 0:
        lines += (
            ["# Minimum value: 0"] if kind == "integer" else ["# Deprecated group/name - [DEFAULT]/" + name]
        )
    lines.append(f"#{name} = {default}" if count % 11 == 0 else f"#{name}={default}")
    if live := LIVE.get((section, name)):
        lines.append(f"{name}={live}")
    return [*lines, ""]
