"""Whom an issue reaches, in figures, and who is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.letters import Letter
from storyhouse.model.audience import Audience
from storyhouse.model.belonging import belongs
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.model.subscribers import Standing, Subscriber, SubscriberId
from storyhouse.sending.recipients import recipients
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.places import SUPPRESSED
from storyhouse.subscribing.secret import Secret, secret_of
from storyhouse.subscribing.suppressed import suppressed

#: Why somebody is left out, beside their own standing.
AUDIENCE, SUPPRESSED_, TWICE = "audience", "suppressed", "twice"


@dataclass(slots=True)
class Reach:
    """Who gets an issue; nobody's address."""

    people: set[SubscriberId] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    personal: int = 0  # how many have a part that is theirs alone
    left_out: Counter[str] = field(default_factory=Counter)


def reach(root: Path, house: CheckedHouse, issue: Issue, letter: Letter) -> Reach:
    """Go through the list once, and count."""
    found = Reach()
    watched = _Watched(root, house=house, issue=issue, secret=secret_of(root))
    for one in recipients(root, house, issue, letter, watched):
        found.people.add(one.id)
        found.languages[one.values.get("language") or house.shop.language] += 1
        found.personal += any(one.parts.values())
    found.left_out = watched.left_out
    twice = watched.may - len(found.people)
    found.left_out.update({TWICE: twice} if twice else {})
    return found


@dataclass(slots=True, kw_only=True)
class _Watched(SubscriberList):
    """The list, counted as it is read."""

    house: CheckedHouse
    issue: Issue
    secret: Secret
    left_out: Counter[str] = field(default_factory=Counter)
    may: int = 0

    def __iter__(self) -> Iterator[Subscriber]:
        gone = suppressed(self.root)
        audience = Audience.parse(self.issue.audience)
        for subscriber in SubscriberList.__iter__(self):
            if why := self._why_not(subscriber, audience, gone.keys()):
                self.left_out[why] += 1
            else:
                self.may += 1
            yield subscriber

    def _why_not(
        self,
        subscriber: Subscriber,
        audience: Audience,
        gone: AbstractSet[SubscriberId],
    ) -> str:
        if subscriber.status is not Standing.ACTIVE:
            return subscriber.status.value
        if not belongs(self.house, audience, subscriber):
            return AUDIENCE
        return SUPPRESSED_ if self.secret.id_of(subscriber.email) in gone else ""


@dataclass(slots=True)
class Staying:
    """Whether somebody still wants the letter, up to the moment it goes out.

    Who was enlisted and has left the list since gets none; nor does who says no while
    a long sending is under way.
    """

    root: Path
    people: AbstractSet[SubscriberId]
    _gone: AbstractSet[SubscriberId] = frozenset()
    _seen: tuple[int, int] = (0, 0)  # the list of the suppressed, when it was read

    def __call__(self, who: SubscriberId) -> bool:
        """Whether they may be written to now."""
        try:
            stat = (self.root / SUPPRESSED).stat()
        except FileNotFoundError:
            return who in self.people
        if (now := (stat.st_mtime_ns, stat.st_size)) != self._seen:
            self._gone, self._seen = suppressed(self.root).keys(), now
        return who in self.people and who not in self._gone
