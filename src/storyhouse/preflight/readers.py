"""Everybody a letter goes to, in one walk through the list: a million take seconds."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storyhouse.letters.personal import Personal
from storyhouse.model.record import PersonId
from storyhouse.preflight.seen import Seen
from storyhouse.prose.fields import (
    ALWAYS,
    MergeField,
    Parts,
    Repeated,
    Segments,
    filled,
)
from storyhouse.subscribing.door import Door
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.subscribing.secret import secret_for_looking

#: A token of the way out, which every address gets: as long as a real one.
_TOKEN = "?token=" + "x" * 43
#: What a reader can be called by, where the list does not know the one.
OTHER_NAME = {"first_name": "name", "name": "first_name"}


@dataclass(slots=True)
class Readers:
    """What the walk has seen."""

    listed: bool = False  # whether there is a list at all
    headless: bool = False  # whether that cannot be read, for its first line
    count: int = 0
    columns: frozenset[str] = frozenset()
    #: Every tag that somebody has; looked for where the letter goes to one.
    tags: set[str] = field(default_factory=set)
    #: By field, how many have nothing to fill it with; both names, if one is used.
    lacking: Counter[str] = field(default_factory=Counter)
    largest: int = 0  # bytes of HTML


def readers(seen: Seen, subscribers: SubscriberList) -> Readers:
    """Walk through the list once."""
    walked = Readers(listed=(seen.root / SUBSCRIBERS).is_file())
    secret = secret_for_looking(seen.root)
    door = Door.of(seen.root, seen.house, seen.issue, secret)
    size = _Size.of(seen)
    fields = fields_of(seen.letter.html, seen.letter.text, seen.letter.subject)
    names = {merge.name for merge in fields} - ALWAYS
    names |= {OTHER_NAME[name] for name in names if name in OTHER_NAME}
    for subscriber in subscribers:
        values = subscriber.fields
        if not walked.columns:
            walked.columns = frozenset(values)
        if door.audience.tags:
            walked.tags.update(subscriber.tags)
        if door.keeps_out(subscriber):
            continue
        walked.count += 1
        for name in names:
            if not values.get(name, "").strip():
                walked.lacking[name] += 1
        walked.largest = max(walked.largest, size(values, subscriber.person))
    walked.headless = subscribers.headless
    return walked


def fields_of(*texts: Segments) -> list[MergeField]:
    """The fields of a letter, but for those that only its personal parts have."""
    every = (segment for text in texts for segment in text)
    return [segment for segment in every if isinstance(segment, MergeField)]


@dataclass(slots=True)
class _Size:
    """How large the HTML is for somebody, without writing it for each of them."""

    seen: Seen
    fixed: int
    fields: Sequence[tuple[MergeField, int]]
    personal: Personal
    parts: dict[PersonId, int] = field(default_factory=dict)

    @classmethod
    def of(cls, seen: Seen) -> _Size:
        fields = Counter(fields_of(seen.letter.html))
        out = {"view_url": seen.letter.envelope.view_url, "unsubscribe_url": _way(seen)}
        same = [
            _bytes(m.filled(out)) * n for m, n in fields.items() if m.name in ALWAYS
        ]
        texts = (s for s in seen.letter.html if isinstance(s, str))
        fixed = sum(len(text.encode()) for text in texts) + sum(same)
        own = [(m, n) for m, n in fields.items() if m.name not in ALWAYS]
        return cls(seen, fixed, own, Personal(seen.house, seen.issue))

    def __call__(self, values: Mapping[str, str], person: PersonId | None) -> int:
        own = sum(_bytes(merge.filled(values)) * n for merge, n in self.fields)
        return self.fixed + own + (self._of_person(person) if person else 0)

    def _of_person(self, person: PersonId) -> int:
        if person not in self.parts:
            parts = self.personal.parts(person)
            self.parts[person] = self._of_parts(parts) if parts else 0
        return self.parts[person]

    def _of_parts(self, parts: Parts) -> int:
        repeated = tuple(s for s in self.seen.letter.html if isinstance(s, Repeated))
        return len(filled(repeated, self.seen.values, html.escape, parts).encode())


def _way(seen: Seen) -> str:
    envelope = seen.letter.envelope
    page = envelope.unsubscribe_url
    return f"{page}{_TOKEN}" if page else envelope.unsubscribe_mail


def _bytes(text: str) -> int:
    return len(html.escape(text).encode())
