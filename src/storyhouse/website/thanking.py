"""All thanks there were: credits, words in person, recaps, the ends of open letters.

Of whom the name may be shown is for the page to ask.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from storyhouse.model.asks import Ask
from storyhouse.model.house import House
from storyhouse.model.record import PersonId
from storyhouse.website.giving import About


@dataclass(frozen=True, slots=True)
class Thanks:
    """Who was thanked at once, and for what."""

    date: dt.date
    about: About
    people: tuple[PersonId, ...]  # somebody without a name once for each


def thanks_of(house: House) -> list[Thanks]:
    """All thanks until today, the newest first."""
    found = [*_in_stories(house), *_in_person(house), *_on_occasions(house)]
    given = [t for t in found if t.people and t.date <= house.today]
    return sorted(given, key=lambda t: (-t.date.toordinal(), t.about.id))


def _in_stories(house: House) -> Iterator[Thanks]:
    for story in house.stories.values():
        yield Thanks(story.date, story, tuple(c.person for c in story.credited))


def _in_person(house: House) -> Iterator[Thanks]:
    for ask in house.asks.values():
        for day, people in _thanked(ask).items():
            yield Thanks(day, ask, tuple(people))


def _thanked(ask: Ask) -> dict[dt.date, list[PersonId]]:
    """Who was thanked for an ask on which day."""
    days: dict[dt.date, list[PersonId]] = defaultdict(list)
    for told in ask.told:
        if told.thanked:
            days[told.date].append(told.person)
    return days


def _on_occasions(house: House) -> Iterator[Thanks]:
    for event in house.gatherings:
        if event.recap:
            yield Thanks(event.recap.date, event, event.recap.thanks)
    for letter in house.told_openly:
        if letter.closed:
            yield Thanks(letter.closed.date, letter, letter.closed.thanks)
