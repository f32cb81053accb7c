"""How programs print spans of time."""

from __future__ import annotations

MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = 60, 3600, 86400, 604800, 2629800, 31557600


def ago(seconds: float) -> str:
    """Return an age as systemd 219 prints it, such as `5min` or `1h 2min`, without its `ago`."""
    age = int(max(seconds, 0))
    if age >= YEAR:
        return f"{age // YEAR} years {age % YEAR // MONTH} months"
    if age >= MONTH:
        return f"{age // MONTH} months {age % MONTH // DAY} days"
    if age >= WEEK:
        return f"{age // WEEK} weeks {age % WEEK // DAY} days"
    if age >= 2 * DAY:
        return f"{age // DAY} days"
    if age >= DAY:
        return f"1 day {age % DAY // HOUR}h"
    if age >= 6 * HOUR:
        return f"{age // HOUR}h"
    if age >= HOUR:
        return f"{age // HOUR}h {age % HOUR // MINUTE}min"
    if age >= 5 * MINUTE:
        return f"{age // MINUTE}min"
    if age >= MINUTE:
        return f"{age // MINUTE}min {age % MINUTE}s"
    return f"{age}s" if age else f"{int(max(seconds, 0) * 1000)}ms"
