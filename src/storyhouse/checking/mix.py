"""What a letter, or a month of stories, gives taken together: shares and mixes.

Rules `value/mix`, `value/economic-share`, `value/promo-budget`, `value/give-first` and
`value/self`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from storyhouse.checking.settings import Settings
from storyhouse.checking.signals import signals
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.stories import BehindTheScenes, Story, Value
from storyhouse.places import Location
from storyhouse.prose import shares
from storyhouse.prose.shares import Share
from storyhouse.words import words_for


def check(house: House, settings: Settings) -> Iterator[Diagnostic]:
    """Each letter, then the last thirty days."""
    for issue in house.issues.values():
        yield from _issue(house, settings, issue)
    yield from _month(house, settings)


def _issue(house: House, settings: Settings, issue: Issue) -> Iterator[Diagnostic]:
    at, language = issue.source.value_at("stories"), house.language_of(issue)
    carried = house.carried(issue)
    yield from _mix(settings, carried, at, language, "issue")
    economic = shares.economic_share(house, issue)
    if economic > settings.number("value/economic-share", "most"):
        grave = economic > settings.number("value/economic-share", "error")
        most = settings.number("value/economic-share", "error" if grave else "most")
        yield Diagnostic(
            where=at,
            code="value/economic-share",
            facts={"share": _percent(economic), "most": _percent(most)},
            severity=Severity.ERROR if grave else Severity.WARNING,
            language=language,
        )
    selling = shares.of_issue(house, issue).of(Share.SELLING)
    most = settings.number("value/promo-budget", "issue")
    if selling > most:
        yield Diagnostic(
            where=at,
            code="value/promo-budget",
            variant="issue",
            facts={"share": _percent(selling), "most": _percent(most)},
            language=language,
        )


def recent(house: House, days: float) -> list[Story]:
    """The stories that came out in the last days, today's included."""
    since = house.today - dt.timedelta(days=days)
    return [s for s in house.stories.values() if since < s.date <= house.today]


def _month(house: House, settings: Settings) -> Iterator[Diagnostic]:
    where, language = house.shop.source.key_at("rules"), house.shop.language
    stories = recent(house, settings.number("value/mix", "days"))
    yield from _mix(settings, stories, where, language, "month")
    days = settings.number("value/promo-budget", "days")
    selling = shares.of_stories(recent(house, days)).of(Share.SELLING)
    most = settings.number("value/promo-budget", "month")
    if selling > most:
        yield Diagnostic(
            where=where,
            code="value/promo-budget",
            variant="month",
            facts={
                "share": _percent(selling),
                "most": _percent(most),
                "days": int(days),
            },
        )
    yield from _gives(house, settings, where)
    yield from _shows_itself(house, settings, where)


def _mix(
    settings: Settings,
    stories: Sequence[Story],
    where: Location,
    language: str,
    of: str,
) -> Iterator[Diagnostic]:
    """Three values of the four, and none that drowns the others."""
    if len(stories) < settings.number("value/mix", "stories"):
        return
    parts = shares.values_of(stories)
    given = [value for value, part in parts.items() if part]
    least = int(settings.number("value/mix", "values"))
    most = settings.number("value/mix", "most")
    heaviest = max(Value, key=lambda value: parts[value])
    facts: dict[str, str | int] = {"days": int(settings.number("value/mix", "days"))}
    if len(given) < least:
        facts |= {"given": len(given), "least": least, "stories": len(stories)}
        variant = f"few-{of}"
    elif parts[heaviest] > most:
        share = _percent(parts[heaviest])
        value = words_for(language).say(f"report.values.{heaviest}")
        facts |= {"value": value, "share": share, "most": _percent(most)}
        variant = f"heavy-{of}"
    else:
        return
    yield Diagnostic(
        where=where, code="value/mix", variant=variant, facts=facts, language=language
    )


def _gives(house: House, settings: Settings, where: Location) -> Iterator[Diagnostic]:
    """Something given freely each month."""
    days = settings.number("value/give-first", "days")
    stories = recent(house, days)
    if stories and not any(
        signals(house.language_of(s))["gift"].find(f"{s.body.text}\n{s.summary}")
        for s in stories
    ):
        facts = {"days": int(days)}
        yield Diagnostic(where=where, code="value/give-first", facts=facts)


def _shows_itself(
    house: House, settings: Settings, where: Location
) -> Iterator[Diagnostic]:
    """One signed story from behind the scenes each month."""
    days = settings.number("value/self", "days")
    stories = recent(house, days)
    if stories and not any(isinstance(s, BehindTheScenes) and s.by for s in stories):
        facts = {"days": int(days)}
        yield Diagnostic(where=where, code="value/self", facts=facts)


def _percent(share: float) -> int:
    return round(100 * share)
