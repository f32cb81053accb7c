"""The types that all the rest uses."""
