# States, hosts and progress, as all fronts and the wizard's screens name them.

mark-refused = refused, fix by hand
mark-unread = not read yet

means-done = It holds; a run changes nothing.
means-todo = Not there yet; a run does it.
means-differs = Something else is there; a run changes it.
means-refused = A run does not touch it: put it right by hand, then read the hosts again.
means-running = At work now.
means-waiting = Waits for other hosts of the run.
means-failed = A run has tried it, and it does not hold.
means-skipped = There is nothing to do on this host, or you skip it.
means-unknown = It cannot be told; it never counts as done.

hosts-unread = The hosts have not been read yet: { $pressed } reads them.
host-time = { $spent } s
host-time-limit = { $spent } s of { $limit }
host-unreachable = no connection
host-key-unknown = host key unknown
host-in-use = in use
host-missing =
    { $count ->
        [one] 1 thing missing
       *[other] { $count } things missing
    }
