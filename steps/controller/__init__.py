"""4.4.2 The controller node."""

from steps.controller import prepare, install  # noqa: F401, I001 - the book's order
