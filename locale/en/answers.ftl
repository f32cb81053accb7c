# answers.yaml: its errors, and what its author should know.

answers-wrong = { $count ->
    [one] { $file } has an error.
   *[other] { $file } has { $count } errors.
}
answers-line = { " " }(line { $line })

answers-stdin = standard input
answers-valid = { $file } is valid. Of passwords that come from elsewhere only the form was checked: no source was opened, no host contacted.

## The file

answers-no-file = There is no such file. `nova-wizard --init FILE` writes one to start from.
answers-a-folder = This is a folder. Give the path of the answers file in it.
answers-unreadable = The file cannot be read: { $reason }. Check its owner and its mode.
answers-too-long = The file is longer than { $limit } bytes; this cannot be an answers file.
answers-too-deep = The file nests too deeply; this cannot be an answers file.
answers-too-many-values = The file has more than { $limit } keys and values; this cannot be an answers file.
answers-line-too-long = Line { $number } has more than { $limit } characters; this cannot be an answers file.
answers-more = … and { $count } more.
answers-not-text = The file is not plain UTF-8 text. Save it as UTF-8 and remove control characters.
answers-empty = The file is empty. `nova-wizard --init FILE` writes a new one to start from.
answers-not-a-mapping = The file must consist of keys and values, as in `version: 1`.
answers-file-there = { $file } exists already and was not changed. Choose another file.
answers-not-written = { $file } could not be written: { $reason }. Choose a file in a folder that you can write to.
save-link = { $file } is a symbolic link to { $target } and was not changed. Choose that file itself, or another one.
save-no-file = { $file } is not a regular file and was not changed. Choose another file.
save-no-such-user = { $file } contains the name of a user whom this computer does not have. Enter the full path.

## YAML

answers-yaml =
    This is not valid YAML at line { $line }, column { $column }. Check that line and the one before it for a missing colon, a wrong indent or an unclosed quote. Put a value with special characters in quotes: 'va:l#ue'.
answers-tab = There is a tab at line { $line }, column { $column }. YAML allows only spaces in the indent.
answers-several-documents = A second YAML document begins at line { $line }. Only one is read: remove that --- and what follows it, or keep the other one.
answers-directive = Line { $line } begins with %. Directives such as %YAML or %TAG cannot be used here. Remove that line.
answers-not-yaml = This cannot be read as YAML. Compare it with what `nova-wizard --init FILE` writes.
answers-alias = Aliases (`*name`) cannot be used here. Write the value itself. Put a value that begins with * in quotes.
answers-tag = Tags (`!name`) cannot be used here. Put a value that begins with ! in quotes.
answers-half-character = There is an escape (\ud800 to \udfff) that is only half a character. Write the character itself.
answers-key = A key must be a plain word.
answers-twice = This key occurs twice. Keep one of the two.

## The keys

