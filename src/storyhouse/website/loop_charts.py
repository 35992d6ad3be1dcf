"""The loop as two small pictures: where each bar stands, and what is written by it.

Measured in the units of a drawing 360 wide, so that its text is as large as the page's
on the narrowest screen. The theme draws it; a table says the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from storyhouse.website.desk import Data, Sheet
from storyhouse.website.loop_figures import Loop, Period
from storyhouse.words.local import narrow

_WIDE = 360
_ROW = 52
#: A count that is not nothing is never drawn as nothing.
_LEAST = 3
_FLOOR, _HIGH = 150, 118
_WIDEST_GROUP, _WIDEST_BAR = 64, 20


def steps(sheet: Sheet, loop: Loop) -> Data:
    """How many came how far: a bar for each step, as long as its share of all asks."""
    counts = {
        "asked": len(loop.asked),
        "answered": len(loop.answered),
        "built": len(loop.built),
        "told": len(loop.told),
        "declined": len(loop.declined),
    }
    rows = [
        {
            "step": step,
            "label": sheet.say(f"changed.steps.{step}"),
            "count": count,
            "y": number * _ROW,
            "width": _length(count, len(loop.asked), _WIDE),
        }
        for number, (step, count) in enumerate(counts.items())
    ]
    return {"rows": rows, "width": _WIDE, "height": len(rows) * _ROW}


def over_time(sheet: Sheet, loop: Loop) -> Data | None:
    """What was asked and what was built, side by side; None while there is one bar."""
    periods = loop.over_time
    if len(periods) < 2:
        return None
    room = min(_WIDE / len(periods), _WIDEST_GROUP)
    most = max(max(p.asked, p.built) for p in periods)
    groups = [
        {
            "x": _short(number * room + room / 2),
            "label": narrow(p.start, loop.step, sheet.language),
            "year": _year(periods, number),
            "whole": _whole(sheet, p, loop),
            "asked": _bar(p.asked, most, number * room, room, 0),
            "built": _bar(p.built, most, number * room, room, 1),
        }
        for number, p in enumerate(periods)
    ]
    return {"groups": groups, "width": _WIDE, "height": _FLOOR + 42, "floor": _FLOOR}


def _bar(count: int, most: int, left: float, room: float, place: int) -> Data:
    """One of the two bars of a period."""
    wide = min(room * 0.36, _WIDEST_BAR)
    high = _length(count, most, _HIGH)
    x = left + room / 2 + (place - 1) * wide + (place - 0.5) * 2
    return {
        "count": count,
        "x": _short(x),
        "middle": _short(x + wide / 2),
        "y": _short(_FLOOR - high),
        "width": _short(wide),
        "height": _short(high),
    }


def _year(periods: Sequence[Period], number: int) -> str:
    """The year, under the first period of each; a year's own bars need it no twice."""
    year = periods[number].start.year
    first = number == 0 or periods[number - 1].start.year != year
    yearly = len(periods) > 1 and all(p.start.month == 1 for p in periods)
    return str(year) if first and not yearly else ""


def _whole(sheet: Sheet, period: Period, loop: Loop) -> str:
    """The period as the table names it: Sep 2026."""
    short = narrow(period.start, loop.step, sheet.language)
    key = f"changed.period.{loop.step}"
    return sheet.say(key, period=short, year=period.start.year)


def _length(count: int, of: int, longest: int) -> float:
    if not count:
        return 0
    return _short(max(longest * count / max(of, 1), _LEAST))


def _short(number: float) -> float:
    """The same digits wherever it is worked out."""
    return round(number, 1)
