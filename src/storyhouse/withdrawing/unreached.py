"""What no build can take back: letters in mailboxes; and what the shop still holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from storyhouse.checking.published import texts
from storyhouse.model.asks import Ask
from storyhouse.model.house import House, people_in
from storyhouse.model.issues import Issue
from storyhouse.model.leaves import leaves
from storyhouse.model.people import Part, Person
from storyhouse.model.record import PersonId, Record
from storyhouse.model.stories import Story
from storyhouse.places import Location
from storyhouse.withdrawing.sought import Sought
from storyhouse.withdrawing.subscribers import SUBSCRIBERS, rows_of


def named_them(house: House, person: Person, sought: Sought) -> list[Issue]:
    """The letters that went out while they might name somebody, oldest first.

    Those marked as sent, and those that are ready and whose day has passed.
    """
    there = replace(person, withdrawn=None)
    then = replace(house, people={**house.people, person.id: there})
    out = [i for i in then.issues.values() if not i.is_draft and i.day <= house.today]
    named = [i for i in out if _named(then, i, person.id) or _said(then, i, sought)]
    return sorted(named, key=lambda i: (i.date, i.id))


def _named(house: House, issue: Issue, who: PersonId) -> bool:
    """Whether a story it carried credits or quotes them, by name."""
    if not house.showing_in(issue).allows(who, Part.NAME):
        return False
    return issue.by == who or any(_is_in(house, s, who) for s in house.carried(issue))


def _is_in(house: House, story: Story, who: PersonId) -> bool:
    asked = (house.asks[a] for a in story.built_for if a in house.asks)
    return who in people_in(story) or any(who in house.askers(ask) for ask in asked)


def _said(house: House, issue: Issue, sought: Sought) -> bool:
    shown = texts(issue, house.showing_in(issue))
    return any(any(sought.met_in(text)) for _, text in shown)


def fields_of(house: House, who: PersonId) -> Iterator[tuple[Record, Location, str]]:
    """Every field of the shop's files that holds the id: its place, and its key."""
    for record in records(house):
        for leaf in leaves(record):
            if leaf.declared is PersonId and leaf.value == who:
                key = next((k for k in reversed(leaf.at) if isinstance(k, str)), "")
                yield record, record.source.value_at(*leaf.at), key


def records(house: House) -> Iterator[Record]:
    """All that the owner wrote down, people aside."""
    yield house.shop
    yield from house.asks.values()
    yield from house.written.values()
    yield from house.events.values()
    yield from house.open_letters.values()
    yield from house.issues.values()
    if house.neighbourhood:
        yield house.neighbourhood


def still_held(root: Path, house: House, person: Person) -> list[Location]:
    """The places where the shop's own files go on holding something of somebody."""
    found = [Location(person.source.path)]
    if person.photo:
        found.append(Location(Path("content", person.photo.opened().image)))
    found += sorted({where for _, where, _ in fields_of(house, person.id)})
    found += [Location(SUBSCRIBERS, row.line) for row in rows_of(root, person.id)]
    kept = Path("private", f"consent-{person.id}.html")
    return [*found, Location(kept)] if (root / kept).is_file() else found


def words_of(house: House, who: PersonId) -> list[Ask]:
    """The asks whose words are theirs: the first who asked wrote them."""
    return [ask for ask in house.asked_by.get(who, []) if ask.by[0] == who]
