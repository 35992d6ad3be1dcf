"""Everybody a letter goes to, in one walk through the list: a million take seconds."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.letters import personal
from storyhouse.model.audience import Audience
from storyhouse.model.belonging import belongs
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.model.record import PersonId
from storyhouse.model.subscribers import Standing, Subscriber, SubscriberId
from storyhouse.preflight.seen import Seen
from storyhouse.prose.fields import (
    ALWAYS,
    MergeField,
    Parts,
    Repeated,
    Segments,
    filled,
)
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.places import SECRET, SUBSCRIBERS
from storyhouse.subscribing.secret import Secret, canonical, secret_of
from storyhouse.subscribing.suppressed import Suppression, suppressed

#: A token of the way out, which every address gets: as long as a real one.
_TOKEN = "?token=" + "x" * 43


@dataclass(slots=True)
class Readers:
    """What the walk has seen."""

    listed: bool = False  # whether there is a list at all
    count: int = 0
    columns: frozenset[str] = frozenset()
    #: By field, how many have nothing to fill it with.
    lacking: Counter[str] = field(default_factory=Counter)
    largest: int = 0  # bytes of HTML


def readers(seen: Seen, subscribers: SubscriberList) -> Readers:
    """Walk through the list once."""
    walked = Readers(listed=(seen.root / SUBSCRIBERS).is_file())
    goes_to, size = _goes_to(seen.root, seen.house, seen.issue), _Size.of(seen)
    fields = fields_of(seen.letter.html, seen.letter.text, seen.letter.subject)
    names = {merge.name for merge in fields} - ALWAYS
    for subscriber in subscribers:
        values = subscriber.fields
        if not walked.columns:
            walked.columns = frozenset(values)
        if not goes_to(subscriber):
            continue
        walked.count += 1
        for name in names:
            if not values.get(name, "").strip():
                walked.lacking[name] += 1
        walked.largest = max(walked.largest, size(values, subscriber.person))
    return walked


def fields_of(*texts: Segments) -> list[MergeField]:
    """The fields of a letter, but for those that only its personal parts have."""
    every = (segment for text in texts for segment in text)
    return [segment for segment in every if isinstance(segment, MergeField)]


def _goes_to(
    root: Path, house: CheckedHouse, issue: Issue
) -> Callable[[Subscriber], bool]:
    """As sending has it: active, of the audience, not suppressed, and nobody twice."""
    audience, gone = Audience.parse(issue.audience), suppressed(root)
    secret = secret_of(root) if gone and (root / SECRET).is_file() else None
    met = set[int]()

    def goes(subscriber: Subscriber) -> bool:
        if subscriber.status is not Standing.ACTIVE:
            return False
        if not belongs(house, audience, subscriber):
            return False
        if secret and _is_gone(secret, gone, subscriber):
            return False
        before = len(met)
        met.add(hash(canonical(subscriber.email)))
        return len(met) > before

    return goes


def _is_gone(
    secret: Secret, gone: Mapping[SubscriberId, Suppression], subscriber: Subscriber
) -> bool:
    return secret.id_of(subscriber.email) in gone


@dataclass(slots=True)
class _Size:
    """How large the HTML is for somebody, without writing it for each of them."""

    seen: Seen
    fixed: int
    fields: Sequence[tuple[MergeField, int]]
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
        return cls(
            seen, fixed, [(m, n) for m, n in fields.items() if m.name not in ALWAYS]
        )

    def __call__(self, values: Mapping[str, str], person: PersonId | None) -> int:
        own = sum(_bytes(merge.filled(values)) * n for merge, n in self.fields)
        return self.fixed + own + (self._of_person(person) if person else 0)

    def _of_person(self, person: PersonId) -> int:
        if person not in self.parts:
            parts = personal.parts(self.seen.house, self.seen.issue, person)
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
