"""What laws want to be read in a letter: does it stand in the finished one?

Korea: 정보통신망법 제50조 and its decree; America: CAN-SPAM, 16 CFR 316; the European
Union and its neighbours: directives 2000/31, article 5, and 2002/58, article 13(4).
What a shop's files lack is `checking.laws`' to say; here a theme may have lost it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from storyhouse.checking.laws import AMERICA, KOREA
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.issues import Issue
from storyhouse.preflight.seen import Seen
from storyhouse.words import LANGUAGES, words_for

EUROPE = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    " GB IS LI NO".split()
)
#: In Korea, an advertisement at night needs a consent of its own.
_NIGHT_BEGINS, _NIGHT_ENDS = dt.time(21), dt.time(8)


def check(seen: Seen) -> Iterator[Diagnostic]:
    """Sender and way out for everybody, and what the shop's country adds."""
    country, contact = seen.house.shop.country.upper(), seen.house.shop.contact
    wanted = [seen.house.shop.name]
    if country in {KOREA, AMERICA} | EUROPE and contact.address:
        wanted.append(contact.address)
    if country == KOREA or country in EUROPE:
        wanted.append(contact.email)
    for words in wanted:
        yield from _lost(seen, words)
    yield from _way_out(seen, country)
    if country == KOREA and is_commercial(seen.issue):
        yield from _at_night(seen)


def is_commercial(issue: Issue) -> bool:
    """Whether an issue counts as an advertisement: saying no takes a reason."""
    said = issue.commercial
    if issue.offer is None:
        return said is not None and said.is_
    return said is None or said.is_ or not said.because


def _lost(seen: Seen, words: str) -> Iterator[Diagnostic]:
    line = " ".join(words.split())
    for part, text in (("html", seen.page.words), ("text", seen.text)):
        if line not in " ".join(text.split()):
            yield seen.found(
                "mail/sender-lost",
                severity=Severity.ERROR,
                variant=part,
                words=line,
            )


def _way_out(seen: Seen, country: str) -> Iterator[Diagnostic]:
    """A link to press, an address in the text; in Korea in both languages."""
    out = seen.values["unsubscribe_url"]
    links = [a for a in seen.page.named("a") if a.attributes.get("href") == out]
    if not links:
        yield seen.found("mail/no-way-out", severity=Severity.ERROR, variant="html")
    if out not in seen.text:
        yield seen.found("mail/no-way-out", severity=Severity.ERROR, variant="text")
    if country != KOREA or not links:
        return
    shown = " ".join(link.words for link in links)
    for language in LANGUAGES:
        words = words_for(language).say("letter.foot.unsubscribe")
        if words not in shown:
            yield seen.found(
                "mail/no-way-out",
                severity=Severity.ERROR,
                variant="language",
                words=words,
            )


def _at_night(seen: Seen) -> Iterator[Diagnostic]:
    hour = seen.issue.date.timetz().replace(tzinfo=None)
    if hour >= _NIGHT_BEGINS or hour < _NIGHT_ENDS:
        where = seen.issue.source.value_at("date")
        yield seen.found("mail/night", where, help_="by-day", hour=f"{hour:%H:%M}")
