"""Job control of an interactive shell: jobs in the foreground, in the background, and stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wizard.hostsim.process import SIGNALS, Process
from wizard.hostsim.shell.describing import described
from wizard.hostsim.shell.messages import complaint
from wizard.hostsim.shell.state import Abandoned, Shell
from wizard.hostsim.shell.syntax import Command
from wizard.hostsim.shell.table import builtin
from wizard.hostsim.terminal import Mode, Terminal

KEPT = 100
"""Jobs that a shell keeps in mind."""
DIED = {
    "HUP": "Hangup",
    "QUIT": "Quit",
    "KILL": "Killed",
    "SEGV": "Segmentation fault",
    "TERM": "Terminated",
    "XFSZ": "File size limit exceeded",
    "INT": "Interrupt",
}


@dataclass(slots=True, eq=False)
class Job:
    """The processes of one command."""

    number: int
    processes: Sequence[Process]
    text: str
    mode: Mode | None = None
    """The terminal's mode when the job was stopped."""
    told: str = field(default="Running")

    @property
    def group(self) -> int:
        """The number of its process group."""
        return self.processes[0].process_group

    @property
    def ended(self) -> bool:
        """Whether all its processes have ended."""
        return all(process.task is None or process.task.done() for process in self.processes)

    @property
    def stopped(self) -> bool:
        """Whether it waits to be continued."""
        return not self.ended and any(process.stopped_by for process in self.processes)

    @property
    def state(self) -> str:
        """What `jobs` says of it."""
        if self.stopped:
            return "Stopped"
        if not self.ended:
            return "Running"
        last = self.processes[-1]
        if signal := killer(last):
            return DIED.get(signal, signal)
        return f"Exit {last.status}" if last.status else "Done"

    def line(self, mark: str) -> str:
        """Return its line in the list of jobs."""
        end = " &" if self.state == "Running" else ""
        return f"[{self.number}]{mark}  {self.state:<24}{self.text}{end}\n"

    def signal(self, name: str) -> None:
        """Signal all processes of its group."""
        for process in list(self.processes[0].node.processes.values()):
            if process.process_group == self.group:
                process.signal(name)


def killer(process: Process) -> str:
    """Return the signal that has ended a process, without SIG; nothing if it has ended by itself."""
    ended = process.task is not None and process.task.done()
    return process.killed_by if ended and process.task is not None and process.task.cancelled() else ""


