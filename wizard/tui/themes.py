"""A dark and a light theme."""

from textual.theme import Theme

DARK = Theme(
    name="nova-dark",
    primary="#5aa9e6",
    secondary="#7f8fa6",
    accent="#7fd1c7",
    warning="#e8b04b",
    error="#ef6a6a",
    success="#7cc47f",
    background="#14181f",
    surface="#1a2029",
    panel="#222a35",
    foreground="#dfe5ec",
    dark=True,
)
LIGHT = Theme(
    name="nova-light",
    primary="#1f6fb2",
    secondary="#5b6b80",
    accent="#0f7d72",
    warning="#9a6500",
    error="#b3261e",
    success="#2f7d32",
    background="#f7f8fa",
    surface="#ffffff",
    panel="#e9edf2",
    foreground="#1d2733",
    dark=False,
)
BY_NAME = {theme.name: theme for theme in (DARK, LIGHT)}
