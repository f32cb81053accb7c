"""What can go wrong, and what the user is told of it."""

from __future__ import annotations

from wizard.model.message import Message, Variable


class Problem(Exception):
    """What stops a step, a host or a run, and what the user is told of it: its `message`."""

    def __init__(self, key: str, **variables: Variable) -> None:
        super().__init__(key)
        self.message = Message(key, **variables)

    def __str__(self) -> str:
        return repr(self.message)


class Refused(Problem):
    """The host is in a state that the wizard does not touch: another owner's disk, two services."""


class Unknown(Problem):
    """Whether something holds could not be determined; it never counts as done."""


class Pending(Problem):
    """It may come to hold by itself: a service that is still settling. Worth waiting for."""


class Skipped(Problem):
    """The step does not apply: a disk's step on a node without a disk of its own."""


class HostProblem(Problem):
    """A host cannot be reached or trusted; the message's variables name the host."""


class Unreachable(HostProblem):
    """No connection, no answer within the limit, or a login that was refused."""


class UntrustedKey(HostProblem):
    """The host's key is not known, or is another one than the known one."""


class UnknownKey(UntrustedKey):
    """The host's key is not known yet: the user may confirm it by its fingerprint."""

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint as OpenSSH prints it, `SHA256:` and 43 characters."""
        return str(self.message.variables["fingerprint"])


class Lost(HostProblem):
    """The connection broke, or the limit passed, while a command was at work: what it did is not known."""
