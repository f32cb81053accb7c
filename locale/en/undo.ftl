# --undo: what the steps have set up is taken back.

place-undo = The record of what was found
short-undo = Record
title-taken-back = Undo: { $step }
title-undo-controller = Update the record of what was found
title-undo-compute = Update the record of what was found
taken-back = Nothing that this step set up is left, or it was there before the first run.
nothing-to-undo = These steps set nothing up that could be undone. See nova-wizard --list.
section-not-undone = Not reached, because not all steps of the compute nodes are undone.
waiting-for-undo = waiting until { $section } is undone on { $hosts }
left-alone-undone = { $section } is undone on { $host }, which this run only looks at.
left-alone-not-undone = { $section } has to be undone on { $host } first, which this run does not work at. Not done there: { $step }. { $reason }

undo-run-done = Undone in { $seconds } s: { $changed } steps changed, { $unchanged } with nothing left to undo, { $skipped } skipped.
undo-run-failed = Not everything is undone after { $seconds } s: { $changed } steps changed, { $unchanged } with nothing left to undo, { $skipped } skipped, { $failed } failed, { $unknown } unknown. Fix what is reported above, then run this again: it continues from there.
undo-dry-run-done = Nothing was changed. --undo would send the commands above.
undo-dry-run-refused = Nothing was changed. --undo would stop at the problems above.
undo-left-out-run = Finished after { $seconds } s without the hosts that were left out: { $changed } steps changed, { $unchanged } with nothing left to undo, { $skipped } skipped, { $failed } failed, { $unknown } unknown. Fix what is reported above, then run this again: it continues from there.
undo-left-out-dry-run = Nothing was changed. With --keep-going, --undo would send the commands above and leave out the hosts reported above.
ledger-host-undo = { $host }: { $holding } of { $all } steps are undone.
ledger-so-far-undo = { $host }: when the run was interrupted, { $holding } of the { $all } steps that it had come to were undone.

## In the wizard

key-undo = Undo
help-undo = Undo the current step; on the first page of a section, the section; elsewhere, everything. A sheet shows what is sent first.
head-undo = undoing
undo-reading = Reading the hosts for the undo. Press F8 to stop.
undo-nothing-here = Nothing is set up here, so there is nothing to undo.
undo-nothing-left = There is nothing to undo: nothing that a run set up here is left, or it was there before the first run.
undo-not-possible = { $host } cannot be undone. { $why }
undo-ended = Undone.
undo-ended-failed = Not everything is undone.
sheet-undo-title =
    { $count ->
        [one] Undo one step on { $hosts }
       *[other] Undo { $count } steps on { $hosts }
    }
sheet-undo-nothing = Nothing to undo
sheet-undo-refused = { $steps } cannot be undone on { $host }: { $said }
sheet-undo-unknown = It is not known what is left of { $step } on { $host }: { $said }
sheet-undo-before =
    { $count ->
        [one] A later step depends on this, and is undone first:
       *[other] { $count } later steps depend on this, and are undone first:
    }
sheet-undo-covered = Also undone with this: { $steps }
sheet-undo-record = At the end, the record of what was there before the first run is updated on each host: { $path }
sheet-undo-keys = Enter Undo   Esc Back   PgDn Page through all that is sent
sheet-undo-back = Esc Back   PgDn Read on
undone-title = Undone
undone-title-failed = Not everything is undone
undone-steps = { $undone } of { $all } steps are undone after { $seconds } s. They are to do again.
undone-next = Next: press F5 or F6 on a step to set it up again, or ^Q to quit.
undone-next-failed = Next: fix what is reported above, then undo again: it continues from there.

## Reports

mark-undone = undone
mark-to-undo = to undo
means-undone = It has been undone. Reading the hosts again shows how it stands now.
mode-undo-run = undo
mode-undo-dry-run = dry run of an undo
mode-undo-survey = reading for an undo
report-title-undo = Report on undoing the Nova installation
report-undo-would-send = An undo would send

## Why something is sent

