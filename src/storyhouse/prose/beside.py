"""What a letter tells of beside its own text and the stories it carries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.neighbours import Post
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.record import AskId, PersonId, StoryId
from storyhouse.model.stories import Kind, Story
from storyhouse.prose.hidden import shown_posts

#: A gathering is told of so long before.
SOON = dt.timedelta(days=30)
#: How many posts of neighbours end a letter.
MOST_POSTS = 3


def open_on(house: House, issue: Issue) -> list[OpenLetter]:
    """The open letters that are open when the issue goes out: no offer stands then."""
    out = house.on(issue.day).told_openly
    return [letter for letter in out if letter.is_open(issue.day)]


def gathering_after(house: House, issue: Issue) -> Event | None:
    """The next gathering, if it is soon."""
    return next(
        (e for e in house.gatherings if issue.day < e.day <= issue.day + SOON), None
    )


def posts_in(house: House, issue: Issue) -> Iterator[Post]:
    """What neighbours wrote since the letter before, if the issue asks for it.

    One of each first, so that who writes daily leaves room for who writes seldom.
    """
    if not issue.neighbours:
        return
    last = house.letter_before(issue)
    begin = last.day if last else dt.date.min
    new = [
        post
        for post in shown_posts(house, house.showing_in(issue))
        if begin < post.date <= issue.day
    ]
    firsts = {post.neighbour: post for post in reversed(new)}
    first = [post for post in new if firsts[post.neighbour] is post]
    rest = [post for post in new if firsts[post.neighbour] is not post]
    yield from (*first, *rest)[:MOST_POSTS]


def changes_told(house: House, issue: Issue) -> list[Story]:
    """What a letter begins with: what was built for those who asked, oldest first.

    One story for an ask, though a product and the news of it may both answer it.
    """
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
