# Exercises: what is wrong with a file, the proof, hints and grades.

## The file

exercise-unknown = There is no exercise { $name }. { $near ->
        [none] `nova-lab exercises` lists them. Give an exercise of your own as a path, such as ./NAME.yaml.
       *[other] Did you mean { $near }? `nova-lab exercises` lists them.
    }
exercise-no-file = There is no such file.
exercise-a-folder = This is a folder. Give the path of the exercise file in it.
exercise-empty = The file is empty. docs/site/en/instructors/exercises.md shows an exercise to start from.
exercise-not-yaml = This cannot be read as YAML. Compare it with an exercise that comes with the program.
exercise-too-big = The file is longer, or nests deeper, than any exercise.
exercise-version = This version of nova-lab reads `version: 1`.
exercise-name = A name has small letters, digits and hyphens between them, at most 60 characters: endpoint-wrong-port.
exercise-empty-text = The text is empty.
exercise-title-lines = A title has one line.
exercise-no-language = { $lang ->
        [ko] The Korean text is missing.
       *[en] The English text is missing.
    } Students choose their language, so both are required.
exercise-wants-number = A whole number is expected here, without quotes: 1 or more, or 0 or more for what a hint costs.
exercise-wants-list = A list is expected here: each item begins with a hyphen.
exercise-empty-list = The list is empty.
exercise-no-step = { $near ->
        [none] There is no such step. `nova-wizard --list` lists the steps.
       *[other] There is no such step. Did you mean { $near }?
    }
exercise-no-host = { $near ->
        [none] There is no such host. The lab has controller and compute1 to compute9.
       *[other] There is no such host. Did you mean { $near }?
    }
exercise-no-fault = { $near ->
        [none] The lab has no such fault. `nova-wizard --lab-faults` lists them.
       *[other] The lab has no such fault. Did you mean { $near }?
    }
exercise-change = Either `on` with `sh`, or `fault` alone, is expected here.
exercise-graded-twice = This step is graded above already.

## Preparing and proving

exercise-script-failed =
    On { $host } this ended with status { $status }:
    { $script }
    It printed:
    { $said }
exercise-not-rebooted = { $host } did not come back within { $seconds } seconds after its reboot.
exercise-proving = { $name }: the lab is being prepared, broken and solved …
exercise-proved = { $name } can be used: broken, it does not hold; solved, it holds; nothing else changed.
exercise-unbroken = { $id } on { $host } holds although nothing is solved yet. Break it, or take it out of `grade`.
exercise-unsolved = { $id } on { $host } does not hold after `solve`: { $said }
exercise-changed = { $name } is not as it was before `break`. Put it back in `solve`, or name it under `leaves` if it is meant.
exercise-holds = The book's earlier chapters have left this as it has to be.

## At work

exercise-none = No exercise has begun in { $folder }. Start one: { $start }
exercise-other = Another exercise is at work in { $folder }: { $name }. Use another folder for a new one, or put this lab back first: { $reset }
exercise-more-nodes = { $name } needs { $nodes } compute nodes. Start it in a new folder: nova-lab start DIR --nodes { $nodes }
exercise-record-damaged = The record of the exercise, { $file }, cannot be read. Start the exercise again in another folder.
exercise-record-unreadable = The record of the exercise, { $file }, cannot be read: { $reason }
exercise-minutes = { $minutes ->
        [one] Time: 1 minute
       *[other] Time: { $minutes } minutes
    }
exercise-hints = { $count ->
        [0] There are no hints.
        [one] Hints: 1. `{ $hint }` shows it.
       *[other] Hints: { $count }. `{ $hint }` shows the next one.
    }
exercise-hint-head = Hint { $number } of { $all } { $costs ->
        [0] (free)
        [one] (1 point)
       *[other] ({ $costs } points)
    }
exercise-hint-next = { $costs ->
        [0] The next hint is free.
        [one] The next hint costs 1 point.
       *[other] The next hint costs { $costs } points.
    }
exercise-hint-not-needed = Everything that is graded holds already. No hint was taken.
exercise-hint-last = This was the last hint.
exercise-hint-no-more = There are no more hints. All were shown; here they are again.

## Grades

grade-points = { $points }/{ $of }
grade-total = Points: { $points } of { $of }. { $hints ->
        [0] No hint was used.
        [one] 1 hint was used.
       *[other] { $hints } hints were used.
    }
grade-hint-before = The book sets this up in a chapter before 4.4. Look at the service, its user and its password there.
grade-report-format = The report { $file } has no known ending. Use one of these: { $endings }
grade-which-exercise = Say which exercise to grade on these hosts: --exercise NAME or FILE.
