"""Who gets an issue, and what their letter holds: the one door to being written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.letters import Letter, personal
from storyhouse.model.audience import Audience
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.model.subscribers import Standing, Subscriber, SubscriberId
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import Secret, secret_of
from storyhouse.subscribing.suppressed import suppressed
from storyhouse.subscribing.tokens import token

#: In an address of the shop's own unsubscribe page: where the token goes.
TOKEN = "token"  # noqa: S105 (a name)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be written to, and what is filled in for them."""

    id: SubscriberId
    address: str
    values: Mapping[str, str]
    parts: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


def recipients(
    root: Path,
    house: CheckedHouse,
    issue: Issue,
    letter: Letter,
    subscribers: SubscriberList,
) -> Iterator[Recipient]:
    """Everybody the issue goes to, in the order of the list, each once.

    Only who is active, belongs to its audience and is on no list of the suppressed.
    """
    secret, gone = secret_of(root), suppressed(root)
    audience, seen = Audience.parse(issue.audience), set[SubscriberId]()
    for subscriber in subscribers:
        if subscriber.status is not Standing.ACTIVE:
            continue
        if not belongs(house, audience, subscriber):
            continue
        id_ = secret.id_of(subscriber.email)
        if id_ not in gone and id_ not in seen:
            seen.add(id_)
            yield recipient(house, issue, letter, subscriber, secret)


def belongs(house: CheckedHouse, audience: Audience, subscriber: Subscriber) -> bool:
    """Whether a subscriber is part of an audience."""
    if not audience.tags.issubset(subscriber.tags):
        return False
    if not audience.speaks(subscriber.language or house.shop.language):
        return False
    asked = {who for ask in audience.asked for who in house.askers(house.asks[ask])}
    return not audience.asked or subscriber.person in asked


def recipient(
    house: CheckedHouse,
    issue: Issue,
    letter: Letter,
    subscriber: Subscriber,
    secret: Secret,
) -> Recipient:
    """What a letter holds for one subscriber."""
    id_ = secret.id_of(subscriber.email)
    signed = token(secret, id_)
    values = {
        **subscriber.fields,
        "view_url": letter.envelope.view_url,
        "unsubscribe_url": way_out(letter, signed),
        "unsubscribe_mail": way_out_by_mail(letter, signed),
    }
    parts = personal.parts(house, issue, subscriber.person)
    return Recipient(id_, subscriber.email, values, parts)


def way_out(letter: Letter, signed: str) -> str:
    """The address that takes one subscriber off: the shop's page, or a mail."""
    page = letter.envelope.unsubscribe_url
    if not page:
        return way_out_by_mail(letter, signed)
    return f"{page}{'&' if '?' in page else '?'}{TOKEN}={signed}"


def way_out_by_mail(letter: Letter, signed: str) -> str:
    """A mail with the subject `unsubscribe TOKEN`: from whatever address it comes."""
    return f"{letter.envelope.unsubscribe_mail}%20{signed}"
