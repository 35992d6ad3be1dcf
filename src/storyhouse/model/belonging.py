"""Whether a subscriber is part of an audience."""

from __future__ import annotations

from storyhouse.model.audience import Audience
from storyhouse.model.house import CheckedHouse
from storyhouse.model.subscribers import Subscriber


def belongs(house: CheckedHouse, audience: Audience, subscriber: Subscriber) -> bool:
    """Whether a subscriber is part of an audience."""
    if not audience.tags.issubset(subscriber.tags):
        return False
    if not audience.speaks(subscriber.language or house.shop.language):
        return False
    asked = {who for ask in audience.asked for who in house.askers(house.asks[ask])}
    return not audience.asked or subscriber.person in asked
