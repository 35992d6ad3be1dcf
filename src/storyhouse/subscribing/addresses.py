"""Is this a mail address? Only this module knows email-validator; no network."""

from __future__ import annotations

import re
from functools import lru_cache

#: What nearly every address looks like: told far faster than by the library.
_PLAIN = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*"
    r"@(?=.{4,190}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9]|-(?!-)){0,61}(?<!-)\.)+"
    r"(?!(?:arpa|invalid|local|localhost|onion|test)\Z)[A-Za-z]{2,24}\Z",
    re.IGNORECASE,
)
_LONGEST = 254


def is_address(written: str) -> bool:
    """Whether letters can go there as it is written: in ASCII, without a name."""
    return _PLAIN.match(written) is not None or address_of(written) == written


@lru_cache(maxsize=4096)
def address_of(written: str) -> str:
    """The address as mail servers take it; empty for what is none."""
    if _PLAIN.match(written):
        return written
    if len(written) > _LONGEST:
        return ""
    from email_validator import (  # noqa: PLC0415 (60 ms, and seldom needed)
        EmailNotValidError,
        validate_email,
    )

    try:
        found = validate_email(
            written, check_deliverability=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        return ""
    return found.ascii_email or ""
