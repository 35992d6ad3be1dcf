"""Days and prices as people in each place write them."""

from __future__ import annotations

import datetime as dt

import pytest

from storyhouse.words import local


def test_days_and_months() -> None:
    day = dt.date(2026, 3, 5)
    assert local.day(day, "en") == "5 March 2026"
    assert local.day(day, "ko") == "2026년 3월 5일"
    assert local.month(day, "en") == "March 2026"
    assert local.month(day, "ko") == "2026년 3월"


@pytest.mark.parametrize(
    ("amount", "currency", "language", "expected"),
    [
        ("4500", "KRW", "en", "₩4,500"),
        ("4,500", "KRW", "ko", "₩4,500"),
        ("3.50", "EUR", "en", "€3.50"),
        ("3.5", "GBP", "en", "£3.50"),
        ("about four", "EUR", "en", "about four EUR"),
        ("4", "crumbs", "en", "4 crumbs"),
        ("4", "eur", "en", "4 eur"),
        ("NaN", "EUR", "en", "NaN EUR"),
        ("Infinity", "EUR", "en", "Infinity EUR"),
        ("1e400", "EUR", "en", "1e400 EUR"),
        ("-1", "EUR", "en", "-€1.00"),
    ],
)
def test_prices(amount: str, currency: str, language: str, expected: str) -> None:
    assert local.price(amount, currency, language) == expected
