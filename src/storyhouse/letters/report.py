"""report.json: what a letter carries, for its owner and for other programs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from storyhouse.letters.blocks import Card, Line, Noted, Said, Sheet, Together, Turned
from storyhouse.letters.naming import Naming
from storyhouse.model.house import House, people_in
from storyhouse.model.issues import Issue
from storyhouse.prose import shares
from storyhouse.prose.fields import Fields
from storyhouse.words import words_for

#: The inliner writes every attribute in double quotes.
_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="([^"]+)"')


def report(
    house: House, issue: Issue, sheet: Sheet, markup: str, fields: Fields
) -> Mapping[str, Any]:
    """The facts of a letter; `markup` is its HTML as one person gets it."""
    stories = [
        {"id": c.story, "kind": c.kind.value, "words": words_on(c)} for c in sheet.cards
    ]
    lead = sheet.lead.lines if sheet.lead else ()
    in_lead = sum(len(f"{line.title} {line.words}".split()) for line in lead)
    mixed = shares.of_issue(house, issue)
    return {
        "id": issue.id,
        "language": sheet.language.value,
        "subject": issue.subject,
        "bytes": len(markup.encode()),
        "words": in_lead
        + sum(map(words_on, sheet.cards))
        + len(sheet.body.text.split()),
        "changed": [line.story for line in lead],
        "stories": stories,
        "shares": {share.value: part for share, part in mixed.in_percent().items()},
        "values": _values(house, issue),
        "credited": _credited(house, issue),
        "fields": sorted({merge.name for merge in fields.found}),
        "links": _found(_LINK, markup),
        "pictures": _found(_PICTURE, markup),
    }


def _values(house: House, issue: Issue) -> dict[str, int]:
    """The part of each value, in percent."""
    parts = shares.values_of(house.carried(issue))
    return {value.value: round(100 * part) for value, part in parts.items()}


def words_on(card: Card) -> int:
    """How many words a card takes."""
    return sum(len(text.split()) for text in _texts(card))


def _texts(card: Card) -> Iterator[str]:
    yield from (card.kicker, card.notice, card.title)
    for part in card.parts:
        match part:
            case Line(words):
                yield words
            case Said(words, who):
                yield from (words, who)
            case Turned(_, before, _, after):
                yield from (before, after)
            case Noted(label, words):
                yield from (label, words)
            case Together(label, people):
                yield label
                for who, did in people:
                    yield from (who, did)


def _credited(house: House, issue: Issue) -> list[str]:
    """Everybody the letter's stories name, as they are shown."""
    naming = Naming(house.showing_in(issue), words_for(house.language_of(issue)))
    people = [who for story in house.carried(issue) for who in people_in(story)]
    return sorted({name for who in people if (name := naming.showing.name(who))})


def _found(where: re.Pattern[str], markup: str) -> list[str]:
    return sorted(set(map(html.unescape, where.findall(markup))))
