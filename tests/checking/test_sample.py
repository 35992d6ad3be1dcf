"""The sample shop keeps the rules that its program asks others to keep."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from storyhouse.building import check_shop
from storyhouse.diagnostics import Severity
from storyhouse.model.people import Role
from storyhouse.model.record import Language
from storyhouse.reading.house import read_house
from tests.shop import TODAY

ROOT = Path(__file__).parents[2]
#: It is looked at again on days to come: nothing of it grows old within a year.
DAYS = [TODAY, TODAY + dt.timedelta(days=30), TODAY + dt.timedelta(days=365)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_to_mend(day: dt.date) -> None:
    checked = check_shop(ROOT, day)
    grave = [d for d in checked.diagnostics if d.severity is not Severity.SUGGESTION]
    if day == TODAY:
        assert not grave
    assert not [d for d in grave if d.severity is Severity.ERROR]


def test_it_shows_what_a_shop_can_do() -> None:
    """A pack of its own, and an allowance that gives its reason."""
    judge = check_shop(ROOT, TODAY).judge
    assert judge is not None
    assert any(p.source.path.is_relative_to("content/rules") for p in judge.house.packs)
    texts = [story.body.text for story in judge.house.written.values()]
    assert any("storyhouse: allow own/" in text for text in texts)


def test_it_shows_how_people_meet_and_how_trouble_is_told() -> None:
    """Gatherings with and without a recap, a crisis that is over, three neighbours."""
    house = read_house(ROOT, TODAY).house
    assert house is not None
    past = [event for event in house.gatherings if event.last_day < TODAY]
    assert len(past) >= 2
    assert all(event.recap and event.recap.thanks for event in past)
    assert {event.day > TODAY for event in house.gatherings} == {True, False}
    hosts = {house.people[e.host].role for e in house.gatherings if e.host}
    assert hosts == set(Role)
    assert {house.language_of(event) for event in house.gatherings} == set(Language)


def test_its_open_letter_kept_every_promise() -> None:
    house = read_house(ROOT, TODAY).house
    assert house is not None
    (letter,) = house.told_openly
    assert letter.closed is not None
    assert set(letter.reported_by) <= set(letter.closed.thanks)
    came = [*(update.date for update in letter.updates), letter.closed.date]
    promised = [letter.next_update, *(u.next_update for u in letter.updates)]
    assert came == promised
    offers = [i.day for i in house.issues.values() if i.offer]
    assert offers
    assert not [day for day in offers if letter.is_open(day)]


def test_its_neighbours_have_written() -> None:
    house = read_house(ROOT, TODAY).house
    assert house is not None
    assert len(house.neighbours) == 3
    assert {p.neighbour for p in house.posts} == {
        n.feed for n in house.neighbours if n.feed
    }
    carrying = [issue for issue in house.letters if issue.neighbours]
    assert [p for i in carrying for p in house.posts if p.date <= i.day]
