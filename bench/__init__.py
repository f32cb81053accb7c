"""Measurements with their goals: `python -m bench`."""
