"""Calendars: the right hour anywhere, the same bytes every time, nothing private."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from storyhouse.website.calendars import calendars
from tests.sample import Sample
from tests.shop import Shop


def _event(shop: Shop, more: str = "") -> None:
    shop.write(
        "content/events/tasting.md",
        "---\ntitle: A tasting\nstart: 2026-12-05 18:30\nend: 2026-12-05 20:30\n"
        f"where: Here, or there\n{more}---\nCome.\n",
    )


def _events(calendar: bytes) -> list[Any]:
    """Its events, as a calendar's reader sees them."""
    return [*Calendar.from_ical(calendar).walk("VEVENT")]


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Seoul", 9), ("Europe/Berlin", 1), ("UTC", 0)]
)
def test_the_hour_is_the_shops_wherever_it_is_read(
    shop: Shop, zone: str, offset: int
) -> None:
    shop.change("content/shop.yml", "Asia/Seoul", zone)
    _event(shop)
    for data in calendars(shop.house()).values():
        (event,) = _events(data)
        start = event["dtstart"].dt
        assert start.astimezone(dt.UTC).hour == 18 - offset
        assert start.utcoffset() == dt.timedelta(hours=offset)
        assert event["dtend"].dt - start == dt.timedelta(hours=2)


def test_the_same_day_gives_the_same_bytes(occasions: Sample) -> None:
    assert calendars(occasions.house) == calendars(occasions.house)


def test_every_gathering_has_one_and_all_stand_together(occasions: Sample) -> None:
    made = {str(path): data for path, data in calendars(occasions.house).items()}
    assert sorted(made) == [
        "events/calendar.ics",
        "events/one-more/event.ics",
        "events/rye-evening/event.ics",
        "events/salt-tasting/event.ics",
    ]
    entries = _events(made["events/calendar.ics"])
    assert len({str(entry["uid"]) for entry in entries}) == 3
    for path, data in made.items():
        assert (occasions.site / path).read_bytes() == data


def test_text_with_the_signs_of_calendars_stays_text(shop: Shop) -> None:
    _event(shop, 'summary: "a; b, c\\nBEGIN:VEVENT"\n')
    data = calendars(shop.house()).popitem()[1]
    (event,) = _events(data)
    assert str(event["description"]).splitlines()[0] == "a; b, c"
    assert str(event["location"]) == "Here, or there"


def test_who_invites_and_who_comes_is_not_in_it(occasions: Sample) -> None:
    for data in calendars(occasions.house).values():
        text = data.decode()
        assert not any(word in text for word in ("Mara", "Min-ji", "minji", "gone"))


def test_without_gatherings_there_is_none(shop: Shop) -> None:
    assert calendars(shop.house()) == {}


def test_a_shops_name_on_two_lines_is_one(shop: Shop) -> None:
    _event(shop, "")
    shop.change("content/shop.yml", "name: Slow Rise\n", 'name: "Slow\\nRise; bread"\n')
    data = calendars(shop.house()).popitem()[1]
    assert b"X-WR-CALNAME:Slow Rise\\; bread\r\n" in data
