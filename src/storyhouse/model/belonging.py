"""Whether a subscriber is part of an audience."""

from __future__ import annotations

from storyhouse.model.audience import Audience
from storyhouse.model.house import House
from storyhouse.model.subscribers import Subscriber


def belongs(house: House, audience: Audience, subscriber: Subscriber) -> bool:
    """Whether a subscriber is part of an audience; asked a million times a letter."""
    if audience.tags and not audience.tags.issubset(subscriber.tags):
        return False
    if not audience.speaks(subscriber.language or house.shop.language):
        return False
    return not audience.asked or subscriber.person in house.asking(audience)
