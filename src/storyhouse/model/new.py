"""What a letter is the first to tell: nothing is told twice, and nothing is lost.

Nobody notes the hour: what is of a letter's own day may have been written when the
letter was out. So it is for the next one, unless it is a story that the letter carries.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storyhouse.model.record import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What is new in a letter to those who read the letter before, too."""

    since: dt.date  # the day of the letter before
    day: dt.date  # the letter's own
    carried: frozenset[StoryId]
    told: frozenset[StoryId]  # what letters of the day `since` carried

    def holds(self, day: dt.date, story: StoryId | None = None) -> bool:
        """Whether it tells what happened on a day, a story or what an ask says."""
        if day == self.since and story in self.told:
            return False
        if day == self.day:
            return story in self.carried
        return self.since <= day < self.day
