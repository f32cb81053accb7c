"""4.4.2 The controller node: what it needs from MariaDB and Keystone, then Nova's own services."""

from steps.controller import prepare, install  # noqa: F401, I001 - the book's order
