"""The day's list: what is owed, most owed first; or, when nothing is, an idea."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storyhouse import checking
from storyhouse.checking.judging import Judge
from storyhouse.checking.settings import Settings, settings_of
from storyhouse.diagnostics import Diagnostic, Severity, in_order
from storyhouse.model.asks import Ask, AskState
from storyhouse.model.house import House
from storyhouse.owing.answers import of_answers
from storyhouse.owing.asks import BLANK, of_asks
from storyhouse.owing.habits import of_habits
from storyhouse.owing.owed import Owed, most_owed_first
from storyhouse.owing.people import of_people
from storyhouse.reading.house import read_house
from storyhouse.words import Words, words_for


@dataclass(frozen=True, slots=True)
class Idea:
    """A story that could be written when nothing is owed."""

    command: tuple[str, ...]
    ask: Ask | None = None  # the one it would be about; None when nobody asked yet


@dataclass(frozen=True, slots=True)
class Today:
    """What is owed on a day, with what an owner should know beside it."""

    house: House
    words: Words
    owed: list[Owed]
    idea: Idea
    errors: int  # that keep the shop from being built


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A shop of which not even content/shop.yml could be read."""

    language: str
    diagnostics: list[Diagnostic]


def today_of(root: Path, day: dt.date | None = None) -> Today | Unreadable:
    """Read and check a shop, and say what it owes. What cannot be read is left out."""
    reading = read_house(root, day)
    if reading.house is None:
        return Unreadable(reading.language, reading.diagnostics)
    house, judge = reading.house, Judge(reading.house)
    findings = in_order([*reading.diagnostics, *checking.look_at(house, judge)])
    words = words_for(house.shop.language)
    return Today(
        house=house,
        words=words,
        owed=owed_by(house, findings, judge.settings),
        idea=idea_for(house, words),
        errors=sum(f.severity is Severity.ERROR for f in findings),
    )


def owed_by(
    house: House, findings: Sequence[Diagnostic], settings: Settings | None = None
) -> list[Owed]:
    """Everything that is owed, most owed first."""
    settings = settings or settings_of(house)[0]
    words = words_for(house.shop.language)
    return most_owed_first(
        [
            *of_asks(house, words),
            *of_answers(house),
            *of_people(house, findings),
            *of_habits(house, settings, findings, words),
        ]
    )


def idea_for(house: House, words: Words) -> Idea:
    """The newest ask that was answered and has no story yet."""
    asks = sorted(house.asks.values(), key=lambda a: (a.date, a.id), reverse=True)
    for ask in asks:
        if house.state(ask) is AskState.ANSWERED and ask.id not in house.told_in:
            return Idea(("new", "behind-the-scenes", ask.title), ask)
    via = words.say("today.via")
    return Idea(("ask", "add", BLANK, "--via", via))
