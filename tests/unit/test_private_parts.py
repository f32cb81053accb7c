"""The parts of libraries that no documentation promises: each one used is listed here, and is still there.

A library may change these in any minor release. So pyproject.toml allows of such a library only the minor
series that was tried, and before it allows another one, this file says what that one no longer has.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache, reduce
from importlib import import_module
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import NamedTuple, TypeGuard

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Mount
from textual.widgets import Static

import steps
import wizard

ROOT = Path(__file__).parents[2]
SOURCES = [path for part in ("wizard", "steps") for path in sorted((ROOT / part).rglob("*.py"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RANGES = {
    canonicalize_name(wanted.name): wanted.specifier for wanted in map(Requirement, PROJECT["dependencies"])
}
DOCUMENTED = {"_replace", "_exit"}
"""Underscored, but documented: of named tuples, and of `os`."""
PROMISED = {"pydantic", "textual", "asyncssh"}
"""Libraries whose classes are meant to be derived from: their names without an underscore are documented."""
UNDOCUMENTED = re.compile(r"textual\.(_|drivers?\b)")
"""Modules of these that their documentation leaves out, with all that is in them."""


class Part(NamedTuple):
    """A private part of a library."""

    user: str
    """The file that uses it."""
    owner: str
    """What has it: a module, `module:Class`, or a function, for one of its parameters."""
    name: str


def parts(user: str, owner: str, names: str) -> list[Part]:
    """Return several parts of one class, used in one file."""
    return [Part(user, owner, name) for name in names.split()]


PARTS = [
    *parts("wizard/answers/document.py", "ruamel.yaml.composer:Composer", "compose_node parser"),
    *parts("wizard/answers/document.py", "ruamel.yaml.composer:Composer", "warn_double_anchors"),
    *parts("wizard/answers/document.py", "ruamel.yaml.main:YAML", "Composer composer max_depth compose"),
    *parts("wizard/answers/document.py", "ruamel.yaml.parser:Parser", "peek_event"),
    *parts("wizard/answers/document.py", "ruamel.yaml.events:ScalarEvent", "ctag"),
    *parts("wizard/answers/document.py", "ruamel.yaml.composer", "MaxDepthExceededError"),
    *parts("wizard/facts/mysql_login.py", "pymysql.connections:Connection", "_get_server_information"),
    *parts("wizard/facts/mysql_login.py", "pymysql.connections:Connection", "_auth_plugin_name"),
    *parts("wizard/facts/mysql_login.py", "pymysql.connections:Connection.__init__", "auth_plugin_map"),
    *parts("wizard/facts/mysql_login.py", "pymysql.protocol:MysqlPacket", "get_all_data"),
    *parts("wizard/hosts/auth.py", "paramiko.agent:AgentSSH", "_connect _close"),
    *parts("wizard/hosts/auth.py", "paramiko.transport:Transport", "server_extensions preferred_pubkeys"),
    *parts("wizard/hosts/auth.py", "paramiko.transport:Transport", "disabled_algorithms host_key_type"),
    *parts("wizard/hosts/auth.py", "paramiko.transport:Transport", "auth_timeout"),
    *parts("wizard/hosts/connection.py", "fabric.connection:Connection", "open_gateway create_session"),
    *parts("wizard/hosts/connection.py", "fabric.connection:Connection", "_remote_runner"),
    *parts("wizard/hosts/connection.py", "fabric.connection:Connection", "open close is_connected"),
    *parts("wizard/hosts/connection.py", "fabric.connection:Connection", "gateway transport client"),
    *parts("wizard/hosts/connection.py", "fabric.connection:Connection", "connect_kwargs connect_timeout"),
    *parts("wizard/hosts/connection.py", "paramiko.transport:Transport", "packetizer saved_exception"),
    *parts("wizard/hosts/connection.py", "paramiko.packet:Packetizer", "complete_handshake"),
    *parts("wizard/hosts/proxy.py", "paramiko.proxy:ProxyCommand", "cmd process timeout"),
    *parts("wizard/hosts/runner.py", "fabric.runners:Remote", "run context"),
    *parts("wizard/hosts/runner.py", "paramiko.channel:Channel", "_event_pending _wait_for_event event"),
    *parts("wizard/hosts/runner.py", "paramiko.channel:Channel", "in_buffer in_stderr_buffer"),
    *parts("wizard/hosts/runner.py", "paramiko.channel:Channel", "status_event exit_status closed"),
    *parts("wizard/hosts/runner.py", "paramiko.channel:Channel", "out_window_size remote_chanid"),
    *parts("wizard/hosts/runner.py", "paramiko.buffered_pipe:BufferedPipe", "set_event"),
    *parts("wizard/hosts/runner.py", "paramiko.transport:Transport", "_send_user_message"),
    *parts("wizard/hosts/transport.py", "paramiko.packet:Packetizer", "_read_timeout read_all"),
    *parts("wizard/hosts/transport.py", "paramiko.packet:Packetizer", "send_message read_message"),
    *parts("wizard/hosts/transport.py", "paramiko.transport:Transport", "_channel_handler_table"),
    *parts("wizard/hosts/transport.py", "paramiko.transport:Transport", "default_window_size"),
    *parts("wizard/hosts/transport.py", "paramiko.channel:Channel", "_feed _feed_extended"),
    *parts("wizard/hosts/trust.py", "paramiko.client:MissingHostKeyPolicy", "missing_host_key"),
    *parts("wizard/lab/channels.py", "asyncssh.connection:SSHConnection", "_transport"),
    *parts("wizard/lab/channels.py", "asyncssh.process:SSHServerProcess", "_chan _start_process"),
    *parts("wizard/lab/channels.py", "asyncssh.process:SSHServerProcess.__init__", "allow_scp"),
    *parts("wizard/lab/channels.py", "asyncssh.constants", "EXTENDED_DATA_STDERR"),
    *parts("wizard/lab/ssh.py", "asyncssh.connection:SSHConnection", "_channels _next_service"),
    *parts("wizard/hosts/unreachable.py", "paramiko.transport:Transport", "remote_version"),
    *parts("wizard/ini/gates.py", "configobj:ConfigObj.__init__", "_inspec"),
    *parts("wizard/text.py", "fluent.runtime.resolver", "Pattern MAX_PART_LENGTH"),
    *parts("wizard/tui/driver.py", "textual.drivers.linux_driver:LinuxDriver", "_sigcont_application"),
    *parts("wizard/tui/driver.py", "textual.drivers.linux_driver:LinuxDriver", "_must_signal_resume"),
    *parts(
        "wizard/tui/driver.py", "textual.drivers.linux_driver:LinuxDriver", "_run_input_thread _app _debug"
    ),
    *parts("wizard/tui/driver.py", "textual.app:App", "_handle_exception"),
    *parts("wizard/tui/driver.py", "textual.drivers.linux_driver:LinuxDriver", "run_input_thread fileno"),
    *parts("wizard/tui/driver.py", "textual.drivers.linux_driver:LinuxDriver", "exit_event process_message"),
    *parts("wizard/tui/driver.py", "textual", "_parser _xterm_parser"),
    *parts("wizard/tui/driver.py", "textual._parser", "Peek1 Read1 TokenCallback"),
    *parts("wizard/tui/driver.py", "textual._xterm_parser:XTermParser", "parse feed tick"),
    *parts("wizard/tui/shell.py", "textual.app:App", "_fatal_error _exception"),
]
OF_PYTHON = {
    ("wizard/completion.py", "_SubParsersAction"),
    ("wizard/completion.py", "_actions"),
}
"""Parts of argparse that whoever looks through a parser needs, shtab and argparse's own help among them."""
OURS = {
    ("wizard/decoding.py", "_places"),
    ("wizard/hosts/connection.py", "_trust"),
    ("wizard/headless/brief.py", "_show"),
    ("wizard/hostsim/programs/grep.py", "_pending"),
    ("wizard/labfolder/running.py", "_lab"),
    ("wizard/model/facts.py", "_found"),
    ("wizard/stopping.py", "_first"),
}
"""Private names of our own classes that are used on another object than `self`."""