class Jobs:
    """The jobs of one shell; the newest of `jobs` is the current one."""

    def __init__(self, shell: Shell, terminal: Terminal) -> None:
        self.shell = shell
        self.terminal = terminal
        self.jobs: list[Job] = []

    def enlist(self, process: Process, leader: Process | None = None) -> None:
        """Put a process that has not begun into the process group of its job's first one."""
        process.process_group = (leader or process).pid
        process.in_job = True

    def _made(self, children: Sequence[Process], command: Command) -> Job:
        number = max((job.number for job in self.jobs), default=0) + 1
        return Job(number, children, described(command))

    async def foreground(self, children: Sequence[Process], command: Command) -> list[int]:
        """Give the terminal to a job until it ends or stops, and return its exit statuses.

        Raises `Abandoned` when it is stopped, and when it ends by an interrupt.
        """
        return await self.watch(self._made(children, command))

    async def watch(self, job: Job) -> list[int]:
        """Give the terminal to a job, as `foreground` says."""
        before = self.terminal.mode
        if job.mode is not None:
            self.terminal.set_mode(job.mode)
        self.terminal.foreground = job.group
        try:
            for process in job.processes:
                if not await process.wait_or_stop():
                    break
        finally:
            self.terminal.foreground = self.shell.process.process_group
            job.mode = self.terminal.mode if job.stopped else None
            self.terminal.set_mode(before)
        if job.stopped:
            await self._tell_of_stop(job)
        if job in self.jobs:
            self.jobs.remove(job)
        signal = killer(job.processes[-1])
        if signal == "INT":
            await self.terminal.write(b"\n")
            raise Abandoned(128 + SIGNALS["INT"])
        if signal in DIED:
            self.shell.process.err(f"{DIED[signal]}\n")
            await self.shell.process.flush()
        return [await process.wait() for process in job.processes]

    async def _tell_of_stop(self, job: Job) -> None:
        if job in self.jobs:
            self.jobs.remove(job)
        self.jobs.append(job)
        job.told = job.state
        await self.terminal.write(f"\n{job.line('+')}".encode("utf-8", "surrogateescape"))
        raise Abandoned(128 + SIGNALS["TSTP"])

    def in_background(self, children: Sequence[Process], command: Command) -> None:
        """Keep a job that runs in the background, and tell its number."""
        job = self._made(children, command)
        self.jobs = [other for other in self.jobs if not other.ended or len(self.jobs) < KEPT]
        self.jobs.append(job)
        self.shell.process.err(f"[{job.number}] {children[-1].pid}\n")

    def mark(self, job: Job) -> str:
        """Return what stands behind a job's number: `+` for the current one, `-` for the one before."""
        order = [other for other in self.jobs if other.stopped] or self.jobs
        order = [*[other for other in self.jobs if other not in order], *order]
        return "+" if order[-1] is job else "-" if len(order) > 1 and order[-2] is job else " "

    def told(self, *, everything: bool = False) -> str:
        """Return the lines of the jobs whose state has changed, or of all; forget those that have ended."""
        lines = []
        for job in sorted(self.jobs, key=lambda job: job.number):
            if everything or job.told != job.state:
                lines.append(job.line(self.mark(job)))
                job.told = job.state
        self.jobs = [job for job in self.jobs if not job.ended]
        return "".join(lines)

    def find(self, name: str) -> Job | None:
        """Return the job that `%1`, `%%`, `%-`, `%text` or nothing stands for."""
        name = name.removeprefix("%")
        if name in ("", "%", "+", "-"):
            marked = "-" if name == "-" else "+"
            return next((job for job in self.jobs if self.mark(job) == marked), None)
        if name.isdigit():
            return next((job for job in self.jobs if job.number == int(name)), None)
        found = [
            job
            for job in self.jobs
            if (name[1:] in job.text if name[0] == "?" else job.text.startswith(name))
        ]
        return found[0] if len(found) == 1 else None

    def hang_up(self) -> None:
        """End the jobs that are stopped, as a shell does that is left."""
        for job in self.jobs:
            if job.stopped:
                job.signal("HUP")
                job.signal("CONT")


def _control(shell: Shell) -> Jobs | None:
    return shell.control if isinstance(shell.control, Jobs) else None


@builtin("jobs")
async def _jobs(shell: Shell, words: list[str]) -> int:
    if (control := _control(shell)) is not None:
        shell.process.out(control.told(everything=True))
    return 0


@builtin("fg", "bg")
async def _fg(shell: Shell, words: list[str]) -> int:
    control = _control(shell)
    if control is None:
        return complaint(shell, words[0], "no job control")
    job = control.find(words[1] if len(words) > 1 else "")
    if job is None or job.ended:
        return complaint(shell, words[0], f"{words[1] if len(words) > 1 else 'current'}: no such job")
    if words[0] == "bg":
        shell.process.out(f"[{job.number}]{control.mark(job)} {job.text} &\n")
        job.signal("CONT")
        job.told = "Running"
        return 0
    shell.process.out(f"{job.text}\n")
    await shell.process.flush()
    job.signal("CONT")
    job.told = "Running"
    return (await control.watch(job))[-1]


@builtin("disown")
async def _disown(shell: Shell, words: list[str]) -> int:
    if (control := _control(shell)) is not None:
        names = words[1:] or [""]
        control.jobs = [job for job in control.jobs if job not in map(control.find, names)]
    return 0


async def job_ended(shell: Shell, name: str) -> int | None:
    """Wait for the job of a name such as `%1`; its exit status, or None where there is none."""
    control = _control(shell)
    job = control.find(name) if control is not None else None
    return [await process.wait() for process in job.processes][-1] if job is not None else None


def signal_job(shell: Shell, name: str, signal: str) -> bool:
    """Signal the job of a name such as `%1`; False where there is none."""
    control = _control(shell)
    job = control.find(name) if control is not None else None
    if job is None:
        return False
    job.signal(signal)
    if signal in ("TERM", "HUP"):
        job.signal("CONT")
    return True
