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
key-theme = Theme
key-help = Help
key-leave = Quit
key-next-to-do = Next to do
key-read-hosts = Read
key-command-palette = Palette

help-title = Keys
help-line = { $name }   { $what }
help-tabs =
    1-6   A step's tabs
    { "[" } ]   Walk through the hosts
    PgDn  Read on; Home and End: to the beginning and the end
    w     Wrap long lines of output
    Tab   Next field
    ^P    All commands
help-contents = Go to the contents; on a narrow screen, unfold or fold them.
help-back = Go to the step before.
help-on = Go to the next step.
help-run-step = Run the current step; on the first page of a section, run the whole section. What you have not seen yet is shown first.
help-run-on = Run from here on. A sheet shows how far, and everything that is sent; nothing is sent before you confirm.
help-next-to-do = Go to the next step that is to do; when all is done, to the report.
help-skip = Skip this step and enter a reason. Press again to undo it.
help-stop = Stop after the current command.
help-read = Read the hosts again and renew the plan.
help-save = Save the answers to a file for --replay.
help-language = Switch between English and Korean.
help-theme = Switch between the dark and the light theme.
help-help = Show this help.
help-leave = Quit the wizard.

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
source-guide-note = Commands and settings as printed in the book.
source-restored-note = The scanned copy of the book lacks this page; taken from the Mitaka installation guide for RDO.
source-added-note = Not in the book: added by the wizard for safety.
source-printed = Printed:
why-4-4-2-prepare-4 = Without quotes the shell rejects the parentheses as a syntax error; the URL needs single quotes.
why-4-4-2-install-3d = Nova does not read a section of that name; it is [keystone_authtoken].
why-4-4-2-install-3g = The letter l is missing, and there is no such option; it is vncserver_proxyclient_address.
why-4-4-2-finish-1 = The line break splits the name of a service; it is openstack-nova-novncproxy.service.
why-4-4-3-finish-3a = The dot is an old form that newer coreutils warn about; it is nova:nova.
skipped-because = Skipped: { $reason }

commands-to-send = These commands will be sent.
commands-sent = These commands were sent.
commands-book = The book uses this command:
diff-none = No file is edited.
result-seconds = It took { $seconds } s.
result-at-once = It took less than 0.1 s.
output-none = No output yet.
result-advice = Likely causes
result-retry = After you fix this, press F5 to try again from here.
not-read-yet = Not read yet. Press F5 or Ctrl-R to read the hosts.

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

password-again = Again
password-show = Show
password-generate = Generate
password-from = Source
password-from-title = Source of { $name }
password-from-text = Enter one of these: env NAME, file PATH, command LINE. The password is read when it is needed and never saved.
password-optional = Empty: log in by key
password-type = Type the password
password-new = Password
password-env = Read from the variable { $variable }
password-env-unset = Type the password
password-file = Read from a file
password-command = Read from a command
password-clear = In the answers file
password-typed = Typed
password-repeat = Type the same password again.
password-differs = The two passwords differ.
password-missing = Type the password, or set the variable { $variable } and start again.

flag-yes = yes
flag-no = no
flag-change = Change
disk-look = Show the disks
disk-none = No disk
disk-title = The disks of { $host }
disk-type-name = Check the list, then type the name of the disk for the instances. The whole disk will be used.
disk-take = Use this disk
disk-erase-again =
    { $disk } is not empty:
    { $found }
    If all of it may be erased, type the name of the disk again.
disk-will-be-erased = Everything on { $disk } will be erased.
disks-unreadable = The list of disks could not be read: { $said }

## Answers that are missing or wrong, and changes to them

field-missing = Fill this in.
field-undo = Press Esc to undo the change.
password-change = Press Backspace to clear it and type another.
password-no-source = Begin with env, file or command; the name, path or command follows after a space.
pasted-in-part = A field takes one line. Of the { $count } pasted lines, only the first was taken.
answers-listed = ✗ Missing or wrong: { $names }
answer-of-host = { $host } { $answer }
answer-path = { $path }

## Nodes

nodes-hosts = Hosts
nodes-add = Add a compute node
nodes-remove = Remove the last node
nodes-more = All SSH settings
nodes-login = SSH login (for all hosts)
nodes-passwords = Passwords and credentials
nodes-read = Read the hosts
checks-none = Not read yet. Fill in the answers and press F5.
before-check-ssh = SSH connection and login
before-check-name = The controller's name
before-check-identity = The node's address and name
before-check-ports = RabbitMQ (5672) and memcached (11211)
before-check-database = MariaDB: root with dbpassword
before-check-queue = RabbitMQ: openstack with rabbitpass
before-check-keystone = Token, project service, role admin
before-check-packages = Packages that yum finds
before-check-files = No other file overrides nova.conf

trust-title = Is this the host key of { $host }?
trust-how = On the console of the host, run ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub (or the file for that key type) and compare the fingerprints. If they are the same, the answers will pin this key.
trust-no = Do not trust
trust-yes = Same, trust it

## Running

