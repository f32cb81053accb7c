"""An interactive login shell: what a person types, and what the screen then shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.realbash import BASH, RealBash
from tests.lab.screens import Person
from wizard.hostsim.execute import execute
from wizard.hostsim.node import Node
from wizard.hostsim.process import Process

PROMPT = "[root@controller ~]#"


async def login(process: Process) -> int:
    """Be root's login shell."""
    process.argv = ["-bash"]
    return await execute(process, file="bash")


class Login(Person):
    """A person who has logged in."""

    def __init__(
        self, columns: int = 80, rows: int = 24, *, term: str = "xterm", node: Node | None = None
    ) -> None:
        super().__init__(columns, rows, term=term, node=node)
        self.start(login)

    async def runs(self, command: str) -> None:
        """Type a command and wait for the next prompt."""
        before = self.prompts
        if not before:
            await self.prompted()
            before = self.prompts
        await self.type(f"{command}\r")
        await self.prompted_again(before)

    async def prompted_again(self, before: int) -> None:
        """Wait for more prompts than there were."""
        await self.until(lambda: self.prompts > before)

    async def prompted(self) -> None:
        """Wait for a prompt at the end of the screen."""
        await self.until(lambda: self.lines and self.lines[-1].endswith(("]#", "]$")))

    @property
    def prompts(self) -> int:
        """How many prompts have been sent."""
        return self.sent.count(b"]# ") + self.sent.count(b"]$ ")


SCREENS = [
    ("echo hi\r", ["echo hi", "hi", ""]),
    ("cat <<E\ra\r  b $((1+1))\rE\r", ["cat <<E", "> a", ">   b $((1+1))", "> E", "a", "  b 2", ""]),
    ("for i in 1 2\rdo echo $i\rdone\r", ["for i in 1 2", "> do echo $i", "> done", "1", "2", ""]),
    ("echo a \\\rb\r", ["echo a \\", "> b", "a b", ""]),
    ("echo 'a\rb'\r", ["echo 'a", "> b'", "a", "b", ""]),
    ("true &&\recho b\r", ["true &&", "> echo b", "b", ""]),
    ("echo a |\rcat\r", ["echo a |", "> cat", "a", ""]),
    ("\r\r  \recho x\r", ["", "", "", "echo x", "x", ""]),
    ("# comment \\\recho x\r", ["# comment \\", "echo x", "x", ""]),
    ("echo a b\recho !$ !!:1\r", ["echo a b", "a b", "echo !$ !!:1", "echo b a", "b a", ""]),
    ("echo a/b.c\recho !$:h !$:t\r", ["echo a/b.c", "a/b.c", "echo !$:h !$:t", "echo a b.c", "a b.c", ""]),
    ("echo abc\r^b^x\r", ["echo abc", "abc", "^b^x", "echo axc", "axc", ""]),
    ("echo abc\r!ec:s/b/y/\r", ["echo abc", "abc", "!ec:s/b/y/", "echo ayc", "ayc", ""]),
    ("echo 'a!b' \"c\\!d\" e! !=\r", ["echo 'a!b' \"c\\!d\" e! !=", "a!b c\\!d e! !=", ""]),
    ("ab\x03echo x\r", ["ab^C", "echo x", "x", ""]),
    ("for i in 1\r\x03echo x\r", ["for i in 1", "> ^C", "echo x", "x", ""]),
    ("(exit 3); echo $?\r", ["(exit 3); echo $?", "3", ""]),
    ("echo a | cat; sleep 0 | cat\r", ["echo a | cat; sleep 0 | cat", "a", ""]),
]
"""Keys, and what is shown behind the prompts and between them."""


def without_prompts(lines: list[str], prompt: str) -> list[str]:
    """Return the lines of a screen without the prompt."""
    return [line.removeprefix(prompt).lstrip() if line.startswith(prompt) else line for line in lines]


@pytest.mark.parametrize(("keys", "shown"), SCREENS, ids=lambda value: repr(value)[:40])
async def test_screen(keys: str, shown: list[str]) -> None:
    """The screen shows what bash shows, also where all of it is pasted at once."""
    async with Login() as person:
        await person.prompted()
        await person.type(keys)
        await person.until(lambda: without_prompts(person.lines, PROMPT) == shown)