answers-missing = This key is missing.
answers-unknown-key = There is no such key here. Valid keys: { $known }.
answers-unknown-key-near = There is no such key here. Did you mean `{ $near }`?
answers-wants-text = Text is expected here. Put a number, or a word such as true, in quotes: "10".
answers-wants-number = A whole number without quotes is expected here.
answers-wants-yes-or-no = true or false is expected here, without quotes.
answers-wants-list = A list is expected here: each host begins with `- host:`.
answers-wants-keys = Keys and values are expected here, indented under this key.
answers-no-compute = At least one compute node is required.
answers-too-many-nodes = At most 1,000 compute nodes are allowed.
answers-option = This begins with a hyphen, so a command would take it for an option.
answers-version = This version of nova-wizard reads `version: 1`.
answers-language = Write ko or en.
answers-port = A port is a number from 1 to 65535.
answers-name = This is not a host name. Use letters, digits, hyphens and underscores, in parts joined by dots.
answers-host = This is neither an address nor a name that SSH accepts. Enter the user under `user:` and the port under `port:`.
answers-user = This is not a user name.
answers-address = This is not an IPv4 or IPv6 address.
answers-address-of-no-host = { $kind ->
    [unspecified] This address does not belong to any host (0.0.0.0/8, ::).
    [loopback] This is a loopback address: on every host it leads to the host itself.
    [link-local] This is a link-local address, which a host assigns to itself.
    [multicast] This is a multicast address, which belongs to many hosts.
    [broadcast] This is the broadcast address, which belongs to all hosts.
    [zone] An address with a zone (%) is valid on one host only.
    [mapped] This is an IPv4 address in the form of an IPv6 one.
   *[reserved] This address is reserved; no host has it.
} Enter the address of the host on the management network, such as 10.0.0.11.
answers-disk = This is not a disk. Enter the full path of the device, such as /dev/sdb.
answers-identity = This is not the identity of a disk. Copy it from the message that refused the disk.
answers-region = This is not the name of a region. Use letters, digits, dots, hyphens and underscores, but do not begin with a hyphen.
answers-openrc = This is not the full path of a file on the controller, such as /root/admin-openrc.
answers-path = This is not a path on this computer.
answers-path-unusable = The file at this path cannot be used: { $reason }.
answers-host-key = This is not the fingerprint of a key. `ssh-keygen -lf` prints it: SHA256: and 43 characters.
answers-repeated = This is the same as { $first }. Each host must have its own.
answers-erase-without-disk = `erase` says which disk may be erased, but this host has no `disk`.

## Passwords

answers-password-source =
    This is not a valid password source. Use {"{"}env: VARIABLE{"}"}, {"{"}file: PATH{"}"}, {"{"}command: COMMAND{"}"}, or the password in quotes.
answers-password-quotes = Put a password that looks like a number in quotes, so that every digit is kept.
answers-password-empty = The password is empty.
answers-password-too-big = There are more than { $limit } bytes to read, but a password has at most 255 characters. Check what the source prints or contains.
answers-password-env = { $variable ->
    [none] The environment variable under `env` is not set. `env` takes the name of a variable. To write the password itself, put it in quotes instead of the braces.
   *[other] The environment variable { $variable } is not set. Set it with export, then start again.
}
answers-password-file = { $file ->
    [none] The file under `file` cannot be read: { $reason }. `file` takes a path. To write the password itself, put it in quotes instead of the braces.
   *[other] The password file { $file } cannot be read: { $reason }.
}
answers-password-command =
    The command that prints the password ended with status { $status }. { $said ->
        [none] It gave no reason.
       *[other] It printed: { $said }
    }
answers-password-command-slow = The command that prints the password did not end within { $limit } seconds. Run it in a terminal: it may be waiting for input.
answers-password-command-not-run = The shell cannot run the command that prints the password (status { $status }): there is no program of that name, or it is not executable. Run it in a terminal. `command` takes a command. To write the password itself, put it in quotes instead of the braces.
answers-password-command-start = The command that prints the password could not be started: { $reason }.
answers-password-command-said = { $name }: the command that prints the password also printed: { $said }
answers-password-file-open = { $name }: other users can read { $file }. Use `chmod 600` so that only its owner can.
answers-password-in-clear = { $file } contains passwords in clear text ({ $names }), and other users can read it. Use `chmod 600` so that only its owner can.
password-too-long = The password { $name } has { $length } characters. At most { $limit } are allowed.
password-line-break = The password { $name } has a line break at character { $position } ({ $character }), which cannot be used where the password goes.
password-control = The password { $name } has a control character at character { $position } ({ $character }), which cannot be used where the password goes.
password-not-unicode = The password { $name } is not UTF-8 text from character { $position } on.
password-not-ascii = The password { $name } has { $character } at character { $position }. A database password can have only ASCII characters: letters, digits and the symbols of an English keyboard.

## Whose files decide

