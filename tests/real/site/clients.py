"""Two openstack clients in a layer of their own: Mitaka's 2.3.1 on Python 2.7, and Zed's, Debian 12's own."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .cache import built, digest, layer_over
from .image import in_tree, reaching, sources
from .tools import run

MITAKA, ZED = "2.3.1", "zed"
DEFAULT = MITAKA

HOME = "opt/openstackclient-2.3.1"
REQUIREMENTS = Path(__file__).with_name("openstackclient-2.3.1.txt")
PLACES = {MITAKA: f"/{HOME}/openstack", ZED: "/usr/bin/openstack-zed"}

PYTHON_2_7 = "bullseye"
"""The last release of Debian that has it."""

INSTALL = f"""\
apt-get -q update
apt-get -q -y --no-install-recommends install python2.7
apt-get clean
mv /usr/bin/openstack {PLACES[ZED]}
"""

PIP = "pip==20.3.4"
"""The last one that runs on Python 2.7."""

NEEDED_TO_BUILD = ("setuptools", "pbr")

SCRIPT = f"""\
#!/usr/bin/python2.7
import sys

sys.path.insert(0, "/{HOME}/lib")
from openstackclient.shell import main

sys.exit(main(sys.argv[1:]))
"""


def layer(base: Path) -> Path:
    """The layer, over the base image, as the cache has it."""

    def build(scratch: Path) -> None:
        with layer_over([base], scratch) as tree:
            uri, release, component = sources()[0]
            with reaching(tree, [(uri, release, component), (uri, PYTHON_2_7, component)]):
                in_tree(tree, INSTALL)
            _install(tree)
            choose(tree, DEFAULT)

    return built("clients", digest(base.name, REQUIREMENTS, Path(__file__)), build)


def choose(tree: Path, client: str) -> None:
    """Have one of the clients answer as `openstack` in a tree."""
    command = tree / "usr/bin/openstack"
    command.unlink(missing_ok=True)
    command.symlink_to(PLACES[client])


def _install(tree: Path) -> None:
    """Install Mitaka's client with the tree's own Python 2.7, started on this machine, which reaches PyPI."""
    lib = tree / HOME / "lib"
    env = [f"PYTHONHOME={tree}/usr", f"PYTHONPATH={lib}", f"LD_LIBRARY_PATH={_libraries(tree)}"]
    with tempfile.TemporaryDirectory() as folder:
        only = ("--quiet", "--no-deps", "--only-binary=:all:", "--python-version=2.7")
        run(sys.executable, "-m", "pip", "download", *only, "--dest", folder, PIP)
        (wheel,) = Path(folder).iterdir()

        pip: list[str | Path] = ["env", *env, tree / "usr/bin/python2.7", wheel / "pip", "install", "--quiet"]
        pip += ["--no-compile", "--target", lib, "--constraint", REQUIREMENTS]
        run(*pip, *NEEDED_TO_BUILD)
        run(*pip, "--requirement", REQUIREMENTS)
    (tree / HOME / "openstack").write_text(SCRIPT)
    (tree / HOME / "openstack").chmod(0o755)
    in_tree(tree, f"python2.7 -m compileall -q /{HOME}/lib")


def _libraries(tree: Path) -> Path:
    (found,) = (tree / "usr/lib").glob("*-linux-gnu")
    return found
