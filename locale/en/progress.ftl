# States, hosts and progress, as all fronts and the wizard's screens name them.

mark-refused = refused, fix by hand
mark-unread = not read yet

means-done = It holds. A run changes nothing.
means-todo = It does not exist yet. A run creates it.
means-differs = It is set to something else. A run changes it.
means-refused = A run does not change it. Fix it by hand, then read the hosts again.
means-running = It is running now.
means-waiting = It waits for other hosts of the run.
means-failed = A run tried it, but it does not hold.
means-skipped = There is nothing to do on this host, or you skip the step.
means-unknown = It cannot be checked. It never counts as done.
means-unread = The hosts have not been asked yet.

hosts-tip = A click on a host leads to what it does now; [ and ] walk through the hosts.
hosts-unread = The hosts have not been read yet.
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

legend =
    { $done }    done
    { $todo }    to do: a run does it
    { $differs }    differs: a run changes it
    { $refused }    refused: fix it by hand
    { $running }    running
    { $waiting }    waits for other hosts
    { $failed }    failed
    { $skipped }    skipped, or nothing to do
    { $undone }    undone
    { $unknown }    unknown
    ↻    new plan
    3/9  steps that hold

summary-title = End of the guide
summary-holding =
    { $holding } of { $all } steps hold. In this session { $changed } were changed, { $unchanged } left as they were{ $skipped ->
        [0] {""}
       *[other] , { $skipped } skipped
    }{ $failed ->
        [0] {""}
       *[other] , { $failed } failed
    }, in { $seconds } s.
summary-others =
    { $count ->
        [one] One other step does not hold yet.
       *[other] { $count } other steps do not hold yet.
    }
summary-report = Report:      { $file }
summary-transcript = Transcript:  { $file }
summary-answers = Answers:     { $file }
summary-answers-unsaved = The answers are not saved. Press ^S to save them for --replay.
summary-next-chapter = Next: the Mitaka guide continues with the Networking service (Neutron). To check at any time whether everything still holds, run `nova-wizard --replay ANSWERS --check`.
summary-go-on = Next: start nova-wizard again to continue. Steps that hold are left alone.
summary-go-on-here = Next: fix what is reported above, if anything. Then press F5 or F6 on a step that is left to continue.
summary-to-report = To the report
