"""What every record read from the shop's files has in common."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from storyhouse.places import Source

PersonId = NewType("PersonId", str)
AskId = NewType("AskId", str)
StoryId = NewType("StoryId", str)
ProductId = NewType("ProductId", str)  # a story of the kind product
IssueId = NewType("IssueId", str)
EventId = NewType("EventId", str)
OpenLetterId = NewType("OpenLetterId", str)

#: A file, from `content/`; a type of its own, so that a check can find all of them.
PicturePath = NewType("PicturePath", str)


class Language(StrEnum):
    """The languages a shop can speak."""

    EN = "en"
    KO = "ko"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A value rule that may be broken here, and why."""

    rule: str
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A thing the shop's owner wrote down, and where."""

    source: Source = field(repr=False, compare=False)
    allow: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture and its text; the text is what a reader who cannot see it meets."""

    image: PicturePath
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place elsewhere, and what to call it."""

    label: str
    url: str


#: A day that never comes: consent without an end.
NEVER = dt.date.max