@pytest.mark.skipif(BASH is None, reason="no bash on this machine")
@pytest.mark.parametrize(
    ("keys", "shown"), [row for row in SCREENS if "\x03" not in row[0]], ids=lambda value: repr(value)[:40]
)
def test_screen_by_bash(tmp_path: Path, keys: str, shown: list[str]) -> None:
    """A real bash shows the same."""
    with RealBash(tmp_path, prompt=PROMPT + " ", settings="") as bash:
        bash.shows(PROMPT)
        bash.type(keys)
        bash.until(lambda: without_prompts(bash.lines, PROMPT) == shown)


SAID = [
    ("nosuch", "-bash: nosuch: command not found"),
    ("cd /nosuch", "-bash: cd: /nosuch: No such file or directory"),
    ("fi", "-bash: syntax error near unexpected token `fi'"),
    ("echo )", "-bash: syntax error near unexpected token `)'"),
    ("!nosuch", "-bash: !nosuch: event not found"),
    ('echo "hi!"', '-bash: !": event not found'),
    ("!99", "-bash: !99: event not found"),
    ("set -u; echo $nosuch; echo never", "-bash: nosuch: unbound variable"),
    ("fg", "-bash: fg: current: no such job"),
    ("fg %7", "-bash: fg: %7: no such job"),
]


@pytest.mark.parametrize(("command", "said"), SAID)
async def test_said(command: str, said: str) -> None:
    """What is wrong is said in the shell's name without a line number, and the shell goes on."""
    async with Login() as person:
        await person.runs(command)
        await person.until(lambda: person.lines[-2:] == [said, PROMPT])


async def test_prompts() -> None:
    """PS1 knows user, host and folder; PROMPT_COMMAND runs before it; a user without rights has `$`."""
    async with Login() as person:
        await person.shows(PROMPT)
        await person.runs("cd /etc/profile.d; false")
        await person.shows(f"{PROMPT} cd /etc/profile.d; false", "[root@controller profile.d]#")
        await person.type("PS1='\\u:\\w:\\#:\\j:$? $(echo x)\\n\\$ '; cd\r")
        await person.until(lambda: person.lines[-2:] == ["root:~:3:0:0 x", "#"])
        await person.type("PROMPT_COMMAND='echo before'\r")
        await person.until(lambda: person.lines[-3:] == ["before", "root:~:4:0:0 x", "#"])
        await person.type("unset PROMPT_COMMAND; PS1='\\s-\\v\\$ '\r")
        await person.until(lambda: person.lines[-1] == "-bash-4.2#")


async def test_aliases() -> None:
    """root has CentOS's aliases, a person makes others, and a script has none."""
    async with Login() as person:
        await person.runs("alias ll rm; type cp")
        assert person.lines[-4:-1] == [
            "alias ll='ls -l --color=auto'",
            "alias rm='rm -i'",
            "cp is aliased to `cp -i'",
        ]
        await person.runs("alias hi='echo hi ' there=you; hi there; unalias hi; echo 'll' > s; sh s")
        assert person.lines[-3:-1] == ["-bash: hi: command not found", "s: line 1: ll: command not found"]
        await person.runs("alias hi='echo hi '")
        await person.runs("hi there; hi ls")
        assert person.lines[-3:-1] == ["hi you", "hi ls --color=auto"]


async def test_questions() -> None:
    """rm, cp and mv ask root, as their aliases say."""
    async with Login() as person:
        await person.runs("touch a b; mkdir d")
        for command, question in (
            ("rm a", "rm: remove regular empty file ‘a’? "),
            ("cp a b", "cp: overwrite ‘b’? "),
            ("mv a b", "mv: overwrite ‘b’? "),
        ):
            await person.type(f"{command}\r")
            await person.sees(question.strip())
            await person.runs("n")
        await person.runs("ls; \\rm a b; ls")
        assert person.lines[-3:] == ["a  b  d", "d", PROMPT]


