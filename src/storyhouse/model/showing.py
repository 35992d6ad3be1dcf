"""The one door through which a person's name, photo or words reach a reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType

from storyhouse.model.people import ANONYMOUS, Channel, Guarded, Part, Person
from storyhouse.model.record import PersonId, Picture

ShownName = NewType("ShownName", str)
ShownWords = NewType("ShownWords", str)
ShownPicture = NewType("ShownPicture", Picture)

SITE = frozenset({Channel.SITE})
#: A letter has a page on the site, so what it shows needs consent for both.
LETTER = frozenset({Channel.SITE, Channel.LETTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What may be shown of people, in some channels, on one day."""

    people: Mapping[PersonId, Person]
    channels: frozenset[Channel]
    day: dt.date

    def allows(self, who: PersonId, part: Part) -> bool:
        """Whether this part of the person may be shown in all the channels."""
        person = self.people.get(who)
        return person is not None and all(
            person.allows(part, channel, self.day) for channel in self.channels
        )

    def name(self, who: PersonId) -> ShownName | None:
        """The name to print, or None: then the reader meets "a customer"."""
        if not self.allows(who, Part.NAME):
            return None
        person = self.people[who]
        return ShownName(person.shown_as.opened() or person.name.opened())

    def about(self, who: PersonId) -> str:
        """The line about somebody whose name may be shown; else nothing."""
        if not self.allows(who, Part.NAME):
            return ""
        return self.people[who].about.opened()

    def photo(self, who: PersonId) -> ShownPicture | None:
        """A photo shows a face and, in its text, a name: it needs consent for both."""
        if not (self.allows(who, Part.PHOTO) and self.allows(who, Part.NAME)):
            return None
        photo = self.people[who].photo
        return ShownPicture(photo.opened()) if photo else None

    def words(self, who: PersonId, words: Guarded[str]) -> ShownWords | None:
        """Somebody's own words. An anonymous note belongs to nobody we could ask."""
        if who != ANONYMOUS and not self.allows(who, Part.WORDS):
            return None
        return ShownWords(words.opened())
