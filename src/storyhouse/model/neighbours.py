"""Neighbours: content/neighbours.yml, and what they wrote last."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storyhouse.model.record import PersonId, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A shop next door, or one that works with us."""

    name: str
    url: str
    feed: str = ""
    about: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours(Record):
    """All of them, in the order they are shown."""

    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Something a neighbour wrote, as plain text: their feed is not ours to trust."""

    neighbour: str  # the neighbour's feed
    title: str
    url: str
    date: dt.date
    summary: str = ""
