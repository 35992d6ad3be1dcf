"""A day or a time, as tables write it."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

_TIME = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?"
    r"(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?"
)
#: As far as a place on earth is ahead of Greenwich.
_AHEAD = dt.timedelta(hours=14)


@lru_cache(maxsize=4096)  # many joined on one day
def time_of(written: str) -> str:
    """A time as ISO 8601 writes it; a day where there is no hour; empty for neither.

    Days such as 3/4/2025 are none: nobody can say which of the two is the month.
    """
    if not (read := _TIME.fullmatch(written.strip())):
        return ""
    year, month, day, hour, minute, second, zone = read.groups()
    try:
        date = dt.date(int(year), int(month), int(day))
        if hour is None:
            return str(date)
        time = dt.time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return ""
    return f"{date}T{time}{'Z' if zone == 'UTC' else zone or ''}"


def newest_day() -> str:
    """The day that it is where it is latest; what lies behind it has come nowhere."""
    return str((dt.datetime.now(dt.UTC) + _AHEAD).date())
