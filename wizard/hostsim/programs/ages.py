"""How programs print spans of time."""

from __future__ import annotations

MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = 60, 3600, 86400, 604800, 2629800, 31557600


def ago(seconds: float) -> str:
    """Return an age as systemd 219 prints it, such as `5min` or `1h 2min`, without its `ago`."""
    age = int(max(seconds, 0))
    spans = (
        (YEAR, f"{age // YEAR} years {age % YEAR // MONTH} months"),
        (MONTH, f"{age // MONTH} months {age % MONTH // DAY} days"),
        (WEEK, f"{age // WEEK} weeks {age % WEEK // DAY} days"),
        (2 * DAY, f"{age // DAY} days"),
        (DAY, f"1 day {age % DAY // HOUR}h"),
        (6 * HOUR, f"{age // HOUR}h"),
        (HOUR, f"{age // HOUR}h {age % HOUR // MINUTE}min"),
        (5 * MINUTE, f"{age // MINUTE}min"),
        (MINUTE, f"{age // MINUTE}min {age % MINUTE}s"),
        (1, f"{age}s"),
        (0, f"{int(max(seconds, 0) * 1000)}ms"),
    )
    return next(text for least, text in spans if age >= least)