async def test_interrupts() -> None:
    """Ctrl-C ends the program in the foreground, the loop around it and what the shell does itself."""
    async with Login() as person:
        await person.prompted()
        for command in (
            "sleep 1000; echo never",
            "while :; do sleep 1; done",
            "while :; do :; done",
            "read x",
            "cat",
        ):
            before = person.prompts
            await person.type(f"{command}\r")
            await person.until(lambda: person.terminal.mode.lines)
            await person.type("\x03")
            await person.prompted_again(before)
        await person.runs("echo $?")
        assert person.lines[-2] == "130"
        assert "never" not in [line.strip() for line in person.lines]


async def test_quit() -> None:
    r"""Ctrl-\ ends a program; at the prompt it does nothing."""
    async with Login() as person:
        await person.prompted()
        await person.type("\x1csleep 1000\r")
        await person.until(lambda: person.terminal.foreground != person.process.pid)
        await person.type("\x1c")
        await person.sees("Quit")
        await person.runs("echo $?")
        assert person.lines[-2] == "131"


async def test_jobs() -> None:
    """Programs are stopped, listed, continued in the background and the foreground, and killed by number."""
    async with Login() as person:
        await person.prompted()
        await person.type("sleep 1000\r")
        await person.until(lambda: person.terminal.foreground != person.process.pid)
        await person.type("\x1a")
        await person.sees("[1]+  Stopped                 sleep 1000")
        await person.runs("echo $?; sleep 2000 | cat &")
        assert person.lines[-3] == "148"
        await person.runs("jobs")
        assert person.lines[-3:-1] == [
            "[1]+  Stopped                 sleep 1000",
            "[2]-  Running                 sleep 2000 | cat &",
        ]
        await person.runs("bg")
        assert person.lines[-2] == "[1]+ sleep 1000 &"
        await person.type("fg %2\r")
        await person.until(lambda: person.terminal.foreground != person.process.pid)
        await person.type("\x03")
        await person.until(lambda: person.lines[-1] == PROMPT)
        await person.runs("kill %sleep; wait")
        await person.sees("[1]+  Terminated              sleep 1000")
        await person.runs("clear; jobs")
        await person.until(lambda: not person.node.processes.keys() - {person.process.pid})


async def test_stopped_is_stopped() -> None:
    """A stopped program does nothing until it goes on, then it goes on where it was."""
    async with Login() as person:
        await person.prompted()
        await person.type("i=0; (while :; do echo $((i += 1)) > /tmp/n; done)\r")
        await person.until(lambda: len(person.node.tree.read("/tmp/n")) > 2)
        await person.type("\x1a")
        await person.sees("Stopped")
        await person.runs("cp -f /tmp/n /tmp/m; :; :; :; :; :; cmp /tmp/n /tmp/m; echo $?")
        assert person.lines[-2] == "0"
        stopped = person.node.tree.read("/tmp/m")
        await person.type("fg\r")
        await person.until(lambda: len(person.node.tree.read("/tmp/n")) > len(stopped))
        await person.type("\x03")
        await person.prompted()


LEAVING = [
    ("\x04", "logout", 0),
    ("exit 7\r", "logout", 7),
    ("logout\r", "logout", 0),
    ("false\r\x04", "logout", 1),
    ("exec true\r", "", 0),
]


@pytest.mark.parametrize(("keys", "said", "status"), LEAVING)
async def test_leaving(keys: str, said: str, status: int) -> None:
    """Ctrl-D, exit and logout end the shell with the last status."""
    async with Login() as person:
        await person.prompted()
        await person.type(keys)
        assert await person.ended() == status
        assert not said or person.lines[-1].endswith(said)


async def test_leaving_with_stopped_jobs() -> None:
    """A shell with stopped jobs is left at the second attempt."""
    async with Login() as person:
        await person.prompted()
        await person.type("sleep 1000\r")
        await person.until(lambda: person.terminal.foreground != person.process.pid)
        await person.type("\x1a")
        await person.sees("Stopped")
        await person.runs("exit")
        assert person.lines[-2:] == ["There are stopped jobs.", PROMPT]
        await person.type("\x04")
        await person.ended()
        await person.until(lambda: not person.node.processes)


