"""For whom a letter is looked at: one reader of each kind, real where there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from storyhouse.letters.personal import Personal, tells
from storyhouse.model.record import Language, PersonId
from storyhouse.model.subscribers import Standing, Subscriber
from storyhouse.refusing import RefusedError
from storyhouse.sending.opening import Opened
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import canonical
from storyhouse.words import words_for


class Kind(StrEnum):
    """What makes a reader worth looking at."""

    CHOSEN = "chosen"  # the owner named their address
    ASKER = "asker"  # reads what became of what they asked
    KOREAN = "korean"  # a name in Hangul: particles follow it
    LATIN = "latin"  # a name in Latin letters
    NAMELESS = "nameless"  # reads the words for when a field is empty


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whose letter is shown."""

    kind: Kind
    subscriber: Subscriber
    invented: bool = False


def readers(
    opened: Opened, subscribers: SubscriberList, address: str = ""
) -> list[Reader]:
    """One of each kind, in the order of `Kind`; an asker only if there is one.

    Whom the owner chose stands for their own kind, too.

    Args:
        opened: the letter.
        subscribers: the shop's list.
        address: one whom the owner wants to see, whatever their kind.

    Raises:
        RefusedError: if nobody on the list has that address.
    """
    personal = Personal(opened.house, opened.issue)
    asking = personal.everybody().keys() if tells(opened.letter) else set[PersonId]()
    real = _real(subscribers, canonical(address), asking)
    found = {kind: Reader(kind, subscriber) for kind, subscriber in real}
    if address and Kind.CHOSEN not in found:
        raise RefusedError("preview.refused.nobody", address=address)
    for kind, subscriber in _invented(opened, asking):
        found.setdefault(kind, Reader(kind, subscriber, invented=True))
    if chosen := found.get(Kind.CHOSEN):
        del found[_kind(chosen.subscriber, asking)]  # they are one of that kind
    return [found[kind] for kind in Kind if kind in found]


def _real(
    subscribers: Iterable[Subscriber], wanted: str, asking: AbstractSet[PersonId]
) -> Iterator[tuple[Kind, Subscriber]]:
    """The first of each kind on the list; no further than needed."""
    lacking = {*Kind}
    if not wanted:
        lacking.discard(Kind.CHOSEN)
    if not asking:
        lacking.discard(Kind.ASKER)
    for subscriber in subscribers:
        kinds: set[Kind] = set()
        if wanted and canonical(subscriber.email) == wanted:
            kinds.add(Kind.CHOSEN)
        if subscriber.status is Standing.ACTIVE:
            kinds.add(_kind(subscriber, asking))
        for kind in lacking & kinds:
            yield kind, subscriber
        lacking -= kinds
        if not lacking:
            return


def _kind(subscriber: Subscriber, asking: AbstractSet[PersonId]) -> Kind:
    if subscriber.person in asking:
        return Kind.ASKER
    name = subscriber.first_name or subscriber.name
    if not name:
        return Kind.NAMELESS
    return Kind.KOREAN if any("가" <= sign <= "힣" for sign in name) else Kind.LATIN


def _invented(
    opened: Opened, asking: AbstractSet[PersonId]
) -> Iterator[tuple[Kind, Subscriber]]:
    own = opened.house.language_of(opened.issue)
    if who := next(iter(asking), None):
        # No name of theirs: it is not said whether the person gets letters at all.
        yield Kind.ASKER, Subscriber(email="asker@example.com", person=who)
    for kind, language in ((Kind.KOREAN, Language.KO), (Kind.LATIN, Language.EN)):
        words = words_for(language)
        name = words.say("letter.sample.name")
        address = words.say("letter.sample.address")
        yield (
            kind,
            Subscriber(email=address, first_name=name, name=name, language=language),
        )
    yield Kind.NAMELESS, Subscriber(email="reader@example.com", language=own)
