# Written reports, earlier runs and the runbook.

as-recorded = { $text }
step-cut-off = The run ended before this step did. Run it again: what was done on the host counts.
step-not-come-to = The run ended before this step began.

report-ending = The name of a report must end in one of these: { $endings }.
report-twice = { $file } is given twice.
only-with-run = --report requires --replay or --run. See nova-wizard --help.
against-what = --against requires --run. See nova-wizard --help.
export-answers = --export requires --answers FILE or --lab, and no other command. See nova-wizard --help.
runbook-ending = The name of a runbook must end in .md or .html.
runbook-written = The runbook has been written: { $file }
runbook-not-written = No runbook was written: it needs what the hosts have.
report-written = The report has been written: { $file }
no-such-run = There is no run with the ID { $id }.{ $near ->
    [none] { "" }
   *[other] { " " }Did you mean { $near }?
} See nova-wizard --runs.
runs-unreadable = { $file } cannot be read: { $reason }.
no-runs = There are no earlier runs in { $folder }.
no-difference = The two runs do not differ.

run-mode = Mode
run-began = Started
run-ended = Result
run-seconds = Seconds
run-hosts = Hosts
run-version = nova-wizard
run-user = User
run-machine = Workstation
run-answers = Answers (SHA-256, without passwords)
run-on-lab = on the lab
mode-run = run
mode-dry-run = dry run
mode-check = check
mode-survey = reading
result-done = done
result-failed = failed
result-refused = refused, nothing changed
result-unreachable = a host cannot be reached
result-untrusted = a host key is not trusted
result-differs = steps are to do or differ
result-interrupted = interrupted
result-none = no end recorded
mark-changed = changed

report-missing = What is missing
report-would-send = A run would send
column-id = ID
column-title = Step
column-host = Host
column-state = State
column-seconds = Seconds

runbook-title = Runbook: installing Nova
runbook-about = This runbook shows each step for these answers, with the commands and changes to files that the hosts were found to need on { $time }. Passwords appear by their names in the book.
runbook-before = Before you begin
runbook-holds = Already done when this was written: { $said }
runbook-now = When this was written: { $said }
runbook-refused = Fix this first: { $said }
runbook-unknown = Not known when this was written: { $said }
runbook-skipped = Skipped on this host: { $said }
runbook-expected = Expected result: { $said }
runbook-done-on = Done on { $host }
runbook-signed = Sign-off
runbook-role = Role
runbook-performed = Performed by
runbook-checked = Checked by
runbook-name = Name
runbook-date = Date
runbook-signature = Signature
