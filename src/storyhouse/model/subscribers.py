"""Who gets the letters: a row of private/subscribers.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from storyhouse.model.record import Language, PersonId

#: A subscriber without their address: the same for every spelling of it, and of no use
#: to anybody without the shop's secret. 32 hexadecimal digits.
SubscriberId = NewType("SubscriberId", str)
#: Whom the ways out of a test letter name; they take nobody off.
NOBODY = SubscriberId("0" * 32)


class Standing(StrEnum):
    """Whether somebody may be written to; only `active` may."""

    ACTIVE = "active"
    PENDING = "pending"  # asked for letters, and has not confirmed it (double opt-in)
    UNSUBSCRIBED = "unsubscribed"
    CLEANED = "cleaned"  # their mailbox refused letters for good
    REFUSED = "refused"  # said no, or complained


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One subscriber, as the list holds them."""

    email: str
    first_name: str = ""
    name: str = ""
    person: PersonId | None = None  # who they are in content/people
    language: Language | None = None
    tags: tuple[str, ...] = ()
    status: Standing = Standing.ACTIVE
    consented_at: str = ""  # as it was written: a day, or a time
    consent_how: str = ""  # with which words, on which form
    more: Mapping[str, str] = field(default_factory=dict)  # the list's other columns
    line: int = 1  # of the file

    @property
    def fields(self) -> dict[str, str]:
        """What a letter's merge fields may hold of them, by the columns' names."""
        own = {
            "email": self.email,
            "first_name": self.first_name,
            "name": self.name,
            "language": self.language or "",
        }
        return {**self.more, **own}
