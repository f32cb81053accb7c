"""What comes up over a page: each asks one thing and returns the answer, or None for Escape."""
