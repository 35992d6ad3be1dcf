"""A person's page as a thread: what they gave, what came back, in order of the days."""

from __future__ import annotations

from collections.abc import Iterable

from storyhouse.model.asks import Ask
from storyhouse.model.record import PersonId
from storyhouse.website.desk import Data, Sheet
from storyhouse.website.giving import Knot, Turn
from storyhouse.website.ties import tie


def thread(sheet: Sheet, person: PersonId, turns: Iterable[Turn]) -> list[Data]:
    """Each turn: whose it was, what it was, when, and where to read of it."""
    return [
        {
            **tie(sheet, turn.about),
            "gift": turn.knot.is_gift,
            "side": sheet.say("people.gave" if turn.knot.is_gift else "people.got"),
            "label": _label(sheet, turn),
            "date": sheet.day(turn.date),
            "quote": _own_words(sheet, person, turn),
            "words": turn.words,
        }
        for turn in turns
    ]


def _label(sheet: Sheet, turn: Turn) -> str:
    if turn.knot is Knot.DID:
        did = " · ".join(sheet.say(f"did.{d}") for d in turn.did)
        return did[:1].upper() + did[1:]
    of_ask = turn.knot is Knot.THANKED and isinstance(turn.about, Ask)
    return sheet.say(f"people.thread.{'told-thanked' if of_ask else turn.knot}")


def _own_words(sheet: Sheet, person: PersonId, turn: Turn) -> str:
    """The words of an ask are those of the first who said it."""
    ask = turn.about
    if turn.knot is not Knot.ASKED or not isinstance(ask, Ask) or ask.by[0] != person:
        return ""
    return sheet.desk.showing.words(person, ask.words) or ""
