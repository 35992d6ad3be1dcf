"""Whom an issue reaches, in figures, and who is left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.building import Progress
from storyhouse.letters import Letter
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.recipients import Recipient, Report, recipients
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.places import SUPPRESSED
from storyhouse.subscribing.suppressed import suppressed

#: So many people are gone through between two pictures of a bar.
_OFTEN = 100


@dataclass(slots=True)
class Reach:
    """Who gets an issue; nobody's address."""

    people: set[SubscriberId] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    personal: int = 0  # how many have a part that is theirs alone
    left_out: Counter[str] = field(default_factory=Counter)


def reach(
    root: Path,
    house: CheckedHouse,
    issue: Issue,
    letter: Letter,
    progress: Progress = lambda _what, _done, _all: None,
) -> Reach:
    """Go through the list once, and count."""
    found, report = Reach(), Report()
    list_ = SubscriberList(root)
    everybody = recipients(root, house, issue, letter, list_, report)
    for one in telling(everybody, lambda done: progress("counting", done, 0)):
        found.people.add(one.id)
        found.languages[one.values.get("language") or house.shop.language] += 1
        found.personal += any(one.parts.values())
    found.left_out = report.left_out
    return found


def telling(
    each: Iterable[Recipient], tell: Callable[[int], None]
) -> Iterator[Recipient]:
    """Each of them; how many they are so far is told now and then."""
    for number, one in enumerate(each, 1):
        if not number % _OFTEN:
            tell(number)
        yield one


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
