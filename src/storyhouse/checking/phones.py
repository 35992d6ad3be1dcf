"""Is this a number to call? The only module that knows phonenumbers.

Libphonenumber has every country's plan; what a pattern alone takes for a number (an
ISBN, a date, a batch) it does not.
"""

from __future__ import annotations

import re

import phonenumbers

#: Whose plans are tried for a number without a country's code.
_USUAL = ("KR", "US", "GB")
#: As people write one, even where the plan keeps the number for films.
_CLASSIC = re.compile(
    r"\(\d{3}\) ?\d{3}-\d{4}|07\d{3} ?\d{6}|01[016789][- .]\d{3,4}[- .]\d{4}"
)
_NATIONAL = re.compile(r"\(?0[\d ().\-]+|\d{3}[-. ]\d{3}[-. ]\d{4}")


def is_phone(written: str, country: str) -> bool:
    """Whether digits and signs are a telephone number, in a country or the world."""
    text = written.strip()
    if text.startswith("+"):
        return _passes(text, None)
    if _CLASSIC.fullmatch(text):
        return True
    if not _NATIONAL.fullmatch(text):
        return False
    return any(_passes(text, c) for c in dict.fromkeys((country.upper(), *_USUAL)) if c)


def _passes(text: str, country: str | None) -> bool:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return False
    if country is None:
        return phonenumbers.is_possible_number(number)
    return phonenumbers.is_valid_number(number)
