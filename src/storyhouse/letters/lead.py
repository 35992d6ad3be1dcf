"""The lead of a letter: what customers changed since the last one, a line for each.

It stands first, before the author's own words. `House.told` counts on it: everybody who
agreed to be named in letters is named here, so no line is ever left out to save room.
"""

from __future__ import annotations

from storyhouse.letters.blocks import Lead, LeadLine
from storyhouse.letters.naming import Naming, capital
from storyhouse.model.addresses import of_story, whole
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.record import AskId, PersonId, StoryId
from storyhouse.model.stories import Kind, Story
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
        for story in _told(house, issue)
    )
    if not lines:
        return None
    return Lead(
        label=words.say("letter.lead.label"),
        lines=lines,
        thanks=words.say("letter.lead.thanks"),
    )


def _told(house: House, issue: Issue) -> list[Story]:
    """One story for an ask, though a product and the news of it may both answer it."""
    changed = [s for s in house.changed_since_last(issue) if askers(house, s)]
    answered: set[AskId] = set()
    told: set[StoryId] = set()
    for story in sorted(changed, key=lambda s: s.KIND is not Kind.CHANGELOG):
        if not answered.issuperset(story.built_for):
            told.add(story.id)
            answered.update(story.built_for)
    return [story for story in changed if story.id in told]


def askers(house: House, story: Story) -> list[PersonId]:
    """Everybody for whom a story was built."""
    asks = (house.asks[ask] for ask in story.built_for if ask in house.asks)
    return list(dict.fromkeys(who for ask in asks for who in house.askers(ask)))


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
