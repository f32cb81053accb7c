# The classroom: nova-lab serve, and its pages.

guest-shell = The shells of the nodes are in the tabs above, beside the wizard's.
guest-file-name = Type a name of letters, digits, dots and hyphens, without a folder. Your browser downloads the file.
guest-file-large = The file has more than { $most } characters and cannot be downloaded.

classroom-open =
    The class is open: { $address }
      Class code for students:  { $code }
      Teacher's code:           { $teachers }
    Students type the class code and their names. To open the teacher's page, type the teacher's code and leave the name empty.
    This is shown once only. To close the class, press Ctrl-C. All labs are saved.
classroom-stopped = The class is closed. The labs are saved. To continue, run the same command again; it prints new codes.
classroom-no-tls = Warning: without --tls-cert and --tls-key, anyone on the network between you and the students can read the codes and everything that is typed, and take over sessions. Browsers also do not allow copying from the wizard.
classroom-cert-and-key = Specify both --tls-cert and --tls-key, or neither.
classroom-certificate = The certificate or its key cannot be used: { $reason }
classroom-no-aiohttp = The classroom needs the package aiohttp, which is not installed. Run: `pip install 'nova-wizard[classroom]'`
classroom-no-port = Port { $port } of { $host } cannot be used: { $reason }
classroom-not-started = The class cannot be opened: { $reason }
classroom-runs = Process { $said } already runs the class in { $directory }.
classroom-list-unreadable = The list of students { $file } cannot be read: { $reason }
classroom-list-size = The list of students { $file } must have from 1 to { $most } names, one in each line. A second column may give each student's own code.
classroom-name = A name has from 1 to { $most } characters and no control characters.
classroom-wrong-code = The code is wrong.
classroom-name-taken = Someone in the class already has this name. If that is you, type your own code, which was shown when you first logged in. Your teacher can give you a new one.
classroom-not-listed = This name is not on the list of the class. Type it exactly as your teacher wrote it.
classroom-own-code = Type your own code, which your teacher gave you.
classroom-closed = The class takes nobody new any more. Ask your teacher.
classroom-removed = Your teacher has removed you from the class.
classroom-full = The class is full: it has { $most } students.
classroom-not-broken = This fault was not injected.

classroom-title = Training lab
classroom-code = Class code
classroom-your-name = Your name
classroom-own = Your own code (only if you have one)
classroom-enter = Log in
classroom-enter-hint = Teachers: type the teacher's code and leave the name empty.
classroom-wizard = Wizard
classroom-keys = Keys that browsers do not pass on
classroom-task = Task
classroom-hint = Hint
classroom-check = Check my work
classroom-files = Files
classroom-leave = Log out
classroom-teacher = Class
classroom-grades = Download grades (CSV)
classroom-break = Break
classroom-repair = Repair
classroom-fresh = As at the beginning
classroom-snapshot = Snapshot
classroom-restore = Restore snapshot
classroom-reset = Reset to step
classroom-code-button = New own code
classroom-remove = Remove
classroom-takes-new = New students may come in
classroom-close = Close

classroom-js-lost = No connection. Trying again…
classroom-js-ended = The program has ended. Press Enter to start it again.
classroom-js-own-code = Your own code is {"{code}"}. Write it down: you need it to log in from another browser.
classroom-js-hint-none = There are no more hints.
classroom-js-hint-costs = The next hint costs {"{price}"} points.
classroom-js-points = {"{points}"} of {"{of}"} points
classroom-js-fixed = Everything holds. Well done!
classroom-js-checking = Reading the hosts…
classroom-js-file = The browser downloads {"{name}"}. It is also under Files.
classroom-js-name = Name
classroom-js-here = here
classroom-js-away = away for {"{minutes}"} min
classroom-js-holds = Steps
classroom-js-points-head = Points
classroom-js-hints = Hints
classroom-js-minutes = Minutes
classroom-js-watch = Watch
classroom-js-read-only = read-only
classroom-js-done = Done.
classroom-js-sure = Replace the lab of {"{name}"}?
classroom-js-sure-remove = Remove {"{name}"} from the class? The name is free afterwards. The lab stays in the folder of the class, under removed/.
classroom-js-new-code = The new own code: {"{code}"}
classroom-js-check = Grade
