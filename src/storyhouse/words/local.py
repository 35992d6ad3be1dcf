"""Days and prices as each language writes them. The only module that knows Babel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency

_LOCALES = {"en": "en_GB", "ko": "ko_KR"}
_LONG = {"en": "d MMMM y", "ko": "y년 M월 d일"}
_MONTH = {"en": "MMMM y", "ko": "y년 M월"}
_WEEKDAY = {"en": "EEEE d MMMM y", "ko": "y년 M월 d일 EEEE"}
_CLOCK = {"en": "HH:mm", "ko": "aaaa h:mm"}
#: Under a bar, where there is room for three signs or so.
_NARROW = {
    "month": {"en": "MMM", "ko": "M월"},
    "quarter": {"en": "'Q'Q", "ko": "Q분기"},
    "year": {"en": "y", "ko": "y"},
}


@lru_cache(maxsize=4096)
def day(date: dt.date, language: str) -> str:
    """10 October 2026; 2026년 10월 10일."""
    return format_date(date, _LONG[language], locale=_locale(language))


@lru_cache(maxsize=1024)
def month(date: dt.date, language: str) -> str:
    """October 2026; 2026년 10월."""
    return format_date(date, _MONTH[language], locale=_locale(language))


def hours(start: dt.datetime, end: dt.datetime | None, language: str) -> str:
    """Saturday 5 December 2026, 18:30–20:30; 2026년 12월 5일 토요일 오후 6:30–8:30.

    An end on another day is written out in full.
    """
    said = _hour(start, language)
    if end is None or end <= start:
        return said
    if end.date() == start.date():
        return f"{said}–{_until(start, end, language)}"
    return f"{said} – {_hour(end, language)}"


def moment(at: dt.datetime, language: str) -> str:
    """28 November 2026, 22:19; 2026년 11월 28일 오후 10:19."""
    comma = "," if language == "en" else ""
    return f"{day(at.date(), language)}{comma} {_clock(at, language)}"


def _hour(at: dt.datetime, language: str) -> str:
    on = format_date(at.date(), _WEEKDAY[language], locale=_locale(language))
    comma = "," if language == "en" else ""
    return f"{on}{comma} {_clock(at, language)}"


def _until(start: dt.datetime, end: dt.datetime, language: str) -> str:
    """The hour it ends; Korean says morning or afternoon once where both are in it."""
    said = _clock(end, language)
    same_half = start.hour // 12 == end.hour // 12
    return said.rpartition(" ")[2] if same_half else said


def _clock(at: dt.datetime, language: str) -> str:
    # As the clock on the shop's wall: the time without its zone.
    return format_time(at.time(), _CLOCK[language], locale=_locale(language))


def narrow(start: dt.date, step: str, language: str) -> str:
    """A month, quarter or year, as short as it gets: Sep, Q3, 2026; 9월, 3분기."""
    return format_date(start, _NARROW[step][language], locale=_locale(language))


def price(amount: str, currency: str, language: str) -> str:
    """₩4,500. What is no number, or no currency, is left as it was written."""
    locale, as_written = _locale(language), f"{amount} {currency}"
    try:
        value = Decimal(amount.replace(",", ""))
        # Babel writes any word for a currency, and NaN as an amount.
        if not value.is_finite() or currency not in locale.currencies:
            return as_written
        return format_currency(value, currency, locale=locale)
    except InvalidOperation:
        return as_written


def is_currency(code: str) -> bool:
    """Whether it is one of ISO 4217's codes, such as KRW."""
    return code in _locale("en").currencies


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES[language])
