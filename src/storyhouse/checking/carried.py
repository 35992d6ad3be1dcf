"""What a letter shows of other records, by the key each text is written under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.record import Picture, Record
from storyhouse.model.showing import Showing
from storyhouse.model.stories import Change, Product, Spotlight, Story
from storyhouse.places import Location
from storyhouse.prose.beside import gathering_after, open_on
from storyhouse.prose.plain import first_sentence

#: The keys of what becomes an address.
ADDRESSES = {"id", "cover.image", "photo.image"}

#: Where in the letter it is asked for, of which record, and its texts.
_Carried = tuple[Location, Record, Mapping[str, str]]


def carried(house: House, issue: Issue) -> Iterator[_Carried]:
    """Its stories, what stands beside them, who signs, and who sends it."""
    showing = house.showing_in(issue)
    for story in house.carried(issue):
        yield _where_carried(issue, story), story, _on_card(house, story, showing)
    where = issue.source.value_at("date")
    for record, shown in (*_beside(house, issue), *_around(house, issue, showing)):
        yield where, record, shown


def _on_card(house: House, story: Story, showing: Showing) -> Mapping[str, str]:
    """What a letter shows of a story, by the key it is written under."""
    texts = {
        "id": story.id,
        "title": story.title,
        "summary": story.summary or first_sentence(story.body.text),
        "takeaway": story.takeaway,
    }
    if story.cover:
        texts |= _cover(story.cover)
    match story:
        case Change():
            texts |= {"before": story.before, "after": story.after}
            asks = [house.asks[a] for a in story.answers if a in house.asks]
            said = (showing.words(ask.by[0], ask.words) for ask in asks)
            texts["answers"] = "\n".join(words or "" for words in said)
        case Spotlight():
            words = showing.words(story.customer, story.quote.words)
            texts["quote"] = words or ""
        case Product():
            tasted = (f"{r.question}\n{r.changed}" for r in story.rounds)
            texts |= {"rounds": "\n".join(tasted), "buy": story.buy}
        case _:
            pass
    return texts


def _where_carried(issue: Issue, story: Story) -> Location:
    at = ("stories", issue.stories.index(story.id)) if issue.stories else ("since",)
    return issue.source.value_at(*at)


def _beside(house: House, issue: Issue) -> Iterator[tuple[Record, Mapping[str, str]]]:
    """What a letter shows beside its stories: its lead, and what goes on around."""
    carried = {story.id for story in house.carried(issue)}
    for story in house.changed_since_last(issue):
        if story.id not in carried:
            yield story, {"id": story.id, "title": story.title}
    for letter in open_on(house, issue):
        yield letter, {"id": letter.id, "title": letter.title}
    if event := gathering_after(house, issue):
        shown = {"title": event.title, "where": event.where, "summary": event.summary}
        if event.cover:
            shown |= _cover(event.cover)
        yield event, {"id": event.id, **shown}
    if issue.neighbours and house.neighbourhood:
        names = "\n".join(neighbour.name for neighbour in house.neighbours)
        yield house.neighbourhood, {"name": names}


def _around(
    house: House, issue: Issue, showing: Showing
) -> Iterator[tuple[Record, Mapping[str, str]]]:
    """Who signs, and the shop's own lines at the head and the foot."""
    who = house.author_of(issue)
    if author := house.people.get(who):
        photo = showing.photo(who)
        of_photo = {"photo": photo.alt, "photo.image": photo.image} if photo else {}
        yield author, {"about": showing.about(who), **of_photo}
    shop = house.shop
    texts = {"name": shop.name, "contact.address": shop.contact.address}
    if shop.newsletter:
        texts["newsletter.name"] = shop.newsletter.name
    yield shop, texts


def _cover(cover: Picture) -> dict[str, str]:
    return {"cover": f"{cover.alt}\n{cover.caption}", "cover.image": cover.image}
