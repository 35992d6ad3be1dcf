"""What laws want of letters: `kr/ad-label`, `kr/sender` and `us/postal`."""

from __future__ import annotations

import pytest

from storyhouse import checking
from storyhouse.diagnostics import Diagnostic, Severity
from tests.shop import Shop

LETTER = "newsletters/2026-10-less-salt.md"
SUBJECT = "subject: Why we cut the salt"
LAWS = {"kr/ad-label", "kr/sender", "us/postal"}


def _found(shop: Shop) -> list[Diagnostic]:
    """What is said of laws; each keeps the shop from being published."""
    checked, findings = checking.check(shop.house())
    found = [d for d in findings if d.code in LAWS]
    assert {d.severity for d in found} <= {Severity.ERROR}
    assert (checked is None) == bool(found)
    return found


def _codes(shop: Shop) -> list[str]:
    return [f"{d.code} {d.variant}".rstrip() for d in _found(shop)]


def _write_subject(shop: Shop, subject: str) -> None:
    shop.change(LETTER, SUBJECT, f'subject: "{subject}"')


@pytest.fixture
def offering(shop: Shop) -> Shop:
    """A shop in Korea whose letter offers something."""
    shop.change(LETTER, "status: sent", "status: ready\noffer: {words: Half a loaf.}")
    return shop


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        ("(광고) Rye", []),
        ("(광고)Rye", []),
        ("Rye", ["kr/ad-label missing"]),
        ("Rye (광고)", ["kr/ad-label missing"]),
        ("[광고] Rye", ["kr/ad-label alike"]),
        ("(광 고) Rye", ["kr/ad-label alike"]),
        (" (광고) Rye", ["kr/ad-label alike"]),
        ("(AD) Rye", ["kr/ad-label alike"]),
    ],
)
def test_an_advertisement_says_so(
    offering: Shop, subject: str, codes: list[str]
) -> None:
    _write_subject(offering, subject)
    assert _codes(offering) == codes


def test_the_label_stands_where_the_subject_is(offering: Shop) -> None:
    (found,) = _found(offering)
    assert str(found.where) == f"{LETTER}:2:10"
    assert found.facts["label"] == "(광고)"
    _write_subject(offering, "[광고] Rye")
    (found,) = _found(offering)
    assert (str(found.where), str(found.until)) == (f"{LETTER}:2:11", f"{LETTER}:2:15")
    assert found.facts["written"] == "[광고]"


def test_no_label_where_it_is_no_advertisement(offering: Shop) -> None:
    because = "commercial: {is: false, because: a gift}"
    offering.change(LETTER, SUBJECT, f"{SUBJECT}\n{because}")
    assert _codes(offering) == []
    offering.change(LETTER, because, "commercial: {is: false}")
    assert _codes(offering) == ["kr/ad-label missing"]


def test_no_label_abroad(offering: Shop) -> None:
    offering.change("content/shop.yml", "country: KR", "country: DE")
    assert _codes(offering) == []


def test_an_advertisement_without_an_offer(shop: Shop) -> None:
    assert _codes(shop) == []
    shop.change(LETTER, SUBJECT, f"{SUBJECT}\ncommercial: {{is: true}}")
    assert _codes(shop) == ["kr/ad-label missing"]


def test_a_label_that_is_none_is_wrong_on_every_letter(shop: Shop) -> None:
    _write_subject(shop, "[광고] Rye")
    assert _codes(shop) == ["kr/ad-label alike"]


@pytest.mark.parametrize(
    ("country", "codes"),
    [("KR", ["kr/sender"]), ("kr", ["kr/sender"]), ("US", ["us/postal"]), ("DE", [])],
)
def test_an_address_is_wanted_once(shop: Shop, country: str, codes: list[str]) -> None:
    shop.write("newsletters/another.md", "---\nsubject: A\ndate: 2026-11-20\n---\nB\n")
    shop.change("content/shop.yml", "country: KR", f"country: {country}")
    shop.change("content/shop.yml", ', address: "12 Moss Street, Seoul"', "")
    assert _codes(shop) == codes


def test_an_address_is_missing_from_the_contact(shop: Shop) -> None:
    shop.change("content/shop.yml", ', address: "12 Moss Street, Seoul"', "")
    (found,) = _found(shop)
    assert str(found.where) == "content/shop.yml:9:10"


def test_no_address_without_letters(shop: Shop) -> None:
    shop.change("content/shop.yml", ', address: "12 Moss Street, Seoul"', "")
    (shop.root / LETTER).unlink()
    assert _codes(shop) == []
