"""How many subscribers there are, by what is known of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from storyhouse.model.subscribers import Standing, SubscriberId
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import suppressed


@dataclass(slots=True)
class Counts:
    """The list in figures; languages and tags are of those who may be written to."""

    standings: Counter[Standing] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    no_row: int = 0  # who said no, and stands nowhere in the list
    without_consent: int = 0  # active, and nobody noted when they agreed


def count(root: Path, subscribers: SubscriberList) -> Counts:
    """Read the list through.

    Raises:
        RefusedError: if the list of noes cannot be read.
        OSError: if a file cannot be read.
    """
    gone, counts = suppressed(root), Counts()
    secret = secret_of(root) if gone else None
    met = set[SubscriberId]()
    for one in subscribers:
        no = gone.get(secret.id_of(one.email)) if secret else None
        met |= {no.subscriber} if no else set()
        standing = no.why if no else one.status
        counts.standings[standing] += 1
        if standing is Standing.ACTIVE:
            counts.languages[one.language or ""] += 1
            counts.tags.update(one.tags)
            counts.without_consent += not one.consented_at
    counts.no_row = len(gone.keys() - met)
    return counts
