"""Who gets an issue, and what their letter holds: the one door to being written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.letters import Letter
from storyhouse.letters.envelope import Envelope
from storyhouse.letters.headers import MESSAGE_KEY
from storyhouse.letters.personal import Personal, tells
from storyhouse.model.house import CheckedHouse, House
from storyhouse.model.issues import Issue
from storyhouse.model.subscribers import Subscriber, SubscriberId
from storyhouse.subscribing.door import Door
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import Secret, secret_of
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


@dataclass(slots=True)
class Report:
    """Who got no letter; whole once `recipients` has been read to its end."""

    left_out: Counter[str] = field(default_factory=Counter)


def recipients(  # noqa: PLR0913, PLR0917 (what is sent, to which list)
    root: Path,
    house: CheckedHouse,
    issue: Issue,
    letter: Letter,
    subscribers: SubscriberList,
    report: Report | None = None,
) -> Iterator[Recipient]:
    """Everybody the issue goes to, in the order of the list, and nobody twice.

    Only who is active, belongs to its audience and is on no list of the suppressed.
    Why the others are left out is counted in `report`, which begins at nought.
    """
    left_out = (report or Report()).left_out
    left_out.clear()
    secret = secret_of(root)
    writer = Writer.of(house, issue, letter, secret)
    door = Door.of(root, house, issue, secret)
    for subscriber in subscribers:
        if why := door.keeps_out(subscriber):
            left_out[why] += 1
        else:
            yield writer.recipient(subscriber, secret.id_of(subscriber.email))


@dataclass(frozen=True, slots=True)
class Writer:
    """Says what a letter holds for each subscriber."""

    letter: Letter
    secret: Secret
    personal: Personal | None  # None if the letter has no room for it

    @classmethod
    def of(cls, house: House, issue: Issue, letter: Letter, secret: Secret) -> Writer:
        """For one letter."""
        return cls(letter, secret, Personal(house, issue) if tells(letter) else None)

    def recipient(self, subscriber: Subscriber, id_: SubscriberId) -> Recipient:
        """One subscriber, and what is filled in for them."""
        signed = token(self.secret, id_)
        values = {
            **subscriber.fields,
            "view_url": self.letter.envelope.view_url,
            "unsubscribe_url": way_out(self.letter, signed),
            "unsubscribe_mail": way_out_by_mail(self.letter, signed),
            MESSAGE_KEY: message_key(self.secret, self.letter.envelope, id_),
        }
        parts = self.personal.parts(subscriber.person) if self.personal else {}
        return Recipient(id_, subscriber.email, values, parts)


def recipient(
    house: CheckedHouse,
    issue: Issue,
    letter: Letter,
    subscriber: Subscriber,
    secret: Secret,
) -> Recipient:
    """What a letter holds for one subscriber; for a list, keep its `Writer`."""
    writer = Writer.of(house, issue, letter, secret)
    return writer.recipient(subscriber, secret.id_of(subscriber.email))


def message_key(secret: Secret, envelope: Envelope, who: SubscriberId) -> str:
    """What stands for one person in their letter's id; only the shop can make it.

    A bounce is believed because it names an id that nobody else can work out.
    """
    return secret.sign("message-id", f"{envelope.key}\n{who}".encode()).hex()[:16]


def way_out(letter: Letter, signed: str) -> str:
    """The address that takes one subscriber off: the shop's page, or a mail."""
    page = letter.envelope.unsubscribe_url
    if not page:
        return way_out_by_mail(letter, signed)
    return f"{page}{'&' if '?' in page else '?'}{TOKEN}={signed}"


def way_out_by_mail(letter: Letter, signed: str) -> str:
    """A mail with the subject `unsubscribe TOKEN`: from whatever address it comes."""
    return f"{letter.envelope.unsubscribe_mail}%20{signed}"
