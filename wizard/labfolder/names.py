"""The files in a lab's folder, besides `lab` and `lab.lock`, which `wizard.lab.store` keeps there."""

from __future__ import annotations

ABOUT = "lab.json"
"""What goes on with the lab: hosts, ports, passwords of SSH, faults."""
EXERCISE = "exercise.json"
"""The exercise at work, see `wizard.exercises`: it ends where another state takes the place of its own."""
RUNNING = "running.lock"
"""Locked by the process whose lab runs in the folder; its number is in it."""
SNAPSHOTS = "snapshots"
HINTS = "hints.json"
"""The hints taken in the folder, see `wizard.exercises.record`: no other state of the lab gives them back."""

CONTROL = "control"
"""The socket on which a running lab takes requests."""
KEY, KNOWN_HOSTS, SSH_CONFIG = "id_ed25519", "known_hosts", "ssh_config"
INVENTORY, ANSWERS = "inventory.yml", "answers.yaml"
WHILE_RUNNING = (CONTROL, KEY, KNOWN_HOSTS, SSH_CONFIG, INVENTORY, ANSWERS)
"""What is there only while the lab runs."""
