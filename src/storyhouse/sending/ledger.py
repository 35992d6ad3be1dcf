"""Who has been written to: one row for each issue and subscriber.

SMTP cannot deliver exactly once. A row is `sending`, on the disk, before the first
byte of its letter goes out; what a dead process left so is `uncertain`, is shown to the
owner and never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.recipients import Recipient

#: Why somebody gets no letter who has left since they were enlisted.
LEFT = "~left"


class State(StrEnum):
    """How far one letter to one subscriber has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"  # a server has taken it
    REFUSED = "refused"  # a server said no, for good
    UNCERTAIN = "uncertain"  # it may have arrived: left to the owner


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one letter; `waiting` again after a no for now."""

    subscriber: SubscriberId
    state: State
    reason: str = ""  # what the server said, for refused and uncertain ones


@dataclass(frozen=True, slots=True)
class Row:
    """One row, as it is shown to the owner."""

    subscriber: SubscriberId
    address: str
    state: State
    reason: str
    at: str  # when it came into that state: ISO 8601, UTC


class Ledger(Protocol):
    """What sending asks of a ledger; every method is whole or has not happened."""

    def begin(self, issue: IssueId, letter: bytes) -> bytes:
        """Keep the letter as it is sent; what was kept before stays, and is given.

        Whoever sends the rest of an issue, on whatever machine and day, sends that.
        """

    def begun(self, issue: IssueId) -> bytes | None:
        """The letter that was kept; None if nothing of the issue was sent yet."""

    def enlist(self, issue: IssueId, recipients: Iterable[Recipient]) -> int:
        """Add who is not yet there, as waiting; how many were added. Streams."""

    def claim(
        self, issue: IssueId, worker: str, most: int, hands: int = 1
    ) -> Sequence[Recipient]:
        """Take up to `most` waiting rows; on return they are `sending`, on the disk.

        Their letters are begun in about the order given, claim after claim: at any
        moment, only the first `hands` that a worker has not settled may be in flight.
        """

    def settle(self, issue: IssueId, outcomes: Sequence[Outcome]) -> None:
        """Write down what came of rows that were claimed."""

    def give_up(self, issue: IssueId) -> int:
        """Make `uncertain` what dead workers left; how many rows that were."""

    def decide(self, issue: IssueId, who: Iterable[SubscriberId], state: State) -> int:
        """The owner's word on uncertain rows: `sent`, or `waiting` to send again."""

    def withdraw(self, who: Iterable[SubscriberId]) -> None:
        """Let nobody write to those who said no, of whatever issue: see `LEFT`.

        A letter that a worker has in its hands goes out; one that is put off, or may
        have arrived, is not sent again. Each of them is whole or has not happened.
        """

    def counts(self, issue: IssueId) -> Mapping[State, int]:
        """How many rows are in each state."""

    def left(self, issue: IssueId) -> int:
        """How many of the refused ones are so because they left."""

    def rows(self, issue: IssueId, *states: State) -> Iterator[Row]:
        """The rows in some states, in the order in which they were enlisted."""

    def forget(self, who: SubscriberId) -> None:
        """Take away an address and its fields; that it was written to stays."""

    def close(self) -> None:
        """Let go of it."""
