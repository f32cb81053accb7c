# The command line, and the run as a whole.

option-without-value = { $option } requires a value. See nova-wizard --help.
option-with-value = { $option } takes no value. See nova-wizard --help.
options-exclude = { $option } cannot be used together with { $other }. See nova-wizard --help.
option-one-of = { $option } takes one of these: { $choices }.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
}
option-number = { $option } takes a number from { $least } to { $most }.
command-line-word = Word { $at } after nova-wizard belongs to no option. See nova-wizard --help.
command-line-unknown = There is no such option: { $options }.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
} See nova-wizard --help.
only-with-replay = Only with --replay: { $options }. See nova-wizard --help.
replay-what = --replay requires a FILE, except with --lab. See nova-wizard --help.
only-with-lab = --lab-fault and --lab-nodes require --lab or --lab-dir. See nova-wizard --help.
no-such-fault = The lab has no fault called { $fault }.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
} See nova-wizard --lab-faults.
no-such-step = No step has the ID { $id } or an ID that begins with it.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
} See nova-wizard --list.
no-step-left = No step is left with these --only, --from and --skip. See nova-wizard --list.
no-such-host = The answers have no host with the name { $host }.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
}
no-step-on-host = None of these steps is done on { $hosts }. See nova-wizard --list.
too-few-files = Nothing was done: a run keeps a connection open to each of its { $hosts } hosts, for which it needs { $needed } open files; this program may open { $limit } (`ulimit -n`). Raise that limit, or work at some hosts at a time with --limit.
init-written = { $file } has been written. Enter the addresses and where the passwords come from, then run: nova-wizard --replay { $file } --dry-run
init-written-inventory = { $file } has been written, with the addresses of the inventory. Enter where the passwords come from, then run: nova-wizard --replay { $file } --dry-run
defect = This is a defect of nova-wizard: { $kind } at { $place }. What was done on the hosts remains. Run this again to continue, and please report the line above.
simulated = These hosts are simulated: no real host is changed.
stopping = Stopping after the current command. Press Ctrl-C again to disconnect from the hosts now; the command then continues on its host.
stopping-now = Disconnecting from the hosts. Run this again to continue: it waits for the commands that are still running.
output-lost = The output could not be written: { $reason }. The run ended after the current command; its full record is in { $folder }. Free some space or check the program that reads the output, then run this again to continue.
output-not-read = nobody reads it
output-unwritable = The output could not be written: { $reason }.
out-of-resources = The system gives this program no more memory or threads. What was done on the hosts remains. Raise its limits (`ulimit -v`, `ulimit -u`), then run this again to continue.
memory-limit = Nothing was done: the memory limit of this program (`ulimit -v`) is below 768 MiB, which may not be enough to finish. Raise it, then start again.
file-limit = Nothing was done: this program may open fewer than { $limit } files at a time (`ulimit -n`), too few for a run. Raise that limit, then start again.
system-refuses = The system does not allow what this program needs: { $reason }{ $file ->
    [none] .
   *[other] { " " }({ $file }).
} What was done on the hosts remains. Run this again to continue.
lab-not-started = The lab cannot be started: { $reason }. Check TMPDIR, the free space there, and the limits of this program (`ulimit -a`).

ledger-host = { $host }: { $holding } of { $all } steps hold.
ledger-so-far = { $host }: when the run was interrupted, { $holding } of the { $all } steps that it had come to held.
ledger-not = Not: { $steps }.
refused-by-hand = A run does not change this. Fix it by hand:
left-out-run = Finished after { $seconds } s without the hosts that were left out: { $changed } changed, { $unchanged } unchanged, { $skipped } skipped, { $failed } failed, { $unknown } unknown. Fix what is reported above, then run this again: it continues from there.
left-out-dry-run = Nothing was changed. With --keep-going, a run would send the commands above and leave out the hosts reported above.
left-out-check = Some hosts could not be checked, as reported above.

run-done = Done in { $seconds } s: { $changed } changed, { $unchanged } unchanged, { $skipped } skipped.
run-failed = Not everything is done after { $seconds } s: { $changed } changed, { $unchanged } unchanged, { $skipped } skipped, { $failed } failed, { $unknown } unknown. Fix what is reported above, then run this again: it continues from there.
run-refused = Nothing was changed. Fix what is reported above, then run this again.
run-interrupted = Interrupted after { $seconds } s: { $changed } changed, { $unchanged } unchanged. Run this again to continue.
dry-run-done = Nothing was changed. A run would send the commands above.
dry-run-refused = Nothing was changed. A run would stop at the problems above.
check-done = Every step holds.
check-differs = At least one step is to do or differs, as reported above.
check-failed = Some steps cannot be checked, as reported above.
interrupted = Interrupted. Nothing was changed.
unreachable = Nothing was changed: a host cannot be reached, or refuses the login.
untrusted = Nothing was changed: a host's key is not trusted.
