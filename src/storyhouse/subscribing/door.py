"""Whether somebody on the list may be written to: the one place that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storyhouse.model.audience import Audience
from storyhouse.model.belonging import belongs
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.subscribers import Standing, Subscriber, SubscriberId
from storyhouse.subscribing.secret import Secret
from storyhouse.subscribing.suppressed import Suppression, suppressed


class Left(StrEnum):
    """Why somebody on the list gets no letter; the first that holds is the reason."""

    PENDING = "pending"
    UNSUBSCRIBED = "unsubscribed"
    CLEANED = "cleaned"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"  # on private/suppressed.csv, whatever the list says
    OTHER_AUDIENCE = "other-audience"


#: Every standing in which nobody is written to.
_STANDING = {
    Standing.PENDING: Left.PENDING,
    Standing.UNSUBSCRIBED: Left.UNSUBSCRIBED,
    Standing.CLEANED: Left.CLEANED,
    Standing.REFUSED: Left.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Door:
    """To one issue's readers: who is active, of its audience, and has said no nowhere.

    The list itself yields nobody twice.
    """

    house: House
    audience: Audience
    gone: Mapping[SubscriberId, Suppression]
    secret: Secret

    @classmethod
    def of(cls, root: Path, house: House, issue: Issue, secret: Secret) -> Door:
        """For one issue.

        Raises:
            RefusedError: if the list of noes cannot be read.
            OSError: likewise.
        """
        return cls(house, Audience.parse(issue.audience), suppressed(root), secret)

    def keeps_out(self, subscriber: Subscriber) -> Left | None:
        """Why somebody gets no letter; None for who gets it."""
        if subscriber.status is not Standing.ACTIVE:
            return _STANDING[subscriber.status]
        if self.gone and self.secret.id_of(subscriber.email) in self.gone:
            return Left.SUPPRESSED
        if not belongs(self.house, self.audience, subscriber):
            return Left.OTHER_AUDIENCE
        return None
