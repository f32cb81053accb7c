# What comes next: the sheet before a run, and the keys that are named.

## The confirmation sheet

sheet-title =
    { $count ->
        [one] Run one step on { $hosts }
       *[other] Run { $count } steps on { $hosts }
    }
sheet-hosts = { $count } hosts
sheet-holds = Nothing to do: all steps hold
sheet-refused = { $host } refuses { $steps }: { $said }
sheet-todo =
    { $count ->
        [one] An earlier step is still to do
       *[other] { $count } earlier steps are still to do
    }{ $do ->
        [run] , and run, too:
       *[leave] , and left out; what comes after may fail without:
    }
sheet-skipped =
    { $count ->
        [one] You skip a step
       *[other] You skip { $count } steps
    }{ $do ->
        [run] , and run now:
       *[leave] ; what comes after may fail without:
    }
sheet-host = Host
sheet-steps = Steps
sheet-commands = Commands
sheet-edits = Edits
sheet-files = Files
sheet-all = All that is sent, in this order:
sheet-nothing = Nothing is sent: the hosts are only read.
sheet-how-far = ← →  How far: { $end }
sheet-todo-too = Tab  Earlier steps: are run, too
sheet-none-too = Tab  Earlier steps: are left out
sheet-skipped-too = Tab  Earlier steps: are run, too, also those that you skip
sheet-keys = Enter Run   Esc Back   PgDn Page through all that is sent
run-all = All of this
run-this-step = This step

## Which key comes next

card-keys = Enter Close   Tab, Enter Open the report   PgDn Read on
choice-keys = Tab Next answer   Enter Choose   Esc Cancel
reading-keys = PgDn Read on   Enter Close
line-keys = Enter { $go }   Esc Cancel
menu-keys = ↑ ↓ Select   Enter Choose   Esc Cancel
approve-keys = Tab Other answer   Enter Choose   Esc Do not send   PgDn Read on
said-and-next = { $said } { $next }
hint-read = Press F5 to read the hosts. Reading changes nothing.
hint-answers = Press F4 to go to the nodes: enter their addresses and the passwords, then press F5.
hint-fill-in = Enter what is missing, then press F5 to read the hosts. Reading changes nothing.
hint-reading = Reading the hosts. Press F8 to stop.
hint-running = Press F8 to stop after the current command.
hint-missing = Press ^N to see what is missing or refused.
hint-mend = After you fix this, press ^R to read the hosts again.
hint-all =
    { $count ->
        [one] One step is to do. Press F6 to see everything that it sends, and run it; ^N to go there.
       *[other] { $count } steps are to do. Press F6 to see everything that is sent, and run it; ^N for the first.
    }
hint-section = Press F5 to see everything that this section sends, and run it; ^N for the next step to do.
hint-step = Press F5 to send these commands; F6 to run from here on.
hint-step-unseen = Press F5 to see what this step sends, and run it; F6 to run from here on.
hint-step-reads = Press F5 to check this step again; anything to send is shown first. F6 runs from here on.
hint-interrupt = Press F8 to stop what is running, ^Q to quit.
hint-failed = After you fix this, press F5 to try again from here.
hint-next = Press ^N for the next step to do: { $place } { $title }
hint-report = All steps hold. Press ^N for the report.
hint-leave = All steps hold. Press ^Q to quit.
welcome-what = nova-wizard installs OpenStack Nova on a controller and compute nodes over SSH, step by step, as section 4.4 of the book does.
welcome-lab = This is the lab: its hosts are simulated in this program; nothing can break.
welcome-lab-folder = This is the lab in a folder: its simulated hosts run in a process of their own, and what you change on them stays.
welcome-hosts = Every command and every change of a file is shown before it is sent; reading the hosts changes nothing.
welcome-first-lab = Press F5 to begin: the hosts are read.
welcome-first-hosts = Press F4 to begin: enter the hosts and the passwords.
