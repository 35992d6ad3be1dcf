"""The stories as a shop in storyhouse's own format, with asks, people and letters.

A quarter as many asks as stories, a tenth as many people, one in eight of whom never
agreed to be named. The value rules have nothing to warn of, as in a shop that is kept
well: what they say would be measured with them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.pictures import write_pictures
from bench.tales import KINDS, TODAY, Tale, sentence
from bench.writing import keys, with_front_matter, write

LETTERS = 10
_SHOP: dict[str, object] = {
    "name": "Bench Bakery",
    "url": "https://bench.example",
    "language": "en",
    "country": "KR",
    "timezone": "Asia/Seoul",
    "tagline": "Bread by the thousand",
    "why_us": "We keep count.",
    "owner": "owner",
    "contact": {
        "email": "hello@bench.example",
        "phone": "+82 2 123 4567",
        "address": "1 Count Street, Seoul",
    },
    "newsletter": {
        "name": "Tally",
        "from": "owner@bench.example",
        "unsubscribe": "https://bench.example/unsubscribe",
    },
}
_SYLLABLES = ("Bo", "Da", "Eun", "Ga", "Ha", "Ji", "Mi", "Na", "Ra", "So", "Tae", "Yu")
_HIDDEN = 8  # one in so many
_GIVES = {
    "behind-the-scenes": ["functional", "emotional"],
    "spotlights": ["emotional", "social"],
    "products": ["functional", "economic"],
    "changelog": ["functional", "social"],
}
#: Products take turns; of the newest none is for sale yet, and of all one in four.
_STATUSES = ("testing", "retired", "made", "idea")
#: A letter has a story of each kind; it begins with people and ends with a product.
_IN_LETTERS = ("behind-the-scenes", "spotlights", "changelog", "products")
_ANSWERED_IN = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Around:
    """The ids that a story can name."""

    asks: int
    people: int

    def ask(self, number: int) -> str:
        return f"ask-{number % self.asks:05}"

    def person(self, number: int) -> str:
        return f"person-{number % self.people:05}"

    def customer(self, number: int) -> str:
        """Somebody who may be shown: not one of the hidden, but the one before."""
        number %= self.people
        return self.person(number - _is_hidden(number))

    def askers(self, ask: int) -> list[str]:
        return [*dict.fromkeys([self.person(ask), self.person(ask + 3)])]


def write_shop(folder: Path, stories: Sequence[Tale], seed: int = 1) -> None:
    """Write the shop; `folder` should be empty or missing."""
    content = folder / "content"
    around = _Around(max(len(stories) // 4, 1), max(len(stories) // 10, 1))
    write_pictures(content / "images")
    write(content / "shop.yml", keys(_SHOP))
    write(content / "people" / "owner.yml", keys({"name": "Ona Ner", "role": "maker"}))
    for number in range(around.people):
        text = keys(_person(number))
        write(content / "people" / f"{around.person(number)}.yml", text)
    for number in range(around.asks):
        ask = _ask(number, around, len(stories), random.Random(f"ask {seed} {number}"))
        write(content / "asks" / f"{around.ask(number)}.yml", keys(ask))
    for tale in stories:
        data = _story(tale, around, random.Random(f"story {seed} {tale.number}"))
        text = with_front_matter(data, tale.body)
        write(content / tale.kind / f"{tale.id}.md", text)
    about = with_front_matter({"title": "About"}, stories[0].body)
    write(content / "pages" / "about.md", about)
    for number in range(LETTERS):
        letter = _letter(number, stories, random.Random(f"letter {seed} {number}"))
        write(folder / "newsletters" / f"issue-{number:02}.md", letter)


def _is_hidden(person: int) -> bool:
    return person % _HIDDEN == _HIDDEN - 1


def _person(number: int) -> dict[str, object]:
    first, rest = number % 12, number // 12
    name = f"{_SYLLABLES[first]}{_SYLLABLES[rest % 12].lower()}x{rest // 12}"
    consent = {
        "given": "2025-01-02",
        "for": ["name", "words"],
        "where": ["site", "letter"],
        "kept": "signed card in the blue box",
        "until": "2030-01-02",
    }
    person: dict[str, object] = {"name": f"{name} Benchley", "shown_as": name}
    if _is_hidden(number):
        return person
    return person | {"since": "2023-01-02", "consent": [consent]}


def _ask(
    number: int, around: _Around, stories: int, dice: random.Random
) -> dict[str, object]:
    """Every second ask is built by the change of the same turn; see `_change`.

    Only of the last days can one wait for an answer.
    """
    built = TODAY - dt.timedelta(days=(4 * number + 3) * 3 * 365 // max(stories, 4))
    asked = built - dt.timedelta(days=dice.randint(5, 60))
    by = around.askers(number)
    ask: dict[str, object] = {
        "title": sentence(dice, 5).removesuffix("."),
        "words": sentence(dice, 16),
        "by": by,
        "date": asked,
        "via": "note at the till",
    }
    if asked < TODAY - _ANSWERED_IN:
        answer = {"date": asked, "by": "owner", "words": sentence(dice, 12)}
        ask["answers"] = [answer]
    if number % 2:
        told = {"how": "in person", "date": built, "thanked": True}
        ask["told"] = [{"person": who, **told} for who in by]
    if number % 4 == 2:
        because, instead = sentence(dice, 12), sentence(dice, 6)
        ask["declined"] = {"date": built, "because": because, "instead": instead}
    return ask


def _story(tale: Tale, around: _Around, dice: random.Random) -> dict[str, object]:
    turn = tale.number // len(KINDS)
    story: dict[str, object] = {
        "title": tale.title,
        "date": tale.date,
        "summary": tale.summary,
        "takeaway": sentence(dice, 12),
        "value": _GIVES[tale.kind],
        "cover": {"image": tale.picture, "alt": sentence(dice, 6)},
        "people": [around.person(tale.number)],
        "moment": {"when": tale.date, "where": sentence(dice, 3)},
        "question": _question(dice),
    }
    if tale.korean:
        story["language"] = "ko"
    match tale.kind:
        case "behind-the-scenes":
            return story | {"by": "owner", "asks": [around.ask(turn)]}
        case "spotlights":
            return story | _spotlight(tale, around, dice)
        case "products":
            return story | _product(tale, turn, around, dice)
        case _:
            return story | _change(turn, around, dice)


def _spotlight(tale: Tale, around: _Around, dice: random.Random) -> dict[str, object]:
    return {
        "customer": around.customer(tale.number),
        "quote": {"words": sentence(dice, 14), "approved": tale.date},
        "compensation": "none",
        "made": sentence(dice, 10),
        "learned": sentence(dice, 10),
    }


def _product(
    tale: Tale, turn: int, around: _Around, dice: random.Random
) -> dict[str, object]:
    named, *tested = (around.person(tale.number + days) for days in (0, 20, 10))
    rounds = [
        {
            "date": tale.date - dt.timedelta(days=days),
            "question": sentence(dice, 7),
            "people": [tester],
            "heard": sentence(dice, 12),
            "changed": sentence(dice, 10),
        }
        for days, tester in zip((20, 10), tested, strict=True)
    ]
    did: dict[str, list[str]] = {who: ["tested"] for who in tested}
    did.setdefault(named, []).append("named")
    return {
        "status": _STATUSES[turn % len(_STATUSES)],
        "rounds": rounds,
        "credits": [{"person": who, "did": what} for who, what in did.items()],
        "worth": {"functional": sentence(dice, 9)},
        "price": {"amount": "4500", "currency": "KRW"},
    }


def _change(turn: int, around: _Around, dice: random.Random) -> dict[str, object]:
    """Every second change answers an ask; the others were the shop's own idea."""
    told = {"before": sentence(dice, 10), "after": sentence(dice, 10)}
    if turn % 2:
        credited = [{"person": who, "did": ["idea"]} for who in around.askers(turn)]
        return {**told, "answers": [around.ask(turn)], "credits": credited}
    return {**told, "origin": "us"}


def _letter(number: int, stories: Sequence[Tale], dice: random.Random) -> str:
    day = TODAY - dt.timedelta(days=number)
    out = [tale for tale in stories if tale.date <= day]
    of_kind = ([t.id for t in out if t.kind == kind] for kind in _IN_LETTERS)
    data: dict[str, object] = {
        "subject": sentence(dice, 5),
        "preheader": sentence(dice, 9),
        "date": f"{day} 09:00",
        "stories": [dice.choice(ids) for ids in of_kind if ids],
        "question": _question(dice),
        "commercial": {"is": False, "because": "Nothing is offered."},
        "status": "ready",
    }
    paragraphs = "\n\n".join(sentence(dice, 40) for _ in range(3))
    return with_front_matter(data, f"Hello {{first_name|friend}},\n\n{paragraphs}\n")


def _question(dice: random.Random) -> str:
    return f"{sentence(dice, 8).removesuffix('.')}?"
