"""Which of our letters a mail is about, and to whom that one went."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from storyhouse.letters.envelope import Envelope, envelope
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.subscribers import Subscriber, SubscriberId
from storyhouse.sending.recipients import message_key
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import Secret, canonical
from storyhouse.subscribing.tokens import named_by

_ID = re.compile(r"<[^<>\s]{3,300}>")
_MOST_IDS = 100


@dataclass
class Letters:
    """The shop's letters and its list, as far as a mailbox asks for them.

    The list is read when the first mail needs it, once; whom a letter went to is
    worked out for a letter when the first mail is about it.
    """

    root: Path
    house: House
    secret: Secret
    _sent: dict[str, Mapping[str, Subscriber]] = field(default_factory=dict)

    @cached_property
    def _envelopes(self) -> dict[str, tuple[Issue, Envelope]]:
        """By what stands first in the letters' ids."""
        made = ((i, envelope(self.house, i)) for i in self.house.issues.values())
        return {e.key: (i, e) for i, e in made}

    @cached_property
    def _list(self) -> dict[str, Subscriber]:
        everybody = SubscriberList(self.root, anybody=True)
        return {canonical(s.email): s for s in everybody if s.email}

    def ids_in(self, text: str) -> list[str]:
        """The ids of our letters in a text."""
        ids = _ID.findall(text)[:_MOST_IDS]
        return [i for i in ids if self._key(i) in self._envelopes]

    @staticmethod
    def _key(message_id: str) -> str:
        return message_id.strip("<>").partition(".")[0]

    def issue_of(self, message_id: str) -> Issue:
        """The issue that one of our ids is of."""
        return self._envelopes[self._key(message_id)][0]

    def went_to(self, message_id: str, addresses: Iterable[str]) -> Subscriber | None:
        """Which of some addresses is of the list, and got the letter with the id."""
        outside = self._envelopes[self._key(message_id)][1]
        listed = (self.subscriber(a) for a in addresses)
        same = (s for s in listed if s and self._id(outside, s) == message_id)
        return next(same, None)

    def recipient_of(self, message_id: str) -> Subscriber | None:
        """The subscriber whose letter has the id; nobody for one that we never made.

        For this, the ids of a letter's whole list are worked out, once.
        """
        issue, outside = self._envelopes[self._key(message_id)]
        if issue.id not in self._sent:
            everybody = self._list.values()
            self._sent[issue.id] = {self._id(outside, s): s for s in everybody}
        return self._sent[issue.id].get(message_id)

    def _id(self, outside: Envelope, subscriber: Subscriber) -> str:
        """The id of a letter to one of the list."""
        key = message_key(self.secret, outside, self.id_of(subscriber))
        return outside.message_id(key)

    def by_subject(self, subject: str) -> Issue | None:
        """The newest issue with a subject; of its fields, none may have been filled."""
        wanted = " ".join(subject.split()).casefold()
        same = [i for i in self.house.issues.values() if _plain(i.subject) == wanted]
        return max(same, key=lambda i: i.date, default=None) if wanted else None

    def open_list(self) -> None:
        """Read the list, if that has not been done; what is wrong in it is said so."""
        _ = self._list

    def subscriber(self, address: str) -> Subscriber | None:
        """Who on the list has an address."""
        return self._list.get(canonical(address)) if address else None

    def named_by(self, token: str) -> SubscriberId | None:
        """Whom a token names that we made."""
        return named_by(self.secret, token)

    def id_of(self, subscriber: Subscriber) -> SubscriberId:
        """The id of somebody on the list."""
        return self.secret.id_of(subscriber.email)


def _plain(subject: str) -> str:
    return " ".join(subject.split()).casefold()