# --- Each is there, and stays there ---


@cache
def names_of(owner: object) -> frozenset[str]:
    """Return the names in a module, the parameters of a function, or the names of a class.

    Of a class: its own and inherited ones, and the attributes that methods set.
    """
    if inspect.isfunction(owner):
        return frozenset(inspect.signature(owner).parameters)
    found = set(dir(owner))
    for kind in owner.__mro__ if inspect.isclass(owner) else ():
        found |= {node.attr for node in ast.walk(source_of(kind)) if of_self(node) and is_set(node)}
    return frozenset(found)


@cache
def source_of(kind: type) -> ast.AST:
    """Return a class's syntax tree, an empty one where it was not written in Python."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError):
        return ast.Module([], [])


def of_self(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Return whether it is `self.x`, `cls.x` or `super().x`."""
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "cls", "super()")


def is_set(node: ast.Attribute) -> bool:
    """Return whether an attribute is assigned to."""
    return isinstance(node.ctx, ast.Store)


def owner_of(part: Part) -> object:
    """Return the module, class or function that has a part."""
    module, _, path = part.owner.partition(":")
    return reduce(getattr, path.split(".") if path else (), import_module(module))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.owner}-{part.name}")
def test_the_library_still_has_it(part: Part) -> None:
    library = part.owner.partition(".")[0].partition(":")[0]
    gone = f"{part.user} uses {part.name} of {part.owner}, which {library} no longer has"
    try:
        names = names_of(owner_of(part))
    except (ImportError, AttributeError) as error:
        pytest.fail(f"{gone}: {error}")
    assert part.name in names, gone


