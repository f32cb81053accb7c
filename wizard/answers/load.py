"""From answers.yaml to the program's `Answers`: reads, checks, opens the passwords' sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard import trusted
from wizard.answers import places
from wizard.answers.checks import expand
from wizard.answers.passwords import Kind, Source, open_source
from wizard.answers.problems import AnswersWrong, Wrong
from wizard.answers.rehearsal import rehearsal
from wizard.model.answers import Answers, Login, Node, Passwords, UndoAnswers
from wizard.model.message import Message
from wizard.model.problems import Problem
from wizard.model.role import Role
from wizard.secret import Secret
from wizard.text import LANGUAGES

if TYPE_CHECKING:
    from wizard.answers.document import Document
    from wizard.answers.schema import AnswersFile, Controller, Ssh

_SSH_KEYS = {"user", "port", "identity_file", "known_hosts", "host_key", "sudo"}


@dataclass(frozen=True)
class Loaded:
    """Answers that can be used, and what their author should know."""

    answers: Answers
    warnings: tuple[Message, ...]


def load(path: Path, environ: Mapping[str, str], passwords: Mapping[str, str] | None = None) -> Loaded:
    """Return what a file answers. Raises `AnswersWrong` with everything that is wrong with it.

    With `passwords`, a rehearsal's, none of the file's own is opened. Raises `Untrusted` where someone else
    could have written the file.
    """
    from wizard.answers.document import read  # noqa: PLC0415 - YAML is slow to import

    document = read(path)
    data = rehearsal(document.data, passwords) if passwords else document.data
    checked = check(data, environ, path.parent)
    if document.wrong or checked.answers is None:
        raise _wrong(path, document, checked)
    return Loaded(checked.answers, _warnings(path, document, checked))


def validate(path: Path, environ: Mapping[str, str]) -> tuple[Message, ...]:
    """Check a file without opening a password's source; return what its author should know.

    A source is checked for its form: no variable is read, no file opened, no command run. A password in
    clear is checked like every other value. Raises `AnswersWrong`, `Untrusted`.
    """
    from wizard.answers.document import read  # noqa: PLC0415 - YAML is slow to import

    document = read(path)
    checked = check(document.data, environ, path.parent, forms_only=True)
    if document.wrong or checked.wrong:
        raise _wrong(path, document, checked)
    return _warnings(path, document, checked)


def _wrong(path: Path, document: Document, checked: Checked) -> AnswersWrong:
    wrong = [*document.wrong, *(error._replace(line=document.line(error.path)) for error in checked.wrong)]
    language = document.data.get("language")
    return AnswersWrong(path, wrong, language if language in LANGUAGES else None)


def _warnings(path: Path, document: Document, checked: Checked) -> tuple[Message, ...]:
    if not checked.in_clear or not document.open_to_others:
        return tuple(checked.warnings)
    in_clear = Message("answers-password-in-clear", names=", ".join(checked.in_clear), file=str(path))
    return (*checked.warnings, in_clear)


@dataclass(frozen=True)
class Checked:
    """The answers, where nothing is wrong, and all that is to be said of them."""

    answers: Answers | None
    """None also where no password was opened."""
    wrong: list[Wrong]
    warnings: list[Message]
    in_clear: list[str]
    """The paths of the passwords that stand in the file themselves."""


def check(
    data: Mapping[str, Any], environ: Mapping[str, str], folder: Path, *, forms_only: bool = False
) -> Checked:
    """Check the data of an answers file and open its passwords; relative paths start at `folder`.

    With `forms_only`, only the form of the passwords' sources is checked.
    """
    from wizard.answers.shape import shape  # noqa: PLC0415 - pydantic is slow to import

    if data.get("version", 1) != 1:
        return Checked(None, [Wrong("version", Message("answers-version"))], [], [])
    form, wrong = shape(data)
    opened = _Passwords(environ, folder, forms_only=forms_only)
    for path, raw in places.passwords(data):
        opened.open(path, raw)
    wrong += opened.wrong
    warnings = [*opened.warnings, *_check_files(data, environ, folder, wrong)]
    answers = None
    if form and not wrong and not forms_only:
        answers = _answers(form, opened.secrets, environ, folder)
    return Checked(answers, wrong, warnings, opened.in_clear)


def _check_files(
    data: Mapping[str, Any], environ: Mapping[str, str], folder: Path, wrong: list[Wrong]
) -> Iterator[Message]:
    """Add the keys and known_hosts that cannot be used, or that someone else could have written, to `wrong`.

    Yield a warning for each key that others can read. A file that is not there is told of when it is needed.
    """
    for path, value in places.paths(data):
        file = expand(value, folder, environ)
        try:
            open_to_others = trusted.check(file)
        except Problem as problem:
            wrong.append(Wrong(path, problem.message))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            wrong.append(Wrong(path, Message("answers-path-unusable", reason=error.strerror or "")))
        else:
            if open_to_others and path.endswith("identity_file"):
                yield Message("answers-password-file-open", name=path, file=str(file))


# --- Passwords --------------------------------------------------------------------------------------


class _Passwords:
    """The passwords as they are opened, one after the other."""

    def __init__(self, environ: Mapping[str, str], folder: Path, *, forms_only: bool) -> None:
        self._forms_only = forms_only
        self._environ = environ
        self._folder = folder
        self.secrets: dict[str, Secret] = {}
        self.wrong: list[Wrong] = []
        self.warnings: list[Message] = []
        self.in_clear: list[str] = []

    def open(self, path: str, raw: Any) -> None:
        """Open one source."""
        try:
            source = Source.parse(raw)
            if self._forms_only and source.kind is not Kind.CLEAR:
                return
            opened = open_source(source, path, self._environ, self._folder)
        except Problem as problem:
            self.wrong.append(Wrong(path, problem.message))
            return
        self.secrets[path] = opened.secret
        self.warnings += [Message(said.key, name=path, **said.variables) for said in opened.warnings]
        if source.kind is Kind.CLEAR:
            self.in_clear.append(path)


# --- The program's own form ---------------------------------------------------------------------------


def _answers(
    form: AnswersFile, secrets: Mapping[str, Secret], environ: Mapping[str, str], folder: Path
) -> Answers:
    def login(path: str, host: Controller) -> Login:
        password = secrets.get(f"{path}.password") or secrets.get("ssh.password")
        return _login(host, form.ssh or host, password, environ, folder)

    at = form.controller
    return Answers(
        controller=Node(Role.CONTROLLER, at.name, at.management_ip, login("controller", at)),
        compute=tuple(
            Node(Role.COMPUTE, at.name, at.management_ip, login(f"compute[{index}]", at), at.disk, at.erase)
            for index, at in enumerate(form.compute)
        ),
        passwords=Passwords(**{name: secrets[f"passwords.{name}"] for name in places.BOOK_PASSWORDS}),
        language=form.language,
        region=form.region,
        openrc=form.openrc,
        console_host=form.console_host,
        undo=_undo(form),
    )


def _undo(form: AnswersFile) -> UndoAnswers:
    given = form.undo
    return UndoAnswers(given.databases, given.disk, given.unrecorded) if given else UndoAnswers()


def _login(
    host: Controller, defaults: Ssh, password: Secret | None, environ: Mapping[str, str], folder: Path
) -> Login:
    """Return the way to a host: its own keys, then those of `ssh:`."""
    own = host.model_dump(include=_SSH_KEYS, exclude_none=True)
    keys = {**defaults.model_dump(include=_SSH_KEYS, exclude_none=True), **own}
    for key in ("identity_file", "known_hosts"):
        if key in keys:
            keys[key] = str(expand(keys[key], folder, environ))
    return Login(host=host.host, password=password, **keys)
