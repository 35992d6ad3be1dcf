"""Letters made before it is their turn.

Where a mail server works on the same machine, letters made in a row take two thirds of
the time. For a single connection, they are made one by one, while the server reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from storyhouse.model.subscribers import SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.wire import Wire
from storyhouse.sending.writing import WriteWire

#: So many at once, for several connections.
_IN_A_ROW = 16


@dataclass(slots=True)
class Ahead:
    """The letters of one run; one thread after the other asks."""

    write: Callable[[bool], WriteWire]  # told whether the server takes eight bits
    in_a_row: int
    writes: dict[bool, WriteWire] = field(default_factory=dict)
    #: Those that are made, and for which server; None to whom none can be made.
    made: dict[SubscriberId, tuple[bool, Wire | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, write: Callable[[bool], WriteWire], connections: int) -> Ahead:
        """For so many connections."""
        return cls(write, _IN_A_ROW if connections > 1 else 1)

    def take(
        self, recipient: Recipient, following: Iterable[Recipient], *, eight_bit: bool
    ) -> Wire | None:
        """The letter to one of them; None if their address cannot stand in it."""
        made = self.made.get(recipient.id)
        if made is None or made[0] is not eight_bit:
            some = islice(following, self.in_a_row)
            self._make((recipient, *some), eight_bit=eight_bit)
        return self.made.pop(recipient.id)[1]

    def prepare(self, following: Sequence[Recipient], *, eight_bit: bool) -> None:
        """Make the next ones, if the first of them is not made."""
        if following and following[0].id not in self.made:
            self._make(islice(following, self.in_a_row), eight_bit=eight_bit)

    def forget(self, who: SubscriberId) -> None:
        """Keep no letter to somebody who gets none."""
        self.made.pop(who, None)

    def _make(self, people: Iterable[Recipient], *, eight_bit: bool) -> None:
        if eight_bit not in self.writes:
            self.writes[eight_bit] = self.write(eight_bit)
        write = self.writes[eight_bit]
        for one in people:
            try:
                mail = write(one)
            except RefusedError:
                mail = None
            self.made[one.id] = eight_bit, mail
