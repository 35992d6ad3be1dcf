"""What a reader sees before they open a letter: subject and preheader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.places import Location
from storyhouse.preflight.seen import Seen

#: Columns; a syllable of Hangul takes two. Phones show some 40, desktops some 60.
LONGEST, LONGEST_PREHEADER = 60, 140
_REPLY = re.compile(
    r"\s*(?:re|fwd?|aw|답장|전달|회신)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
_PICTOGRAM = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u2934\u2935\u3030\u303d]"
)
#: These join pictograms, or say how one is drawn.
_JOINS = {"\u200d", "\ufe0e", "\ufe0f"}


def check(seen: Seen) -> Iterator[Diagnostic]:
    """The subject, then the preheader."""
    source = seen.issue.source
    there = source.value_at if seen.issue.preheader else source.key_at
    subject, preheader = source.value_at("subject"), there("preheader")
    wide = width(seen.subject)
    if wide > LONGEST:
        yield seen.found(
            "mail/subject-long",
            subject,
            help_="fewer-words",
            width=wide,
            most=LONGEST,
        )
    if reply := _REPLY.match(seen.subject):
        written = reply[0].strip()
        yield seen.found("mail/subject-reply", subject, Severity.ERROR, written=written)
    if (count := len(_PICTOGRAM.findall(seen.subject))) > 1:
        yield seen.found("mail/pictograms", subject, count=count)
    for text, where in ((seen.subject, subject), (seen.preheader, preheader)):
        yield from _hidden(seen, text, where)
    yield from _preheader(seen, preheader)


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(
        0 if unicodedata.combining(sign) or sign in _JOINS else _columns(sign)
        for sign in text
    )


def _columns(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def _preheader(seen: Seen, where: Location) -> Iterator[Diagnostic]:
    preheader, subject = seen.preheader.strip(), seen.subject.strip()
    if not preheader:
        yield seen.found("mail/no-preheader", where, Severity.SUGGESTION)
    elif preheader.casefold() == subject.casefold():
        yield seen.found("mail/preheader-same", where)
    elif (wide := width(preheader)) > LONGEST_PREHEADER:
        yield seen.found(
            "mail/preheader-long",
            where,
            help_="fewer-words",
            width=wide,
            most=LONGEST_PREHEADER,
        )


def _hidden(seen: Seen, text: str, where: Location) -> Iterator[Diagnostic]:
    """Signs without a shape, which spammers cut their words with."""
    for sign in dict.fromkeys(text):
        if unicodedata.category(sign) in {"Cf", "Co", "Cn"} and sign not in _JOINS:
            yield seen.found("mail/hidden-sign", where, sign=f"U+{ord(sign):04X}")
