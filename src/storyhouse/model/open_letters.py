"""Open letters in a crisis: content/open-letters/*.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from storyhouse.model.record import Language, OpenLetterId, PersonId, Record
from storyhouse.places import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What came after, and until when the next word comes."""

    date: dt.date
    words: str
    next_update: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The last word: what was learned, and thanks to those who reported it."""

    date: dt.date
    words: str
    thanks: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLetter(Record):
    """What went wrong, told openly, until it is put right.

    Its eight answers are optional here: rule `crisis/fields` asks for all of them.
    """

    id: OpenLetterId
    title: str
    date: dt.date
    body: Prose = field(repr=False)
    by: PersonId | None = None
    happened: str = ""
    affected: str = ""
    since: str = ""
    did: str = ""
    next: str = ""
    remedy: str = ""
    next_update: dt.date | None = None
    answered_by: PersonId | None = None
    reported_by: tuple[PersonId, ...] = ()
    updates: tuple[Update, ...] = ()
    closed: Closing | None = None
    language: Language | None = None
    draft: bool = False

    def is_open(self, day: dt.date) -> bool:
        """Whether it is out on a day and not yet closed."""
        ended = self.closed is not None and self.closed.date <= day
        return not self.draft and self.date <= day and not ended

    def told_by(self, day: dt.date) -> tuple[Update, ...]:
        """The updates that are out on a day, oldest first."""
        out = (update for update in self.updates if update.date <= day)
        return tuple(sorted(out, key=lambda update: update.date))

    def promised(self, day: dt.date) -> dt.date | None:
        """Until when the next word was promised, as of a day; None if it was not."""
        told = self.told_by(day)
        return told[-1].next_update if told else self.next_update
