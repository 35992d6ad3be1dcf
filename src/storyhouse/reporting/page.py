"""The owner's page, out/report/index.html: the last twelve months, letter by letter.

Self-contained, and never part of the site. The picture is an SVG of a few rectangles
with every number of it in a table below: a chart library would bring a script of its
own, or an id that is new at each build.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.stories import Story, Value
from storyhouse.paper import template
from storyhouse.prose import shares
from storyhouse.prose.shares import Share
from storyhouse.reporting.issues import IssueReport, percents, plain_line, report_of
from storyhouse.words import words_for
from storyhouse.words.local import day, month

MONTHS = 12
#: The picture, in units of its own: a column a month, values stacked.
_WIDE, _HIGH, _GAP = 40, 160, 12


@dataclass(frozen=True, slots=True)
class _Month:
    """What came out in a month."""

    first: dt.date
    stories: list[Story]


def page(house: House, findings: Sequence[Diagnostic]) -> str:
    """The page, as HTML."""
    words = words_for(house.shop.language)
    months = _months(house)
    letters = [i for i in house.letters if i.day >= months[0].first]
    context = {
        "say": lambda key, **facts: words.say(f"report.{key}", **facts),
        "language": house.shop.language.value,
        "shop": house.shop.name,
        "today": day(house.today, words.language),
        "look": {name.replace("-", "_"): v for name, v in house.theme.tokens.items()},
        "values": [v.value for v in Value],
        "shares": [s.value for s in Share],
        "months": [_told(m, words.language) for m in months],
        "columns": [_column(n, m) for n, m in enumerate(months)],
        "width": len(months) * (_WIDE + _GAP) - _GAP,
        "height": _HIGH,
        "letters": [_letter(report_of(house, issue), words) for issue in letters],
        "rules": _counted(findings),
    }
    return template(__package__, "report.html.j2").render(context)


def _months(house: House) -> list[_Month]:
    """The last twelve, this one included, oldest first."""
    first = house.today.replace(day=1)
    starts = [first]
    while len(starts) < MONTHS:
        starts.append((starts[-1] - dt.timedelta(days=1)).replace(day=1))
    out = [s for s in house.stories.values() if s.date <= house.today]
    return [_Month(start, _in_month(out, start)) for start in reversed(starts)]


def _in_month(stories: Iterable[Story], first: dt.date) -> list[Story]:
    return [s for s in stories if s.date.replace(day=1) == first]


def _told(month_: _Month, language: str) -> dict[str, Any]:
    parts = percents(shares.values_of(month_.stories))
    return {
        "name": month(month_.first, language),
        "stories": len(month_.stories),
        "values": {value.value: part for value, part in parts.items()},
    }


def _column(number: int, month_: _Month) -> dict[str, Any]:
    """Where the rectangles of a month stand in the picture."""
    top, parts = float(_HIGH), []
    for value, part in shares.values_of(month_.stories).items():
        high = round(part * _HIGH, 1)
        top = round(top - high, 1)
        if high:
            parts.append({"value": value.value, "y": max(top, 0), "height": high})
    return {"x": number * (_WIDE + _GAP), "width": _WIDE, "parts": parts}


def _letter(report: IssueReport, words: Any) -> dict[str, Any]:
    return {
        "subject": report.subject,
        "day": day(report.day, words.language),
        "line": plain_line(report, words),
        "shares": {share.value: part for share, part in report.shares.items()},
        "values": {value.value: part for value, part in report.values.items()},
        "credited": ", ".join(report.credited),
    }


def _counted(findings: Iterable[Diagnostic]) -> list[tuple[str, str, int]]:
    """What is open, by rule, the gravest and most frequent first."""
    counts = Counter((f.severity, f.code) for f in findings)
    ordered = sorted(counts.items(), key=lambda c: (c[0][0].rank, -c[1], c[0][1]))
    return [(severity.value, code, count) for (severity, code), count in ordered]
