"""Calendars that a phone takes: one for each gathering, and one of all.

The only module that knows icalendar. It holds what the event's page shows, no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from icalendar import Calendar, vText
from icalendar import Event as Entry

from storyhouse.model import addresses
from storyhouse.model.events import Event
from storyhouse.model.house import House
from storyhouse.website.events import ADDRESS, CALENDAR

_MADE_BY = "-//storyhouse//gatherings//EN"


def calendars(house: House) -> dict[PurePosixPath, bytes]:
    """Each calendar's place from the site's root, and its bytes."""
    if not house.gatherings:
        return {}
    files = {
        PurePosixPath(addresses.of_event(e.id), "event.ics"): _calendar(house, [e])
        for e in house.gatherings
    }
    files[PurePosixPath(ADDRESS, CALENDAR)] = _calendar(house, house.gatherings)
    return files


def _calendar(house: House, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    # A name of nobody's standard: without its type it would go out as it is.
    calendar.add("x-wr-calname", vText(" ".join(house.shop.name.split())))
    for event in events:
        calendar.add_component(_entry(house, event))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(house: House, event: Event) -> Entry:
    entry = Entry()
    entry.add("uid", f"{quote(event.id)}@{urlsplit(house.shop.url).netloc}")
    # The day of the build and not its minute: the same input gives the same bytes.
    entry.add("dtstamp", dt.datetime.combine(house.today, dt.time(), dt.UTC))
    entry.add("dtstart", event.start)
    if event.end and event.end > event.start:
        entry.add("dtend", event.end)
    entry.add("summary", event.title)
    entry.add("url", addresses.whole(house, addresses.of_event(event.id)))
    for key, text in (
        ("location", event.where),
        ("description", _described(event)),
        ("contact", event.contact),
    ):
        if text:
            entry.add(key, text)
    return entry


def _described(event: Event) -> str:
    """The summary, what it costs, how to get in."""
    return "\n".join(filter(None, (event.summary, event.cost, event.access)))
