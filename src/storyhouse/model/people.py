"""People, and what they allow us to show of them: content/people/*.yml."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from storyhouse.model.record import NEVER, Language, PersonId, Picture, Record

T = TypeVar("T")

#: Written in `by:` for somebody who gave no name. No person can have this id.
ANONYMOUS = PersonId("anonymous")


class Role(StrEnum):
    """Which side of the counter somebody stands on."""

    CUSTOMER = "customer"
    MAKER = "maker"
    NEIGHBOUR = "neighbour"


class Part(StrEnum):
    """A part of a person that can be shown."""

    NAME = "name"
    WORDS = "words"
    PHOTO = "photo"


class Channel(StrEnum):
    """Where it can be shown."""

    SITE = "site"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Guarded(Generic[T]):
    """Something of a person's. It prints as nothing, so that it cannot slip out.

    `storyhouse.model.showing` opens it where consent allows; the checks that look for
    names in prose open it to know what to look for.
    """

    _kept: T

    def opened(self) -> T:
        """What is kept. Ask `Showing` first."""
        return self._kept

    def __bool__(self) -> bool:
        return bool(self._kept)

    def __str__(self) -> str:
        return ""

    def __repr__(self) -> str:
        return "Guarded(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A yes somebody gave: when, to what, where, where it is kept, until when."""

    given: dt.date
    for_: tuple[Part, ...]
    where: tuple[Channel, ...]
    kept: str
    until: dt.date = NEVER
    guardian: str = ""  # who agreed for a child

    def covers(self, part: Part, channel: Channel, day: dt.date) -> bool:
        """Whether this part may be shown in this channel on this day."""
        current = self.given <= day <= self.until
        return current and part in self.for_ and channel in self.where


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A maker, a customer or a neighbour. Without consent nothing of them is shown."""

    id: PersonId
    name: Guarded[str]
    shown_as: Guarded[str] = Guarded("")
    role: Role = Role.CUSTOMER
    since: dt.date | None = None
    about: Guarded[str] = Guarded("")
    photo: Guarded[Picture] | None = None
    language: Language | None = None
    child: bool = False  # under 14
    consent: tuple[Consent, ...] = ()
    withdrawn: dt.date | None = None

    def allows(self, part: Part, channel: Channel, day: dt.date) -> bool:
        """Whether this part may be shown there then.

        Makers agree by having a file; for a child, somebody who has custody agrees.
        """
        if self.withdrawn is not None and self.withdrawn <= day:
            return False
        if self.role is Role.MAKER:
            return True
        return any(
            consent.covers(part, channel, day)
            for consent in self.consent
            if consent.guardian.strip() or not self.child
        )
