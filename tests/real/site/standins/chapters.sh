# Chapters 4.1 to 4.3 on the controller, with passwords that the caller then sets.

mariadb-install-db --user=mysql --skip-test-db > /dev/null
systemctl enable mariadb.service rabbitmq-server.service memcached.service
sed -i 's/^-l .*/-l 10.0.0.11/' /etc/memcached.conf
systemctl start mariadb.service memcached.service rabbitmq-server.service
rabbitmqctl --quiet add_user openstack rabbitpass
rabbitmqctl --quiet set_permissions openstack '.*' '.*' '.*'
rabbitmqctl --quiet delete_user guest

runuser -u mysql -- mysql <<SQL
CREATE DATABASE keystone;
GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'localhost' IDENTIFIED BY 'keystonedbpass';
GRANT ALL PRIVILEGES ON keystone.* TO 'keystone'@'%' IDENTIFIED BY 'keystonedbpass';
SQL
sed -i '/^\[database\]/a connection = mysql+pymysql://keystone:keystonedbpass@controller/keystone' /etc/keystone/keystone.conf
# A password takes 4 ms, as with Mitaka's 10,000 rounds of SHA-512; Zed's default takes 70 times as long.
sed -i '/^\[identity\]/a password_hash_rounds = 6' /etc/keystone/keystone.conf
install -d -o keystone -g keystone /etc/keystone/fernet-keys /etc/keystone/credential-keys /var/log/keystone
su -s /bin/sh keystone -c 'keystone-manage db_sync'
keystone-manage fernet_setup --keystone-user keystone --keystone-group keystone
keystone-manage credential_setup --keystone-user keystone --keystone-group keystone
OS_BOOTSTRAP_PASSWORD=adminpass keystone-manage bootstrap --bootstrap-region-id RegionOne \
    --bootstrap-admin-url http://controller:35357/v3 \
    --bootstrap-internal-url http://controller:5000/v3 \
    --bootstrap-public-url http://controller:5000/v3
chown -R keystone:keystone /var/log/keystone
systemctl enable keystone.service
systemctl start keystone.service
until curl --silent --fail --output /dev/null http://controller:35357/v3; do
    systemctl is-active --quiet keystone.service
    sleep 0.2
done
export OS_PROJECT_DOMAIN_NAME=default OS_USER_DOMAIN_NAME=default OS_PROJECT_NAME=admin OS_USERNAME=admin
export OS_PASSWORD=adminpass OS_AUTH_URL=http://controller:35357/v3 OS_IDENTITY_API_VERSION=3
openstack project create --domain default --description 'Service Project' service
openstack role create user

echo 'mariadb mariadb-server python2-PyMySQL rabbitmq-server memcached python-memcached httpd mod_wsgi
    openstack-keystone' | xargs -n 1 >> /var/lib/rpm/installed
