"""SELinux, as far as it has a mode and files have labels."""

from __future__ import annotations

import re

from wizard.hostsim.tree import Tree

CONFIG = "/etc/selinux/config"
TYPES = (
    ("/etc/selinux", "selinux_config_t"),
    ("/etc/ssh", "sshd_etc_t"),
    ("/etc", "etc_t"),
    ("/root", "admin_home_t"),
    ("/home", "user_home_t"),
    ("/var/log", "var_log_t"),
    ("/var/lib", "var_lib_t"),
    ("/var", "var_t"),
    ("/tmp", "user_tmp_t"),  # noqa: S108 - a node's
    ("/usr/bin", "bin_t"),
    ("/usr/sbin", "bin_t"),
    ("/usr", "usr_t"),
    ("/dev", "device_t"),
    ("/run", "var_run_t"),
)
CONTENT = """
# This file controls the state of SELinux on the system.
# SELINUX= can take one of these three values:
#     enforcing - SELinux security policy is enforced.
#     permissive - SELinux prints warnings instead of enforcing.
#     disabled - No SELinux policy is loaded.
SELINUX={mode}
# SELINUXTYPE= can take one of three two values:
#     targeted - Targeted processes are protected,
#     minimum - Modification of targeted policy. Only selected processes are protected.
#     mls - Multi Level Security protection.
SELINUXTYPE=targeted


"""


class Selinux:
    """The mode now; the one after the next boot stands in the configuration."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.mode = "Enforcing"
        self.types: tuple[tuple[str, str], ...] = TYPES

    def add_types(self, *types: tuple[str, str]) -> None:
        """Let the policy give files under a path a type, before the rules that are there."""
        self.types = (*types, *self.types)

    def write_config(self, mode: str) -> None:
        """Write the configuration for a mode."""
        self.tree.write(CONFIG, CONTENT.format(mode=mode))

    def configured(self) -> str:
        """Return the mode that the configuration names; no blank may stand around its sign."""
        match = re.search(r"^SELINUX=(\w+)", self.tree.read(CONFIG), re.MULTILINE)
        return match[1] if match else ""

    def boot(self) -> None:
        """Take the mode from the configuration as libselinux does: the first valid word, else permissive."""
        match = re.search(
            r"^SELINUX=(enforcing|permissive|disabled)", self.tree.read(CONFIG), re.MULTILINE | re.IGNORECASE
        )
        self.mode = match[1].capitalize() if match else "Permissive"

    def label(self, path: str, own: str) -> str:
        """Return the context of a path: its own, else the one that the policy gives it."""
        if self.mode == "Disabled":
            return "?"
        kind = next(
            (kind for prefix, kind in self.types if (path + "/").startswith(prefix + "/")), "default_t"
        )
        return own or f"system_u:object_r:{kind}:s0"