run-to-part = To the end of this part
run-to-section = To the end of this section
run-to-end = To the end of the guide
approve-title = { $host }: { $id }
approve-text = This differs from what was shown before. Send it?
approve-yes = Send
approve-no = Do not send
stopping-after-this = Stopping after the current command.
busy = Another job is still running. Press the key again when it has ended, or F8 to stop it.
read-first = The hosts are read first. Press the key again after that.
answers-incomplete =
    { $count ->
        [one] An answer is missing or wrong: { $first }.
       *[other] { $count } answers are missing or wrong; the first: { $first }. Fix them, then press F5.
    }
ended-done = Done.
ended-failed = A step failed.
ended-failed-skipped = A step failed. You skip { $steps }, which it may need.
ended-refused = Nothing was changed: something is missing or was refused.
ended-unreachable = A host cannot be reached, or refuses the login.
ended-untrusted = A host's key is not trusted.
ended-interrupted = Stopped.
survey-done = The hosts have been read. { $again ->
    [0] The plan is ready.
   *[other] Steps with a new plan: { $again } (↻).
}
survey-read = The hosts have been read.
survey-missing =
    { $count ->
        [one] One thing is missing or was refused
       *[other] { $count } things are missing or were refused, the first
    } on { $host }: see { $place }.

## The report

report-title = Nova installation report
report-time = As read from the hosts at { $time }.
report-journal = Journal: { $folder }
report-html = Save as HTML
report-json = Save as JSON
report-save = Save the report as { $kind }
report-save-text = The report contains no passwords. The HTML file has both languages.
report-sent =
    { $host }: { $count ->
        [one] 1 command
       *[other] { $count } commands
    } sent.
language-name = English

## The last time

resume-title = Continue from the last answers?
resume-text = The answers are in { $file }. The wizard reads the hosts again and leaves alone what is done. Passwords that you typed were not saved, so it asks for them again.
resume-yes = Continue
resume-no = Start with the book's example

## Starting

no-terminal = The wizard requires a terminal. Without one, use --replay; see nova-wizard --help.
hangul-not-shown = This terminal cannot show Hangul, so the wizard uses English. Press F9 to change that.

lab-has-no-node = The lab has no host { $host }; it has { $names }. To add nodes, start again with --lab-nodes.

## Questions

answer-ok = OK
answer-cancel = Cancel
skip-title = Skip: { $id }
skip-text = Enter a reason. It appears in the report.
skip-go = Skip
save-title = Save the answers
save-text = Passwords that you typed are not saved; --replay reads them from environment variables.
save-go = Save
saved = Saved as { $file }.
leave-title = Quit the wizard?
leave-at-work = A command is running. If you quit, it runs to its end on the host, and no other command is sent.
leave-unfinished =
    { $count ->
        [one] One step is not done. Start again to read the hosts and continue.
       *[other] { $count } steps are not done. Start again to read the hosts and continue.
    }
leave-lab-lost = This lab exists in memory only: when you quit, everything done on its hosts is lost. Keep it in a folder to continue later.
leave-lab-at-work = A command is running. To keep the lab, stop first with F8.
leave-keep = Keep the lab, then quit
keep-title = Keep the lab
keep-text = Choose a folder. The hosts are kept there as they are now; to continue, run nova-wizard --lab --lab-dir FOLDER.
keep-go = Keep and quit
keep-at-work = Keeping the lab.
lab-kept =
    The lab is kept in { $directory }. To continue with it:
    { $command }
leave-stay = Stay
leave-save = Save the answers
leave-now = Quit

## Search, copying, the palette, a shell

key-search = Search
key-copy = Copy
key-shell = Shell
key-wrap = Wrap
help-search = Search the text, the commands and the output of the step.
help-copy = Copy the command from the book, or the selected text.
help-shell = Open an SSH shell on the host. Afterwards the host is read again.
search-name = Search
search-keys = Enter ↓ ↑  next, previous · Esc  end
search-none = not here · ^P finds steps and settings
search-found = { $number }/{ $count }  { $where }
copied = { $more ->
    [0] Copied: { $text }
    [one] Copied: { $text } (and one more line)
   *[other] Copied: { $text } (and { $more } more lines)
}
copied-lines =
    { $count ->
        [one] Copied one line.
       *[other] Copied { $count } lines.
    }
copy-nothing = There is no command to copy here.
copy-which = Copy which command?
copy-all = All { $count } commands
palette-search = Step, host, tab, setting or action
palette-none = Nothing found
palette-tab = Tab
palette-shell = Shell on { $host }
palette-shell-line = Copy the ssh command line for { $host }
shell-where = On which host?
shell-title = Shell on { $host }
shell-connecting = Preparing the shell on { $host }.
shell-begins = A shell on { $host }. exit returns to the wizard.
shell-ended = Back from { $host }; the hosts are read again. The command line was: { $command }
shell-line = { $command }
shell-not-here = This terminal cannot be given to another program. Run this in another terminal.
shell-no-ssh = There is no ssh on this computer. Run this command line where there is one.
shell-copy = Copy
