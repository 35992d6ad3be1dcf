"""What goes on around the shop: an open letter, the next gathering, the neighbours."""

from __future__ import annotations

from storyhouse.letters.addressing import safe
from storyhouse.letters.blocks import Anchor, Gathering, NextDoor, OpenMatter
from storyhouse.model.addresses import of_event, of_open_letter, whole
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.prose.beside import gathering_after, open_on, posts_in
from storyhouse.words import words_for
from storyhouse.words.local import day

#: What would be a merge field to a mail service, if a neighbour wrote it.
_NO_FIELDS = str.maketrans("{}", "()")
#: The same in an address, where brackets are others.
_NO_BRACES = str.maketrans({"{": "%7B", "}": "%7D"})


def open_matter(house: House, issue: Issue) -> OpenMatter | None:
    """One calm line that names each open letter."""
    letters = open_on(house, issue)
    if not letters:
        return None
    words = words_for(house.language_of(issue))
    links = (Anchor(o.title, whole(house, of_open_letter(o.id))) for o in letters)
    return OpenMatter(words.say("letter.open-matter"), tuple(links))


def gathering(house: House, issue: Issue) -> Gathering | None:
    """The next one: what, when and where."""
    event = gathering_after(house, issue)
    if event is None:
        return None
    language = house.language_of(issue)
    words = words_for(language)
    when = words.say(
        "letter.gathering.when",
        day=day(event.day, language),
        time=f"{event.start:%H:%M}",
    )
    return Gathering(
        label=words.say("letter.gathering.label"),
        language=house.language_of(event),
        title=Anchor(event.title, whole(house, of_event(event.id))),
        when=when,
        where=event.where,
        summary=event.summary,
    )


def next_door(house: House, issue: Issue) -> NextDoor | None:
    """What neighbours wrote last, in plain words, each with whose it is."""
    names = {n.feed: n.name for n in house.neighbours if n.feed}
    posts = tuple(
        (
            Anchor(
                post.title.translate(_NO_FIELDS), safe(post.url.translate(_NO_BRACES))
            ),
            names[post.neighbour],
        )
        for post in posts_in(house, issue)
        if post.neighbour in names
    )
    if not posts:
        return None
    words = words_for(house.language_of(issue))
    return NextDoor(words.say("letter.next-door"), posts)
