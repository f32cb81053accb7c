# answers.yaml: what is wrong with it, and what its author should know.

answers-wrong = { $count ->
    [one] { $file } has an error.
   *[other] { $file } has { $count } errors.
}
answers-line = { " " }(line { $line })

## The file

answers-no-file = There is no such file. `nova-wizard --init FILE` writes one to start from.
answers-a-folder = This is a folder; give the path of the answers file in it.
answers-unreadable = The file cannot be read: { $reason }. Check its owner and its mode.
answers-too-long = The file is longer than { $limit } bytes; this cannot be an answers file.
answers-too-deep = The file nests too deeply; this cannot be an answers file.
answers-too-many-values = The file has more than { $limit } keys and values; this cannot be an answers file.
answers-line-too-long = Line { $number } has more than { $limit } characters; this cannot be an answers file.
answers-more = … and { $count } more.
answers-not-text = The file is not plain UTF-8 text. Save it as UTF-8 and remove control characters.
answers-empty = The file is empty. `nova-wizard --init FILE` writes a new one to start from.
answers-not-a-mapping = The file must consist of keys and values, as in `version: 1`.
answers-file-there = { $file } is there already and stays as it is. Name another file.
answers-not-written = { $file } could not be written: { $reason }. Name a file in a folder that you can write to.
save-link = { $file } is a symbolic link to { $target } and stays as it is. Name that file itself, or another one.
save-no-file = { $file } is there, but is not a regular file; it stays as it is. Name another file.
save-no-such-user = { $file } names a user that this computer does not have. Write the whole path.

## YAML

answers-yaml =
    This is not valid YAML at line { $line }, column { $column }. Look at that line and the one before it for a missing colon, a wrong indent or a quote that is not closed. A value with special characters goes into quotes: 'va:l#ue'.
answers-tab = There is a tab at line { $line }, column { $column }. YAML takes only spaces for the indent.
answers-directive = Line { $line } begins with %: directives such as %YAML or %TAG cannot be used here. Remove that line.
answers-not-yaml = This cannot be read as YAML. Compare it with what `nova-wizard --init FILE` writes.
answers-alias = Aliases (`*name`) cannot be used here. Write the value itself; one that begins with * goes into quotes.
answers-tag = Tags (`!name`) cannot be used here. A value that begins with ! goes into quotes.
answers-half-character = There is an escape (\ud800 to \udfff) that is only half of a character. Write the character itself.
answers-key = A key must be a plain word.
answers-twice = This key is given twice. Keep one of the two.

## The keys

answers-missing = This key is missing.
answers-unknown-key = There is no such key here. The keys are: { $known }.
answers-unknown-key-near = There is no such key here. Did you mean `{ $near }`?
answers-wants-text = Text is expected here. A number, or a word such as true, goes into quotes: "10".
answers-wants-number = A whole number without quotes is expected here.
answers-wants-yes-or-no = true or false is expected here, without quotes.
answers-wants-list = A list is expected here: each host begins with `- host:`.
answers-wants-keys = Keys and values are expected here, indented under this key.
answers-no-compute = At least one compute node is needed.
answers-too-many-nodes = At most 1,000 compute nodes can be given.
answers-option = This begins with a hyphen: a command would take it for an option.
answers-version = This version of nova-wizard reads `version: 1`.
answers-language = Write ko or en.
answers-port = A port is a number from 1 to 65535.
answers-name = This is not a host name: letters, digits, hyphens and underscores, in parts joined by dots.
answers-host = This is neither an address nor a name that SSH can take. The user goes under `user:`, the port under `port:`.
answers-user = This is not a user name.
answers-address = This is not an IPv4 or IPv6 address.
answers-address-of-no-host = { $kind ->
    [unspecified] This address stands for no host (0.0.0.0/8, ::).
    [loopback] This is a loopback address: on every host it leads to the host itself.
    [link-local] This is a link-local address, which a host gives itself.
    [multicast] This is a multicast address, which stands for many hosts.
    [broadcast] This is the broadcast address, which stands for all hosts.
    [zone] An address with a zone (%) holds on one host alone.
    [mapped] This is an IPv4 address in the form of an IPv6 one.
   *[reserved] This address is reserved; no host has it.
} Write the host’s own address on the management network, such as 10.0.0.11.
answers-disk = This is not a disk: write the full path of the device, such as /dev/sdb.
answers-identity = This is not a disk’s identity. Copy it from the message that refused the disk.
answers-region = This is not a region’s name: letters, digits, dots, hyphens and underscores, and no hyphen in front.
answers-openrc = This is not the full path of a file on the controller, such as /root/admin-openrc.
answers-path = This is not a path on this computer.
answers-path-unusable = This path leads to no file that can be used: { $reason }.
answers-host-key = This is not a key’s fingerprint. `ssh-keygen -lf` prints one: SHA256: and 43 characters.
answers-repeated = This is the same as { $first }. Each host needs its own.
answers-erase-without-disk = `erase` says which disk may be erased, but this host has no `disk`.

## Passwords

answers-password-source =
    This is not a password’s source. Write one of {"{"}env: VARIABLE{"}"}, {"{"}file: PATH{"}"}, {"{"}command: COMMAND{"}"}, or the password in quotes.
answers-password-quotes = A password that looks like a number goes into quotes, so that every digit stays.
answers-password-empty = The password is empty.
answers-password-too-big = There is more than { $limit } bytes to read; a password has 255 characters at most. Look at what the source prints or holds.
answers-password-env = { $variable ->
    [none] The environment variable that `env` names is not set. `env` takes a variable’s name; the password itself goes in quotes in the place of the braces.
   *[other] The environment variable { $variable } is not set. Set it with export, then start again.
}
answers-password-file = { $file ->
    [none] The file that `file` names cannot be read: { $reason }. `file` takes a path; the password itself goes in quotes in the place of the braces.
   *[other] The password’s file { $file } cannot be read: { $reason }.
}
answers-password-command =
    The command that prints the password ended with status { $status }. { $said ->
        [none] It gave no reason.
       *[other] It said: { $said }
    }
