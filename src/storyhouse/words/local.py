"""Days and prices as each language writes them. The only module that knows Babel."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_currency

_LOCALES = {"en": "en_GB", "ko": "ko_KR"}
_LONG = {"en": "d MMMM y", "ko": "y년 M월 d일"}
_MONTH = {"en": "MMMM y", "ko": "y년 M월"}


@lru_cache(maxsize=4096)
def day(date: dt.date, language: str) -> str:
    """10 October 2026; 2026년 10월 10일."""
    return format_date(date, _LONG[language], locale=_locale(language))


@lru_cache(maxsize=1024)
def month(date: dt.date, language: str) -> str:
    """October 2026; 2026년 10월."""
    return format_date(date, _MONTH[language], locale=_locale(language))


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
