"""Rows that were claimed for several connections at once.

A claim waits for the disk, for as long as a server takes to queue a letter. Ten
connections that each claim for themselves wait one after the other.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from storyhouse.model.record import IssueId
from storyhouse.sending.recipients import Recipient

#: What is claimed at once is begun within this time: a power cut leaves it unsure.
_AIM, _MOST = 0.05, 64  # seconds, rows


@dataclass(slots=True)
class Ahead:
    """What is claimed and not yet begun; one connection claims nothing ahead."""

    issue: IssueId | None = None
    rows: deque[Recipient] = field(default_factory=deque)
    _workers: set[str] = field(default_factory=set)
    _size: int = 1
    _fetched: float = 0.0

    def take(
        self, worker: str, most: int, fetch: Callable[[int], Sequence[Recipient]]
    ) -> list[Recipient]:
        """Up to `most` rows; `fetch` claims more of them where there are none."""
        self._workers.add(worker)
        if not self.rows:
            self.rows.extend(fetch(max(most, self._next_size())))
        return [self.rows.popleft() for _ in range(min(most, len(self.rows)))]

    def _next_size(self) -> int:
        """More when the last ones were soon begun, and fewer when they were not."""
        since = time.monotonic() - self._fetched
        self._fetched += since
        if len(self._workers) == 1:
            return 1
        if since < _AIM:
            self._size = min(2 * self._size, _MOST)
        elif since > 2 * _AIM:
            self._size = max(1, self._size // 2)
        return self._size

    def let_go(self) -> list[Recipient]:
        """Give up what has not been begun."""
        left = list(self.rows)
        self.rows.clear()
        return left
