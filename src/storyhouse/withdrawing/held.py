"""Everything a shop holds about one person, as plain data for them to take away.

docs/reference/person.schema.json describes it. Of nobody else it says anything: who
asked for the same thing, or was credited beside them, is theirs to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storyhouse.checking.published import texts
from storyhouse.model.asks import Ask
from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.open_letters import OpenLetter
from storyhouse.model.people import Channel, Consent, Part, Person
from storyhouse.model.record import NEVER, PersonId, Record
from storyhouse.model.stories import Product, Spotlight, Story
from storyhouse.withdrawing.sought import Sought
from storyhouse.withdrawing.subscribers import SUBSCRIBERS, rows_of
from storyhouse.withdrawing.unreached import fields_of, named_them

SCHEMA = 1
Data = dict[str, Any]


def held(root: Path, house: House, person: Person) -> Data:
    """All of it; lists are empty where there is nothing."""
    sought = Sought.of(person)
    return {
        "schema": SCHEMA,
        "shop": house.shop.name,
        "contact": house.shop.contact.email,
        "day": str(house.today),
        "person": _record(person),
        "consents": [_consent(house, consent) for consent in person.consent],
        "shown_now": {
            channel.value: [
                part.value for part in Part if person.allows(part, channel, house.today)
            ]
            for channel in Channel
        },
        "asks": [_ask(house, ask, person.id) for ask in _asks(house, person.id)],
        "stories": [*_stories(house, person.id)],
        "events": [*_fields(house, person.id, Event)],
        "open_letters": [*_fields(house, person.id, OpenLetter)],
        "letters": [_letter(issue) for issue in named_them(house, person, sought)],
        "mentions": [*_mentions(house, sought)],
        "pictures": [*_pictures(person)],
        "subscriptions": [
            {"file": str(SUBSCRIBERS), "line": row.line, "columns": row.columns}
            for row in rows_of(root, person.id)
        ],
    }


def _record(person: Person) -> Data:
    photo = person.photo.opened() if person.photo else None
    return {
        "file": str(person.source.path),
        "id": person.id,
        "name": person.name.opened(),
        "shown_as": person.shown_as.opened(),
        "role": person.role.value,
        "since": str(person.since or ""),
        "about": person.about.opened(),
        "photo": photo
        and {"image": photo.image, "alt": photo.alt, "caption": photo.caption},
        "language": person.language.value if person.language else "",
        "child": person.child,
        "withdrawn": str(person.withdrawn or ""),
    }


def _consent(house: House, consent: Consent) -> Data:
    return {
        "given": str(consent.given),
        "for": [part.value for part in consent.for_],
        "where": [channel.value for channel in consent.where],
        "kept": consent.kept,
        "until": "" if consent.until == NEVER else str(consent.until),
        "guardian": consent.guardian,
        "current": consent.given <= house.today <= consent.until,
    }


def _asks(house: House, who: PersonId) -> list[Ask]:
    """What they asked, and what they were told of though others asked."""
    told = (a for a in house.asks.values() if any(t.person == who for t in a.told))
    return list({ask.id: ask for ask in (*house.asked_by.get(who, []), *told)}.values())


def _ask(house: House, ask: Ask, who: PersonId) -> Data:
    # The words are those of the first who asked.
    theirs = ask.words.opened() if ask.by[0] == who else ""
    return {
        "file": str(ask.source.path),
        "title": ask.title,
        "words": theirs,
        "date": str(ask.date),
        "via": ask.via if ask.by[0] == who else "",
        "state": house.state(ask).value,
        "merged_into": ask.merged_into or "",
        "answers": [{"date": str(a.date), "words": a.words} for a in ask.answers],
        "told": [
            {"date": str(told.date), "how": told.how, "thanked": told.thanked}
            for told in ask.told
            if told.person == who
        ],
    }


def _stories(house: House, who: PersonId) -> Iterator[Data]:
    """Drafts included: what is written of somebody is held before it is out."""
    fields: dict[str, list[str]] = {}
    for record, _, key in fields_of(house, who):
        fields.setdefault(str(record.source.path), []).append(key)
    for story in house.written.values():
        if keys := fields.get(str(story.source.path)):
            yield _story(house, story, who, keys)


def _story(house: House, story: Story, who: PersonId, keys: list[str]) -> Data:
    quote = (
        story.quote if isinstance(story, Spotlight) and story.customer == who else None
    )
    rounds = story.rounds if isinstance(story, Product) else ()
    return {
        "file": str(story.source.path),
        "kind": story.KIND.value,
        "title": story.title,
        "date": str(story.date),
        "out": story.id in house.stories,
        "named_under": list(dict.fromkeys(keys)),
        "quote": quote
        and {"words": quote.words.opened(), "approved": str(quote.approved)},
        "credited_for": [
            d.value for c in story.credited if c.person == who for d in c.did
        ],
        "rounds": [
            {"date": str(r.date), "question": r.question}
            for r in rounds
            if who in r.people
        ],
    }


def _fields(
    house: House, who: PersonId, kind: type[Event | OpenLetter]
) -> Iterator[Data]:
    found: dict[str, tuple[Event | OpenLetter, list[str]]] = {}
    for record, _, key in fields_of(house, who):
        if isinstance(record, kind):
            found.setdefault(str(record.source.path), (record, []))[1].append(key)
    for path, (record, keys) in found.items():
        date = record.day if isinstance(record, Event) else record.date
        yield {
            "file": path,
            "title": record.title,
            "date": str(date),
            "named_under": list(dict.fromkeys(keys)),
        }


def _letter(issue: Issue) -> Data:
    path = str(issue.source.path)
    return {"file": path, "subject": issue.subject, "date": str(issue.day)}


def _mentions(house: House, sought: Sought) -> Iterator[Data]:
    """Where a text names them: the place, and the name as it is written there."""
    everything: list[Record] = [
        house.shop,
        *house.asks.values(),
        *house.written.values(),
        *house.pages.values(),
        *house.events.values(),
        *house.open_letters.values(),
        *house.issues.values(),
    ]
    for record in everything:
        for where, text in texts(record, house.showing()):
            for start, written in sought.met_in(text):
                place = where(start)
                yield {"file": str(place.path), "line": place.line, "written": written}


def _pictures(person: Person) -> Iterator[str]:
    if person.photo:
        yield f"content/{person.photo.opened().image}"