async def test_shells_inside() -> None:
    """bash, su - and sudo -i are shells of their own; leaving one leads back."""
    async with Login() as person:
        await person.runs("cd /etc; bash")
        assert person.lines[-1] == "[root@controller etc]#"
        await person.runs("sudo -i")
        assert person.lines[-1] == PROMPT
        await person.type("su - bin -s /bin/bash\r")
        await person.until(lambda: person.lines[-1] == "-bash-4.2$")
        await person.type("exit\r")
        await person.until(lambda: person.lines[-2:] == ["logout", PROMPT])
        await person.type("sleep 1000\r")
        await person.until(lambda: len(person.node.processes) == 5)
        await person.type("\x03")
        await person.until(lambda: len(person.node.processes) == 4)
        await person.type("exit\r\x04")
        await person.until(
            lambda: person.lines[-2:] == ["[root@controller etc]# exit", "[root@controller etc]#"]
        )
        await person.runs("su - root -c pwd")
        assert person.lines[-2] == "/root"


async def test_history_is_kept() -> None:
    """What was typed is in ~/.bash_history for the next login, several lines in one entry."""
    async with Login() as person:
        await person.runs("echo one")
        await person.type("for i in 1 2\rdo echo $i\rdone\r")
        await person.runs("echo one")
        await person.runs("echo one")
        await person.type("\x04")
        await person.ended()
        node = person.node
    assert node.tree.read("/root/.bash_history") == "echo one\nfor i in 1 2; do echo $i; done\necho one\n"
    async with Login(node=node) as person:
        await person.runs("history 3")
        assert person.lines[-4:-1] == [
            "    2  for i in 1 2; do echo $i; done",
            "    3  echo one",
            "    4  history 3",
        ]
        await person.type("\x12for")
        await person.sees("(reverse-i-search)`for': for i in 1 2; do echo $i; done")


COMPLETED = [
    ("systemctl stat\tchro\t", "systemctl status chronyd.service"),
    ("cd /etc/prof\t", "cd /etc/profile.d/"),
    ("cat /etc/host\tname\t", "cat /etc/hostname"),
    ("cat /etc/hosts /etc/cen\t", "cat /etc/hosts /etc/centos-release"),
    ("hostn\t", "hostname"),
    ("echo $HOST\t", "echo $HOSTNAME"),
    ("ll ~/.bash_p\t", "ll ~/.bash_profile"),
    ("cat 'a \t", "cat 'a b'"),
    ("cat a\t", "cat a\\ b"),
    ("touch x; cat /etc/fst\t", "touch x; cat /etc/fstab"),
    ("cat 한\t", "cat 한글.txt"),
    ("VAR=/etc/fst\t", "VAR=/etc/fstab"),
    ("openstack user cr\t--passw\t-p\t", "openstack user create --password-prompt"),
    ("openstack com\tser\t", "openstack compute service"),
    ("service chr\tstat\t", "service chronyd status"),
    ("yum install openstack-nova-comp\t", "yum install openstack-nova-compute"),
    ("sudo systemctl sho\t", "sudo systemctl show"),
]


@pytest.mark.parametrize(("keys", "line"), COMPLETED, ids=repr)
async def test_completed(keys: str, line: str) -> None:
    """Commands, files, variables, and what systemctl and openstack take are completed."""
    async with Login() as person:
        await person.runs("touch 'a b' 한글.txt; clear")
        for key in keys:
            await person.type(key)
        await person.until(lambda: person.lines[-1].removeprefix(f"{PROMPT} ") == line)


async def test_no_terminal_is_asked() -> None:
    """A broken-off client ends the shell and all that it runs."""
    async with Login() as person:
        await person.type("sleep 1000 & sleep 2000\r")
        await person.until(lambda: len(person.node.processes) == 3)
        person.terminal.hang_up()
        for process in list(person.node.processes.values()):
            process.signal("HUP")
        await person.ended()
        await person.until(lambda: not person.node.processes)
