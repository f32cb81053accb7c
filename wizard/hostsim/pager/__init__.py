"""The pagers less and more."""