trusted-file-kind = { $file } is not a regular file. Use a regular file, or a pipe from the shell such as <(COMMAND).
trusted-stdin-terminal = Standard input is a terminal. With - in place of FILE the answers come from a file or a program: `nova-wizard --replay - < answers.yaml`, or `COMMAND | nova-wizard --replay -`.
trusted-file-owner = { $file } belongs to { $owner }, not to { $user } or root, so { $owner } could change what is done here. Nothing was done. Read the file, then use a copy of your own: `install -m 600 FILE COPY`.
trusted-file-mode = Users other than its owner can write to { $file } (mode { $mode }), so they could change what is done here. Nothing was done. Read the file, then remove that permission: `chmod go-w FILE`.
trusted-folder-owner = { $folder } belongs to { $owner }, not to you or root, so { $owner } could replace { $file }. Nothing was done. Use a copy in a folder of your own: `install -m 600 FILE COPY`.
trusted-folder-mode = Users other than its owner can write to the folder { $folder } (mode { $mode }), so they could replace { $file }. Nothing was done. Remove that permission with `chmod go-w FOLDER`, or use another folder.
trusted-folder-link = { $folder } is a symbolic link. Give the folder itself, for instance with NOVA_WIZARD_STATE.

## What a run leaves behind

journal-unwritable = The record of the run cannot be written to { $folder }: { $reason }. Free some space or choose another folder with NOVA_WIZARD_STATE, then start again.
state-no-home = There is no place for the record of the run: HOME is not set to a full path. Set HOME, or choose a folder with NOVA_WIZARD_STATE, then start again.
state-nowhere = There is no place for the record of the run: the working directory cannot be found ({ $reason }). Set NOVA_WIZARD_STATE to a full path, or start in another folder.
journal-incomplete = { $lost ->
    [one] An entry is
   *[other] { $lost } entries are
} missing in { $file }: { $reason }. The run itself was not affected.

## What each key is: comments of the answers file, descriptions of its schema

answers-note-file =
    The answers of nova-wizard, for --answers and --replay. Relative paths of this
    computer start at the folder of this file; ~ stands for your home folder.
answers-note-version = The version of this format.
answers-note-language = The language: ko or en. If left out, the one of the locale.
answers-note-region = The region that the endpoints belong to.
answers-note-openrc = The file on the controller with the credentials of admin for `openstack`.
answers-note-console_host =
    How a user's browser finds the controller for the console of an instance:
    its name, or its management address if the browser cannot resolve the name.
answers-note-controller = The controller node (4.4.2).
answers-note-compute = The compute nodes (4.4.3), one or more.
answers-note-host = Where SSH goes: an address, a name, or a Host of ~/.ssh/config.
answers-note-name =
    What the hosts call it. The name of a compute node is the one in
    `openstack compute service list`.
answers-note-management_ip = Its address on the management network.
answers-note-disk =
    A separate disk for instances. It is partitioned and formatted.
    If left out, the four steps that use the disk are skipped.
answers-note-erase =
    Only for a disk that is not empty: its identity, as in the message that
    refused the disk. Everything on the disk is lost.
answers-note-ssh =
    How to log in to every host over SSH. The same keys under a host take
    precedence. What is left out, ~/.ssh/config and the agent decide.
answers-note-user = The user to log in as.
answers-note-port = The SSH port.
answers-note-identity_file = The private key to log in with.
answers-note-known_hosts = The file of known host keys.
answers-note-host_key = Under a host: the fingerprint that its key must have.
answers-note-password = The password to log in with, from a source as under `passwords:`.
answers-note-sudo = true: log in as `user`, run as root with sudo.
answers-note-passwords =
    The passwords, by the names in the book. Each comes from a variable
    ({"{"}env: NAME{"}"}), a file ({"{"}file: PATH{"}"}) or the output of a command
    ({"{"}command: COMMAND{"}"}), or is written here in quotes. Passwords typed into
    the wizard are not saved; set the variables instead.
answers-note-dbpassword = The password of root in the database.
answers-note-novadbpass = The password of Nova in the database.
answers-note-novapass = The password of the user nova in Keystone.
answers-note-rabbitpass = The password of the user openstack in RabbitMQ.
