"""Text of strangers, as no more than text."""

from __future__ import annotations

import re

from storyhouse.keeping.wording import one_line, plain
from storyhouse.reading.text import STRANGE

#: A long letter. Nothing longer was ever asked at a till.
MOST_SIGNS = 5000
_LONGEST_NAME = 80
#: What turns text around, and what nobody sees. The joiner of emoji may stay.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\xad]")
#: What a spreadsheet would run, were the words ever put into one again.
_FORMULA = re.compile(r"[\s'\"]*[=+@-]+(?=\s*[A-Za-z_.]{2,}\s*[(|!])|\s*=+")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_TAG_BEGINS = re.compile(r"<(?=[a-zA-Z/!?])")
_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<!\d)(?:\+?82[- ]?|0)1[016-9][- .]?\d{3,4}[- .]?\d{4}(?!\d)"
)
_GONE = "[…]"


def words(text: str) -> tuple[str, list[str]]:
    """Somebody's words; and what was taken out of them, as codes."""
    found: list[str] = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _without(STRANGE, "", text, "signs", found)
    text = _without(_UNSEEN, "", text, "signs", found)
    text = _without(_TAG, "", text, "html", found)
    text = _without(_TAG_BEGINS, "‹", text, "html", found)
    if formula := _FORMULA.match(text):
        text = text[formula.end() :]
        found.append("formula")
    text = _without(_ADDRESS, _GONE, text, "address", found)
    text = plain(text)
    if len(text) > MOST_SIGNS:
        text = f"{text[: MOST_SIGNS - 1].rstrip()}…"
        found.append("long")
    return text, list(dict.fromkeys(found))


def name(text: str) -> tuple[str, list[str]]:
    """Somebody's name in one line; none where an address stands in its place."""
    said, found = words(text)
    if _GONE in said:
        return "", found
    return one_line(said)[:_LONGEST_NAME].strip(), found


def _without(
    what: re.Pattern[str], instead: str, text: str, code: str, found: list[str]
) -> str:
    text, count = what.subn(instead, text)
    found += [code] * bool(count)
    return text
