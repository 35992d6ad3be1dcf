"""What became of what one person asked, since the letter before: from records only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from storyhouse.model.asks import Ask, PlanState
from storyhouse.model.house import House
from storyhouse.model.issues import Issue, IssueStatus
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import PersonId
from storyhouse.model.stories import Kind, Story


class Became(StrEnum):
    """How far it has come; of several, the first is told."""

    BUILT = "built"
    DECLINED = "declined"
    BUILDING = "building"
    PLANNED = "planned"
    ANSWERED = "answered"


_ORDER = [*Became]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that happened to an ask."""

    ask: Ask  # the one it became part of, whichever they wrote
    asked: Ask  # the one that names them
    became: Became
    day: dt.date
    story: Story | None = None
    words: str = ""  # the owner's, where no story tells it


def news_for(house: House, issue: Issue, who: PersonId) -> list[News]:
    """What is new for somebody, an entry an ask: what was built first, then by day.

    Nothing for who is unknown, wants out or asked nothing, and in a first letter, in
    which everything would be new. `house` is the one that the letter's reader finds.
    """
    first = house.new_in(issue, who)
    gone = who not in house.people or house.is_gone(who)
    if who == ANONYMOUS or gone or first is None:
        return []
    found: dict[str, News] = {}
    for asked in house.asked_by.get(who, []):
        ask = _whole(house, asked)
        new = [
            news
            for news in _all_of(house, ask, asked)
            if first.holds(news.day, news.story.id if news.story else None)
            and not _has_heard(house, issue, who, news)
        ]
        if new and ask.id not in found:
            found[ask.id] = min(
                new, key=lambda n: (_ORDER.index(n.became), -n.day.toordinal())
            )
    return sorted(found.values(), key=_place)


def _place(news: News) -> tuple[bool, int, str]:
    return news.became is not Became.BUILT, -news.day.toordinal(), news.ask.id


def _whole(house: House, ask: Ask) -> Ask:
    """The ask that it was merged into, however often; a circle is gone round once."""
    seen = {ask.id}
    while (into := ask.merged_into) and into in house.asks and into not in seen:
        seen.add(into)
        ask = house.asks[into]
    return ask


def _all_of(house: House, ask: Ask, asked: Ask) -> Iterator[News]:
    """Whatever happened to it; a no that something was built after is none."""
    built = house.built_by.get(ask.id, [])
    for story in sorted(built, key=lambda s: s.KIND is Kind.CHANGELOG):
        yield News(
            ask=ask, asked=asked, became=Became.BUILT, day=story.date, story=story
        )
    no = ask.declined
    if no and not any(story.date >= no.date for story in built):
        words = f"{no.because} {no.instead}"
        yield News(
            ask=ask, asked=asked, became=Became.DECLINED, day=no.date, words=words
        )
    if built or no:
        # An older answer says less than the end of it.
        return
    for story in house.in_the_making.get(ask.id, []):
        yield News(
            ask=ask, asked=asked, became=Became.BUILDING, day=story.date, story=story
        )
    yield from _answers(ask, asked)


def _answers(ask: Ask, asked: Ask) -> Iterator[News]:
    """What was said to it. A plan has no day of its own: it is told with an answer."""
    became = Became.ANSWERED
    if ask.plan:
        building = ask.plan.state is PlanState.BUILDING
        became = Became.BUILDING if building else Became.PLANNED
    for one in _once([ask, asked]):
        for answer in one.answers:
            yield News(
                ask=ask, asked=asked, became=became, day=answer.date, words=answer.words
            )


def _once(asks: Iterable[Ask]) -> list[Ask]:
    return [*{ask.id: ask for ask in asks}.values()]


def _has_heard(house: House, issue: Issue, who: PersonId, news: News) -> bool:
    """Whether they were told after it happened, and not by this very letter."""
    told = [
        told.date
        for one in house.with_merged(news.ask)
        for told in one.told
        if told.person == who
    ]
    if by_letter := house.told_by_letter(news.ask).get(who):
        told.append(by_letter)
    sent = issue.status is IssueStatus.SENT
    return any(news.day <= day and not (sent and day >= issue.day) for day in told)
