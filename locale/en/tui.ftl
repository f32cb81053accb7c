# The wizard's screens.

## The contents

place-nodes = Nodes
place-4-4-2 = Controller node
place-4-4-3 = Compute nodes
place-4-4-4 = Verification
place-report = Report
part-prepare = Prerequisites
part-install = Install and configure components
part-finish = Finalize installation
part-4-4-4 = Verification

mark-done = done
mark-todo = to do
mark-differs = differs
mark-running = running
mark-waiting = waiting
mark-failed = failed
mark-skipped = skipped
mark-unknown = unknown

## Head and foot

head-lab = lab
head-survey = reading the hosts
head-run = running

key-contents = Contents
key-back = Back
key-on = Next
key-run-step = Run
key-run-on = Run on
key-skip = Skip
key-stop = Stop
key-read = Read again
key-save = Save
key-language = 한국어
key-theme = Colours
key-help = Help
key-leave = Quit

help-title = Keys
help-line = { $name }  { $what }
help-tabs = 1-6  A step's tabs · [ ]  Walk through the hosts · Ctrl-P  All commands · Tab  Next field
help-contents = Go to the contents; on a narrow screen, unfold or fold them.
help-back = Go to the step before.
help-on = Go to the next step.
help-run-step = Run the step that is shown; at the head of a section, the whole section.
help-run-on = Run on from this step; you are asked how far.
help-skip = Skip this step, with a reason. Press again to take it back.
help-stop = Stop after the command at work.
help-read = Read the hosts again, and plan again.
help-save = Save the answers to a file, the one that --replay takes.
help-language = Change between English and Korean.
help-theme = Change between dark and light.
help-help = Show this help.
help-leave = Leave the wizard.

## A step

tab-explain = Explanation
tab-answers = Answers
tab-checks = Checks
tab-commands = Commands
tab-diff = Changes
tab-output = Output
tab-result = Result

source-guide = book
source-corrected = corrected
source-restored = restored
source-added = added
source-guide-note = As the book prints it.
source-restored-note = The book's page is lost; filled in from the Mitaka installation guide for RDO.
source-added-note = Not in the book: the wizard's own, for safety.
source-printed = Printed:
why-4-4-2-prepare-4 = Without quotes the shell takes the parentheses for a syntax error; the URL goes into single quotes.
why-4-4-2-install-3d = Nothing reads a section of that name; it is [keystone_authtoken].
why-4-4-2-install-3g = A letter is missing, so there is no such option; it is vncserver_proxyclient_address.
why-4-4-2-finish-1 = The line break cuts one service's name in two; it is openstack-nova-novncproxy.service.
why-4-4-3-finish-3a = The dot is an old form that newer coreutils warn about; it is nova:nova.
skipped-because = Skipped: { $reason }

commands-to-send = A run sends this.
commands-sent = This was sent.
commands-book = In the book this is done by:
diff-none = No file is edited.
result-seconds = It took { $seconds } s.
result-advice = What is usually the matter
result-retry = When that is mended, F5 tries again from here.
not-read-yet = Not read yet. F5 or Ctrl-R reads the hosts.

services-title = openstack compute service list

## Answers

field-host = SSH address
field-name = Name
field-management-ip = Management IP
field-disk = Disk
field-user = User
field-port = Port
field-identity-file = Private key
field-known-hosts = Known host keys
field-host-key = Host key
field-sudo = sudo
field-password = Login password
field-region = Region
field-openrc = openrc file
field-console-host = Console host
field-dbpassword = dbpassword
field-novadbpass = novadbpass
field-novapass = novapass
field-rabbitpass = rabbitpass

password-again = once more
password-show = Show
password-generate = Generate
password-from = From
password-from-title = Where { $name } comes from
password-from-text = Type one of: env NAME, file PATH, command LINE. The password itself is read when it is needed, and never saved.
password-optional = none: by key
password-type = type the password
password-env = from the variable { $variable }
password-env-unset = type the password
password-file = from a file
password-command = from a command
password-clear = from the answers file
password-typed = typed
password-repeat = Type the same password once more.
password-differs = The two passwords differ.
password-missing = Type the password, or set the variable { $variable } and start again.

