"""Gatherings: those to come, those that were, and the page of each."""

from __future__ import annotations

from typing import Any

from storyhouse.model import addresses
from storyhouse.model.events import Event, Recap
from storyhouse.model.house import House
from storyhouse.website import json_ld
from storyhouse.website.bodies import body_of
from storyhouse.website.desk import Data, Desk, Sheet, StagedPage
from storyhouse.website.lists import Listing, paginated
from storyhouse.words import LANGUAGES
from storyhouse.words.local import hours

ADDRESS = "events/"
CALENDAR = "calendar.ics"
_A_PAGE = 24


def event_pages(desk: Desk) -> list[StagedPage]:
    """The list, page by page, and every gathering; nothing where none is."""
    gatherings = desk.house.gatherings
    if not gatherings:
        return []
    return [*_all(desk), *(_event_page(desk, e) for e in gatherings)]


def is_past(house: House, event: Event) -> bool:
    """Whether its last day is over."""
    return event.last_day < house.today


def _tense(house: House, event: Event) -> str:
    return "past" if is_past(house, event) else "coming"


def next_gathering(house: House) -> Event | None:
    """The first that can still be come to."""
    return next((e for e in house.gatherings if not is_past(house, e)), None)


def invitation(house: House) -> Data | None:
    """The next gathering, for the end of pages in either language."""
    event = next_gathering(house)
    if event is None:
        return None
    return {
        "title": event.title,
        "lang": house.language_of(event).value,
        "href": addresses.of_event(event.id),
        "iso": event.start.isoformat(),
        "when": {lang: hours(event.start, event.end, lang) for lang in LANGUAGES},
        "where": event.where,
    }


def event_card(sheet: Sheet, event: Event) -> Data:
    """A gathering in a list."""
    past = is_past(sheet.house, event)
    card: Data = {
        "href": sheet.to(addresses.of_event(event.id)),
        "title": event.title,
        "summary": event.summary,
        "when": _when(sheet, event),
        "where": event.where,
        "past": past,
        "time": sheet.say("events.past" if past else "events.coming"),
        "recap": sheet.say("events.recap") if past and event.recap else "",
        "lang": sheet.house.language_of(event).value,
    }
    if event.cover:
        card["cover"] = sheet.picture(event.cover)
    return card


def _when(sheet: Sheet, event: Event) -> Data:
    text = hours(event.start, event.end, sheet.language)
    return {"iso": event.start.isoformat(), "text": text}


def _all(desk: Desk) -> list[StagedPage]:
    """What is to come, the nearest first; then what was, the newest first."""
    house = desk.house
    coming = [e for e in house.gatherings if not is_past(house, e)]
    past = [e for e in reversed(house.gatherings) if is_past(house, e)]

    def write(sheet: Sheet, part: list[Event]) -> Data:
        cards = [event_card(sheet, e) for e in part]
        return {
            "title": sheet.say("events.title"),
            "about": sheet.say("events.about"),
            "gathering": True,
            "calendar": sheet.to(f"{ADDRESS}{CALENDAR}"),
            "coming": [c for c in cards if not c["past"]],
            "past": [c for c in cards if c["past"]],
            "none_coming": "" if coming else sheet.say("events.none"),
        }

    listing = Listing(ADDRESS, "events.html", _A_PAGE, search="")
    return paginated(desk, listing, [*coming, *past], write)


def _event_page(desk: Desk, event: Event) -> StagedPage:
    house = desk.house
    sheet = desk.page(addresses.of_event(event.id), house.language_of(event))
    facts = _facts(sheet, event)
    it: Data = {
        **event_card(sheet, event),
        "section": sheet.say("events.title"),
        "section_href": sheet.to(ADDRESS),
        "gathering": True,
        "facts": facts,
        "calendar": sheet.to(f"{sheet.address}event.ics"),
        "people": sheet.all_of(p for p in event.people if p != event.host),
        "people_title": sheet.say(f"events.people-{_tense(house, event)}"),
        "mine": sheet.say(f"events.mine-{_tense(house, event)}"),
        "told": _told(sheet, event.recap) if _is_told(house, event) else None,
        "address": addresses.whole(house, sheet.address),
        "json_ld": json_ld.of_event(sheet, event),
    }
    if event.cover:
        picture = addresses.whole(house, str(event.cover.image))
        it["share"] = {"src": picture, "alt": event.cover.alt}
    words = [event.summary, event.where, it["told"]["words"] if it["told"] else ""]
    return sheet.staged(
        "event.html",
        it,
        description=event.summary or it["when"]["text"],
        body=body_of(sheet, event),
        search=" ".join(filter(None, words)),
    )


def _facts(sheet: Sheet, event: Event) -> list[Data]:
    """What somebody has to know who wonders whether to come."""
    host: Any = sheet.who(event.host, first=True) if event.host else {"name": ""}
    texts: dict[str, Data] = {
        "when": {"text": _when(sheet, event)["text"], "iso": event.start.isoformat()},
        "where": {"text": event.where},
        "host": {"text": host["name"], "href": host.get("href", "")},
        "capacity": {"text": event.capacity},
        "cost": {"text": event.cost},
        "access": {"text": event.access},
        "contact": {"text": event.contact, "href": _reached(event.contact)},
        "photos": {"text": event.photos},
    }
    return [
        {"label": sheet.say(f"events.facts.{key}"), "iso": "", "href": "", **fact}
        for key, fact in texts.items()
        if fact["text"]
    ]


def _reached(contact: str) -> str:
    """The way to a contact that is nothing but an address; else it is only read."""
    if contact.startswith(("https://", "http://")) and " " not in contact:
        return contact
    plain = "@" in contact and not set(contact) & set(' <>"?&/:,;')
    return f"mailto:{contact}" if plain else ""


def _is_told(house: House, event: Event) -> bool:
    return event.recap is not None and (house.drafts or event.recap.date <= house.today)


def _told(sheet: Sheet, recap: Recap | None) -> Data | None:
    """How it was, with thanks and pictures."""
    if recap is None:
        return None
    return {
        "date": sheet.day(recap.date),
        "words": recap.words,
        "thanks": sheet.named(recap.thanks),
        "pictures": [sheet.picture(p) for p in recap.pictures],
    }