answers-password-command-slow = The command that prints the password did not end within { $limit } seconds. Try it in a terminal; it may be waiting for an answer.
answers-password-command-not-run = The shell cannot run the command that prints the password (status { $status }): there is no program of that name, or it cannot be executed. Try it in a terminal. `command` takes a command; the password itself goes in quotes in the place of the braces.
answers-password-command-start = The command that prints the password could not be started: { $reason }.
answers-password-command-said = { $name }: the command that prints the password also said: { $said }
answers-password-file-open = { $name }: others can read { $file }. `chmod 600` keeps it to its owner.
answers-password-in-clear = { $file } holds passwords in clear ({ $names }) and others can read it. `chmod 600` keeps it to its owner.
password-too-long = The password { $name } has { $length } characters; { $limit } are allowed.
password-line-break = The password { $name } has a line break at character { $position } ({ $character }). The places that it goes to cannot take one.
password-control = The password { $name } has a control character at character { $position } ({ $character }). The places that it goes to cannot take one.
password-not-unicode = The password { $name } is not UTF-8 text from character { $position } on.
password-not-ascii = The password { $name } has { $character } at character { $position }. A database password may only have ASCII characters: letters, digits and the signs of an English keyboard.

## Whose files decide

trusted-file-kind = { $file } is not a regular file. Only a regular file is read here, or a pipe that the shell hands over, as in <(COMMAND).
trusted-file-owner = { $file } belongs to { $owner }, not to { $user } or root: { $owner } could change what is done here. Nothing was done. Read it, then use a copy of your own: `install -m 600 FILE COPY`.
trusted-file-mode = Users other than its owner may write to { $file } (mode { $mode }): they could change what is done here. Nothing was done. Read it, then take that right away: `chmod go-w FILE`.
trusted-folder-owner = { $folder } belongs to { $owner }, not to you or root: { $owner } could put another file in the place of { $file }. Nothing was done. Use a copy in a folder of your own: `install -m 600 FILE COPY`.
trusted-folder-mode = Users other than its owner may write to the folder { $folder } (mode { $mode }): they could put another file in the place of { $file }. Nothing was done. Take that right away with `chmod go-w FOLDER`, or use another folder.
trusted-folder-link = { $folder } is a symbolic link. Name the folder itself, for instance with NOVA_WIZARD_STATE.

## What a run leaves behind

journal-unwritable = The run’s record cannot be written to { $folder }: { $reason }. Make room or name another folder with NOVA_WIZARD_STATE, then start again.
state-no-home = There is no place for the run’s record: HOME is not set to a full path. Set HOME, or name a folder with NOVA_WIZARD_STATE, then start again.
state-nowhere = There is no place for the run’s record: the working directory cannot be found ({ $reason }). Give NOVA_WIZARD_STATE a full path, or start in another folder.
journal-incomplete = { $lost ->
    [one] An entry is
   *[other] { $lost } entries are
} missing in { $file }: { $reason }. The run itself was not affected.

## What each key is: comments of the answers file, descriptions of its schema

answers-note-file =
    The answers of nova-wizard. It reads this file with --answers and --replay;
    this computer's paths in it start at the file's own folder, or at ~.
answers-note-version = The version of this format.
answers-note-language = The language: ko or en. Left out: the locale's.
answers-note-region = The region that the endpoints belong to.
answers-note-openrc = The file on the controller that sets the admin's credentials for `openstack`.
answers-note-console_host =
    The controller as a user's browser finds it, for instance consoles:
    a name, or its management address where the browser cannot resolve the name.
answers-note-controller = The controller node (4.4.2).
answers-note-compute = The compute nodes (4.4.3), one or more.
answers-note-host = Where SSH goes: an address, a name, or a Host of ~/.ssh/config.
answers-note-name =
    The name by which the hosts know it. A compute node's is the one that
    `openstack compute service list` shows.
answers-note-management_ip = Its address on the management network.
answers-note-disk =
    The node's own disk for instances. It is partitioned and formatted.
    Left out: the three steps of the disk are skipped.
answers-note-erase =
    Only for a disk that is not empty: its identity, as the message that
    refused the disk prints it. What is on the disk is lost.
answers-note-ssh =
    How SSH gets to every host. The same keys under a host go before these;
    what is left out is for ~/.ssh/config and the agent to decide.
answers-note-user = The user to log in as.
answers-note-port = The port of SSH.
answers-note-identity_file = The private key to log in with.
answers-note-known_hosts = The file of known host keys.
answers-note-host_key = Under a host: the fingerprint that its key must have.
answers-note-password = The password to log in with, from a source as under `passwords:`.
answers-note-sudo = true: log in as `user`, run as root with sudo.
answers-note-passwords =
    The passwords, by the book's names. Each comes from a variable ({"{"}env: NAME{"}"}),
    a file ({"{"}file: PATH{"}"}) or what a command prints ({"{"}command: COMMAND{"}"}), or stands
    here itself, in quotes. What is typed into the wizard is not saved: set the
    variable instead.
answers-note-dbpassword = The database's root password.
answers-note-novadbpass = The password that Nova will have in the database.
answers-note-novapass = The password that the user nova will have in Keystone.
answers-note-rabbitpass = The password of the user openstack in RabbitMQ.