flag-yes = yes
flag-no = no
flag-change = Change
disk-look = See the disks
disk-none = Use none
disk-title = The disks of { $host }
disk-type-name = Look at the list, then type the name of the disk that is to hold the instances. All of it will be used.
disk-take = This disk
disk-erase-again =
    { $disk } is not empty:
    { $found }
    If all of that may be erased, type the disk's name once more.
disk-will-be-erased = Everything on { $disk } will be erased.
disks-unreadable = The list of disks cannot be read: { $said }

## Nodes

nodes-hosts = Hosts
nodes-add = Add a compute node
nodes-remove = Remove the last
nodes-more = All SSH settings
nodes-login = SSH login (for every host)
nodes-passwords = Passwords
nodes-read = Read the hosts
checks-none = Not read yet. Fill in the answers and press F5.
before-check-ssh = SSH connection and login
before-check-name = The controller's name
before-check-ports = RabbitMQ (5672) and memcached (11211)
before-check-database = MariaDB: root with dbpassword
before-check-queue = RabbitMQ: openstack with rabbitpass
before-check-keystone = A token, the project service, the role admin
before-check-packages = Packages known to yum

trust-title = Is this the host key of { $host }?
trust-how = On the host's console, run ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub (or the file of that key type) and compare the fingerprints. If they are the same, the answers will pin this key.
trust-no = Do not trust it
trust-yes = Same: trust it

## Running

run-on-title = How far?
run-on-text = Each host does its steps in the book's order, without those you skip. A command that was not on the screen before is shown before it is sent.
run-to-part = To the end of this part
run-to-section = To the end of this section
run-to-end = To the end of the guide
approve-title = { $host }: { $id }
approve-text = This is not what was shown before. Send it?
approve-yes = Send it
approve-no = Do not send it
stopping-after-this = Stopping after the command at work.
busy = Wait until the other work has ended.
read-first = The hosts are read first. Look at the plan, then press again.
answers-incomplete =
    { $count ->
        [one] An answer is missing or wrong: { $first }
       *[other] { $count } answers are missing or wrong; the first: { $first }
    }
ended-done = Done.
ended-failed = A step has failed. See its result.
ended-refused = Nothing was changed: something is missing or was refused.
ended-unreachable = A host cannot be reached, or refuses the login.
ended-untrusted = A host's key is not trusted.
ended-interrupted = Stopped. Run again to go on.
survey-done = The hosts are read. { $again ->
    [0] The plan is as it was.
   *[other] Steps planned anew: { $again } (↻).
}
survey-first = The hosts are read. F4 goes to the next step and its plan, F5 runs it.
survey-missing =
    { $count ->
        [one] One thing is missing or refused
       *[other] { $count } things are missing or refused, the first
    } on { $host }: see { $place }.

## The report

report-title = Report of the Nova installation
report-time = As read from the hosts at { $time }.
report-journal = Journal: { $folder }
report-html = Save as HTML
report-json = Save as JSON
report-save = Save the report as { $kind }
report-save-text = No password goes into it. The HTML file has both languages.
report-sent =
    { $host }: { $count ->
        [one] 1 command
       *[other] { $count } commands
    } sent.
language-name = English

## The last time

resume-title = There are answers from the last time
resume-text = Go on from { $file }? The hosts are read again, and what is done is left alone. Passwords that you typed were not saved, so you are asked for them again.
resume-yes = Go on
resume-no = Start with the book's example

## Starting

no-terminal = The wizard needs a terminal. Without one, use --replay; see nova-wizard --help.
hangul-not-shown = This terminal cannot show Hangul, so the wizard speaks English. F9 changes that.

lab-has-no-node = The lab has no { $host }; it has { $names }. To add nodes, start again with --lab-nodes.

## Questions

answer-ok = OK
answer-cancel = Cancel
skip-title = Skip { $id }
skip-text = Say why. The report keeps it.
skip-go = Skip it
save-title = Save the answers
save-text = Passwords that you typed are not saved; --replay reads them from environment variables.
save-go = Save
saved = Saved as { $file }.
leave-title = Leave the wizard?
leave-at-work = A command is at work. If you leave, it goes on to its end on the host, and no other is sent.
leave-unfinished =
    { $count ->
        [one] One step is not finished. Start again to read the hosts and go on.
       *[other] { $count } steps are not finished. Start again to read the hosts and go on.
    }
leave-stay = Stay
leave-save = Save the answers
leave-now = Leave
