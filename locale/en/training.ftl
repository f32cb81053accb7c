# A lab in a folder, in the wizard: the exercise at work there, snapshots, resets, logins from elsewhere.

## The exercise

key-exercise = Exercise
help-exercise = Show the exercise: its task, hints and points; check your work.
exercise-time = { $of ->
        [0] Time: { $minutes } min
       *[other] Time: { $minutes } of { $of } min
    }
exercise-hints-taken = Hints: { $taken } of { $all }
exercise-points = Points: { $points } of { $of }
exercise-points-unknown = Points: not checked yet
exercise-check = Check
exercise-take-hint = { $costs ->
        [0] Next hint (free)
        [one] Next hint (costs 1 point)
       *[other] Next hint (costs { $costs } points)
    }
exercise-no-hint = No more hints
answer-close = Close
exercise-checking = Reading the hosts for { $seconds } s. A service that has just started may take up to { $limit } s to be seen.
exercise-found = What the last check found
exercise-keys = F5 Check   Tab Next button   Enter Press it   PgDn Read on   Esc Close
exercise-solved = ✓  Solved
exercise-kept-before = What was in the lab before has been saved as snapshot { $name }. Ctrl-L restores it, as does: { $restore }
exercise-more = `nova-lab exercises` lists more of them.

## The lab

key-lab = Lab
help-lab = Save, restore or reset the lab; see how to log in from another terminal.
lab-menu-title = The lab in { $folder }
lab-do-snapshot = Save a snapshot
lab-do-restore = Restore a snapshot
lab-do-reset = Reset the lab to: { $state }
lab-do-login = Log in from another terminal
snapshot-title = Save a snapshot
snapshot-text = Enter a name. All hosts are saved as they are now.
snapshot-go = Save
snapshot-kept = Snapshot { $name } has been saved.
snapshot-taken = There is a snapshot { $name } already. Replace it?
snapshot-replace = Replace
restore-title = Restore which snapshot? The newest comes first.
restore-none = There are no snapshots yet.
restore-ask = Restore snapshot { $name }?
restore-loses = What was done since is discarded, and sessions on the hosts end. To undo this, restore the snapshot before-restore.
restore-go = Restore
restore-done = The lab is as it was at snapshot { $name }.
reset-state = { $id } { $title }
reset-state-new = a new lab
reset-ask = Reset the lab to: { $state }?
reset-loses = The guide is then done up to and with this. What was done after it is discarded, and sessions on the hosts end. To undo this, restore the snapshot { $name }.
reset-ends-exercise = The exercise at work ends; the snapshot brings it back.
reset-go = Reset
reset-done = The lab is reset to: { $state }. To undo this, restore the snapshot { $name }.
lab-put-back = Putting the lab into the other state. This takes a few seconds; the first reset to a step takes up to a minute.
login-title = Log in as root from another terminal. Enter copies the command.
