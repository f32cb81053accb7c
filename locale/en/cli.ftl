# The command line, and the run as a whole.

command-line-wrong = The command line is wrong: { $said }. See nova-wizard --help.
command-line-unknown = { $options ->
    [none] The command line has a word that belongs to no option.
   *[other] There is no such option: { $options }.
} See nova-wizard --help.
only-with-replay = --dry-run, --check, --only, --from, --skip and --output go with --replay. See nova-wizard --help.
replay-what = --replay needs a FILE; only with --lab can it be left out. See nova-wizard --help.
only-with-lab = --lab-fault, --lab-dir and --lab-nodes go with --lab. See nova-wizard --help.
no-such-fault = The lab has no fault { $fault }. See nova-wizard --lab-faults.
no-such-step = No step has the ID { $id }, nor begins with it. See nova-wizard --list.
no-step-left = With these --only, --from and --skip no step is left. See nova-wizard --list.
init-written = { $file } is written. Fill in the addresses and say where the passwords come from; then: nova-wizard --replay { $file } --dry-run
defect = This is a defect of nova-wizard: { $kind } at { $place }. What was done on the hosts stands; run this again to go on, and report the line above.
simulated = These hosts are simulated: nothing outside this program is changed.
stopping = Stopping after the command at work. Ctrl-C once more lets go of the hosts at once; the command then goes on there by itself.
stopping-now = Letting go of the hosts. Run this again to go on: it waits for what is still at work there.
output-lost = The output could not be written: { $reason }. The run ended after the command at work; its whole record is in { $folder }. Make room or look at what reads the output, then run this again to go on.
output-not-read = nobody reads it
output-unwritable = The output could not be written: { $reason }.
out-of-resources = The system gives this program no more memory or threads. What was done on the hosts stands. Raise its limits (`ulimit -v`, `ulimit -u`), then run this again to go on.
memory-limit = Nothing was done: the limit of this program's memory (`ulimit -v`) is less than 768 MiB, which may not be enough to end well. Raise it, then start again.
file-limit = Nothing was done: this program may open fewer than { $limit } files at a time (`ulimit -n`), too few for a run. Raise that limit, then start again.
system-refuses = The system does not allow what this program needs: { $reason }{ $file ->
    [none] .
   *[other] { " " }({ $file }).
} What was done on the hosts stands; run this again to go on.
lab-not-started = The lab cannot be started: { $reason }. Look at TMPDIR, at the room there, and at the limits of this program (`ulimit -a`).

ledger-host = { $host }: { $holding } of { $all } steps hold.
ledger-not = Not: { $steps }.
refused-by-hand = A run does not touch this. Put it right by hand:

run-done = Done in { $seconds } s: { $changed } changed, { $unchanged } unchanged, { $skipped } skipped.
run-failed = Not all is done, after { $seconds } s: { $changed } changed, { $unchanged } unchanged, { $skipped } skipped, { $failed } failed, { $unknown } unknown. Mend what is said above, then run this again: it goes on from there.
run-refused = Nothing was changed. Mend what is said above, then run this again.
run-interrupted = Interrupted after { $seconds } s: { $changed } changed, { $unchanged } unchanged. Run this again to go on.
dry-run-done = Nothing was changed. This is what a run would send.
dry-run-refused = Nothing was changed. A run would stop at what is said above.
check-done = Every step holds.
check-differs = Something is to do, or differs, as said above.
check-failed = Some steps cannot be told, as said above.
interrupted = Interrupted. Nothing was changed.
unreachable = Nothing was changed: a host cannot be reached, or refuses the login.
untrusted = Nothing was changed: a host's key is not trusted.
