"""What laws and mailboxes want."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storyhouse.diagnostics import Severity
from storyhouse.letters import laws, render
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Commercial, Issue, Offer
from storyhouse.model.record import IssueId

OFFER = Offer(words="Half a loaf.", link="")


@pytest.fixture
def issue(house: CheckedHouse) -> Issue:
    return replace(house.issues[IssueId("october")], offer=OFFER)


def _codes(house: CheckedHouse, issue: Issue) -> list[str]:
    letter, found = render(house, issue)
    assert (letter is None) == any(d.severity is Severity.ERROR for d in found)
    return [d.code for d in found]


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        ("(광고) Rye", []),
        ("Rye", ["kr/ad-label"]),
        ("[광고] Rye", ["kr/ad-label"]),
        ("(광 고) Rye", ["kr/ad-label"]),
        ("Rye (광고)", ["kr/ad-label"]),
    ],
)
def test_an_advertisement_says_so(
    house: CheckedHouse, issue: Issue, subject: str, codes: list[str]
) -> None:
    assert _codes(house, replace(issue, subject=subject)) == codes


def test_the_label_stands_where_the_subject_is(
    house: CheckedHouse, issue: Issue
) -> None:
    _, (found,) = render(house, issue)
    assert str(found.where) == "newsletters/october.md:2:10"
    assert found.facts == {"label": "(광고)"}


def test_no_label_where_it_is_no_advertisement(
    house: CheckedHouse, issue: Issue
) -> None:
    denied = replace(issue, commercial=Commercial(is_=False, because="a gift"))
    assert _codes(house, denied) == []
    abroad = CheckedHouse(replace(house, shop=replace(house.shop, country="EU")))
    assert _codes(abroad, issue) == []


@pytest.mark.parametrize(
    ("country", "code"), [("KR", "kr/sender"), ("US", "us/postal")]
)
def test_an_address_is_wanted(house: CheckedHouse, country: str, code: str) -> None:
    contact = replace(house.shop.contact, address="")
    shop = replace(house.shop, country=country, contact=contact)
    nowhere = CheckedHouse(replace(house, shop=shop))
    assert _codes(nowhere, house.issues[IssueId("october")]) == [code]


def test_the_foot_speaks_both_languages_in_korea(house: CheckedHouse) -> None:
    letter, _ = render(house, house.issues[IssueId("october")])
    assert letter
    text = "".join(s for s in letter.text if isinstance(s, str))
    assert text.index("Unsubscribe") < text.index("수신거부")
    abroad = CheckedHouse(replace(house, shop=replace(house.shop, country="EU")))
    letter, _ = render(abroad, house.issues[IssueId("october")])
    assert letter
    assert "수신거부" not in "".join(s for s in letter.text if isinstance(s, str))


@pytest.mark.parametrize(
    ("size", "codes"),
    [
        (laws.NEARLY - 1, []),
        (laws.NEARLY, ["letter/near-limit"]),
        (laws.CLIPPED_AT - 1, ["letter/near-limit"]),
        (laws.CLIPPED_AT, ["letter/too-big"]),
    ],
)
def test_size(house: CheckedHouse, size: int, codes: list[str]) -> None:
    issue = house.issues[IssueId("october")]
    assert [d.code for d in laws.of_size(issue, size)] == codes


def test_a_letter_too_big_is_none(house: CheckedHouse) -> None:
    issue = house.issues[IssueId("october")]
    long = replace(issue, body=replace(issue.body, text="word " * 21_000))
    assert _codes(house, long) == ["letter/too-big"]