@pytest.mark.parametrize("user", sorted({part.user for part in PARTS}))
def test_the_file_still_uses_it(user: str) -> None:
    source = (ROOT / user).read_text(encoding="utf-8")
    unused = [part.name for part in PARTS if part.user == user and not re.search(rf"\b{part.name}\b", source)]
    assert unused == []


@pytest.mark.parametrize("library", sorted({re.split("[.:]", part.owner)[0] for part in PARTS}))
def test_no_other_minor_series_is_installed_with_it(library: str) -> None:
    names = {canonicalize_name(name) for name in packages_distributions()[library]}
    (distribution,) = names & RANGES.keys()
    major, minor = version(distribution).split(".")[:2]
    assert RANGES[distribution].contains(version(distribution))
    assert not RANGES[distribution].contains(f"{major}.{int(minor) + 1}"), "untried, and has private parts"
    assert not RANGES[distribution].contains(f"{major}.{int(minor) - 1}"), "untried, and has private parts"


# --- No other is used ---


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_other_is_used_of_any_object(path: Path) -> None:
    user = path.relative_to(ROOT).as_posix()
    listed = {part.name for part in PARTS if part.user == user}
    ours = {name for file, name in OURS | OF_PYTHON if file == user}
    found = set(underscored(path.read_text(encoding="utf-8")))
    assert found - listed - ours - DOCUMENTED == set()


@pytest.mark.parametrize(
    "source",
    [
        "channel._odd()",
        "self.app._odd = 1",
        "super()._odd()",
        "getattr(channel, '_odd')",
        "hasattr(channel, '_odd')",
        "from textual._odd import Thing",
        "from textual.app import _odd",
        "import textual._odd",
        "ConfigObj(lines, _odd=True)",
    ],
)
def test_a_new_one_is_found(source: str) -> None:
    assert [*underscored(source)] == ["_odd"]


def underscored(source: str) -> Iterator[str]:
    """Yield what looks private and is not the module's or the class's own: attributes, imports, arguments."""
    tree = ast.parse(source)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if not of_self(node) or ast.unparse(node.value) == "super()":
                names = [name]
            case ast.ImportFrom(module=module, names=aliases):
                names = [*(module or "").split("."), *(alias.name for alias in aliases)]
            case ast.Import(names=aliases):
                names = [name for alias in aliases for name in alias.name.split(".")]
            case ast.Call(
                func=ast.Name("getattr" | "setattr" | "hasattr" | "delattr"),
                args=[_, ast.Constant(value=str(name)), *_],
            ):
                names = [name]
            case ast.Call(func=function, keywords=keywords) if ast.unparse(function) not in own:
                names = [keyword.arg or "" for keyword in keywords]
            case _:
                continue
        yield from filter(is_private, names)


def is_private(name: str) -> bool:
    """Return whether a name is private: `_x`, not `__x__`."""
    return name.startswith("_") and not name.endswith("__")


def modules() -> Iterator[str]:
    """Yield the names of all modules of the product."""
    for package in (wizard, steps):
        found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        yield from (module.name for module in found if not module.name.endswith(".__main__"))


def test_no_class_of_ours_uses_or_overrides_another() -> None:
    """Also by chance: an attribute of ours with the name of one of Textual's would break the screen."""
    listed = {(part.user, part.name) for part in PARTS}
    found = {
        (user, name, f"{kind.__module__}.{kind.__qualname__}")
        for module in map(import_module, modules())
        for kind in vars(module).values()
        if inspect.isclass(kind) and kind.__module__ == module.__name__
        for user in [Path(inspect.getfile(kind)).relative_to(ROOT).as_posix()]
        for name in inherited_parts(kind)
        if (user, name) not in listed
    }
    assert found == set()


class _Overrides(Static):
    """Overrides one private method of Textual's, sets one attribute, and has a method of its own."""

    def _on_mount(self, event: Mount) -> None:
        self._name = event.__class__.__name__

    def _of_its_own(self) -> None:
        """Do nothing."""


class _Drives(LinuxDriver):
    """Overrides a method of a class that is not documented at all."""

    def start_application_mode(self) -> None:
        """Do nothing."""


def test_a_new_override_is_found() -> None:
    assert {*inherited_parts(_Overrides)} == {"_on_mount", "_name"}
    assert {*inherited_parts(_Drives)} == {"start_application_mode"}


def inherited_parts(kind: type) -> Iterator[str]:
    """Yield the names of libraries' classes that a class uses or overrides and no documentation promises."""
    bases = [
        base
        for base in kind.__mro__[1:]
        if library_of(base) not in {"wizard", "steps", *sys.stdlib_module_names}
    ]
    names = {
        node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else node.attr
        for node in ast.walk(source_of(kind))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or of_self(node)
    }
    for base in bases:
        promised = library_of(base) in PROMISED and not UNDOCUMENTED.match(base.__module__)
        yield from (
            name
            for name in names & names_of(base)
            if is_private(name) or not (promised or name.startswith("__"))
        )


def library_of(kind: type) -> str:
    """Return the top-level package that a class comes from."""
    return kind.__module__.partition(".")[0]