undo-record = These steps are undone: { $steps }.
undo-databases = The databases { $databases } were created by a run, and the answers have them dropped. All data in them is lost.
undo-grants = { $user } was granted the databases by a run.
undo-user = The user nova was created by a run.
undo-role = nova was given the role admin by a run.
undo-service = The service of type compute was created by a run.
undo-endpoint = The { $interface } endpoint was created by a run.
undo-as-before = It was set to something else before the first run.
undo-file = { $path } has been edited; its copy is from before the first edit.
undo-running = Not running before the first run: { $units }.
undo-enabled = Not enabled before the first run: { $units }.
undo-fstab = The line that mounts { $directory } at boot was written by a run.
undo-mount = { $directory } was mounted by a run.
undo-disk = { $disk } was partitioned by a run, and the answers have it emptied. Everything on it is lost.
undo-partition = { $disk } is empty, but the kernel still has { $device }.
undo-selinux = SELinux was enforcing before the first run.
undo-selinux-at-boot = { $path } had { $mode } before the first run.

## What stays, and why

undo-packages-stay = The packages stay: { $packages }. To remove them, use yum.
undo-record-later = { $path } keeps what was found before the first run until these steps are undone: { $steps }.
undo-databases-stay =
    The databases { $databases } stay, with their data. To drop them too, write in the answers:
    undo: {"{"}databases: true{"}"}
undo-disk-stays =
    What is on { $disk } stays. To empty the disk too, write in the answers:
    undo: {"{"}disk: "{ $identity }"{"}"}
undo-unrecorded =
    The host has no record of what was there before the first run, so it is not known whether this was. It would be undone by:
    { $actions }
    If all of it was set up by this program, write in the answers: undo: {"{"}unrecorded: true{"}"}
    If not, leave the step out with --skip, or the host with --limit.
undo-conf-changed =
    { $path } or the copy from before its first edit has been changed by someone else since. Undoing would lose these changes:
    { $diff }
    Take them out first, or put the copy back yourself.
undo-databases-used =
    { $count ->
        [one] Nova still has 1 instance. Delete it, or keep the databases.
       *[other] Nova still has { $count } instances. Delete them, or keep the databases.
    }
undo-user-used = The user nova has roles that are not the guide's: { $roles }. Remove them first, or skip this step.
undo-service-used =
    Deleting the service of type compute would also delete endpoints that are not the guide's:
    { $endpoints }
    Delete them first, or skip this step.
undo-endpoint-changed = This endpoint has been changed since: { $endpoint }. Set its URL back or delete it, or skip this step.
undo-fstab-changed = The line for { $directory } in /etc/fstab ({ $device }) has been changed since. Delete it yourself, or skip this step.
undo-instances =
    { $count ->
        [one] There is 1 instance in { $directory }. Delete or migrate it,
       *[other] There are { $count } instances in { $directory }. Delete or migrate them,
    } or, if everything on the disk may be lost, write in the answers:
    undo: {"{"}disk: "{ $identity }"{"}"}
undo-disk-other = { $disk } is not as the answers name it under undo: disk. Its identity is now { $identity }.
undo-stopping = Still stopping: { $units }.
undo-conf-no-copy = { $path } stays as it is: there is no copy from before its first edit, so it is not known what was in it.
record-unsafe =
    { $path } says what was there before the first run. It must be a file of root with mode 0600, in a folder of root with mode 0700, so that nobody else can have written it. Found:
    { $found }
    Check its content, then set owner and mode, or remove it. Without a record, --undo asks what it may undo.
record-odd = { $path } is not a record that this version can read, so it is not known what was there before the first run. Put it back from a backup, or remove it. Without a record, --undo asks what it may undo.
record-unwritten = What was found could not be recorded on the host, so nothing was changed: { $said }

## What the facts are called

fact-EveryIdentity = All of Keystone's users, projects, roles and role assignments
fact-FoundBefore = The record of what was found before the first run
fact-FstabCopy = The copy of /etc/fstab
fact-LiveInstances = Nova's instances
fact-NovaConfCopy = The copy of /etc/nova/nova.conf
fact-SelinuxCopy = The copy of SELinux's configuration

## answers.yaml

answers-note-undo =
    Only for --undo: what it may undo besides what it undoes by itself.
answers-note-undo-databases = true: also drop the databases nova_api and nova.
answers-note-undo-disk =
    The identity of a disk that is to be emptied, or a list of several, as
    --undo --dry-run prints them. Everything on them is lost.
answers-note-undo-unrecorded =
    true: also undo what no record on the host shows to be set up by a run.
