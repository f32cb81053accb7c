"""4.4.3/install/2 and 4.4.3/finish/1: nova.conf on a compute node."""
# ruff: noqa: E501 - exact text is as long as it is

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.facts.printed import printed
from tests.unit.steps.cases import ANSWERS, COMPUTE2, CONTROLLER, Case, check
from tests.unit.steps.conf import AS_PACKAGED, DONE_ON_COMPUTE, NOT_YET, PACKAGED, conf
from wizard.facts.files import NovaConf
from wizard.facts.system import Processor

NO_PROCESSOR, FOUR = printed("0\n", "", 1), printed("4\n")
N = "4.4.3/install/2"

CASES = [
    Case(
        f"{N}a",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [DEFAULT] rpc_backend, [oslo_messaging_rabbit] rabbit_host, [oslo_messaging_rabbit] rabbit_userid, [oslo_messaging_rabbit] rabbit_password
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | rpc_backend = rabbit
        | [oslo_messaging_rabbit]
        | rabbit_host = controller
        | rabbit_userid = openstack
        | rabbit_password = ‹rabbitpass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -23,6 +23,7 @@ [DEFAULT]
        ~
        ~  # The messaging driver to use, defaults to rabbit. (string value)
        ~  #rpc_backend=rabbit
        ~ +rpc_backend = rabbit
        ~
        ~  # Where logs go; the package sets it.
        ~  log_dir=/var/log/nova
        ~ @@ -65,12 +66,15 @@ [oslo_messaging_rabbit]
        ~
        ~  # The RabbitMQ broker address where a single node is used. (string value)
        ~  #rabbit_host=localhost
        ~ +rabbit_host = controller
        ~
        ~  # The RabbitMQ userid. (string value)
        ~  #rabbit_userid=guest
        ~ +rabbit_userid = openstack
        ~
        ~  # The RabbitMQ password. (string value)
        ~  #rabbit_password=‹…›
        ~ +rabbit_password = ‹rabbitpass›
        ~
        ~  [vnc]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +rpc_backend = rabbit
        < +rabbit_host = controller
        < +rabbit_userid = openstack
        < +rabbit_password = "'rabbit;"
        limit 60
        """,
    ),
    Case(
        f"{N}a",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [DEFAULT] rpc_backend, [oslo_messaging_rabbit] rabbit_host, [oslo_messaging_rabbit] rabbit_userid, [oslo_messaging_rabbit] rabbit_password
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | rpc_backend = rabbit
        | [oslo_messaging_rabbit]
        | rabbit_host = controller
        | rabbit_userid = openstack
        | rabbit_password = ‹rabbitpass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,7 @@ [DEFAULT]
        ~ +[DEFAULT]
        ~ +rpc_backend = rabbit
        ~ +
        ~ +[oslo_messaging_rabbit]
        ~ +rabbit_host = controller
        ~ +rabbit_userid = openstack
        ~ +rabbit_password = ‹rabbitpass›
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[DEFAULT]
        < +rpc_backend = rabbit
        < +
        < +[oslo_messaging_rabbit]
        < +rabbit_host = controller
        < +rabbit_userid = openstack
        < +rabbit_password = "'rabbit;"
        limit 60
        """,
    ),
    Case(
        f"{N}a",
        "another user",
        {NovaConf: conf(DONE_ON_COMPUTE, ("rabbit_userid = openstack", "rabbit_userid = guest"))},
        """
        differs because conf-differs: options = [oslo_messaging_rabbit] rabbit_userid
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | rpc_backend = rabbit
        | [oslo_messaging_rabbit]
        | rabbit_host = controller
        | rabbit_userid = openstack
        | rabbit_password = ‹rabbitpass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -86,7 +86,7 @@ [oslo_messaging_rabbit]
        ~
        ~  # The RabbitMQ userid. (string value)
        ~  #rabbit_userid=guest
        ~ -rabbit_userid = guest
        ~ +rabbit_userid = openstack
        ~
        ~  # The RabbitMQ password. (string value)
        ~  #rabbit_password=‹…›
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -rabbit_userid = guest
        < +rabbit_userid = openstack
        limit 60
        """,
    ),
    Case(
        f"{N}b",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        r"""
        because conf-missing: options = [DEFAULT] auth_strategy, [keystone_authtoken] auth_uri, [keystone_authtoken] auth_url, [keystone_authtoken] memcached_servers, [keystone_authtoken] auth_type, [keystone_authtoken] project_domain_name, [keystone_authtoken] user_domain_name, [keystone_authtoken] project_name, [keystone_authtoken] username, [keystone_authtoken] password
        note conf-alone: sections = keystone_authtoken
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | auth_strategy = keystone
        | [keystone_authtoken]
        | auth_uri = http://controller:5000
        | auth_url = http://controller:35357
        | memcached_servers = controller:11211
        | auth_type = password
        | project_domain_name = default
        | user_domain_name = default
        | project_name = service
        | username = nova
        | password = ‹novapass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -14,6 +14,7 @@ [DEFAULT]
        ~  # This determines the strategy to use for authentication. (string value)
        ~  # Allowed values: keystone, noauth2
        ~  #auth_strategy=keystone
        ~ +auth_strategy = keystone
        ~
        ~  # Whether to use Neutron or Nova Network as the back end for networking.
        ~  #use_neutron=false
        ~ @@ -46,9 +47,18 @@ [keystone_authtoken]
        ~
        ~  # Complete public Identity API endpoint. (string value)
        ~  #auth_uri=<None>
        ~ +auth_uri = http://controller:5000
        ~
        ~  # Service username. (string value)
        ~  #admin_user=%SERVICE_USER%
        ~ +auth_url = http://controller:35357
        ~ +memcached_servers = controller:11211
        ~ +auth_type = password
        ~ +project_domain_name = default
        ~ +user_domain_name = default
        ~ +project_name = service
        ~ +username = nova
        ~ +password = ‹novapass›
        ~
        ~  [libvirt]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +auth_strategy = keystone
        < +auth_uri = http://controller:5000
        < +auth_url = http://controller:35357
        < +memcached_servers = controller:11211
        < +auth_type = password
        < +project_domain_name = default
        < +user_domain_name = default
        < +project_name = service
        < +username = nova
        < +password = \$nova pass#
        limit 60
        """,
    ),
    Case(
        f"{N}b",
        "no package yet",
        {NovaConf: NOT_YET},
        r"""
        because conf-missing: options = [DEFAULT] auth_strategy, [keystone_authtoken] auth_uri, [keystone_authtoken] auth_url, [keystone_authtoken] memcached_servers, [keystone_authtoken] auth_type, [keystone_authtoken] project_domain_name, [keystone_authtoken] user_domain_name, [keystone_authtoken] project_name, [keystone_authtoken] username, [keystone_authtoken] password
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | auth_strategy = keystone
        | [keystone_authtoken]
        | auth_uri = http://controller:5000
        | auth_url = http://controller:35357
        | memcached_servers = controller:11211
        | auth_type = password
        | project_domain_name = default
        | user_domain_name = default
        | project_name = service
        | username = nova
        | password = ‹novapass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,13 @@ [DEFAULT]
        ~ +[DEFAULT]
        ~ +auth_strategy = keystone
        ~ +
        ~ +[keystone_authtoken]
        ~ +auth_uri = http://controller:5000
        ~ +auth_url = http://controller:35357
        ~ +memcached_servers = controller:11211
        ~ +auth_type = password
        ~ +project_domain_name = default
        ~ +user_domain_name = default
        ~ +project_name = service
        ~ +username = nova
        ~ +password = ‹novapass›
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[DEFAULT]
        < +auth_strategy = keystone
        < +
        < +[keystone_authtoken]
        < +auth_uri = http://controller:5000
        < +auth_url = http://controller:35357
        < +memcached_servers = controller:11211
        < +auth_type = password
        < +project_domain_name = default
        < +user_domain_name = default
        < +project_name = service
        < +username = nova
        < +password = \$nova pass#
        limit 60
        """,
    ),
    Case(
        f"{N}b",
        "another password",
        {NovaConf: conf(DONE_ON_COMPUTE, (r"password = \$nova pass#", "password = NOVA_PASS"))},
        r"""
        differs because conf-differs: options = [keystone_authtoken] password
        note conf-alone: sections = keystone_authtoken
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | auth_strategy = keystone
        | [keystone_authtoken]
        | auth_uri = http://controller:5000
        | auth_url = http://controller:35357
        | memcached_servers = controller:11211
        | auth_type = password
        | project_domain_name = default
        | user_domain_name = default
        | project_name = service
        | username = nova
        | password = ‹novapass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -63,7 +63,7 @@ [keystone_authtoken]
        ~  user_domain_name = default
        ~  project_name = service
        ~  username = nova
        ~ -password = ‹…›
        ~ +password = ‹novapass›
        ~
        ~  [libvirt]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -password = NOVA_PASS
        < +password = \$nova pass#
        limit 60
        """,
    ),
    Case(
        f"{N}c",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [DEFAULT] my_ip
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | my_ip = 10.0.0.31
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -7,6 +7,7 @@ [DEFAULT]
        ~  # The IP address which the host is using to connect to the management network.
        ~  # (string value)
        ~  #my_ip=10.89.104.70
        ~ +my_ip = 10.0.0.31
        ~
        ~  # A list of APIs to enable by default (list value)
        ~  #enabled_apis=osapi_compute,metadata
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +my_ip = 10.0.0.31
        limit 60
        """,
    ),
    Case(
        f"{N}c",
        "on the other node",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [DEFAULT] my_ip
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | my_ip = 10.0.0.32
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -7,6 +7,7 @@ [DEFAULT]
        ~  # The IP address which the host is using to connect to the management network.
        ~  # (string value)
        ~  #my_ip=10.89.104.70
        ~ +my_ip = 10.0.0.32
        ~
        ~  # A list of APIs to enable by default (list value)
        ~  #enabled_apis=osapi_compute,metadata
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +my_ip = 10.0.0.32
        limit 60
        """,
        node=COMPUTE2,
    ),
    Case(
        f"{N}c",
        "copied from the other node",
        {NovaConf: conf(DONE_ON_COMPUTE)},
        """
        differs because conf-differs: options = [DEFAULT] my_ip
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | my_ip = 10.0.0.32
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -7,7 +7,7 @@ [DEFAULT]
        ~  # The IP address which the host is using to connect to the management network.
        ~  # (string value)
        ~  #my_ip=10.89.104.70
        ~ -my_ip = 10.0.0.31
        ~ +my_ip = 10.0.0.32
        ~
        ~  # A list of APIs to enable by default (list value)
        ~  #enabled_apis=osapi_compute,metadata
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -my_ip = 10.0.0.31
        < +my_ip = 10.0.0.32
        limit 60
        """,
        node=COMPUTE2,
    ),
    Case(
        f"{N}c",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [DEFAULT] my_ip
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | my_ip = 10.0.0.31
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,2 @@ [DEFAULT]
        ~ +[DEFAULT]
        ~ +my_ip = 10.0.0.31
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[DEFAULT]
        < +my_ip = 10.0.0.31
        limit 60
        """,
    ),
    Case(
        f"{N}d",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [DEFAULT] use_neutron, [DEFAULT] firewall_driver
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | use_neutron = True
        | firewall_driver = nova.virt.firewall.NoopFirewallDriver
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -17,9 +17,11 @@ [DEFAULT]
        ~
        ~  # Whether to use Neutron or Nova Network as the back end for networking.
        ~  #use_neutron=false
        ~ +use_neutron = True
        ~
        ~  # Firewall driver (string value)
        ~  #firewall_driver=<None>
        ~ +firewall_driver = nova.virt.firewall.NoopFirewallDriver
        ~
        ~  # The messaging driver to use, defaults to rabbit. (string value)
        ~  #rpc_backend=rabbit
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +use_neutron = True
        < +firewall_driver = nova.virt.firewall.NoopFirewallDriver
        limit 60
        """,
    ),
    Case(
        f"{N}d",
        "half there",
        {NovaConf: conf(DONE_ON_COMPUTE, ("use_neutron = True\n", ""))},
        """
        because conf-missing: options = [DEFAULT] use_neutron
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | use_neutron = True
        | firewall_driver = nova.virt.firewall.NoopFirewallDriver
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -19,6 +19,7 @@ [DEFAULT]
        ~
        ~  # Whether to use Neutron or Nova Network as the back end for networking.
        ~  #use_neutron=false
        ~ +use_neutron = True
        ~
        ~  # Firewall driver (string value)
        ~  #firewall_driver=<None>
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +use_neutron = True
        limit 60
        """,
    ),
    Case(
        f"{N}d",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [DEFAULT] use_neutron, [DEFAULT] firewall_driver
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | use_neutron = True
        | firewall_driver = nova.virt.firewall.NoopFirewallDriver
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,3 @@ [DEFAULT]
        ~ +[DEFAULT]
        ~ +use_neutron = True
        ~ +firewall_driver = nova.virt.firewall.NoopFirewallDriver
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[DEFAULT]
        < +use_neutron = True
        < +firewall_driver = nova.virt.firewall.NoopFirewallDriver
        limit 60
        """,
    ),
    Case(
        f"{N}e",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [vnc] enabled, [vnc] vncserver_listen, [vnc] vncserver_proxyclient_address, [vnc] novncproxy_base_url
        | vi /etc/nova/nova.conf
        | [vnc]
        | enabled = True
        | vncserver_listen = 0.0.0.0
        | vncserver_proxyclient_address = $my_ip
        | novncproxy_base_url = http://controller:6080/vnc_auto.html
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -76,9 +76,13 @@ [vnc]
        ~
        ~  # The IP address on which an instance VNC server should listen.
        ~  #vncserver_listen=127.0.0.1
        ~ +vncserver_listen = 0.0.0.0
        ~
        ~  # The address to which proxy clients should connect (string value)
        ~  #vncserver_proxyclient_address=127.0.0.1
        ~ +vncserver_proxyclient_address = $my_ip
        ~
        ~  # Enable VNC related features (boolean value)
        ~  #enabled=true
        ~ +enabled = True
        ~ +novncproxy_base_url = http://controller:6080/vnc_auto.html
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +vncserver_listen = 0.0.0.0
        < +vncserver_proxyclient_address = $my_ip
        < +enabled = True
        < +novncproxy_base_url = http://controller:6080/vnc_auto.html
        limit 60
        """,
    ),
    Case(
        f"{N}e",
        "for a browser that does not know the controller's name",
        {NovaConf: conf(DONE_ON_COMPUTE)},
        """
        differs because conf-differs: options = [vnc] novncproxy_base_url
        | vi /etc/nova/nova.conf
        | [vnc]
        | enabled = True
        | vncserver_listen = 0.0.0.0
        | vncserver_proxyclient_address = $my_ip
        | novncproxy_base_url = http://10.0.0.11:6080/vnc_auto.html
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -105,4 +105,4 @@ [vnc]
        ~  # Enable VNC related features (boolean value)
        ~  #enabled=true
        ~  enabled = True
        ~ -novncproxy_base_url = http://controller:6080/vnc_auto.html
        ~ +novncproxy_base_url = http://10.0.0.11:6080/vnc_auto.html
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -novncproxy_base_url = http://controller:6080/vnc_auto.html
        < +novncproxy_base_url = http://10.0.0.11:6080/vnc_auto.html
        limit 60
        """,
        answers=replace(ANSWERS, console_host="10.0.0.11"),
    ),
    Case(
        f"{N}e",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [vnc] enabled, [vnc] vncserver_listen, [vnc] vncserver_proxyclient_address, [vnc] novncproxy_base_url
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [vnc]
        | enabled = True
        | vncserver_listen = 0.0.0.0
        | vncserver_proxyclient_address = $my_ip
        | novncproxy_base_url = http://controller:6080/vnc_auto.html
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,5 @@ [vnc]
        ~ +[vnc]
        ~ +enabled = True
        ~ +vncserver_listen = 0.0.0.0
        ~ +vncserver_proxyclient_address = $my_ip
        ~ +novncproxy_base_url = http://controller:6080/vnc_auto.html
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[vnc]
        < +enabled = True
        < +vncserver_listen = 0.0.0.0
        < +vncserver_proxyclient_address = $my_ip
        < +novncproxy_base_url = http://controller:6080/vnc_auto.html
        limit 60
        """,
    ),
    Case(
        f"{N}f",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [glance] api_servers
        | vi /etc/nova/nova.conf
        | [glance]
        | api_servers = http://controller:9292
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -41,6 +41,7 @@ [glance]
        ~
        ~  # A list of the glance api servers available to nova. (list value)
        ~  #api_servers=<None>
        ~ +api_servers = http://controller:9292
        ~
        ~  [keystone_authtoken]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +api_servers = http://controller:9292
        limit 60
        """,
    ),
    Case(
        f"{N}f",
        "a controller of another name",
        {NovaConf: conf(DONE_ON_COMPUTE)},
        """
        differs because conf-differs: options = [glance] api_servers
        | vi /etc/nova/nova.conf
        | [glance]
        | api_servers = http://ctl:9292
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -46,7 +46,7 @@ [glance]
        ~
        ~  # A list of the glance api servers available to nova. (list value)
        ~  #api_servers=<None>
        ~ -api_servers = http://controller:9292
        ~ +api_servers = http://ctl:9292
        ~
        ~  [keystone_authtoken]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -api_servers = http://controller:9292
        < +api_servers = http://ctl:9292
        limit 60
        """,
        answers=replace(ANSWERS, controller=replace(CONTROLLER, name="ctl")),
    ),
    Case(
        f"{N}f",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [glance] api_servers
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [glance]
        | api_servers = http://controller:9292
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,2 @@ [glance]
        ~ +[glance]
        ~ +api_servers = http://controller:9292
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[glance]
        < +api_servers = http://controller:9292
        limit 60
        """,
    ),
    Case(
        f"{N}g",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [oslo_concurrency] lock_path
        | vi /etc/nova/nova.conf
        | [oslo_concurrency]
        | lock_path = /var/lib/nova/tmp
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -60,6 +60,7 @@ [oslo_concurrency]
        ~
        ~  # Directory to use for lock files. (string value)
        ~  #lock_path=/var/lib/nova/tmp
        ~ +lock_path = /var/lib/nova/tmp
        ~
        ~  [oslo_messaging_rabbit]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +lock_path = /var/lib/nova/tmp
        limit 60
        """,
    ),
    Case(
        f"{N}g",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [oslo_concurrency] lock_path
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [oslo_concurrency]
        | lock_path = /var/lib/nova/tmp
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,2 @@ [oslo_concurrency]
        ~ +[oslo_concurrency]
        ~ +lock_path = /var/lib/nova/tmp
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[oslo_concurrency]
        < +lock_path = /var/lib/nova/tmp
        limit 60
        """,
    ),
    Case(
        f"{N}g",
        "another directory",
        {NovaConf: conf(DONE_ON_COMPUTE, ("lock_path = /var/lib", "lock_path = /run"))},
        """
        differs because conf-differs: options = [oslo_concurrency] lock_path
        | vi /etc/nova/nova.conf
        | [oslo_concurrency]
        | lock_path = /var/lib/nova/tmp
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -76,7 +76,7 @@ [oslo_concurrency]
        ~
        ~  # Directory to use for lock files. (string value)
        ~  #lock_path=/var/lib/nova/tmp
        ~ -lock_path = /run/nova/tmp
        ~ +lock_path = /var/lib/nova/tmp
        ~
        ~  [oslo_messaging_rabbit]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -lock_path = /run/nova/tmp
        < +lock_path = /var/lib/nova/tmp
        limit 60
        """,
    ),
    *(Case(f"{N}{item}", "all there", {NovaConf: conf(DONE_ON_COMPUTE)}) for item in "abcdefg"),
    Case(
        "4.4.3/finish/1",
        "no acceleration",
        {Processor: NO_PROCESSOR, NovaConf: AS_PACKAGED},
        """
        because no-acceleration
        | vi /etc/nova/nova.conf
        | [libvirt]
        | virt_type = qemu
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -55,6 +55,7 @@ [libvirt]
        ~  # Libvirt domain type (string value)
        ~  # Allowed values: kvm, lxc, qemu, uml, xen, parallels
        ~  #virt_type=kvm
        ~ +virt_type = qemu
        ~
        ~  [oslo_concurrency]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +virt_type = qemu
        limit 60
        """,
    ),
    Case(
        "4.4.3/finish/1",
        "no acceleration, and kvm is set",
        {
            Processor: NO_PROCESSOR,
            NovaConf: conf(PACKAGED, ("#virt_type=kvm", "#virt_type=kvm\nvirt_type = kvm")),
        },
        """
        differs because conf-differs: options = [libvirt] virt_type
        | vi /etc/nova/nova.conf
        | [libvirt]
        | virt_type = qemu
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -55,7 +55,7 @@ [libvirt]
        ~  # Libvirt domain type (string value)
        ~  # Allowed values: kvm, lxc, qemu, uml, xen, parallels
        ~  #virt_type=kvm
        ~ -virt_type = kvm
        ~ +virt_type = qemu
        ~
        ~  [oslo_concurrency]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -virt_type = kvm
        < +virt_type = qemu
        limit 60
        """,
    ),
    Case(
        "4.4.3/finish/1",
        "no acceleration, and qemu is set",
        {Processor: NO_PROCESSOR, NovaConf: conf(DONE_ON_COMPUTE)},
    ),
    Case("4.4.3/finish/1", "four processors", {Processor: FOUR, NovaConf: AS_PACKAGED}),
    Case(
        "4.4.3/finish/1",
        "no package yet",
        {Processor: NO_PROCESSOR, NovaConf: NOT_YET},
        """
        because no-acceleration
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [libvirt]
        | virt_type = qemu
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,2 @@ [libvirt]
        ~ +[libvirt]
        ~ +virt_type = qemu
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[libvirt]
        < +virt_type = qemu
        limit 60
        """,
    ),
    Case(
        "4.4.3/finish/1",
        "no cpuinfo",
        {
            Processor: printed("", "grep: /proc/cpuinfo: No such file or directory\n", 2),
            NovaConf: AS_PACKAGED,
        },
        """
        unknown processor-unreadable: said = grep: /proc/cpuinfo: No such file or directory
        """,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_conf(case: Case) -> None:
    check(case)
