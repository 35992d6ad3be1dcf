"""For whom a letter is looked at: one reader of each kind, real where there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from storyhouse.letters import personal
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

    Args:
        opened: the letter.
        subscribers: the shop's list.
        address: one whom the owner wants to see, whatever their kind.

    Raises:
        RefusedError: if nobody on the list has that address.
    """
    found = {kind: Reader(kind, s) for kind, s in _real(opened, subscribers, address)}
    if address and Kind.CHOSEN not in found:
        raise RefusedError("preview.refused.nobody", address=address)
    for kind, subscriber in _invented(opened):
        found.setdefault(kind, Reader(kind, subscriber, invented=True))
    return [found[kind] for kind in Kind if kind in found]


def _real(
    opened: Opened, subscribers: Iterable[Subscriber], address: str
) -> Iterator[tuple[Kind, Subscriber]]:
    """The first of each kind on the list; no further than needed."""
    wanted, met = canonical(address), set[Kind]()
    some_asked = next(_askers(opened), None) is not None
    for subscriber in subscribers:
        kinds = [_kind(opened, subscriber)]
        if address and canonical(subscriber.email) == wanted:
            kinds.append(Kind.CHOSEN)
        elif subscriber.status is not Standing.ACTIVE:
            continue
        for kind in kinds:
            if kind not in met:
                met.add(kind)
                yield kind, subscriber
        if met >= {*Kind} - ({Kind.CHOSEN} if not address else set()) - (
            {Kind.ASKER} if not some_asked else set()
        ):
            return


def _kind(opened: Opened, subscriber: Subscriber) -> Kind:
    if personal.parts(opened.house, opened.issue, subscriber.person):
        return Kind.ASKER
    name = subscriber.first_name or subscriber.name
    if not name:
        return Kind.NAMELESS
    return Kind.KOREAN if any("가" <= sign <= "힣" for sign in name) else Kind.LATIN


def _askers(opened: Opened) -> Iterator[PersonId]:
    house = opened.house
    return (p for p in house.people if personal.parts(house, opened.issue, p))


def _invented(opened: Opened) -> Iterator[tuple[Kind, Subscriber]]:
    own = opened.house.language_of(opened.issue)
    if who := next(_askers(opened), None):
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
