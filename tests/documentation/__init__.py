"""The documentation site: that it can be built, that what it says is true, and how it is written."""
