"""A letter in a few figures: what it is for, what it gives, whom it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from storyhouse.model.house import House, people_in
from storyhouse.model.issues import Issue
from storyhouse.model.stories import Value
from storyhouse.prose import shares
from storyhouse.prose.shares import Share
from storyhouse.words import Words, words_for

_BAR = 10  # signs of a bar on a terminal


@dataclass(frozen=True, slots=True)
class IssueReport:
    """Shares in whole percents, which make a hundred; values in percents."""

    id: str
    subject: str
    day: dt.date
    shares: Mapping[Share, int]
    values: Mapping[Value, int]
    credited: list[str]


def report_of(house: House, issue: Issue) -> IssueReport:
    """The figures of a letter, as it will be on its day."""
    carried = house.carried(issue)
    showing = house.showing_in(issue)
    people = dict.fromkeys(who for story in carried for who in people_in(story))
    names = (showing.name(who) for who in people)
    return IssueReport(
        id=issue.id,
        subject=issue.subject,
        day=issue.day,
        shares=shares.of_issue(house, issue).in_percent(),
        values=percents(shares.values_of(carried)),
        credited=[name for name in names if name],
    )


def percents(parts: Mapping[Value, float]) -> dict[Value, int]:
    """Parts of one as whole percents that make a hundred, or nothing of nothing."""
    whole = {value: int(100 * part) for value, part in parts.items()}
    missing = 100 - sum(whole.values()) if any(parts.values()) else 0
    by_rest = sorted(parts, key=lambda v: whole[v] - 100 * parts[v])
    for value in by_rest[:missing]:
        whole[value] += 1
    return whole


def plain_line(report: IssueReport, words: Words) -> str:
    """One plain line and no grade: stories 82 % · notices 12 % · selling 6 %."""
    parts = {share.value: report.shares[share] for share in Share}
    return words.say("report.line", **parts)


def terminal(house: House, issue: Issue) -> Iterator[str]:
    """The report for a terminal, in the owner's language."""
    report, words = report_of(house, issue), words_for(house.shop.language)
    yield words.say("report.issue", id=report.id, line=plain_line(report, words))
    for value, part in report.values.items():
        full = round(part * _BAR / 100)
        bar = "█" * full + "░" * (_BAR - full)
        yield f"    {bar} {part:3} %  {words.say(f'report.values.{value}')}"
    if report.credited:
        names = ", ".join(report.credited)
        yield f"    {words.say('report.credited', names=names)}"
