"""What a shop owes to all of its readers: words it promised, a letter, a fair mix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from storyhouse.checking.loop import days_silent, last_letter
from storyhouse.checking.occasions import recap_owed
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.open_letters import OpenLetter
from storyhouse.owing.asks import BLANK
from storyhouse.owing.owed import Kind, Owed
from storyhouse.places import KeyPath
from storyhouse.words import Words, words_for
from storyhouse.words.local import month

#: Rules about how much of what is given; of a letter, only the newest can still differ.
_OF_MIX = ("value/promo-budget", "value/economic-share", "value/mix")


def of_habits(
    house: House, settings: Settings, findings: Sequence[Diagnostic], words: Words
) -> Iterator[Owed]:
    """Open letters, events, the next letter, and what the last ones gave."""
    for letter in house.open_letters.values():
        yield from _update(house, letter)
    yield from _recaps(house)
    yield from _next_letter(house, settings, words)
    yield from _mix(house, findings)


def _update(house: House, letter: OpenLetter) -> Iterator[Owed]:
    """The word promised for today or before, or never given a day."""
    if not letter.is_open(house.today):
        return
    told = letter.told_by(house.today)
    promised = letter.promised(house.today)
    if promised is not None and promised > house.today:
        return
    at: KeyPath = ("next_update",)
    if told:
        at = ("updates", letter.updates.index(told[-1]))
    path = letter.source.path.as_posix()
    yield Owed(
        kind=Kind.UPDATE,
        since=promised or (told[-1].date if told else letter.date),
        where=letter.source.value_at(*at),
        facts={"title": letter.title, "file": path},
        variant="undated" if promised is None else "",
        command=("check", path),
    )


def _recaps(house: House) -> Iterator[Owed]:
    for event in house.gatherings:
        if event.draft or event.last_day >= house.today:
            continue
        if recap_owed(house, event, 0):
            path = event.source.path.as_posix()
            yield Owed(
                kind=Kind.RECAP,
                since=event.last_day,
                where=event.source.value_at("recap" if event.recap else "title"),
                facts={"title": event.title, "file": path},
                variant="thanks" if event.recap else "missing",
                command=("check", path),
            )


def _next_letter(house: House, settings: Settings, words: Words) -> Iterator[Owed]:
    silent = days_silent(house)
    if silent is None or silent <= settings.number("loop/cadence", "days"):
        return
    draft = _newest(i for i in house.issues.values() if i.is_draft)
    title = words.say("today.letter-title", month=month(house.today, words.language))
    source = draft.source if draft else house.shop.source
    path = source.path.as_posix()
    yield Owed(
        kind=Kind.LETTER,
        since=house.today - dt.timedelta(days=silent),
        where=source.value_at("status") if draft else source.key_at("newsletter"),
        facts={"file": path},
        variant="draft" if draft else "late" if last_letter(house) else "first",
        command=("check", path) if draft else ("new", "letter", title),
    )


def _newest(issues: Iterator[Issue]) -> Issue | None:
    return max(issues, key=lambda i: (i.date, i.id), default=None)


def _mix(house: House, findings: Sequence[Diagnostic]) -> Iterator[Owed]:
    """What was too much of one thing, and a story that gives another."""
    newest = last_letter(house)
    paths = {house.shop.source.path} | ({newest.source.path} if newest else set())
    found = [f for f in findings if f.code in _OF_MIX and f.where.path in paths]
    if not found:
        return
    first = min(found, key=lambda f: (_OF_MIX.index(f.code), f.where))
    spoken = words_for(house.shop.language)
    yield Owed(
        kind=Kind.MIX,
        since=newest.day if newest else house.today,
        where=first.where,
        says=spoken.message(first),
        command=("new", "spotlight", BLANK),
    )
