"""Who gets an issue, who does not, and what is theirs alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from storyhouse.checking import check
from storyhouse.letters import render
from storyhouse.model.audience import Audience
from storyhouse.model.belonging import belongs
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import EVERYONE
from storyhouse.model.record import IssueId, Language, PersonId
from storyhouse.model.subscribers import Standing, Subscriber
from storyhouse.sending.recipients import Recipient, Report, recipients
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import Suppression, suppress
from tests.shop import TODAY, Shop

WINTER = IssueId("winter")
LIST = """\
email,name,person,language,tags,status
clara@mail.example,Clara,clara,en,regulars; till,active
sunja@mail.example,순자,sunja,ko,regulars,
secret@mail.example,,secret,,,active
stranger@mail.example,Ines,,ko,till,active
CLARA@mail.example,Clara again,clara,en,,active
waiting@mail.example,,,,,pending
left@mail.example,,,,,unsubscribed
bounced@mail.example,,,,,cleaned
angry@mail.example,,,,,refused
gone@mail.example,,clara,,,active
"""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The letters' shop with a list, and one who said no on paper."""
    shop = Shop.of("letters", tmp_path / "shop")
    shop.write("private/subscribers.csv", LIST)
    id_ = secret_of(shop.root).id_of("gone@mail.example")
    suppress(shop.root, [Suppression(id_, Standing.REFUSED, TODAY)])
    return shop


def house_of(shop: Shop, audience: str = EVERYONE) -> CheckedHouse:
    house = shop.house()
    winter = replace(house.issues[WINTER], audience=audience)
    checked, found = check(replace(house, issues={**house.issues, WINTER: winter}))
    assert checked, found
    return checked


def all_of(
    shop: Shop, audience: str = EVERYONE, report: Report | None = None
) -> list[Recipient]:
    house = house_of(shop, audience)
    issue = house.issues[WINTER]
    letter, found = render(house, issue)
    assert letter, found
    people = SubscriberList(shop.root)
    return [*recipients(shop.root, house, issue, letter, people, report)]


def test_each_once_and_why_the_others_not(shop: Shop) -> None:
    report = Report()
    found = all_of(shop, report=report)
    assert [one.address.partition("@")[0] for one in found] == [
        "clara",
        "sunja",
        "secret",
        "stranger",
    ]
    assert report.left_out == {
        "pending": 1,
        "unsubscribed": 1,
        "cleaned": 1,
        "refused": 1,
        "suppressed": 1,
    }
    all_of(shop, "till", report)
    assert report.left_out["other-audience"] == 2  # counted anew, not on top


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        ("regulars", ["clara", "sunja"]),
        ("regulars + till", ["clara"]),
        ("language:ko", ["sunja", "stranger"]),
        ("language:en", ["clara", "secret"]),
        ("asked:lower-hook", ["clara", "sunja"]),
        ("asked:radio", ["secret"]),
        ("asked:less-salt", ["clara", "secret"]),
        ("asked:less-salt + asked:lower-hook", ["clara"]),
        ("asked:lower-hook + language:ko", ["sunja"]),
        ("asked:hooks", []),
        ("nobody has this", []),
    ],
)
def test_audiences(shop: Shop, audience: str, who: list[str]) -> None:
    found = all_of(shop, audience)
    assert [one.address.lower().partition("@")[0] for one in found] == who


def test_what_is_theirs_alone(shop: Shop) -> None:
    titles = {
        one.address: [item["title"] for items in one.parts.values() for item in items]
        for one in all_of(shop)
    }
    assert titles == {
        "clara@mail.example": ["A hook at a child's height"],
        "sunja@mail.example": ["A hook at a child's height"],
        "secret@mail.example": ["여덟 시까지는 음악을 끄기로 했어요"],
        "stranger@mail.example": [],
    }


def test_who_is_merged_in_belongs_to_it(shop: Shop) -> None:
    shop.change("content/asks/radio.yml", "date:", "merged_into: lower-hook\ndate:")
    house = house_of(shop)
    reader = Subscriber(email="a@mail.example", person=PersonId("secret"))
    assert belongs(house, Audience.parse("asked:lower-hook"), reader)


def test_an_unknown_ask_is_nobodys(shop: Shop) -> None:
    """`check` refuses it; whoever asks without a check must get nobody, too."""
    reader = Subscriber(email="a@mail.example", person=PersonId("clara"))
    assert not belongs(house_of(shop), Audience.parse("asked:no-such"), reader)


def test_a_letter_to_a_part_is_no_letter_before_for_the_others(shop: Shop) -> None:
    house = house_of(shop)
    october, winter = house.issues[IssueId("october")], house.issues[WINTER]
    gullyeo = house.issues[IssueId("gullyeo")]
    assert house.letter_before(winter) == gullyeo

    def with_audience(audience: str, own: str = EVERYONE) -> CheckedHouse:
        issues = {
            gullyeo.id: replace(gullyeo, audience=audience),
            WINTER: replace(winter, audience=own),
        }
        return CheckedHouse(replace(house, issues={**house.issues, **issues}))

    for audience in ("regulars", "language:ko", "asked:lower-hook"):
        assert with_audience(audience).letter_before(winter) == october
    same = with_audience("a + regulars", "regulars + a")
    found = same.letter_before(same.issues[WINTER])
    assert found
    assert found.id == gullyeo.id
    asked = with_audience("asked:lower-hook")
    of_clara = asked.letter_before(winter, PersonId("clara"))
    assert of_clara
    assert of_clara.id == gullyeo.id
    assert asked.letter_before(winter, PersonId("secret")) == october


def test_languages_are_spoken() -> None:
    assert Audience.parse("language: ko").speaks(Language.KO)
    assert not Audience.parse("language:ko + x").speaks(Language.EN)
