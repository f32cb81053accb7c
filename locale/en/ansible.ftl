# The guide as an Ansible project, and answers from an Ansible inventory.

export-ansible-answers = --export ansible requires --answers FILE, and no other command. See nova-wizard --help.
ansible-written = The Ansible project has been written to { $folder }. Fill in the passwords in { $folder }/group_vars/all/vault.yml, encrypt that file with ansible-vault, then run in { $folder }: `ansible-playbook -i inventory.yml site.yml --ask-vault-pass --check --diff`
ansible-before = Look at everything that the guide takes for granted
ansible-nothing-missing = Nothing is missing on this host.
ansible-not-installed = The Python that runs Ansible has no nova-wizard. Install the version that wrote this project there: `pip install 'nova-wizard[ansible]=={ $version }'`
ansible-other-version = nova-wizard { $version } wrote this project, but another version is installed. Install that one, or export the project again.
ansible-one-controller = The group { $group } has { $count ->
    [0] no host
   *[other] { $count } hosts
}; the guide needs exactly one.
ansible-no-group = This host is in none of the groups { $groups }.

ansible-note-inventory =
    The hosts of the guide. Written by nova-wizard; edit it as your own.
    nova_* variables are answers of nova-wizard, ansible_* are Ansible's.
    nova-wizard logs in by itself: other ansible_* variables have no effect.
ansible-note-site =
    Section 4.4 of the book: a task for each step, tagged with its ID.
    Install what requirements.txt names into the Python that runs Ansible, then:
      ansible-playbook -i inventory.yml site.yml --ask-vault-pass --check --diff
      ansible-playbook -i inventory.yml site.yml --ask-vault-pass
    Again with -e nova_serial=N (hosts at work at the same time) or
    -e nova_max_fail_percentage=N, where the compute nodes are many.
ansible-note-vault =
    The passwords, by the book's names. Fill them in, then encrypt this file:
      ansible-vault encrypt group_vars/all/vault.yml
ansible-note-plugin =
    Does one step of nova-wizard on one host. Everything else is in nova-wizard itself.

inventory-what = --inventory requires --init FILE. See nova-wizard --help.
inventory-no-ansible = Reading an inventory requires Ansible, which is not installed. Install it: `pip install 'nova-wizard[ansible]'`
inventory-not-read = The inventory { $file } cannot be read: { $reason }.
inventory-slow = Listing the inventory { $file } took longer than { $limit } s and was stopped.
inventory-no-yaml = The inventory { $file } is not valid YAML, or has no groups. An inventory in INI form must not have a name that ends in .yml or .yaml.
inventory-unreadable = ansible-inventory cannot list { $file } (exit status { $status }). To see why, run: `ansible-inventory -i { $file } --list`. For an encrypted file, set ANSIBLE_VAULT_PASSWORD_FILE.
inventory-one-controller = The groups whose names begin with "controller" have { $count ->
    [0] no host
   *[other] { $count } hosts
}; the guide needs exactly one.
inventory-no-compute = The groups whose names begin with "compute" have no host; the guide needs at least one.
inventory-both = This host is in a group of controllers and in one of compute nodes.
inventory-template = This is a template, which only a playbook can fill in. Enter the value itself.
inventory-password = The inventory has a login password for { $hosts }. It was not taken over: set the environment variable SSH_PASSWORD, or change where the password comes from in the answers.
