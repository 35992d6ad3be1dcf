"""The stories that every engine is given: made up, alike for alike seeds."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KINDS = ("behind-the-scenes", "spotlights", "products", "changelog")
#: The newest story's day, and the day that builds are told.
TODAY = dt.date(2026, 11, 1)
PICTURES = 10
_DAYS = 3 * 365
_WORDS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One story, as any engine can tell it."""

    number: int
    kind: str
    id: str
    title: str
    date: dt.date
    summary: str
    picture: str  # from the folder of all content
    korean: bool
    body: str  # Markdown; ways to other stories are relative, as editors follow them


def tales(count: int, seed: int = 1) -> list[Tale]:
    """So many stories, newest first."""
    ids = [_id(number) for number in range(count)]
    return [
        _tale(number, ids, random.Random(f"{seed} {number}")) for number in range(count)
    ]


def kind_of(number: int) -> str:
    """The kinds take turns."""
    return KINDS[number % len(KINDS)]


def sentence(dice: random.Random, words: int, *, korean: bool = False) -> str:
    """So many words, the first with a capital letter."""
    said = " ".join(dice.choices(_vocabulary("ko" if korean else "en"), k=words))
    return f"{said[0].upper()}{said[1:]}."


def _id(number: int) -> str:
    return f"{kind_of(number)}-{number:05}"


def _tale(number: int, ids: list[str], dice: random.Random) -> Tale:
    korean = number % 8 == 3
    return Tale(
        number=number,
        kind=kind_of(number),
        id=ids[number],
        title=sentence(dice, 5, korean=korean).removesuffix("."),
        date=TODAY - dt.timedelta(days=number * _DAYS // len(ids)),
        summary=sentence(dice, 14, korean=korean),
        picture=f"images/picture-{number % PICTURES}.jpg",
        korean=korean,
        body=_body(dice, dice.choice(ids), korean=korean),
    )


def _body(dice: random.Random, other: str, *, korean: bool) -> str:
    """400 words: paragraphs, headings, a list, a quotation, two links."""

    def say(words: int) -> str:
        return sentence(dice, words, korean=korean)

    kind = other.rpartition("-")[0]
    parts = [
        f"{say(16)} *{say(4)}* {say(20)} {say(20)}",
        f"{say(12)} [{say(3)}](../{kind}/{other}.md) {say(20)} **{say(5)}** {say(20)}",
        f"## {say(4)}",
        "\n".join(f"- {say(10)}" for _ in range(5)),
        f"{say(14)} {say(9)} {say(17)} {say(20)}",
        f"## {say(4)}",
        f"> {say(12)} {say(18)}",
        f"{say(15)} [{say(2)}](https://bread.example/{kind}) {say(23)} {say(20)}",
    ]
    left = _WORDS - sum(len(part.split()) for part in parts) + 8  # signs are no words
    return "\n\n".join([*parts, f"{say(left // 2)} {say(left - left // 2)}"]) + "\n"


@cache
def _vocabulary(language: str) -> list[str]:
    lines = (Path(__file__).parent / "words.txt").read_text("utf-8").splitlines()
    return [w for line in lines if line.startswith(language) for w in line.split()[1:]]
