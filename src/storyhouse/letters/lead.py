"""The lead of a letter: what customers changed since the last one, a line for each.

It stands first, before the author's own words. `House.told` counts on it: everybody who
agreed to be named in letters is named here, so no line is ever left out to save room.
Nor for who reads the news of it in a part of their own: the lead is compiled once for
all, and credits them before everybody, where their part says what was done for them.
"""

from __future__ import annotations

from storyhouse.letters.blocks import Lead, LeadLine
from storyhouse.letters.naming import Naming, capital
from storyhouse.model.addresses import of_story, whole
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.stories import Story
from storyhouse.prose.beside import askers, changes_told
from storyhouse.words import Words, words_for


def lead(house: House, issue: Issue) -> Lead | None:
    """What was built for those who asked; None if nothing was, or in a first letter."""
    words = words_for(house.language_of(issue))
    naming = Naming(house.showing_in(issue), words)
    lines = tuple(
        LeadLine(
            story=story.id,
            language=house.language_of(story),
            title=story.title,
            address=whole(house, of_story(story)),
            words=_who_asked(house, story, naming),
        )
        for story in changes_told(house, issue)
    )
    if not lines:
        return None
    return Lead(
        label=words.say("letter.lead.label"),
        lines=lines,
        thanks=words.say("letter.lead.thanks"),
    )


def _who_asked(house: House, story: Story, naming: Naming) -> str:
    words: Words = naming.words
    who = capital(naming.all(askers(house, story)))
    asked = min(house.asks[ask].date for ask in story.built_for if ask in house.asks)
    match (story.date - asked).days:
        case 0:
            return words.say("letter.lead.same-day", who=who)
        case days if days > 0:
            return words.say("letter.lead.days", who=who, days=days)
        case _:
            return words.say("letter.lead.asked", who=who)
