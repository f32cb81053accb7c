"""ProxyCommand, as ssh runs it."""

from __future__ import annotations

import subprocess

from paramiko import ProxyCommand


class DetachedProxyCommand(ProxyCommand):
    """A command that is the way to a host. paramiko's own knows no shell syntax.

    It has a session of its own, as Ctrl-C would end it before the run has let the command at work end, and
    its complaints go nowhere: nobody would read them from a pipe, and it would wait for that.
    """

    def __init__(self, command: str) -> None:
        self.cmd = ["/bin/sh", "-c", f"exec {command}"]
        self.timeout = None
        self.process = subprocess.Popen(
            self.cmd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
