"""The part of a letter that is one reader's own: what became of what they asked."""

from __future__ import annotations

from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.record import PersonId
from storyhouse.prose.fields import Parts

#: The name of the part, in a letter's segments and among a recipient's parts.
ASKED = "asked"


def parts(house: House, issue: Issue, who: PersonId | None) -> Parts:
    """What a letter tells one reader of what they asked, if there is anything."""
    del house, issue, who
    return {}
