"""One thing that is owed, and what is owed first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from storyhouse.diagnostics import Facts
from storyhouse.model.record import PersonId
from storyhouse.places import Location


class Kind(StrEnum):
    """What is owed."""

    UPDATE = "update"  # the word promised in an open letter
    WITHDRAWAL = "withdrawal"  # somebody who wants out is still named
    UNTOLD = "untold"  # built, and the asker has not heard
    UNANSWERED = "unanswered"
    UNREAD = "unread"  # answers to letters that lie in private/
    PROMISE = "promise"  # a day given under `promised_by` has passed
    UNTHANKED = "unthanked"  # told, without thanks
    LOOK_AGAIN = "look-again"  # the day to think again of a no
    RECAP = "recap"
    CONSENT = "consent"  # a yes that ends, or has ended
    LETTER = "letter"
    MIX = "mix"


#: What cannot wait comes first; then what is built and not told, which keeps the shop
#: from being built; then people who wait, whatever they wait for; then
#: what was told and not thanked, or thought over; then the shop's own habits.
_TURNS = (
    {Kind.UPDATE},
    {Kind.WITHDRAWAL},
    {Kind.UNTOLD},
    {Kind.UNANSWERED, Kind.UNREAD, Kind.PROMISE},
    {Kind.UNTHANKED, Kind.LOOK_AGAIN, Kind.RECAP},
    {Kind.CONSENT},
    {Kind.LETTER, Kind.MIX},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing to do, and the command that does it."""

    kind: Kind
    #: The day it became owed, or will.
    since: dt.date
    #: The command, word by word, as a shell would hand it over.
    command: tuple[str, ...]
    where: Location
    who: tuple[PersonId, ...] = ()
    facts: Facts = field(default_factory=dict)
    variant: str = ""  # which of the kind's sentences fits, where it has several
    note: str = ""  # a line that goes with it: a key below `today.note`
    #: What is said in place of the kind's sentence: a finding's own words.
    says: str = ""

    def days(self, today: dt.date) -> int:
        """How long it has been owed; below nothing, it is not due yet."""
        return (today - self.since).days


def most_owed_first(owed: Iterable[Owed]) -> list[Owed]:
    """By turn; within one, what has waited longest is first."""
    return sorted(owed, key=lambda o: (_turn(o.kind), o.since, o.kind, o.command))


def _turn(kind: Kind) -> int:
    return next(turn for turn, kinds in enumerate(_TURNS) if kind in kinds)
