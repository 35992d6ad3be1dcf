"""Whether an author has signed a letter in their own words."""

from __future__ import annotations

import re

#: What Korean puts behind the name: 서윤 드림.
_HUMBLY = re.compile(r"\s*(?:드림|올림|배상|씀)$")
_AROUND = " \t-–—*_.,!~"
_SYLLABLES = re.compile("[가-힣]{2,}")


def ends_signed(text: str, name: str) -> bool:
    """Whether a text's last line is the name, alone or behind a greeting's comma.

    A part of the name is enough, as people sign; a sentence with the name in it is not.
    """
    lines = text.rstrip().rsplit("\n", 1)
    last = _HUMBLY.sub("", lines[-1].rpartition(",")[2].strip(_AROUND))
    signed, whole = last.casefold(), name.casefold().removesuffix("님")
    if not signed:
        return False
    given = _SYLLABLES.fullmatch(signed) and whole.endswith(signed)
    return signed == whole or signed in whole.split() or bool(given)
