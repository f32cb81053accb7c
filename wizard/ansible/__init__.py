"""The guide as an Ansible project: written, done step by step by its action plugin, and read back."""
