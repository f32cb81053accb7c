# The command nova-lab, and labs that live in a folder.

lab-usage = The command line is wrong. Usage: { $usage }. See nova-lab --help.
lab-unknown = There is no such option: { $options }. Did you mean { $near }? Usage: { $usage }
lab-no-such-command = nova-lab has no such command.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
} The commands: { $commands }. See nova-lab --help.
lab-no-such-node = The lab has no node { $name }. Its nodes: { $names }.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
}

lab-dir-runs = A lab runs in { $directory } already (process { $said }). Log in to it with: { $shell } or open the wizard on it with: { $wizard }
lab-dir-no-lab = { $directory } contains no lab, but a file { $said }, which a running lab would replace. Choose another folder.
lab-dir-not-empty = { $directory } contains no lab, but other files, such as { $said }. Choose an empty folder or a new one.
lab-dir-name = A lab cannot run in { $directory }, because programs that log in to it cannot read such a path: it contains a quotation mark, a backslash, a percent sign, $ before a brace, or an invisible character. Choose another folder.
lab-about-damaged = lab.json in { $directory } cannot be read (at { $said }). Nothing was changed. Remove that file, or choose another folder.
lab-not-running = No lab runs in { $directory }. Start it with: { $start }
lab-ended = The lab in { $directory } has ended in the meantime. Start it with: { $start }
lab-request-failed = The running lab could not do this: { $reason }
lab-ended-meanwhile = it has ended in the meantime
lab-not-prepared = The guide could not be done up to { $until } on a fresh lab. The running lab was not changed.
lab-no-session = No session on { $host }: { $reason }

lab-snapshot-name = A snapshot's name has at most { $most } letters, digits, dots, hyphens and underscores, and begins with a letter, a digit or an underscore.
lab-snapshot-there = There is a snapshot { $name } already. Overwrite it with --force, or choose another name.
lab-snapshot-none = There is no snapshot { $name }. { $names ->
    [none] There are none yet.
   *[other] There are: { $names }.
}
lab-snapshot-damaged = The snapshot { $said } in { $directory } cannot be read. The running lab was not changed.
lab-snapshot-done = Snapshot { $name } has been saved. Go back to it with: { $restore }
lab-restore-done = The lab is as it was at snapshot { $name }. Connections were cut. Undo this with: { $back }
lab-reset-done = { $step ->
    [none] The lab is as new.
   *[other] The lab is as the guide leaves it after { $step }.
} Connections were cut. Undo this with: { $back }
lab-kept-before = What was in the lab before has been saved as snapshot { $name }. Go back to it with: { $restore }
lab-exercise-ended = The exercise { $name } has ended. Undoing this brings it back.
lab-exercise-goes-on = The exercise { $name } is at work again.
lab-reboot-done = { $node } has restarted.
lab-reboot-emergency = { $node } is in emergency mode, because /etc/fstab names something that cannot be mounted. SSH does not reach it; repair it at its console: { $command }
lab-node-without-ssh = SSH does not reach { $host }. Run a command at its console: { $command }
lab-console-failed = { $node } is off, or the command took more than a minute or printed too much.

lab-runs = The lab runs in { $directory }.
lab-preparing-exercise = Preparing the exercise …
lab-head-node = NODE
lab-head-address = ADDRESS
lab-head-port = SSH
lab-head-state = STATE
lab-how-shell = Log in as root from another terminal (scp and sftp take -F as well):
lab-how-password = Other SSH programs: 127.0.0.1 with a port from above, user { $user }, password { $password } (also for ssh from one host to another)
lab-how-wizard = The wizard on this lab, joining it or as on real hosts:
lab-how-ansible = Ansible (only the module raw, since the nodes have no Python):
lab-books-passwords = The passwords in the lab are those of the book, each equal to its name: { $names }.
lab-other-passwords = The passwords { $names } are in { $file }.
lab-how-to-stop = Ctrl-C ends the lab. It is kept and continues where it was when it is started again.
lab-stopped = The lab has ended and is kept in { $directory }. Continue with: { $start }
lab-died = The lab ended unexpectedly. { $directory } has it as it was a few seconds before. Continue with: { $start }

lab-status-runs = A lab runs in { $directory } (process { $pid }).
lab-node-up = up
lab-node-down = down
lab-status-faults = Faults: { $faults ->
    [none] none
   *[other] { $faults }
}
lab-status-exercise = Exercise: { $name }, for { $minutes } min
lab-status-task = { "  " }To read the task again, open the wizard and press Ctrl-E: { $wizard }
lab-status-snapshots = Snapshots: { $names ->
    [none] none
   *[other] { $names }
}
lab-status-kept = Last saved: { $time }
