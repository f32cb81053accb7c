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
means-unread = The hosts have not been asked yet.

hosts-tip = A click on a host leads to what it does now; [ and ] walk through the hosts.
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

legend = { $done } done · { $todo } to do: a run does it · { $differs } differs: a run changes it · { $refused } refused: put it right by hand · { $running } running · { $waiting } waits for other hosts · { $failed } failed · { $skipped } skipped, or nothing to do · { $unknown } cannot be told · ↻ planned anew · 3/9 so many steps hold

summary-title = The end of the guide
summary-holding = { $holding } of { $all } steps hold: { $changed } changed, { $unchanged } unchanged in { $seconds } s of this session's runs.
summary-others =
    { $count ->
        [one] One other step does not hold yet.
       *[other] { $count } other steps do not hold yet.
    }
summary-report = Report:      { $file }
summary-transcript = Transcript:  { $file }
summary-answers = Answers:     { $file }
summary-answers-unsaved = The answers are not saved: ^S saves them for --replay.
summary-next-chapter = Next: the Mitaka guide goes on with the Networking service (Neutron). `nova-wizard --replay ANSWERS --check` says at any time whether all still holds.
summary-go-on = Next: start nova-wizard again to go on. What holds is left alone.
summary-go-on-here = Next: put right what is named above, if anything; F5 or F6 goes on from a step that is left.
summary-to-report = To the report
