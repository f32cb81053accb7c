# Connections to hosts: connecting, host keys, logging in, and what can happen to a command.

## Host keys

unknown-host-key = The host key of { $host } is not known: { $keytype } { $fingerprint }. Compare it with the output of `ssh-keygen -lf` on that host. Then log in once with ssh, which adds it to known_hosts, or add `host_key: "{ $fingerprint }"` to the host in the answers.
changed-host-key = The host key of { $host } is not the known one ({ $known }): { $keytype } { $fingerprint }. Nothing was sent to it. Either the host was reinstalled, or somebody is intercepting the connection. Find out which before you change known_hosts or the answers.
revoked-host-key = The host key of { $host } is marked as revoked in known_hosts: { $keytype } { $fingerprint }. Nothing was sent to it.
unknown-gateway-key = The key of { $name }, the gateway to { $host }, is not known: { $keytype } { $fingerprint }. Log in to the gateway once with ssh, which adds it to known_hosts.
changed-gateway-key = The key of { $name }, the gateway to { $host }, is not the known one ({ $known }): { $keytype } { $fingerprint }. Nothing was sent to it. Find out why before you change known_hosts.
revoked-gateway-key = The key of { $name }, the gateway to { $host }, is marked as revoked in known_hosts: { $keytype } { $fingerprint }. Nothing was sent to it.

## Connecting

ssh-unknown-name = { $host }: the name { $address } does not resolve on this computer. Check `host` in the answers, or /etc/hosts.
ssh-refused = { $host }: nothing listens at { $address }:{ $port }. Check that sshd is running there and that the port is correct.
ssh-no-route = { $host }: { $address }:{ $port } cannot be reached: { $reason }. Check the address and the network.
ssh-timeout = { $host }: { $address }:{ $port } does not answer. Check that the host is up and that no firewall drops the connection.
ssh-gateway = { $host }: the gateway in ~/.ssh/config does not reach { $address }:{ $port }: { $reason }
ssh-no-common-algorithm = { $host }: no common algorithm with the SSH server at { $address }:{ $port }: { $reason }
ssh-no-banner = { $host }: { $address }:{ $port } accepts the connection but sends nothing. The host may be frozen or overloaded.
ssh-not-ssh = { $host }: the program that answers at { $address }:{ $port } is not an SSH server: { $reason }
ssh-frozen = { $host } stopped answering in the middle of the connection. The host may be frozen or overloaded.
ssh-broken = { $host }: the connection to { $address }:{ $port } broke: { $reason }
ssh-closed = { $host }: the connection was closed.
ssh-config = { $host }: the SSH configuration (~/.ssh/config, known_hosts) cannot be used: { $reason }
ssh-too-many-files = { $host }: this program may not open any more files: { $reason }. Raise its limit (`ulimit -n`), or work at fewer hosts at the same time with --forks or --limit.
ssh-no-session = { $host } refuses a new session: { $reason }. See MaxSessions in its sshd_config.

## Logging in

ssh-key-missing = { $host }: the key file { $path } cannot be used: { $reason }. Check `identity_file` in the answers.
ssh-key-encrypted = { $host }: the key { $path } of { $user } has a passphrase. Add the key to an agent (ssh-add), or enter the passphrase as the login password.
ssh-login-asks = { $host } does not accept { $user } with the password alone. It asked: “{ $asked }”. The password is sent once, to a single question. Check the password under `ssh` in the answers, or log in with a key.
ssh-login-refused = { $host } refuses the login of { $user }. Tried: { $tried }; the server accepts: { $methods }. Check the user, the key or the password under `ssh` in the answers.
sudo-refused = { $host }: sudo does not let the user become root: { $said }. Check the password, and the sudoers file on that host.
ssh-no-shell = { $host }: { $user } can log in, but no command runs: the login does not start sh. The host printed: { $said }. Log in once with ssh to see what it asks for, such as a new password. Or enter a user with an ordinary shell as `user:` of the host in the answers, with `sudo: true` if that user is not root.

## Commands

host-busy = A command of an earlier run is still running on { $host }. Wait until it ends, then run this again.
run-lock-held = { $host } is in use by another run: { $owner }, since { $since }. This run starts when that one ends.
command-at-work =
    A command of an earlier run has been running on { $host } since { $since }:
    { $command }
    This run continues when it ends.
run-lock-not-had = { $why } This run waited for { $seconds } s. Run it again when that has ended.
run-lock-lost = { $host }: while this run had no contact with the host, another run took its lock: { $owner }, since { $since }. The last command was not run. Run this again when the other run has ended.
run-lock-gone = { $host }: somebody has removed { $path }, the lock of this run. The last command was not run. Run this again.
run-lock-unsafe = { $host }: { $path } must be a directory that belongs to root and that nobody else can enter (mode 0700). It contains the locks that keep two runs apart. Found: { $found }. Log in as root or with sudo. If the directory itself is wrong, find out who made it, remove it, and run this again.
run-lock-failed = { $host }: the lock { $path }, which keeps two runs apart, cannot be taken. The host printed: { $said }
answer-too-long = { $host }: { $name } is too long for a line on a terminal. The limit is { $limit } bytes.
answer-not-typeable = { $host }: { $name } has a character that cannot be typed at a terminal.
prompt-again = { $host }: the program asked again for what it had already received, so it was stopped. See the transcript.
command-limit = { $host }: the command did not end within { $seconds } s. It may still be running there. Run this again: it waits for the command.
connection-lost = The connection to { $host } broke while a command was running. Only the host can tell what the command did: reconnecting to read it.
connection-ended = The connection to { $host } had broken before the next command was sent: reconnecting.
host-gone = { $host } could not be reached again within { $seconds } s. No command of this step was sent.
host-gone-amid = { $host } could not be reached again within { $seconds } s after a command was sent. Only the host can tell what the command did. When it can be reached, run this again.
host-gone-before = Not done, because { $host } cannot be reached any more.
connection-silent = { $host } stopped answering while a command was running. Only the host can tell what the command did: reconnecting to read it.
host-slow = { $host } is slow: even its shortest command took { $seconds } s, so everything on it takes longer. Check its load and the network to it.
