"""Gatherings: content/events/*.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from storyhouse.model.record import EventId, Language, PersonId, Picture, Record
from storyhouse.places import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """How it was, told afterwards, with thanks to those who made it."""

    date: dt.date
    words: str
    thanks: tuple[PersonId, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """When people meet, and all they need to know to dare to come.

    What rule `event/required` asks for is optional here, so that everything that is
    missing is told at once and a shop can have its own say on the rule.
    """

    id: EventId
    title: str
    start: dt.datetime  # in the shop's timezone
    body: Prose = field(repr=False)
    end: dt.datetime | None = None
    where: str = ""
    host: PersonId | None = None
    capacity: str = ""
    cost: str = ""
    access: str = ""
    contact: str = ""
    photos: str = ""
    summary: str = ""
    cover: Picture | None = None
    people: tuple[PersonId, ...] = ()
    recap: Recap | None = None
    language: Language | None = None
    draft: bool = False

    @property
    def day(self) -> dt.date:
        """The day it begins."""
        return self.start.date()

    @property
    def last_day(self) -> dt.date:
        """The day it ends; the day it begins when no end is said."""
        return (self.end or self.start).date()
