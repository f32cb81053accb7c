"""4.4.2/install/2 and 3: nova.conf on the controller."""
# ruff: noqa: E501 - exact text is as long as it is

from __future__ import annotations

import pytest

from tests.unit.steps.cases import Case, check
from tests.unit.steps.conf import AS_PACKAGED, DONE_ON_CONTROLLER, NOT_YET, PACKAGED, UNREADABLE, conf
from wizard.facts.files import NovaConf

C = "4.4.2/install/3"

CASES = [
    Case(
        "4.4.2/install/2",
        "no copy",
        {NovaConf: conf(PACKAGED, kept=False)},
        """
        because copy-missing: path = /etc/nova/nova.conf
        | cp -a /etc/nova/nova.conf /etc/nova/nova.conf.before-nova-wizard
        $ path=/etc/nova/nova.conf
        $ (keep.sh)
        limit 30
        """,
    ),
    Case(
        "4.4.2/install/2",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because copy-missing: path = /etc/nova/nova.conf
        | cp -a /etc/nova/nova.conf /etc/nova/nova.conf.before-nova-wizard
        $ path=/etc/nova/nova.conf
        $ (keep.sh)
        limit 30
        """,
    ),
    Case("4.4.2/install/2", "a copy is there", {NovaConf: AS_PACKAGED}),
    Case(
        "4.4.2/install/2",
        "unreadable",
        {NovaConf: UNREADABLE},
        """
        unknown file-unreadable: path = /etc/nova/nova.conf; said = cat: /etc/nova/nova.conf: Permission denied
        """,
    ),
    # 3a
    Case(
        f"{C}a",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [DEFAULT] enabled_apis
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | enabled_apis = osapi_compute,metadata
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -10,6 +10,7 @@ [DEFAULT]
        ~
        ~  # A list of APIs to enable by default (list value)
        ~  #enabled_apis=osapi_compute,metadata
        ~ +enabled_apis = osapi_compute,metadata
        ~
        ~  # This determines the strategy to use for authentication. (string value)
        ~  # Allowed values: keystone, noauth2
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +enabled_apis = osapi_compute,metadata
        limit 60
        """,
    ),
    Case(
        f"{C}a",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [DEFAULT] enabled_apis
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | enabled_apis = osapi_compute,metadata
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,2 @@ [DEFAULT]
        ~ +[DEFAULT]
        ~ +enabled_apis = osapi_compute,metadata
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[DEFAULT]
        < +enabled_apis = osapi_compute,metadata
        limit 60
        """,
    ),
    Case(
        f"{C}a",
        "another value",
        {NovaConf: conf(PACKAGED, ("log_dir=", "enabled_apis = ec2,osapi_compute,metadata\nlog_dir="))},
        """
        differs because conf-differs: options = [DEFAULT] enabled_apis
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | enabled_apis = osapi_compute,metadata
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -25,7 +25,7 @@ [DEFAULT]
        ~  #rpc_backend=rabbit
        ~
        ~  # Where logs go; the package sets it.
        ~ -enabled_apis = ec2,osapi_compute,metadata
        ~ +enabled_apis = osapi_compute,metadata
        ~  log_dir=/var/log/nova
        ~
        ~  [api_database]
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -enabled_apis = ec2,osapi_compute,metadata
        < +enabled_apis = osapi_compute,metadata
        limit 60
        """,
    ),
    Case(
        f"{C}a",
        "two values, the last one right",
        {
            NovaConf: conf(
                PACKAGED, ("log_dir=", "enabled_apis=ec2\nenabled_apis = osapi_compute,metadata\nlog_dir=")
            )
        },
        """
        differs because conf-differs: options = [DEFAULT] enabled_apis
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | enabled_apis = osapi_compute,metadata
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -25,7 +25,7 @@ [DEFAULT]
        ~  #rpc_backend=rabbit
        ~
        ~  # Where logs go; the package sets it.
        ~ -enabled_apis=ec2
        ~ +#enabled_apis=ec2
        ~  enabled_apis = osapi_compute,metadata
        ~  log_dir=/var/log/nova
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -enabled_apis=ec2
        < +#enabled_apis=ec2
        limit 60
        """,
    ),
    Case(
        f"{C}a",
        "no section yet",
        {NovaConf: conf("# nothing\n")},
        """
        because conf-missing: options = [DEFAULT] enabled_apis
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | enabled_apis = osapi_compute,metadata
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -1 +1,4 @@
        ~  # nothing
        ~ +
        ~ +[DEFAULT]
        ~ +enabled_apis = osapi_compute,metadata
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +
        < +[DEFAULT]
        < +enabled_apis = osapi_compute,metadata
        limit 60
        """,
    ),
    Case(
        f"{C}a",
        "a file that oslo.config cannot read",
        {NovaConf: conf("[DEFAULT]\nenabled_apis\n")},
        "refused conf-no-separator: line = 2",
    ),
    Case(
        f"{C}a",
        "a file that cannot be read",
        {NovaConf: UNREADABLE},
        """
        unknown file-unreadable: path = /etc/nova/nova.conf; said = cat: /etc/nova/nova.conf: Permission denied
        """,
    ),
    # 3b
    Case(
        f"{C}b",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [api_database] connection, [database] connection
        | vi /etc/nova/nova.conf
        | [api_database]
        | connection = mysql+pymysql://nova:‹novadbpass›@controller/nova_api
        | [database]
        | connection = mysql+pymysql://nova:‹novadbpass›@controller/nova
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -31,11 +31,13 @@ [api_database]
        ~
        ~  # The SQLAlchemy connection string to use to connect to the Nova API database.
        ~  #connection=‹…›
        ~ +connection = mysql+pymysql://nova:‹novadbpass›@controller/nova_api
        ~
        ~  [database]
        ~
        ~  # The SQLAlchemy connection string to use to connect to the database.
        ~  #connection=‹…›
        ~ +connection = mysql+pymysql://nova:‹novadbpass›@controller/nova
        ~
        ~  [glance]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +connection = mysql+pymysql://nova:n%27ova%40db%2F50%25%5C@controller/nova_api
        < +connection = mysql+pymysql://nova:n%27ova%40db%2F50%25%5C@controller/nova
        limit 60
        """,
    ),
    Case(
        f"{C}b",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [api_database] connection, [database] connection
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [api_database]
        | connection = mysql+pymysql://nova:‹novadbpass›@controller/nova_api
        | [database]
        | connection = mysql+pymysql://nova:‹novadbpass›@controller/nova
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,5 @@ [api_database]
        ~ +[api_database]
        ~ +connection = mysql+pymysql://nova:‹novadbpass›@controller/nova_api
        ~ +
        ~ +[database]
        ~ +connection = mysql+pymysql://nova:‹novadbpass›@controller/nova
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[api_database]
        < +connection = mysql+pymysql://nova:n%27ova%40db%2F50%25%5C@controller/nova_api
        < +
        < +[database]
        < +connection = mysql+pymysql://nova:n%27ova%40db%2F50%25%5C@controller/nova
        limit 60
        """,
    ),
    Case(
        f"{C}b",
        "another password in one of them",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("50%25%5C@controller/nova\n", "old@controller/nova\n"))},
        """
        differs because conf-differs: options = [database] connection
        | vi /etc/nova/nova.conf
        | [api_database]
        | connection = mysql+pymysql://nova:‹novadbpass›@controller/nova_api
        | [database]
        | connection = mysql+pymysql://nova:‹novadbpass›@controller/nova
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -43,7 +43,7 @@ [database]
        ~
        ~  # The SQLAlchemy connection string to use to connect to the database.
        ~  #connection=‹…›
        ~ -connection = ‹…›
        ~ +connection = mysql+pymysql://nova:‹novadbpass›@controller/nova
        ~
        ~  [glance]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -connection = mysql+pymysql://nova:n%27ova%40db%2Fold@controller/nova
        < +connection = mysql+pymysql://nova:n%27ova%40db%2F50%25%5C@controller/nova
        limit 60
        """,
    ),
    # 3c
    Case(
        f"{C}c",
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
        f"{C}c",
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
        f"{C}c",
        "another password",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER, ('rabbit_password = "\'rabbit;"', "rabbit_password = RABBIT_PASS")
            )
        },
        """
        differs because conf-differs: options = [oslo_messaging_rabbit] rabbit_password
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | rpc_backend = rabbit
        | [oslo_messaging_rabbit]
        | rabbit_host = controller
        | rabbit_userid = openstack
        | rabbit_password = ‹rabbitpass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -92,7 +92,7 @@ [oslo_messaging_rabbit]
        ~
        ~  # The RabbitMQ password. (string value)
        ~  #rabbit_password=‹…›
        ~ -rabbit_password = ‹…›
        ~ +rabbit_password = ‹rabbitpass›
        ~
        ~  [vnc]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -rabbit_password = RABBIT_PASS
        < +rabbit_password = "'rabbit;"
        limit 60
        """,
    ),
    Case(
        f"{C}c",
        "the host is missing",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("rabbit_host = controller\n", ""))},
        """
        because conf-missing: options = [oslo_messaging_rabbit] rabbit_host
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | rpc_backend = rabbit
        | [oslo_messaging_rabbit]
        | rabbit_host = controller
        | rabbit_userid = openstack
        | rabbit_password = ‹rabbitpass›
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -84,6 +84,7 @@ [oslo_messaging_rabbit]
        ~
        ~  # The RabbitMQ broker address where a single node is used. (string value)
        ~  #rabbit_host=localhost
        ~ +rabbit_host = controller
        ~
        ~  # The RabbitMQ userid. (string value)
        ~  #rabbit_userid=guest
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +rabbit_host = controller
        limit 60
        """,
    ),
    # 3d
    Case(
        f"{C}d",
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
        f"{C}d",
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
        f"{C}d",
        "other live options",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER, ("#admin_user=%SERVICE_USER%", "admin_user=nova\nadmin_password=secret")
            )
        },
        """
        differs because conf-others: options = [keystone_authtoken] admin_user, [keystone_authtoken] admin_password
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
        ~ @@ -58,8 +58,8 @@ [keystone_authtoken]
        ~  auth_uri = http://controller:5000
        ~
        ~  # Service username. (string value)
        ~ -admin_user=nova
        ~ -admin_password=‹…›
        ~ +#admin_user=nova
        ~ +#admin_password=‹…›
        ~  auth_url = http://controller:35357
        ~  memcached_servers = controller:11211
        ~  auth_type = password
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -admin_user=nova
        < -admin_password=secret
        < +#admin_user=nova
        < +#admin_password=secret
        limit 60
        """,
    ),
    Case(
        f"{C}d",
        "another controller",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("http://controller:35357", "http://10.0.0.12:35357"))},
        """
        differs because conf-differs: options = [keystone_authtoken] auth_url
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
        ~ @@ -59,7 +59,7 @@ [keystone_authtoken]
        ~
        ~  # Service username. (string value)
        ~  #admin_user=%SERVICE_USER%
        ~ -auth_url = http://10.0.0.12:35357
        ~ +auth_url = http://controller:35357
        ~  memcached_servers = controller:11211
        ~  auth_type = password
        ~  project_domain_name = default
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -auth_url = http://10.0.0.12:35357
        < +auth_url = http://controller:35357
        limit 60
        """,
    ),
    # 3e to 3i
    Case(
        f"{C}e",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [DEFAULT] my_ip
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | my_ip = 10.0.0.11
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -7,6 +7,7 @@ [DEFAULT]
        ~  # The IP address which the host is using to connect to the management network.
        ~  # (string value)
        ~  #my_ip=10.89.104.70
        ~ +my_ip = 10.0.0.11
        ~
        ~  # A list of APIs to enable by default (list value)
        ~  #enabled_apis=osapi_compute,metadata
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +my_ip = 10.0.0.11
        limit 60
        """,
    ),
    Case(
        f"{C}e",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [DEFAULT] my_ip
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | my_ip = 10.0.0.11
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,2 @@ [DEFAULT]
        ~ +[DEFAULT]
        ~ +my_ip = 10.0.0.11
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[DEFAULT]
        < +my_ip = 10.0.0.11
        limit 60
        """,
    ),
    Case(
        f"{C}e",
        "another address",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("my_ip = 10.0.0.11", "my_ip=10.0.0.12"))},
        """
        differs because conf-differs: options = [DEFAULT] my_ip
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | my_ip = 10.0.0.11
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -7,7 +7,7 @@ [DEFAULT]
        ~  # The IP address which the host is using to connect to the management network.
        ~  # (string value)
        ~  #my_ip=10.89.104.70
        ~ -my_ip=10.0.0.12
        ~ +my_ip = 10.0.0.11
        ~
        ~  # A list of APIs to enable by default (list value)
        ~  #enabled_apis=osapi_compute,metadata
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -my_ip=10.0.0.12
        < +my_ip = 10.0.0.11
        limit 60
        """,
    ),
    Case(
        f"{C}e",
        "the same address, written otherwise",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("my_ip = 10.0.0.11", 'my_ip : "10.0.0.11"'))},
    ),
    Case(
        f"{C}f",
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
        f"{C}f",
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
        f"{C}f",
        "half there",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("use_neutron = True\n", ""))},
        """
        because conf-missing: options = [DEFAULT] use_neutron
        | vi /etc/nova/nova.conf
        | [DEFAULT]
        | use_neutron = True
        | firewall_driver = nova.virt.firewall.NoopFirewallDriver
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -20,6 +20,7 @@ [DEFAULT]
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
        f"{C}g",
        "as packaged",
        {NovaConf: AS_PACKAGED},
        """
        because conf-missing: options = [vnc] vncserver_listen, [vnc] vncserver_proxyclient_address
        | vi /etc/nova/nova.conf
        | [vnc]
        | vncserver_listen = $my_ip
        | vncserver_proxyclient_address = $my_ip
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -76,9 +76,11 @@ [vnc]
        ~
        ~  # The IP address on which an instance VNC server should listen.
        ~  #vncserver_listen=127.0.0.1
        ~ +vncserver_listen = $my_ip
        ~
        ~  # The address to which proxy clients should connect (string value)
        ~  #vncserver_proxyclient_address=127.0.0.1
        ~ +vncserver_proxyclient_address = $my_ip
        ~
        ~  # Enable VNC related features (boolean value)
        ~  #enabled=true
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +vncserver_listen = $my_ip
        < +vncserver_proxyclient_address = $my_ip
        limit 60
        """,
    ),
    Case(
        f"{C}g",
        "no package yet",
        {NovaConf: NOT_YET},
        """
        because conf-missing: options = [vnc] vncserver_listen, [vnc] vncserver_proxyclient_address
        note conf-not-there-yet: path = /etc/nova/nova.conf
        | vi /etc/nova/nova.conf
        | [vnc]
        | vncserver_listen = $my_ip
        | vncserver_proxyclient_address = $my_ip
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -0,0 +1,3 @@ [vnc]
        ~ +[vnc]
        ~ +vncserver_listen = $my_ip
        ~ +vncserver_proxyclient_address = $my_ip
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +[vnc]
        < +vncserver_listen = $my_ip
        < +vncserver_proxyclient_address = $my_ip
        limit 60
        """,
    ),
    Case(
        f"{C}g",
        "as the book misspells it",
        {
            NovaConf: conf(
                DONE_ON_CONTROLLER, ("vncserver_proxyclient_address = $", "vncserver_proxycient_address = $")
            )
        },
        """
        because conf-missing: options = [vnc] vncserver_proxyclient_address
        | vi /etc/nova/nova.conf
        | [vnc]
        | vncserver_listen = $my_ip
        | vncserver_proxyclient_address = $my_ip
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -102,6 +102,7 @@ [vnc]
        ~
        ~  # The address to which proxy clients should connect (string value)
        ~  #vncserver_proxyclient_address=127.0.0.1
        ~ +vncserver_proxyclient_address = $my_ip
        ~  vncserver_proxycient_address = $my_ip
        ~
        ~  # Enable VNC related features (boolean value)
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < +vncserver_proxyclient_address = $my_ip
        limit 60
        """,
    ),
    Case(
        f"{C}h",
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
        f"{C}h",
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
        f"{C}h",
        "another server",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("//controller:9292", "//glance:9292"))},
        """
        differs because conf-differs: options = [glance] api_servers
        | vi /etc/nova/nova.conf
        | [glance]
        | api_servers = http://controller:9292
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -49,7 +49,7 @@ [glance]
        ~
        ~  # A list of the glance api servers available to nova. (list value)
        ~  #api_servers=<None>
        ~ -api_servers = http://glance:9292
        ~ +api_servers = http://controller:9292
        ~
        ~  [keystone_authtoken]
        ~
        $ path=/etc/nova/nova.conf
        $ (edit.sh)
        < -api_servers = http://glance:9292
        < +api_servers = http://controller:9292
        limit 60
        """,
    ),
    Case(
        f"{C}i",
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
        f"{C}i",
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
        f"{C}i",
        "another directory",
        {NovaConf: conf(DONE_ON_CONTROLLER, ("lock_path = /var/lib", "lock_path = /run"))},
        """
        differs because conf-differs: options = [oslo_concurrency] lock_path
        | vi /etc/nova/nova.conf
        | [oslo_concurrency]
        | lock_path = /var/lib/nova/tmp
        ~ --- /etc/nova/nova.conf
        ~ +++ /etc/nova/nova.conf
        ~ @@ -78,7 +78,7 @@ [oslo_concurrency]
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
    *(Case(f"{C}{item}", "all there", {NovaConf: conf(DONE_ON_CONTROLLER)}) for item in "abcdefghi"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_conf(case: Case) -> None:
    check(case)
