"""A newsletter issue as its author plans it: newsletters/*.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from storyhouse.model.record import IssueId, Language, PersonId, Record, StoryId
from storyhouse.places import Prose

#: What Korean law wants before the subject of an advertisement.
AD_LABEL = "(광고)"


#: The audience of a letter that goes to the whole list.
EVERYONE = "everyone"


class IssueStatus(StrEnum):
    """Whether the author has finished it, and whether it has gone out."""

    DRAFT = "draft"
    READY = "ready"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something for sale; at most one an issue, and always last."""

    words: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commercial:
    """Whether the law calls the issue an advertisement, and why or why not."""

    is_: bool
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Record):
    """One letter: its envelope, the stories it carries, and the letter itself."""

    id: IssueId
    subject: str
    date: dt.datetime  # in the shop's timezone
    body: Prose = field(repr=False)
    preheader: str = ""
    by: PersonId | None = None
    stories: tuple[StoryId, ...] = ()
    since: dt.date | None = None
    question: str = ""
    offer: Offer | None = None
    commercial: Commercial | None = None
    audience: str = EVERYONE
    status: IssueStatus = IssueStatus.DRAFT
    language: Language | None = None
    neighbours: bool = False  # whether it ends with what neighbours wrote last

    @property
    def is_draft(self) -> bool:
        """Whether it waits for its author."""
        return self.status is IssueStatus.DRAFT

    @property
    def day(self) -> dt.date:
        """The day it goes out."""
        return self.date.date()
