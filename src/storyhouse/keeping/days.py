"""Days as forms and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

_PARTS = r"\s*[-./년월]\s*"
_YEAR_FIRST = re.compile(
    rf"(\d{{4}}){_PARTS}(\d{{1,2}}){_PARTS}(\d{{1,2}})\s*[.일]?(?:[T\s]\s*(.*))?",
    re.ASCII,
)
_YEAR_LAST = re.compile(
    r"(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4})\.?(?:,?\s+(.*))?", re.ASCII
)
_HALF = "AM|PM|오전|오후"
_TIME = re.compile(
    rf"(?i:({_HALF})\s*)?(\d{{1,2}}):(\d{{2}})(?::\d{{2}})?(?:[.,]\d+)?\s*(?i:({_HALF}))?"
    r"\s*(?i:(Z)|(?:GMT|UTC)?\s*([+-]\d{1,2})(?::?(\d{2}))?|(?:GMT|UTC|KST))?",
    re.ASCII,
)


def day_of(
    written: str, zone: dt.tzinfo, *, month_first: bool = True
) -> dt.date | None:
    """The day in the shop's timezone; None for what is no day.

    Args:
        written: such as `2024. 7. 7 오후 3:12:45` or `7/7/2024 15:12`.
        zone: the shop's.
        month_first: how to read `7/8/2024`.
    """
    text = written.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day, time = found.groups()
    elif found := _YEAR_LAST.fullmatch(text):
        one, sign, two, year, time = found.groups()
        month, day = (one, two) if month_first and sign != "." else (two, one)
    else:
        return None
    try:
        return _in_zone(dt.date(int(year), int(month), int(day)), time or "", zone)
    except (ValueError, OverflowError):
        return None


def _in_zone(day: dt.date, time: str, zone: dt.tzinfo) -> dt.date:
    """The day there, if the time says which timezone it is in.

    Raises:
        ValueError: if it is no time.
    """
    if not time.strip():
        return day
    found = _TIME.fullmatch(time.strip())
    if found is None:
        raise ValueError(time)
    before, hour, minute, behind, universal, hours, minutes = found.groups()
    half = (before or behind or "").upper()
    clock = int(hour) % 12 + 12 * (half in {"PM", "오후"}) if half else int(hour)
    moment = dt.datetime.combine(day, dt.time(clock, int(minute)))
    if not (universal or hours):
        return day
    offset = dt.timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return moment.replace(tzinfo=dt.timezone(offset)).astimezone(zone).date()


def month_comes_first(written: Iterable[str]) -> bool | None:
    """Whether a column's days have the month first; None if none of them tells."""
    for text in written:
        if (found := _YEAR_LAST.fullmatch(text.strip())) and found[2] != ".":
            if int(found[1]) > 12:
                return False
            if int(found[3]) > 12:
                return True
    return None


def is_unclear(written: str) -> bool:
    """Whether it could be read with the day first or with the month first."""
    found = _YEAR_LAST.fullmatch(written.strip())
    return bool(found and found[2] != "." and found[1] != found[3])
