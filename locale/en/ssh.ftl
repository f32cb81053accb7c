# The way to a host: connecting, host keys, logging in, and what can happen to a command.

## Host keys

unknown-host-key = The host key of { $host } is not known: { $keytype } { $fingerprint }. Compare it with `ssh-keygen -lf` on that host; then log in once with ssh, which adds it to known_hosts, or put `host_key: "{ $fingerprint }"` under the host in the answers.
changed-host-key = { $host } shows another host key than the known one ({ $known }): { $keytype } { $fingerprint }. Nothing was sent to it. Either the host was installed anew, or something stands between you and it. Find out which before you change known_hosts or the answers.
revoked-host-key = { $host } shows a host key that known_hosts marks as revoked: { $keytype } { $fingerprint }. Nothing was sent to it.
unknown-gateway-key = The key of { $name }, the gateway to { $host }, is not known: { $keytype } { $fingerprint }. Log in to the gateway once with ssh, which adds it to known_hosts.
changed-gateway-key = { $name }, the gateway to { $host }, shows another key than the known one ({ $known }): { $keytype } { $fingerprint }. Nothing was sent to it. Find out why before you change known_hosts.
revoked-gateway-key = { $name }, the gateway to { $host }, shows a key that known_hosts marks as revoked: { $keytype } { $fingerprint }. Nothing was sent to it.

## Connecting

ssh-unknown-name = { $host }: the name { $address } does not resolve on this computer. Check `host` in the answers, or /etc/hosts.
ssh-refused = { $host }: nothing listens at { $address }:{ $port }. Check that sshd is running there, and the port.
ssh-no-route = { $host }: no way to { $address }:{ $port }: { $reason }. Check the address and the network.
ssh-timeout = { $host }: { $address }:{ $port } does not answer. Check that the host is up, and that no firewall drops the connection.
ssh-gateway = { $host }: the gateway that ~/.ssh/config names does not lead to { $address }:{ $port }: { $reason }
ssh-no-common-algorithm = { $host }: no common algorithm with the SSH server at { $address }:{ $port }: { $reason }
ssh-no-banner = { $host }: { $address }:{ $port } takes the connection but says nothing. The host may be frozen or overloaded.
ssh-not-ssh = { $host }: what answers at { $address }:{ $port } is no SSH server: { $reason }
ssh-frozen = { $host } stopped answering in the middle of the connection. The host may be frozen or overloaded.
ssh-broken = { $host }: the connection to { $address }:{ $port } broke: { $reason }
ssh-closed = { $host }: the connection was given up.
ssh-config = { $host }: the settings of SSH (~/.ssh/config, known_hosts) cannot be used: { $reason }
ssh-no-session = { $host } refuses a new session: { $reason }. See MaxSessions in its sshd_config.

## Logging in

ssh-key-missing = { $host }: the key file { $path } cannot be used: { $reason }. Check `identity_file` in the answers.
ssh-key-encrypted = { $host }: the key { $path } of { $user } has a passphrase. Add it to an agent (ssh-add), or give the passphrase as the password of the login.
ssh-login-asks = { $host } does not let { $user } in by the password alone. It asked: “{ $asked }”. The password is given once, to a single question. Check the password under `ssh` in the answers, or log in with a key.
ssh-login-refused = { $host } refuses to let { $user } in. Tried: { $tried }; the server takes: { $methods }. Check the user, the key or the password under `ssh` in the answers.
sudo-refused = { $host }: sudo does not let the user become root: { $said }. Check the password, and sudoers on that host.
ssh-no-shell = { $host }: { $user } can log in, but no command runs there: the login did not start sh. The host said: { $said }. Log in once with ssh to see what it wants, as a new password; or give a user who has an ordinary shell, `user:` under the host in the answers, with `sudo: true` where that is not root.

## Commands

host-busy = A command of an earlier run is still at work on { $host }. Wait until it has ended, then run this again.
run-lock-held = { $host } is in use by another run: { $owner }, since { $since }. This run begins when that one has ended.
command-at-work =
    A command of an earlier run is at work on { $host } since { $since }:
    { $command }
    This run goes on when it has ended.
run-lock-not-had = { $why } It was waited for { $seconds } s. Run this again when that has ended.
run-lock-lost = { $host }: this run was out of touch with the host, and another run has taken its place there: { $owner }, since { $since }. The last command was not carried out. Run this again when the other run has ended.
run-lock-gone = { $host }: the lock of this run is gone; somebody has removed { $path }. The last command was not carried out. Run this again.
run-lock-unsafe = { $host }: { $path } must be a directory that belongs to root and that nobody else can enter (mode 0700): in it are the locks that keep two runs apart. Found instead: { $found }. Log in as root or with sudo; if the directory is not as it should be, find out who made it, remove it, and run this again.
run-lock-failed = { $host }: the lock { $path }, which keeps two runs apart, cannot be taken. The host said: { $said }
answer-too-long = { $host }: { $name } is too long for a terminal's line; { $limit } bytes are the most.
answer-not-typeable = { $host }: { $name } has a character that cannot be typed at a terminal.
prompt-again = { $host }: the program asked again for what it had been given, and was ended. See the transcript.
command-limit = { $host }: the command was not through after { $seconds } s. It may still be at work there; run this again, which waits for it.
connection-lost = The connection to { $host } broke while a command was at work. What it did, the host has to tell: this reconnects and reads again.
connection-silent = { $host } stopped answering while a command was at work. What it did, the host has to tell: this reconnects and reads again.
host-slow = { $host } is slow: even its shortest command took { $seconds } s. Everything on it takes longer: look at its load and at the network to it.
